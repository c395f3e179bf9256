// A paged list that grows: each read continues where the last one ended.

import { cursorOf } from './api.js';

export class Pages {
  #read; #cursor; #items = new Map();

  /** False while there is more than has been read. */
  isAll = false;

  /** @param read Returns the page at a cursor. */
  constructor(read) {
    this.#read = read;
  }

  get items() {
    return [...this.#items.values()];
  }

  /** Reads the last page again, as it may have grown. */
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
