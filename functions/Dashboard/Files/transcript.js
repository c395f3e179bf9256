// The transcript. After the first time, only new and corrected utterances are requested.

import { element, setText } from './dom.js';
import { Log } from './log.js';
import { now } from './time.js';

const OVERLAP = 30000; // more than clocks differ, and more than storage needs to return what it has stored

export class Transcript {
  #api; #path; #said = new Map(); #asOf;
  #log = new Log('What was said');
  #note = element('p', { class: 'note' });

  element = element('section', { class: 'card', 'aria-labelledby': 'transcript-title' },
    element('div', { class: 'head' }, element('h2', { id: 'transcript-title' }, 'Transcript'), this.#note), this.#log.element);

  constructor(api, path) {
    [this.#api, this.#path] = [api, `${path}/transcript`];
  }

  get isEmpty() {
    return this.#said.size === 0;
  }

  /** @param isWhole Requests everything, whatever is known. */
  async read(isWhole, isLive) {
    const asked = now();
    const isFresh = isWhole || this.#asOf === undefined;
    const found = await this.#api.get(this.#path, isFresh ? {} : { updated_after: new Date(this.#asOf - OVERLAP).toISOString() });
    [this.#said, this.#asOf] = [merge(isFresh ? new Map() : this.#said, found), asked];
    this.#log.show([...this.#said].map(([key, said]) => ({
      key, who: said.speaker_name ?? 'Unknown', at: said.timestamp_ms, text: said.transcription.transcript,
    })), isLive);
    setText(this.#note, this.isEmpty ? (isLive ? 'Nobody has said anything yet.' : 'Nothing was said.') : '');
  }
}

/**
 * What is known and what has come since, in the order in which it was said. A correction has the speaker and the beginning of what it
 * corrects.
 * @param known Utterances by key; not modified.
 */
export function merge(known, found) {
  const merged = new Map(known), times = new Map();
  for (const said of found) {
    const key = `${said.timestamp_ms} ${said.speaker_uuid}`;
    times.set(key, (times.get(key) ?? 0) + 1);
    merged.set(`${key} ${times.get(key)}`, said);
  }

  return new Map([...merged].sort(([, one], [, other]) => one.timestamp_ms - other.timestamp_ms));
}
