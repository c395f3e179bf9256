// Punctuality: when a bot should have joined, and how much later each step was. The bars are to scale; the figures give the same values.

import { drawing, element } from './dom.js';
import { cell, headCell, tableBody, tableOf, tableRow } from './tables.js';
import { duration, timeElement } from './time.js';
import { toneOfDelay } from './words.js';

const STEPS = { requested: 'Told to join', command_sent: 'Command sent to the runner', claimed: 'Taken by the runner', joined: 'In the meeting' };
const LATE = 'After the due time';
const SCALES = [1000, 2000, 5000, 10000, 20000, 60000, 300000, 1800000, 7200000];

/** @param receipt Undefined if the bot has not been told to join. */
export function showPunctuality(section, receipt) {
  section.hidden = !receipt;
  if (!receipt) return;
  const steps = Object.entries(STEPS).map(([name, label]) => ({ label, at: receipt[`${name}_at`], late: receipt[`${name}_late_ms`] })).filter((step) => step.at);
  const worst = Math.max(...steps.map((step) => step.late));
  const scale = SCALES.find((length) => worst <= length) ?? worst;
  section.replaceChildren(
    element('div', { class: 'head' },
      element('h2', { id: 'punctuality-title' }, 'Punctuality'),
      element('p', { class: 'note' }, 'Due ', timeElement(receipt.due_at), `. Bars from 0 to ${duration(scale)}.`)),
    tableOf('The table of punctuality', 'The steps into the meeting, and how long after the due time each was', ['Step', 'At', LATE, ''],
      tableBody(...steps.map((step) => row(step, scale)))));
}

const row = ({ label, at, late }, scale) => tableRow(
  headCell(label),
  cell('At', '', timeElement(at)),
  cell(LATE, 'figure', late < 0 ? `${duration(late)} early` : duration(late)),
  cell('', 'bar-cell', drawing('svg', { class: 'bar', viewBox: '0 0 100 10', preserveAspectRatio: 'none', 'aria-hidden': true },
    drawing('rect', { class: 'track', width: 100, height: 10 }),
    drawing('rect', { class: toneOfDelay(late), width: Math.max(0.5, Math.min(100, late / scale * 100)), height: 10 }))));
