// A meeting's transcript, participants and chat. While it runs they are polled, a little at a time.

import { Chat } from './chat.js';
import { element } from './dom.js';
import { People } from './people.js';
import { Transcript } from './transcript.js';
import { isOver, isUpcoming } from './words.js';

export class Meeting {
  #failed; #transcript; #chat; #people; #reading; #isLive = false; #turn = 0;

  element;

  constructor(api, path, failed) {
    this.#failed = failed;
    [this.#transcript, this.#chat, this.#people] = [new Transcript(api, path), new Chat(api, path), new People(api, path)];
    this.element = element('div', { class: 'talk', hidden: true },
      this.#transcript.element, element('div', {}, this.#people.element, this.#chat.element));
  }

  /** Called when the bot has changed. Once it has ended, everything is read once more, with the corrections. */
  async show({ state }) {
    this.#isLive = !isOver(state) && !isUpcoming(state);
    if (state === 'data_deleted') {
      this.element.replaceChildren();
      return;
    }

    await this.#reading;
    if (!isUpcoming(state)) await this.#read([this.#transcript, this.#people, this.#chat], isOver(state));
    this.element.hidden = !this.#isLive && [this.#transcript, this.#chat, this.#people].every((part) => part.isEmpty);
  }

  /** Reads the transcript every time, the rest in turn. */
  async beat() {
    if (!this.#isLive || this.#reading) return;
    const other = [this.#people, undefined, this.#chat, undefined][this.#turn++ % 4];
    await this.#read([this.#transcript, ...other ? [other] : []], false);
  }

  async #read(parts, isWhole) {
    this.#reading = Promise.all(parts.map((part) => part.read(isWhole, this.#isLive))).catch(this.#failed);
    await this.#reading;
    this.#reading = undefined;
  }
}
