// All events of a bot, each with the time since the previous one.

import { badge } from './badges.js';
import { element, setItems } from './dom.js';
import { cell, headCell, tableBody, tableOf, tableRow } from './tables.js';
import { duration, timeElement } from './time.js';
import { actor, pairs, words } from './words.js';

const COLUMNS = ['Number', 'Event', 'State', 'At', 'After the one before', 'By', 'Says'];
const SHORT = 80;

export function showEvents(place, events) {
  if (!place.firstChild) {
    const button = element('button', { type: 'button', class: 'details', 'aria-pressed': 'false', onclick: () => {
      button.setAttribute('aria-pressed', String(place.classList.toggle('detailed')));
    } }, 'Details of the events');
    place.append(button, tableOf('The table of events', 'Every event, in order', COLUMNS, tableBody()));
  }

  const rows = events.map((event, index) => ({ event, gap: index > 0 ? Date.parse(event.created_at) - Date.parse(events[index - 1].created_at) : undefined }));
  setItems(place.querySelector('tbody'), rows, ({ event }) => event.sequence_number, row);
}

const row = ({ event, gap }) => tableRow(
  cell(COLUMNS[0], 'figure number', String(event.sequence_number)),
  headCell(words(event.type), event.sub_type && element('small', {}, words(event.sub_type))),
  cell(COLUMNS[2], '', ...event.old_state === event.new_state ? [] : [badge(event.new_state)]),
  cell(COLUMNS[3], 'at', timeElement(event.created_at)),
  cell(COLUMNS[4], 'figure', ...gap === undefined ? [] : [duration(gap)]),
  cell(COLUMNS[5], '', actor(event.actor)),
  cell(COLUMNS[6], 'long says', ...says(event.data)));

/** Empty if there is nothing to show: on narrow screens, empty cells are hidden. Long text is collapsed to its beginning. */
function says(data) {
  const said = Object.entries(data ?? {}).filter(([, value]) => value !== null && value !== '').sort(([one], [other]) => (other === 'bot_name') - (one === 'bot_name'));
  const text = pairs(Object.fromEntries(said));
  if (text.length <= SHORT) return text ? [text] : [];
  const [first, ...rest] = said;
  return [element('details', {}, element('summary', {}, pairs(Object.fromEntries([first])).slice(0, SHORT), rest.length > 0 && ` and ${rest.length} more`),
    pairs(Object.fromEntries(rest.length > 0 ? rest : [first])))];
}
