// The list of bots: views with their counts, filters that the address holds, a table that can be sorted, and the picture of what joins next.

import { badge, chip } from './badges.js';
import { announce, byId, element, setItems, setText } from './dom.js';
import { COLUMNS, addressOf, hashOf, isFound, matches, readView, showFilters, startFilters } from './filters.js';
import { Fleet } from './fleet.js';
import { drawSchedule } from './schedule.js';
import { cell, headCell, tableRow } from './tables.js';
import { now, runningElement, timeElement, zone } from './time.js';
import { VIEWS, count, isUpcoming, masked, meeting, pairs, place, words } from './words.js';

const PAGE = 25;

export class ListView {
  #fleet; #failed; #parameters = new URLSearchParams(); #view; #isDrawing = false; #hasPasscodes = false;

  constructor(api, failed) {
    this.#failed = failed;
    this.#fleet = new Fleet(api, () => this.#drawSoon(), (error) => this.#fail(error));
    startFilters();
    byId('bots').tHead.rows[0].replaceChildren(...Object.entries(COLUMNS).map(([name, label]) => element('th', { scope: 'col', role: 'columnheader' },
      element('button', { type: 'button', class: 'sort', 'data-sort': name, onclick: () => this.#sortBy(name) }, label))));
    byId('more').onclick = () => void this.#readMore();
    byId('passcodes').onclick = () => {
      this.#hasPasscodes = !this.#hasPasscodes;
      this.#draw();
    };
    byId('new-bot').onclick = async () => (await import('./create.js')).createBot(api, failed);
    byId('schedule-hours').onchange = () => this.#drawSchedule();
    byId('schedule-card').open = matchMedia('(min-width: 44.01rem)').matches;
    new ResizeObserver(() => this.#drawSchedule()).observe(byId('schedule'));
  }

  async show(parameters) {
    const isTurned = !byId('list').hidden && !isSame(parameters, this.#parameters) && isSame(parameters, this.#parameters, { page: '' });
    [this.#parameters, this.#view] = [parameters, readView(parameters)];
    document.title = 'Bots · Usher';
    byId('list').hidden = false;
    this.#fleet.names.renew();
    const reading = this.#wait(this.#fleet.show(this.#view));
    this.#draw();
    if (isTurned) byId('bots-title').focus();
    await reading;
    if (this.#view.search) announce(`${count(this.#found().length, 'bot')} found.`);
  }

  hide() {
    this.#fleet.stop();
    byId('list').hidden = true;
  }

  refresh = () => this.#wait(this.#fleet.refresh());

  happened = (events) => this.#fleet.happened(events);

  /** Time passes even if nothing happens. */
  beat = () => this.#drawSchedule();

  async #wait(reading) {
    byId('bots').setAttribute('aria-busy', 'true');
    setText(byId('list-error'), '');
    await reading;
    byId('bots').setAttribute('aria-busy', 'false');
    this.#draw();
  }

  #fail(error) {
    byId('bots-loading').hidden = true;
    // The page itself reports that the key is refused, or that the server is unreachable or busy.
    setText(byId('list-error'), ['key', 'away', 'busy'].includes(error.kind) ? '' : error.message);
    this.#failed(error);
  }

  async #readMore() {
    await this.#wait(this.#fleet.readMore());
    byId('bots-title').focus();
  }

  #sortBy(name) {
    const { sort } = this.#view;
    location.replace(hashOf(addressOf(), { sort: sort === name ? `-${name}` : name, page: '' }));
  }

  /** Draws once for many responses that arrive together. */
  #drawSoon() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    setTimeout(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #found() {
    const { query, isToday, search, sort } = this.#view, { names, question } = this.#fleet;
    const found = this.#fleet.all.filter((bot) => matches(query, bot) && (!isToday || isOfToday(bot)) && (!query.meeting_url || question?.ids.has(bot.id))
      && (!search || isFound(search, bot, names.of(bot.id))));
    return sorted(found, sort, names);
  }

  #draw() {
    if (byId('list').hidden || !this.#view) return;
    const { names, question } = this.#fleet, found = this.#found();
    const pages = Math.max(1, Math.ceil(found.length / PAGE)), page = Math.min(this.#view.page, pages), shown = found.slice((page - 1) * PAGE, page * PAGE);
    names.want(this.#fleet.all.map((bot) => bot.id), shown.map((bot) => bot.id));
    showFilters(this.#parameters, this.#counts());
    setItems(byId('bots').tBodies[0], shown, (bot) => bot.id, createRow, (row, bot) => showRow(row, bot, names.of(bot.id), this.#hasPasscodes));
    for (const button of byId('bots').querySelectorAll('.sort')) showOrder(button, this.#view.sort);
    const isEmpty = found.length === 0, isRead = question?.isStopped || byId('list-error').textContent !== '';
    byId('bots-scroll').hidden = isEmpty;
    byId('bots-loading').hidden = !isEmpty || isRead;
    byId('bots-empty').hidden = !isEmpty || !isRead;
    if (isEmpty && isRead) this.#showEmpty();
    const first = (page - 1) * PAGE + 1, part = pages > 1 ? `${first}–${first + shown.length - 1} of ${count(found.length, 'bot')}` : count(found.length, 'bot');
    setText(byId('bots-note'), isEmpty ? '' : [part, this.#view.order, `times of ${zone()}`].filter(Boolean).join(', '));
    this.#link('previous', page > 1, page - 1);
    this.#link('next', page < pages, page + 1);
    byId('more').hidden = !question?.isStopped || question.isComplete;
    byId('passcodes').hidden = !shown.some((bot) => masked(bot.meeting_url) !== bot.meeting_url);
    setText(byId('passcodes'), this.#hasPasscodes ? 'Hide passcodes' : 'Show passcodes');
    this.#drawSchedule();
  }

  #counts() {
    const { all, counted } = this.#fleet, more = counted.every(({ isComplete }) => isComplete) ? '' : '+';
    if (counted.length === 0 || !counted.every(({ isStopped }) => isStopped)) return {};
    const number = (name) => all.filter((bot) => matches({ states: VIEWS[name].states }, bot) && (!VIEWS[name].isToday || isOfToday(bot))).length;
    return Object.fromEntries(['active', 'meeting', 'upcoming', 'failed_today'].map((name) => [name, number(name).toLocaleString('en') + more]));
  }

  #link(id, isThere, page) {
    byId(id).hidden = !isThere;
    byId(id).href = hashOf(this.#parameters, { page: page > 1 ? String(page) : '' });
  }

  #drawSchedule() {
    if (this.#fleet.counted[0]?.isStopped) drawSchedule(this.#fleet.all.filter((bot) => isUpcoming(bot.state)).map((bot) => Date.parse(bot.join_at)));
  }

  #showEmpty() {
    const { isDefault, search } = this.#view, isFiltered = !isDefault || [...this.#parameters.keys()].length > 0;
    const shown = JSON.stringify([isFiltered, search]);
    if (byId('bots-empty').dataset.shown === shown) return;
    byId('bots-empty').dataset.shown = shown;
    byId('bots-empty').replaceChildren(...isFiltered
      ? [element('p', {}, element('strong', {}, 'No bot matches.'), ' Choose other filters, or ',
        element('a', { href: hashOf({}, { show: 'all', search }) }, search ? 'search all of them' : 'look at all of them'), '.')]
      : [element('p', {}, element('strong', {}, 'No bot is scheduled or under way.'), ' What is over is among ',
        element('a', { href: '#/?show=all' }, 'all bots'), '.')]);
    if (!isFiltered) void import('./begin.js').then(({ begin }) => byId('bots-empty').dataset.shown === shown && byId('bots-empty').append(...begin()));
  }
}

const isSame = (one, other, changes) => hashOf(one, changes) === hashOf(other, changes);

const lastEvent = (bot) => bot.events.at(-1);

const isOfToday = (bot) => new Date(lastEvent(bot).created_at).toDateString() === new Date(now()).toDateString();

/** Equal bots are sorted by id, that is, by creation. */
function sorted(bots, sort, names) {
  const value = {
    name: (bot) => names.of(bot.id).toLowerCase(), state: (bot) => place(bot.state), joins: (bot) => Date.parse(bot.join_at),
    changed: (bot) => Date.parse(lastEvent(bot).created_at), meeting: (bot) => meeting(bot.meeting_url), metadata: (bot) => pairs(bot.metadata),
  }[sort.replace('-', '')];
  const sign = sort.startsWith('-') ? -1 : 1;
  const keyed = bots.map((bot) => ({ bot, key: value(bot) }));
  keyed.sort((one, other) => sign * (one.key < other.key ? -1 : one.key > other.key ? 1 : one.bot.id < other.bot.id ? -1 : 1));
  return keyed.map(({ bot }) => bot);
}

function showOrder(button, sort) {
  const isSorted = sort.replace('-', '') === button.dataset.sort;
  if (isSorted) button.parentElement.setAttribute('aria-sort', sort.startsWith('-') ? 'descending' : 'ascending');
  else button.parentElement.removeAttribute('aria-sort');
}

function createRow() {
  const row = tableRow();
  row.addEventListener('animationend', () => row.classList.remove('changed'));
  return row;
}

/** If the bot has changed, all cells are replaced except the first, whose link keeps the focus. */
function showRow(row, bot, name, hasPasscodes) {
  const known = JSON.stringify(bot), shown = JSON.stringify([name, hasPasscodes]);
  if (row.known === known && row.shown === shown) return;
  if (row.known && row.known !== known) row.classList.add('changed');
  if (!row.firstChild) row.append(headCell(element('a', { href: `#/bots/${encodeURIComponent(bot.id)}` })));
  row.querySelector('a').replaceChildren(...name ? [name, ' ', element('small', {}, bot.id)] : [bot.id]);
  while (row.cells.length > 1) row.lastChild.remove();
  row.append(
    cell('', 'state-of', badge(bot.state)),
    cell('', 'joins', timeElement(bot.join_at), ' ', joins(bot)),
    cell('', 'last', timeElement(lastEvent(bot).created_at), ' ', element('small', {}, words(lastEvent(bot).type))),
    cell('', 'long', meeting(hasPasscodes ? bot.meeting_url : masked(bot.meeting_url))),
    cell('', 'long says', ...bot.metadata ? [pairs(bot.metadata)] : []));
  [row.known, row.shown] = [known, shown];
}

/** Before: how long until then. Afterwards: how late it was told to join. */
function joins(bot) {
  const requested = bot.events.find((event) => event.type === 'join_requested');
  return requested ? chip(Date.parse(requested.created_at) - Date.parse(bot.join_at), 'told to join') : element('small', {}, runningElement(bot.join_at));
}
