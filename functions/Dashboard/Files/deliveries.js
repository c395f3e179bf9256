// A bot's webhook deliveries, their results, and redelivery.

import { cursorOf } from './api.js';
import { element, setItems, setText } from './dom.js';
import { cell, headCell, tableBody, tableOf, tableRow } from './tables.js';
import { duration, now, runningElement, timeElement } from './time.js';
import { words } from './words.js';

const COLUMNS = ['Event', 'Webhook', 'Status', 'Attempts', 'Last answer', ''];
const TONES = { delivered: 'meeting', failed: 'failed', pending: 'moving', held: 'closing', cancelled: 'over' };
const MAX_PAGES = 8; // of 25
const SETTLING = 30000;
const TO_COME = new Set(['pending', 'held']);

export class Deliveries {
  #api; #path; #failed; #deliveries = []; #isReading = false; #settledAt = 0;
  #rows = tableBody();
  #table = tableOf('The table of webhook deliveries', 'One delivery for each event and webhook', COLUMNS, this.#rows);
  #empty = element('p', { class: 'empty' }, 'No webhook was told of this bot.');
  #more = element('p', { class: 'more' });
  #result = element('p', { class: 'result', role: 'status' });

  element = element('section', { class: 'card', 'aria-labelledby': 'deliveries-title' },
    element('div', { class: 'head' }, element('h2', { id: 'deliveries-title' }, 'Webhook deliveries')), this.#result, this.#empty, this.#more, this.#table);

  constructor(api, path, failed) {
    [this.#api, this.#path, this.#failed] = [api, `${path}/webhook_deliveries`, failed];
  }

  /** @param isNews Something has happened to the bot: its deliveries are stored a moment after the event is reported. */
  async refresh(isNews = true) {
    if (isNews) this.#settledAt = now() + SETTLING;
    if (this.#isReading) return;
    this.#isReading = true;
    try {
      const found = [];
      let cursor;
      for (let page = 0; page < MAX_PAGES && cursor !== null; page++) {
        const { results, next } = await this.#api.get(this.#path, { cursor });
        found.push(...results);
        cursor = cursorOf(next);
      }

      this.#deliveries = found;
      setItems(this.#rows, found, (delivery) => delivery.id, (delivery) => this.#create(delivery), showRow);
      setText(this.#more, cursor === null ? '' : `These are the first ${found.length}; ${this.#path} has all of them.`);
      [this.#empty.hidden, this.#table.hidden] = [found.length > 0, found.length === 0];
    } catch (error) {
      this.#failed(error);
    } finally {
      this.#isReading = false;
    }
  }

  /** The feed does not report attempts, so pending ones are polled for. */
  beat = () => now() < this.#settledAt || this.#deliveries.some((delivery) => TO_COME.has(delivery.status)) ? this.refresh(false) : undefined;

  #create(delivery) {
    const label = `Send again: ${words(delivery.event_type)} to ${delivery.url}`;
    return tableRow(
      headCell(), cell(COLUMNS[1], 'long'), cell(COLUMNS[2], ''), cell(COLUMNS[3], 'figure'), cell(COLUMNS[4], 'long'),
      cell('', 'act', element('button', { type: 'button', 'aria-label': label, onclick: (event) => void this.#redeliver(event.currentTarget, delivery) }, 'Send again')));
  }

  async #redeliver(button, delivery) {
    if (button.getAttribute('aria-disabled') === 'true') return;
    button.setAttribute('aria-disabled', 'true');
    try {
      await this.#api.post(`${this.#path}/${encodeURIComponent(delivery.id)}/redeliver`);
      this.#say(`${words(delivery.event_type)} is sent to ${delivery.url} again.`);
      await this.refresh();
    } catch (error) {
      this.#say(error.message);
      this.#failed(error);
    }

    button.removeAttribute('aria-disabled');
  }

  #say(text) {
    setText(this.#result, text);
  }
}

function showRow(row, delivery) {
  const shown = JSON.stringify(delivery);
  if (row.shown === shown) return;
  row.shown = shown;
  const [event, url, status, attempts, last] = row.cells;
  event.replaceChildren(words(delivery.event_type), element('small', {}, timeElement(delivery.created_at)));
  setText(url, delivery.url);
  status.replaceChildren(element('span', { class: `badge ${TONES[delivery.status]}` }, delivery.status),
    ...delivery.next_attempt_at ? [element('small', {}, 'due ', runningElement(delivery.next_attempt_at))] : []);
  setText(attempts, String(delivery.attempt_count));
  last.replaceChildren(...answer(delivery.attempts.at(-1)));
}

function answer(attempt) {
  if (!attempt) return ['none yet'];
  return [attempt.status ? `${attempt.status} after ${duration(attempt.duration_ms)}` : 'no answer', element('small', {}, attempt.error ?? '', ' ', timeElement(attempt.at))];
}
