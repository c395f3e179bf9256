// The list of bots: filters that the address holds, one page, and the picture of what joins next above it.

import { cursorOf } from './api.js';
import { badge, chip } from './badges.js';
import { byId, element, setItems, setText } from './dom.js';
import { readFilters, showFilters, startFilters } from './filters.js';
import { Schedule } from './schedule.js';
import { cell, headCell, tableRow } from './tables.js';
import { runningElement, timeElement, zone } from './time.js';
import { isUpcoming, meeting, pairs, words } from './words.js';

export class ListView {
  #api; #failed; #schedule; #parameters = new URLSearchParams(); #reading;

  constructor(api, failed) {
    [this.#api, this.#failed, this.#schedule] = [api, failed, new Schedule(api, failed)];
    startFilters();
    setText(byId('zone'), `Oldest first. Times are those of ${zone()}.`);
  }

  async show(parameters) {
    this.#parameters = parameters;
    document.title = 'Bots · Usher';
    byId('list').hidden = false;
    showFilters(parameters);
    await this.refresh();
  }

  hide() {
    this.#reading?.abort();
    byId('list').hidden = true;
  }

  refresh = () => Promise.all([this.#read(), this.#schedule.refresh()]);

  /** Whatever it was, the list is read anew. */
  happened(events) {
    if (events.some((event) => isUpcoming(event.old_state) || isUpcoming(event.new_state))) this.#schedule.soon();
    return this.#read();
  }

  beat() {
    this.#schedule.beat();
  }

  async #read() {
    this.#reading?.abort();
    const reading = this.#reading = new AbortController();
    byId('bots').setAttribute('aria-busy', 'true');
    try {
      const page = await this.#api.get('/api/v1/bots', readFilters(this.#parameters), reading.signal);
      setText(byId('list-error'), '');
      this.#showPage(page);
    } catch (error) {
      if (reading.signal.aborted) return;
      byId('bots-loading').hidden = true;
      setText(byId('list-error'), error.kind === 'key' ? '' : error.message);
      this.#failed(error);
    }

    byId('bots').setAttribute('aria-busy', 'false');
  }

  #showPage({ results, next, previous }) {
    byId('bots-loading').hidden = true;
    setItems(byId('bots').tBodies[0], results, (bot) => bot.id, createRow, showRow);
    byId('bots-scroll').hidden = results.length === 0;
    byId('bots-empty').hidden = results.length > 0;
    if (results.length === 0) this.#showEmpty();
    this.#link('previous', cursorOf(previous));
    this.#link('next', cursorOf(next));
  }

  #link(id, cursor) {
    const parameters = new URLSearchParams(this.#parameters);
    if (cursor) parameters.set('cursor', cursor);
    byId(id).hidden = !cursor;
    byId(id).href = `#/?${parameters}`;
  }

  #showEmpty() {
    const isFiltered = this.#parameters.size > 0;
    byId('bots-empty').replaceChildren(...isFiltered
      ? [element('p', {}, element('strong', {}, 'No bot matches.'), ' Choose other filters, or ', element('a', { href: '#/?show=all' }, 'look at all of them'), '.')]
      : [
          element('p', {}, element('strong', {}, 'No bot is scheduled or under way.'), ' Those that have ended are ',
            element('a', { href: '#/?show=all' }, 'among all bots'), '. A bot is made like this:'),
          element('pre', { tabindex: 0, 'aria-label': 'A command that makes a bot' }, example()),
        ]);
  }
}

const example = () => `curl ${location.origin}/api/v1/bots -H 'Authorization: Token …' -H 'Content-Type: application/json' \\
  -d '{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"}'`;

function createRow() {
  const row = tableRow();
  row.addEventListener('animationend', () => row.classList.remove('changed'));
  return row;
}

/** The cells are made anew where the bot is another than before, but for the first: the link in it keeps the focus. */
function showRow(row, bot) {
  const shown = JSON.stringify(bot);
  if (row.shown === shown) return;
  if (row.shown) row.classList.add('changed');
  if (!row.firstChild) row.append(headCell(element('a', { href: `#/bots/${encodeURIComponent(bot.id)}` }, bot.id)));
  while (row.cells.length > 1) row.lastChild.remove();
  row.append(
    cell('', 'state-of', badge(bot.state)),
    cell('', 'joins', timeElement(bot.join_at), ' ', joins(bot)),
    cell('', 'long', meeting(bot.meeting_url)),
    cell('', 'recording', words(bot.recording_state)),
    cell('', 'long says', ...bot.metadata ? [pairs(bot.metadata)] : []));
  row.shown = shown;
}

/** Before: how long until then. Afterwards: how late it was told to join. */
function joins(bot) {
  const requested = bot.events.find((event) => event.type === 'join_requested');
  return requested ? chip(Date.parse(requested.created_at) - Date.parse(bot.join_at), 'told to join') : element('small', {}, runningElement(bot.join_at));
}
