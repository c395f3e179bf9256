// The bots that this page knows. Active bots and those that failed today are always read, others when a view needs them. After that, a bot
// is read again when something has happened to it.

import { cursorOf } from './api.js';
import { Names } from './names.js';
import { now } from './time.js';
import { ACTIVE } from './words.js';

const PATH = '/api/v1/bots';
const PAGES = 40; // of 25 bots, until the user asks for more
const MANY = 25; // bots to read one by one
const PAUSE = 10000; // between two reads of everything
const DAY = 86400000;

/** Bots that are read page by page. */
class Question {
  ids = new Set();
  isComplete = false;
  isStopped = false;
  #pages;

  constructor(pages) {
    this.#pages = pages;
  }

  /** @param put Called with each page. */
  async readOn(put) {
    this.isStopped = false;
    try {
      for (let page = 0; page < PAGES && !this.isComplete; page++) {
        const asked = performance.now();
        const { value = [], done } = await this.#pages.next();
        this.isComplete = done;
        for (const bot of value) this.ids.add(bot.id);
        put(value, asked);
      }
    } finally {
      this.isStopped = true;
    }
  }
}

/** @param isLatestFirst From the bot that was created last to the first one. */
async function* pagesOf(api, query, isLatestFirst, signal) {
  for (let cursor = isLatestFirst ? 'latest' : undefined; cursor !== null;) {
    const { results, next, previous } = await api.get(PATH, { ...query, cursor }, signal);
    yield results;
    cursor = cursorOf(isLatestFirst ? previous : next);
  }
}

/** Failed bots whose join time is after a given time. A bot that joins immediately has none, so its first event counts. */
async function* failuresSince(api, time, signal) {
  const query = { states: ['fatal_error'] };
  yield* pagesOf(api, { ...query, join_at_after: new Date(time).toISOString() }, false, signal);
  for await (const bots of pagesOf(api, query, true, signal)) {
    yield bots;
    if (bots.some((bot) => Date.parse(bot.events[0].created_at) < time)) return;
  }
}

export class Fleet {
  names;
  #api; #changed; #failed; #bots = new Map(); #readAt = new Map(); #abort; #view; #active; #failures; #other; #soon; #wholeAt = 0;

  /** @param changed Called when more is known. */
  constructor(api, changed, failed) {
    [this.#api, this.#changed, this.#failed, this.names] = [api, changed, failed, new Names(api, changed)];
  }

  get all() {
    return [...this.#bots.values()];
  }

  /** What is counted. */
  get counted() {
    return [this.#active, this.#failures].filter(Boolean);
  }

  /** The query that the current view depends on. */
  get question() {
    return this.#view?.isToday ? this.#failures : this.#view?.isActive ? this.#active : this.#other;
  }

  async show(view) {
    const isSame = JSON.stringify(view?.query) === JSON.stringify(this.#view?.query);
    this.#view = view;
    if (!this.#active) await this.refresh();
    else if (view && !isSame && !view.isActive && !view.isToday) await this.#read([this.#askOther()]);
  }

  stop() {
    clearTimeout(this.#soon);
    this.#abort?.abort();
    [this.#active, this.#soon] = [undefined, undefined];
  }

  /** Reads everything again. Bots that no longer exist are removed when all pages have been read. */
  async refresh() {
    this.#abort?.abort();
    const { signal } = this.#abort = new AbortController();
    const began = this.#wholeAt = performance.now();
    const yesterday = new Date(now()).setHours(0, 0, 0, 0) - DAY;
    this.#active = new Question(pagesOf(this.#api, { states: ACTIVE }, false, signal));
    this.#failures = new Question(failuresSince(this.#api, yesterday, signal));
    const questions = [this.#active, this.#failures];
    if (this.#view && !this.#view.isActive && !this.#view.isToday) questions.unshift(this.#askOther());
    await this.#read(questions);
    if (signal.aborted) return;
    for (const [id] of this.#bots) {
      if (!questions.some(({ ids }) => ids.has(id)) && this.#readAt.get(id) < began) this.#bots.delete(id);
    }

    this.#changed();
  }

  readMore = () => this.#read([this.question]);

  /** Reads a few bots one by one, and many with all others. */
  async happened(events) {
    this.names.learn(events);
    const ids = [...new Set(events.map((event) => event.bot_id))];
    if (ids.length > MANY || this.#view?.query.meeting_url) {
      this.#soon ??= setTimeout(() => {
        this.#soon = undefined;
        void this.refresh();
      }, Math.max(0, this.#wholeAt + PAUSE - performance.now()));
    } else {
      await Promise.all(ids.map((id) => this.#readOne(id)));
      this.#changed();
    }
  }

  #askOther() {
    return this.#other = new Question(pagesOf(this.#api, this.#view.query, true, this.#abort.signal));
  }

  async #read(questions) {
    const { signal } = this.#abort;
    await Promise.all(questions.map((question) => question.readOn((bots, asked) => {
      for (const bot of bots) this.#put(bot.id, bot, asked);
      this.#changed();
    }).catch((error) => {
      if (!signal.aborted) this.#failed(error);
    })));
  }

  async #readOne(id) {
    const asked = performance.now();
    try {
      this.#put(id, await this.#api.get(`${PATH}/${encodeURIComponent(id)}`), asked);
    } catch (error) {
      if (error.kind === 'missing') this.#put(id, undefined, asked);
      else this.#failed(error);
    }
  }

  /** A response to a request older than what is known is outdated. */
  #put(id, bot, asked) {
    if (this.#readAt.get(id) > asked) return;
    this.#readAt.set(id, asked);
    if (bot) this.#bots.set(id, bot);
    else this.#bots.delete(id);
  }
}
