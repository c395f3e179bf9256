// What can be done with a bot as it is now. What cannot be undone needs a confirmation. Each request is meant for the version that is shown:
// when two people act at the same time, the second one is told that the bot has changed.

import { element, setItems, setText } from './dom.js';
import { confirmed } from './dialog.js';

const JOINED = ['joined_not_recording', 'joined_recording', 'joined_recording_paused', 'joined_recording_permission_denied'];
const LEAVABLE = ['staged', 'joining', 'waiting_room', ...JOINED, 'joining_breakout_room', 'leaving_breakout_room'];

const ACTIONS = [
  { name: 'pause_recording', label: 'Pause recording', states: ['joined_recording'], done: 'The recording is paused.' },
  { name: 'resume_recording', label: 'Resume recording', states: ['joined_recording_paused'], done: 'The recording goes on.' },
  {
    name: 'leave', label: 'Leave', states: LEAVABLE, done: 'The bot has been told to leave.',
    question: 'Leave the meeting?',
    consequence: 'The bot leaves for good. To go back into the meeting you need a new bot.',
  },
  {
    name: 'delete_data', label: 'Delete data', states: ['ended', 'fatal_error'], done: 'The data has been deleted.',
    question: 'Delete the data of this bot?',
    consequence: 'Recording, transcript, participants, chat, metadata and the webhooks about them are erased. What is kept is that the bot '
      + 'existed, and when. This cannot be undone.',
  },
];

export class Actions {
  #api; #path; #failed; #refresh; #tag; #attempt; #isBusy = false;
  #buttons = element('div', { class: 'buttons', role: 'group', 'aria-label': 'What can be done with the bot' });
  #result = element('p', { class: 'result', role: 'status', tabindex: -1 });

  element = element('div', { class: 'actions' }, this.#buttons, this.#result);

  /** @param refresh Reads the bot anew. */
  constructor(api, path, failed, refresh) {
    [this.#api, this.#path, this.#failed, this.#refresh] = [api, path, failed, refresh];
  }

  /** @param tag The version of the bot that is shown. */
  show(bot, tag) {
    this.#tag = tag;
    const possible = ACTIONS.filter(({ states }) => states.includes(bot.state));
    setItems(this.#buttons, possible, ({ name }) => name, (action) => this.#create(action));
  }

  #create = (action) => element('button', { type: 'button', class: action.question && 'danger', onclick: () => void this.#act(action) },
    action.question ? `${action.label}…` : action.label);

  async #act(action) {
    const tag = this.#tag;
    if (this.#isBusy || action.question && !await confirmed(action)) return;
    this.#isBusy = true;
    this.#buttons.setAttribute('aria-busy', 'true');
    this.#say('', false);
    try {
      const headers = { 'If-Match': tag, 'Idempotency-Key': this.#keyOf(action, tag) };
      await this.#api.send('POST', `${this.#path}/${action.name}`, { headers });
      this.#attempt = undefined;
      this.#say(action.done, false);
    } catch (error) {
      // Without an answer nobody knows whether it was done. Pressing again sends the same key, so it is done once.
      const isUnknown = error.kind === 'away';
      if (!isUnknown) this.#attempt = undefined;
      this.#say(isUnknown ? `${error.message} Whether it was done is not known. It is safe to try again.` : error.message, true);
      this.#failed(error);
    }

    this.#buttons.removeAttribute('aria-busy');
    this.#isBusy = false;
    await this.#refresh();
    if (document.activeElement === document.body) this.#result.focus();
  }

  #keyOf({ name }, tag) {
    if (this.#attempt?.name !== name || this.#attempt.tag !== tag) this.#attempt = { name, tag, key: newKey() };
    return this.#attempt.key;
  }

  #say(text, isError) {
    this.#result.className = isError ? 'error' : 'result';
    setText(this.#result, text);
  }
}

/** Not randomUUID: a page without TLS does not have it. */
const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
