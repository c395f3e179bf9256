// A paged list of the API that grows: each time it is read on from where it ended the last time.

import { cursorOf } from './api.js';

export class Pages {
  #read; #cursor; #items = new Map();

  /** False while there is more than has been read. */
  isAll = false;

  /** @param read Gives the page that a cursor stands for. */
  constructor(read) {
    this.#read = read;
  }

  get items() {
    return [...this.#items.values()];
  }

  /** The last page is read again: it may have grown. */
  async readOn(maxPages) {
    for (let page = 0; page < maxPages; page++) {
      const { results, next } = await this.#read(this.#cursor);
      for (const item of results) this.#items.set(item.id, item);
      this.isAll = !next;
      if (this.isAll) return;
      this.#cursor = cursorOf(next);
    }
  }
}
