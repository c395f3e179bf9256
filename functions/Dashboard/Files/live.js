// Live events: polls the project's feed while the page is visible, and less often while there is no response.

import { now } from './time.js';

const PAUSE = 3000, LONGEST_PAUSE = 60000, LIMIT = 200, MAX_PAGES = 10;
const CLOCKS = 2000; // by which the server's clock may differ from this one

export class Live {
  #api; #tell; #after; #timer; #failures = 0; #asking = false; #heldUntil = 0; #since = now() - CLOCKS; #hasCaughtUp = false;

  /** @param tell Callbacks: events(list, news), answered(), failed(error, time of the next attempt). */
  constructor(api, after, tell) {
    [this.#api, this.#after, this.#tell] = [api, after, tell];
    document.addEventListener('visibilitychange', this.#lookAgain);
    this.#wait(PAUSE);
  }

  /** Polls immediately, however long the next pause would be. */
  askNow() {
    clearTimeout(this.#timer);
    return this.#ask();
  }

  /** Another request has to wait this long, in ms, so polling waits too. @returns When the wait ends. */
  hold(pause) {
    this.#heldUntil = now() + Math.max(pause, PAUSE);
    this.#wait(0);
    return this.#heldUntil;
  }

  #lookAgain = () => document.hidden ? clearTimeout(this.#timer) : void this.askNow();

  #wait(pause) {
    clearTimeout(this.#timer);
    if (!document.hidden) this.#timer = setTimeout(() => this.#ask(), Math.max(pause, this.#heldUntil - now()));
  }

  async #ask() {
    if (this.#asking) return;
    this.#asking = true;
    try {
      const happened = [];
      let isAll = false;
      for (let pages = 0; !isAll && pages < MAX_PAGES; pages++) {
        const { next, results } = await this.#api.get('/api/v1/events', { after: this.#after, limit: LIMIT });
        [this.#after, isAll] = [next, results.length < LIMIT];
        happened.push(...results.filter((event) => event.sequence_number)); // not those of meetings, which their view reads itself
      }

      // A feed that has not been read for a long time returns older events first; events older than this page are not news.
      const news = this.#hasCaughtUp ? happened : happened.filter((event) => Date.parse(event.created_at) >= this.#since);
      this.#hasCaughtUp ||= isAll;
      this.#failures = 0;
      this.#tell.answered();
      if (happened.length > 0) this.#tell.events(happened, news);
      this.#wait(isAll ? PAUSE : 0);
    } catch (error) {
      const pause = Math.max(Math.min(PAUSE * 2 ** this.#failures++, LONGEST_PAUSE), (error.retryAfter ?? 0) * 1000);
      this.#wait(pause);
      this.#tell.failed(error, now() + pause);
    } finally {
      this.#asking = false;
    }
  }
}
