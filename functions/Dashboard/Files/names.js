// The bots' names. The list of this API has none, so they are read from MeetStream's list of the same bots, 50 at a time in the order of
// the ids, and from events as they happen.

const REQUESTS = 60; // until the user turns a page or searches
const SYMBOLS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

export class Names {
  #api; #changed; #names = new Map(); #wanted = new Set(); #visible = []; #left = 0; #isReading = false;

  /** @param changed Called when more names are known. */
  constructor(api, changed) {
    [this.#api, this.#changed] = [api, changed];
  }

  /** Empty if the bot has no name, or none is known yet. */
  of = (id) => this.#names.get(id) ?? '';

  learn(events) {
    for (const { bot_id: id, type, data } of events) {
      if (type === 'data_deleted') this.#names.set(id, '');
      else if (data?.bot_name) this.#names.set(id, data.bot_name);
    }
  }

  /** Called when the user views other bots. */
  renew() {
    this.#left = REQUESTS;
  }

  /** @param visible The bots to read first. */
  want(ids, visible) {
    for (const id of ids) if (!this.#names.has(id)) this.#wanted.add(id);
    this.#visible = visible;
    if (!this.#isReading) void this.#read();
  }

  async #read() {
    this.#isReading = true;
    try {
      for (let id; this.#left-- > 0 && (id = this.#next()); this.#changed()) {
        const { bots, hasNextPage } = await this.#api.get('/meetstream/api/v1/bots', { cursor: idBefore(id) });
        for (const bot of bots) this.#names.set(bot.bot_id, bot.bot_name);
        const isBehind = (one) => hasNextPage && one > bots.at(-1).bot_id;
        for (const one of this.#wanted) {
          if (one >= id && !isBehind(one) && !this.#names.has(one)) this.#names.set(one, '');
          if (this.#names.has(one)) this.#wanted.delete(one);
        }
      }
    } catch {
      // The ids suffice. Other requests report an unreachable server.
    }

    this.#isReading = false;
  }

  /** The first in the order of ids, so that one response names as many as possible. */
  #next = () => this.#visible.filter((id) => this.#wanted.has(id)).sort()[0] ?? [...this.#wanted].sort()[0];
}

/** The id just before another one: a list after it starts with the other. */
function idBefore(id) {
  const kept = id.replace(/0+$/, '');
  return (kept.slice(0, -1) + SYMBOLS[SYMBOLS.indexOf(kept.at(-1)) - 1]).padEnd(id.length, 'z');
}
