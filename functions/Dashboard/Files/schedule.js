// What joins in the next hours: each column is some minutes, as high as it has bots. A column leads to its bots in the list.

import { cursorOf } from './api.js';
import { byId, drawing, element, setText } from './dom.js';
import { hourAndMinute, now } from './time.js';

const MINUTE = 60000, HEIGHT = 132, TOP = 18, BOTTOM = 22, SIDE = 6;
const MAX_PAGES = 12; // of 25: what is behind them is told, not drawn
const STALE = 60000, PAUSE = 5000;
const COLUMN = { 1: 2, 6: 10, 24: 30 }; // minutes
const LABEL = { 1: 10, 6: 60, 24: 180 };

export class Schedule {
  #api; #failed; #times = []; #hasMore = false; #readAt = 0; #hoursRead = 0; #reading; #soon;

  constructor(api, failed) {
    [this.#api, this.#failed] = [api, failed];
    byId('schedule-hours').onchange = () => void this.refresh();
    new ResizeObserver(() => this.#draw()).observe(byId('schedule'));
  }

  get #hours() {
    return Number(byId('schedule-hours').value);
  }

  async refresh() {
    this.#reading?.abort();
    const reading = this.#reading = new AbortController();
    const hours = this.#hours, from = now(), until = from + hours * 60 * MINUTE;
    const times = [];
    try {
      let cursor;
      for (let page = 0; page < MAX_PAGES && cursor !== null; page++) {
        const { next, results } = await this.#api.get('/api/v1/bots', {
          states: ['scheduled', 'staged'], join_at_after: new Date(from).toISOString(), join_at_before: new Date(until).toISOString(), cursor,
        }, reading.signal);
        times.push(...results.map((bot) => Date.parse(bot.join_at)));
        cursor = cursorOf(next);
      }

      [this.#times, this.#hasMore, this.#readAt, this.#hoursRead] = [times, cursor !== null, from, hours];
      this.#draw();
    } catch (error) {
      if (!reading.signal.aborted) this.#failed(error);
    }

    if (this.#reading === reading) this.#reading = undefined;
  }

  /** What happens within a few seconds is read once: it may take many pages. */
  soon() {
    this.#soon ??= setTimeout(() => {
      this.#soon = undefined;
      if (this.#reading) this.soon();
      else void this.refresh();
    }, Math.max(this.#reading ? PAUSE : 0, this.#readAt + PAUSE - now()));
  }

  /** Time passes though nothing happens. */
  beat() {
    if (!this.#reading && now() - this.#readAt > STALE) void this.refresh();
  }

  #draw() {
    const width = byId('schedule').clientWidth, hours = this.#hoursRead;
    if (width === 0 || this.#readAt === 0) return;
    const size = COLUMN[hours] * MINUTE, from = Math.floor(this.#readAt / size) * size, until = this.#readAt + hours * 60 * MINUTE;
    const columns = Array.from({ length: Math.ceil((until - from) / size) }, (_, index) => ({ from: from + index * size, until: from + (index + 1) * size, bots: 0 }));
    for (const time of this.#times) columns[Math.floor((time - from) / size)].bots++;
    const count = this.#times.length;
    const bots = `${count === 0 ? 'No' : `${count}${this.#hasMore ? ' or more' : ''}`} ${count < 2 ? 'bot joins' : 'bots join'}`;
    const sum = `${bots} within ${hours === 1 ? 'an hour' : `${hours} hours`}`;
    setText(byId('schedule-note'), sum);
    const focused = document.activeElement?.closest('#schedule a')?.getAttribute('href');
    byId('schedule').replaceChildren(picture(width, columns, sum, LABEL[hours] * MINUTE));
    if (focused) [...byId('schedule').querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
    if (count === 0) byId('schedule').append(element('p', { class: 'over-picture' }, 'Nothing is scheduled for these hours.'));
  }
}

function picture(width, columns, sum, labelEvery) {
  const [first, last] = [columns[0].from, columns.at(-1).until];
  const x = (time) => SIDE + (time - first) / (last - first) * (width - 2 * SIDE);
  const highest = Math.max(...columns.map((column) => column.bots), 4);
  const y = (bots) => HEIGHT - BOTTOM - bots / highest * (HEIGHT - BOTTOM - TOP);
  const image = drawing('svg', { width, height: HEIGHT, role: 'group', 'aria-label': `${sum}. Each column that has bots is a link.` },
    drawing('line', { class: 'axis', x1: SIDE, x2: width - SIDE, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }));
  for (let time = Math.ceil(first / labelEvery) * labelEvery; time <= last; time += labelEvery) {
    image.append(drawing('line', { class: 'grid', x1: x(time), x2: x(time), y1: TOP, y2: HEIGHT - BOTTOM + 4 }));
    if (x(time) > 16 && x(time) < width - 16) image.append(drawing('text', { class: 'tick', x: x(time), y: HEIGHT - 5, 'text-anchor': 'middle' }, hourAndMinute(time)));
  }

  for (const { from, until, bots } of columns.filter((column) => column.bots > 0)) {
    const query = new URLSearchParams({ show: 'upcoming', join_at_after: new Date(from - 1).toISOString(), join_at_before: new Date(until).toISOString() });
    image.append(drawing('a', { href: `#/?${query}`, 'aria-label': `${hourAndMinute(from)} to ${hourAndMinute(until)}: ${bots} ${bots === 1 ? 'bot' : 'bots'}` },
      drawing('rect', { class: 'column', x: x(from) + 1, width: Math.max(x(until) - x(from) - 2, 2), y: y(bots), height: HEIGHT - BOTTOM - y(bots), rx: 2 }),
      drawing('text', { class: 'count', x: (x(from) + x(until)) / 2, y: y(bots) - 4, 'text-anchor': 'middle', 'aria-hidden': true }, String(bots))));
  }

  return image;
}
