// The recording, played from Blob storage. Its URL is valid for half an hour, so it is requested when the user presses play.

import { element, setText } from './dom.js';

export class Recording {
  #api; #path; #failed;
  #note = element('p', { class: 'note', role: 'status' });
  #button = element('button', { type: 'button', onclick: () => void this.#load() }, 'Load the recording');
  #place = element('div', { class: 'player' });

  element = element('section', { class: 'card', 'aria-labelledby': 'recording-title', hidden: true },
    element('div', { class: 'head' }, element('h2', { id: 'recording-title' }, 'Recording'), this.#note), this.#button, this.#place);

  constructor(api, path, failed) {
    [this.#api, this.#path, this.#failed] = [api, `${path}/recording`, failed];
  }

  show({ state }, events) {
    const isThere = state !== 'data_deleted' && events.some((event) => event.type === 'recording_saved');
    if (!isThere) this.#place.replaceChildren();
    this.element.hidden = !isThere;
  }

  async #load() {
    try {
      const { url } = await this.#api.get(this.#path);
      const isSound = new URL(url).pathname.endsWith('.mp3');
      const player = element(isSound ? 'audio' : 'video', {
        src: url, controls: true, preload: 'metadata', 'aria-label': 'The recording', onerror: () => this.#fail(),
      });
      this.#place.replaceChildren(player, element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, 'Open in a new tab'));
      this.#button.hidden = true;
      setText(this.#note, '');
      player.focus();
    } catch (error) {
      setText(this.#note, error.message);
      this.#failed(error);
    }
  }

  /** The link stays, since another program may be able to play the recording. */
  #fail() {
    this.#place.firstChild?.remove();
    this.#button.hidden = false;
    setText(this.#note, 'The recording cannot be played here. Its link may have expired: load it again, or open it in a new tab.');
  }
}
