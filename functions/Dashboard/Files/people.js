// Who is in the meeting, and who was.

import { element, setItems, setText } from './dom.js';
import { Pages } from './pages.js';
import { momentElement } from './time.js';

const MAX_PAGES = 8; // of 25, at a time

export class People {
  #readPeople; #readEvents; #people; #events;
  #note = element('p', { class: 'note' });
  #list = element('ul', {});
  #box = element('div', { class: 'log people', role: 'region', 'aria-label': 'Who was there', tabindex: 0 }, this.#list);

  element = element('section', { class: 'card', 'aria-labelledby': 'people-title' },
    element('div', { class: 'head' }, element('h2', { id: 'people-title' }, 'Participants'), this.#note), this.#box);

  constructor(api, path) {
    [this.#readPeople, this.#readEvents] = ['participants', 'participant_events']
      .map((name) => (cursor) => api.get(`${path}/${name}`, { cursor }));
    this.#begin();
  }

  get isEmpty() {
    return this.#people.items.length === 0;
  }

  #begin() {
    [this.#people, this.#events] = [new Pages(this.#readPeople), new Pages(this.#readEvents)];
  }

  /** @param isWhole Roles may have changed. */
  async read(isWhole, isLive) {
    if (isWhole) this.#begin();
    await Promise.all([this.#people.readOn(MAX_PAGES), this.#events.readOn(MAX_PAGES)]);

    // Who has left is known only once everything has been read.
    const found = presence(this.#events.items), isSure = this.#events.isAll;
    const people = this.#people.items.map((one) => ({ ...one, ...found.get(one.uuid), isSure, isLive }));
    const here = people.filter((one) => one.came && !one.left).length;
    setItems(this.#list, people, (one) => one.id, () => element('li', {}), showOne);
    const all = `${people.length}${this.#people.isAll ? '' : ' and more'}`;
    this.#box.hidden = people.length === 0;
    setText(this.#note, people.length === 0 ? 'Nobody yet.' : isLive && isSure ? `${here} of ${all} in the meeting` : all);
  }
}

/** @returns By participant: when they first joined, when they left unless they came back, and whether they are speaking. */
export function presence(events) {
  const found = new Map();
  for (const { participant_uuid: uuid, event_type: type, timestamp_ms: at } of events) {
    const one = found.get(uuid) ?? {};
    found.set(uuid, type === 'join' ? { came: one.came ?? at }
      : type === 'leave' ? { came: one.came, left: at }
      : { ...one, speaks: type === 'speech_start' });
  }

  return found;
}

function showOne(item, one) {
  const shown = JSON.stringify(one);
  if (item.shown === shown) return;
  item.shown = shown;
  const { name, is_host: isHost, came, left, speaks, isSure, isLive } = one;
  item.replaceChildren(element('strong', {}, name ?? 'Unknown'), element('small', {},
    isHost && ' · host',
    came && [' · joined ', momentElement(came)],
    isSure && left && [' · left ', momentElement(left)],
    isSure && isLive && speaks && !left && ' · speaking'));
}
