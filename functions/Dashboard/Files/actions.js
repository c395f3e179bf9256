// The actions that a bot's state allows. Irreversible ones need a confirmation. Each request applies to the version that is shown: if two
// people act at the same time, the second one learns that the bot has changed.

import { failureOfChange, newKey } from './api.js';
import { confirmed } from './dialog.js';
import { element, setItems, setText } from './dom.js';
import { fillIn } from './form.js';
import { localTime } from './time.js';
import { statesIn } from './words.js';

const LEAVABLE = ['staged', ...statesIn('arriving', 'meeting', 'between_rooms')];

const ACTIONS = [
  { name: 'pause_recording', label: 'Pause recording', states: ['joined_recording'], done: 'The recording is paused.' },
  { name: 'resume_recording', label: 'Resume recording', states: ['joined_recording_paused'], done: 'The recording has resumed.' },
  { name: 'reschedule', label: 'Reschedule', states: ['scheduled'], done: 'The bot now joins at the new time.', hasForm: true },
  {
    name: 'leave', label: 'Leave', states: LEAVABLE, done: 'The bot has been told to leave.',
    question: 'Leave the meeting?',
    consequence: 'The bot leaves for good. To go back into the meeting you need a new bot.',
  },
  {
    name: 'delete', label: 'Delete', states: ['scheduled', 'staged'], method: 'DELETE', isLast: true,
    question: 'Delete this bot?',
    consequence: 'It never joins its meeting, and is not found any more. This cannot be undone.',
  },
  {
    name: 'delete_data', label: 'Delete data', states: ['ended', 'fatal_error'], done: 'The data has been deleted.',
    question: 'Delete the data of this bot?',
    consequence: 'Recording, transcript, participants, chat, metadata and the webhooks about them are erased. What is kept is that the bot '
      + 'existed, and when. This cannot be undone.',
  },
];

export class Actions {
  #api; #path; #failed; #refresh; #gone; #bot; #tag; #attempt; #refreshed; #isBusy = false;
  #buttons = element('div', { class: 'buttons', role: 'group', 'aria-label': 'What can be done with the bot' });
  #result = element('p', { class: 'result', role: 'status', tabindex: -1 });

  element = element('div', { class: 'actions' }, this.#buttons, this.#result);

  /**
   * @param refresh Reads the bot again.
   * @param gone Called when it has been deleted.
   */
  constructor(api, path, failed, refresh, gone) {
    [this.#api, this.#path, this.#failed, this.#refresh, this.#gone] = [api, path, failed, refresh, gone];
  }

  /** @param tag The version of the bot that is shown. */
  show(bot, tag) {
    [this.#bot, this.#tag] = [bot, tag];
    const possible = ACTIONS.filter(({ states }) => states.includes(bot.state));
    const hadFocus = this.#buttons.contains(document.activeElement);
    setItems(this.#buttons, possible, ({ name }) => name, (action) => this.#create(action));
    if (hadFocus && document.activeElement === document.body) this.#result.focus();
  }

  #create = (action) => element('button', { type: 'button', class: action.question && 'danger', onclick: () => void this.#act(action) },
    action.question || action.hasForm ? `${action.label}…` : action.label);

  async #act(action) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    await this.#refreshed; // the version before the previous action is over
    const tag = this.#tag;
    if (!action.question || await confirmed(action)) await this.#carryOut(action, tag);
    this.#isBusy = false;
  }

  async #carryOut(action, tag) {
    this.#buttons.setAttribute('aria-busy', 'true');
    this.#say('', false);
    try {
      const isDone = await (action.hasForm ? this.#reschedule(tag) : this.#send(action, tag));
      this.#attempt = undefined;
      if (isDone && action.isLast) {
        this.#gone();
        return;
      }

      if (isDone) this.#say(action.done, false);
    } catch (error) {
      // Without a response, the action may or may not have been carried out. Pressing again sends the same key, so it is carried out once.
      if (error.kind !== 'away') this.#attempt = undefined;
      this.#say(failureOfChange(error), true);
      this.#failed(error);
    }

    this.#buttons.removeAttribute('aria-busy');
    this.#refreshed = this.#refresh().then(() => {
      if (document.activeElement === document.body) this.#result.focus();
    });
  }

  async #send({ name, method, isLast }, tag) {
    const headers = { 'If-Match': tag, 'Idempotency-Key': this.#keyOf({ name }, tag) };
    await this.#api.send(method ?? 'POST', isLast ? this.#path : `${this.#path}/${name}`, { headers });
    return true;
  }

  #reschedule = (tag) => fillIn({
    title: 'Reschedule the bot', label: 'Reschedule',
    fields: [{ name: 'join_at', label: 'Joins at', type: 'datetime-local', required: true, value: localTime(this.#bot.join_at) }],
    send: async (body, key) => {
      await this.#api.send('PATCH', this.#path, { body, headers: { 'If-Match': tag, 'Idempotency-Key': key } });
      return true;
    },
  });

  #keyOf({ name }, tag) {
    if (this.#attempt?.name !== name || this.#attempt.tag !== tag) this.#attempt = { name, tag, key: newKey() };
    return this.#attempt.key;
  }

  #say(text, isError) {
    this.#result.className = isError ? 'error' : 'result';
    setText(this.#result, text);
  }
}
