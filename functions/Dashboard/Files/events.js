// Every event of a bot, with the time since the one before.

import { badge } from './badges.js';
import { element, setItems } from './dom.js';
import { duration, timeElement } from './time.js';
import { actor, pairs, words } from './words.js';

const COLUMNS = ['Number', 'Event', 'State', 'At', 'After the one before', 'By', 'Says'];

export function showEvents(place, events) {
  if (!place.firstChild) {
    place.append(element('div', { class: 'scroll', role: 'region', 'aria-label': 'The table of events', tabindex: 0 }, element('table', { class: 'events' },
      element('caption', {}, 'Every event, in order'),
      element('thead', {}, element('tr', {}, ...COLUMNS.map((name) => element('th', { scope: 'col' }, name)))),
      element('tbody', {}))));
  }

  const rows = events.map((event, index) => ({ event, gap: index > 0 ? Date.parse(event.created_at) - Date.parse(events[index - 1].created_at) : undefined }));
  setItems(place.querySelector('tbody'), rows, ({ event }) => event.sequence_number, row);
}

const row = ({ event, gap }) => element('tr', {},
  element('td', { class: 'figure' }, String(event.sequence_number)),
  element('th', { scope: 'row' }, words(event.type), event.sub_type && element('small', {}, words(event.sub_type))),
  element('td', {}, event.old_state === event.new_state ? element('small', {}, 'the same') : badge(event.new_state)),
  element('td', {}, timeElement(event.created_at)),
  element('td', { class: 'figure' }, gap === undefined ? '' : duration(gap)),
  element('td', {}, actor(event.actor)),
  element('td', { class: 'long says' }, says(event.data)));

const says = (data) => pairs(Object.fromEntries(Object.entries(data ?? {}).filter(([, value]) => value !== null)));
