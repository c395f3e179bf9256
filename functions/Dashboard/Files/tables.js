// Tables: on narrow screens, each row becomes a block of named values. Some browsers then no longer treat it as a table, so roles are explicit.

import { element } from './dom.js';

/** @param columns The columns' names; a column without a name has buttons or pictures. */
export function tableOf(label, caption, columns, body) {
  const head = columns.map((name) => name ? element('th', { scope: 'col', role: 'columnheader' }, name) : element('td', { role: 'cell' }));
  return element('div', { class: 'scroll', role: 'region', 'aria-label': label, tabindex: 0 }, element('table', { class: 'stack', role: 'table' },
    element('caption', {}, caption), element('thead', { role: 'rowgroup' }, element('tr', { role: 'row' }, ...head)), body));
}

export const tableBody = (...rows) => element('tbody', { role: 'rowgroup' }, ...rows);

export const tableRow = (...cells) => element('tr', { role: 'row' }, ...cells);

export const headCell = (...children) => element('th', { scope: 'row', role: 'rowheader' }, ...children);

/** @param name The column's name, shown on narrow screens. */
export const cell = (name, style, ...children) => element('td', { role: 'cell', class: style, 'data-name': name || null }, ...children);
