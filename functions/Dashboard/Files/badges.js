// Small marks: a state, and a delay.

import { element } from './dom.js';
import { duration } from './time.js';
import { tone, toneOfDelay, words } from './words.js';

export const badge = (state) => element('span', { class: `badge ${tone(state)}` }, words(state));

/** @param what What happened this much later than it should have. */
export const chip = (late, what) => late < 0
  ? element('small', { class: 'delay' }, `${what} ${duration(late)} early`)
  : element('small', { class: `delay ${toneOfDelay(late)}` }, `${what} ${late < 1 ? 'on time' : `${duration(late)} late`}`);
