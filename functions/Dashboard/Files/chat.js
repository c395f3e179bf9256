// The meeting's chat.

import { element, setText } from './dom.js';
import { Log } from './log.js';
import { Pages } from './pages.js';

const MAX_PAGES = 8; // of 25, at a time

export class Chat {
  #read; #pages;
  #log = new Log('What was written');
  #note = element('p', { class: 'note' });

  element = element('section', { class: 'card', 'aria-labelledby': 'chat-title' },
    element('div', { class: 'head' }, element('h2', { id: 'chat-title' }, 'Chat'), this.#note), this.#log.element);

  constructor(api, path) {
    this.#read = (cursor) => api.get(`${path}/chat_messages`, { cursor });
    this.#pages = new Pages(this.#read);
  }

  get isEmpty() {
    return this.#pages.items.length === 0;
  }

  /** @param isWhole Earlier messages may have been edited. */
  async read(isWhole, isLive) {
    if (isWhole) this.#pages = new Pages(this.#read);
    await this.#pages.readOn(MAX_PAGES);
    this.#log.show(this.#pages.items.map(({ id, sender_name, timestamp_ms, to, text }) => ({
      key: id, who: sender_name ?? 'Unknown', at: timestamp_ms, note: to === 'only_bot' ? 'to the bot only' : '', text,
    })), isLive);
    setText(this.#note, this.isEmpty ? 'No messages.' : this.#pages.isAll ? '' : `The first ${this.#pages.items.length}.`);
  }
}
