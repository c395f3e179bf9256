// One bot: its facts and actions, its meeting, its punctuality, its events and its webhook deliveries.

import { Actions } from './actions.js';
import { badge } from './badges.js';
import { copyButton } from './copy.js';
import { Deliveries } from './deliveries.js';
import { byId, element, setText } from './dom.js';
import { showEvents } from './events.js';
import { showFacts } from './facts.js';
import { failureOf } from './failures.js';
import { Meeting } from './meeting.js';
import { showPunctuality } from './punctuality.js';
import { Recording } from './recording.js';
import { now, timeElement } from './time.js';
import { Timeline } from './timeline.js';
import { isOver } from './words.js';

const MAX_PAGES = 6; // of 200 events: more than a bot usually has
const DEADLINE = 15000; // a heartbeat is no event

export class BotView {
  #api; #failed; #id; #reading; #parts; #bot; #deadlineAt = 0;

  constructor(api, failed) {
    [this.#api, this.#failed] = [api, failed];
  }

  async show(id) {
    this.#id = id;
    document.title = `${id} · Usher`;
    this.#parts = undefined;
    byId('bot').replaceChildren(back(), element('p', { class: 'empty', 'aria-busy': 'true' }, `Loading ${id}…`));
    byId('bot').hidden = false;
    await this.refresh();
  }

  hide() {
    this.#reading?.abort();
    byId('bot').hidden = true;
  }

  async happened(events) {
    if (events.some((event) => event.bot_id === this.#id)) await this.refresh();
  }

  beat() {
    void this.#parts?.deliveries.beat();
    void this.#parts?.meeting.beat();
    this.#parts?.timeline.beat();
    if (this.#parts && !isOver(this.#bot.state) && now() - this.#deadlineAt > DEADLINE) void this.#readDeadline();
  }

  async #readDeadline() {
    const { signal } = this.#reading, parts = this.#parts;
    this.#deadlineAt = now();
    try {
      const deadline = await this.#api.get(`${pathOf(this.#id)}/deadline`, {}, signal);
      if (deadline.state === this.#bot.state && parts === this.#parts) showFacts(parts.facts, this.#bot, deadline);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  async refresh() {
    if (!this.#id) return;
    this.#reading?.abort();
    const { signal } = this.#reading = new AbortController();
    const path = pathOf(this.#id);
    try {
      const [{ body: bot, tag }, deadline, events] = await Promise.all([
        this.#api.send('GET', path, { signal }), this.#api.get(`${path}/deadline`, {}, signal), this.#events(path, signal),
      ]);
      this.#parts ??= this.#build(path);
      this.#showBot(bot, tag, deadline, events);
      await Promise.all([this.#parts.deliveries.refresh(), this.#parts.meeting.show(bot)]);
    } catch (error) {
      if (signal.aborted) return;
      if (error.kind === 'missing' || !this.#parts) this.#showError(error);
      this.#failed(error);
    }
  }

  async #events(path, signal) {
    const events = [];
    let isAll = false;
    for (let after = '0', page = 0; !isAll && page < MAX_PAGES; page++) {
      const { next, results } = await this.#api.get(`${path}/events`, { after, limit: 200 }, signal);
      events.push(...results);
      [after, isAll] = [next, results.length < 200];
    }

    return { events, isAll };
  }

  #build(path) {
    const parts = {
      name: element('h1', { id: 'bot-name' }),
      state: element('span', {}),
      failure: element('section', { class: 'card failure', 'aria-label': 'Why it failed', hidden: true }),
      actions: new Actions(this.#api, path, this.#failed, () => this.refresh(), () => this.#showGone()),
      facts: element('dl', { class: 'facts' }),
      recording: new Recording(this.#api, path, this.#failed),
      meeting: new Meeting(this.#api, path, this.#failed),
      punctuality: element('section', { class: 'card', 'aria-labelledby': 'punctuality-title' }),
      timeline: new Timeline(),
      events: element('div', { class: 'events' }),
      more: element('p', { class: 'more' }),
      deliveries: new Deliveries(this.#api, path, this.#failed),
    };
    const id = this.#id;
    byId('bot').setAttribute('aria-labelledby', 'bot-name');
    byId('bot').replaceChildren(
      back(), element('header', { class: 'head title' }, parts.name, parts.state, element('code', {}, id),
        element('div', { class: 'buttons copies', role: 'group', 'aria-label': 'Copy' },
          copyButton('Copy id', () => id), copyButton('Copy curl', () => `curl ${location.origin}${path} -H "Authorization: Token $KEY"`),
          copyButton('Copy JSON', () => JSON.stringify(this.#bot, null, 2)))),
      parts.failure, parts.actions.element,
      element('section', { class: 'card', 'aria-label': 'The bot' }, parts.facts), parts.recording.element, parts.meeting.element, parts.punctuality,
      element('section', { class: 'card', 'aria-labelledby': 'timeline-title' }, parts.timeline.element, parts.more, parts.events), parts.deliveries.element);
    return parts;
  }

  #showBot(bot, tag, deadline, { events, isAll }) {
    [this.#bot, this.#deadlineAt] = [bot, now()];
    const name = events.findLast((event) => event.data?.bot_name)?.data.bot_name ?? 'A bot without a name';
    setText(this.#parts.name, name);
    document.title = `${name} · Usher`;
    this.#parts.state.replaceChildren(badge(bot.state));
    this.#showFailure(failureOf(bot));
    this.#parts.actions.show(bot, tag);
    this.#parts.recording.show(bot, events);
    showFacts(this.#parts.facts, bot, deadline);
    showPunctuality(this.#parts.punctuality, events.find((event) => event.punctuality)?.punctuality);
    this.#parts.timeline.show(bot, events);
    showEvents(this.#parts.events, events);
    setText(this.#parts.more, isAll ? '' : `These are the first ${events.length}; /api/v1/bots/${bot.id}/events has all of them.`);
  }

  #showFailure(failure) {
    this.#parts.failure.hidden = !failure;
    if (failure && !this.#parts.failure.firstChild) {
      this.#parts.failure.append(element('p', {}, element('strong', {}, failure.what), ' ', failure.then, ' ', element('small', {}, timeElement(failure.at))));
    }
  }

  #showGone() {
    this.#parts = this.#id = undefined;
    byId('bot').replaceChildren(back(), element('div', { class: 'card empty' },
      element('p', { role: 'status', tabindex: -1 }, element('strong', {}, 'The bot has been deleted.'), ' It never joins its meeting.')));
    byId('bot').querySelector('[role=status]').focus();
  }

  #showError(error) {
    this.#parts = undefined;
    byId('bot').replaceChildren(back(), element('div', { class: 'card empty' }, error.kind === 'missing'
      ? element('p', {}, element('strong', {}, 'There is no such bot.'), ' It was deleted, or it belongs to another project than the key.')
      : element('p', {}, element('strong', {}, 'The bot cannot be shown.'), ` ${error.message}`)));
  }
}

const pathOf = (id) => `/api/v1/bots/${encodeURIComponent(id)}`;

const back = () => element('p', { class: 'back' }, element('a', { href: '#/' }, '← All bots'));
