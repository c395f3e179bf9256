// A bot's life to scale: all of it, or from shortly before it joins. After a long wait, the meeting would be a hairline.

import { element } from './dom.js';
import { now } from './time.js';
import { drawTimeline } from './timeline-picture.js';
import { isOver, isUpcoming } from './words.js';

const LEAD = 0.06; // of the meeting's length, before it
const MEETING_SHARE = 1 / 3; // of the whole: a shorter meeting is initially shown alone

export class Timeline {
  #picture = element('div', { class: 'picture' });
  #choice = element('fieldset', { class: 'choice' }, element('legend', { class: 'hidden' }, 'Part of the timeline'),
    ...[['whole', 'Whole life'], ['meeting', 'From joining on']].map(([value, label]) => element('label', {},
      element('input', { type: 'radio', name: 'range', value, onchange: () => this.#choose(value) }), label)));
  #range; #bot; #events;

  element = element('div', {}, element('div', { class: 'head' }, element('h2', { id: 'timeline-title' }, 'What happened'), this.#choice), this.#picture);

  constructor() {
    new ResizeObserver(() => this.#draw()).observe(this.#picture);
  }

  show(bot, events) {
    [this.#bot, this.#events] = [bot, events];
    const { start, joining, end } = this.#times();
    this.#choice.hidden = !(joining > start);
    this.#range ??= joining > start && end - joining < MEETING_SHARE * (end - start) ? 'meeting' : undefined;
    this.#choice.querySelector(`[value=${this.#range ?? 'whole'}]`).checked = true;
    this.#draw();
  }

  /** A bot that has not ended gets a longer line. */
  beat() {
    if (this.#bot && !isOver(this.#bot.state)) this.#draw();
  }

  #choose(range) {
    this.#range = range;
    this.#draw();
  }

  /** A scheduled bot's life is drawn up to its join time, any other's up to now or to its end. */
  #times() {
    const times = this.#events.map((event) => Date.parse(event.created_at));
    const joinAt = Date.parse(this.#bot.join_at);
    const requested = this.#events.find((event) => event.type === 'join_requested');
    const joining = requested ? Math.min(joinAt, Date.parse(requested.created_at)) : undefined;
    const end = isOver(this.#bot.state) ? Math.max(...times) : isUpcoming(this.#bot.state) ? Math.max(joinAt, now()) : now();
    return { start: times[0], joining, end };
  }

  #draw() {
    const width = this.#picture.clientWidth;
    if (!this.#bot || width === 0) return;
    const { start, joining, end } = this.#times();
    const from = this.#range === 'meeting' && joining !== undefined ? Math.max(start, joining - LEAD * Math.max(end - joining, 1000)) : start;
    this.#picture.replaceChildren(drawTimeline(width, this.#bot, this.#events, from, Math.max(end, from + 1000)));
  }
}
