// Every event of a bot, with the time since the one before.

import { badge } from './badges.js';
import { element, setItems } from './dom.js';
import { cell, headCell, tableBody, tableOf, tableRow } from './tables.js';
import { duration, timeElement } from './time.js';
import { actor, pairs, words } from './words.js';

const COLUMNS = ['Number', 'Event', 'State', 'At', 'After the one before', 'By', 'Says'];

export function showEvents(place, events) {
  if (!place.firstChild) place.append(tableOf('The table of events', 'Every event, in order', COLUMNS, tableBody()));
  const rows = events.map((event, index) => ({ event, gap: index > 0 ? Date.parse(event.created_at) - Date.parse(events[index - 1].created_at) : undefined }));
  setItems(place.querySelector('tbody'), rows, ({ event }) => event.sequence_number, row);
}

const row = ({ event, gap }) => tableRow(
  cell(COLUMNS[0], 'figure number', String(event.sequence_number)),
  headCell(words(event.type), event.sub_type && element('small', {}, words(event.sub_type))),
  cell(COLUMNS[2], '', ...event.old_state === event.new_state ? [] : [badge(event.new_state)]),
  cell(COLUMNS[3], '', timeElement(event.created_at)),
  cell(COLUMNS[4], 'figure', ...gap === undefined ? [] : [duration(gap)]),
  cell(COLUMNS[5], '', actor(event.actor)),
  cell(COLUMNS[6], 'long says', ...says(event.data)));

/** Nothing where it says nothing: an empty cell is left out where columns stand below each other. */
function says(data) {
  const said = Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value !== null));
  return Object.keys(said).length > 0 ? [pairs(said)] : [];
}
