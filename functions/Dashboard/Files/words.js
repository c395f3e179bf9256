// The page's words for the API's names, and which of them belong together.

import { STAGES } from './states.js';

const STATES = Object.keys(STAGES);

export const statesIn = (...stages) => STATES.filter((state) => stages.includes(STAGES[state]));

const MEETING = statesIn('arriving', 'meeting', 'between_rooms', 'leaving');
const UPCOMING = statesIn('upcoming');
export const ACTIVE = [...MEETING, ...statesIn('finishing'), ...UPCOMING];

/** The views of the list, by their names in the address. No states means all. A column with "-" is sorted in descending order. */
export const VIEWS = {
  active: { label: 'active', states: ACTIVE, sort: 'joins', order: 'soonest first' },
  meeting: { label: 'in a meeting', states: MEETING, sort: '-joins', order: 'latest join first' },
  upcoming: { label: 'scheduled', states: UPCOMING, sort: 'joins', order: 'soonest first' },
  failed_today: { label: 'failed today', states: ['fatal_error'], isToday: true, sort: '-changed', order: 'latest failure first' },
  ended: { label: 'Ended', states: ['ended', 'data_deleted'], sort: '-changed', order: 'latest end first' },
  failed: { label: 'Failed', states: ['fatal_error'], sort: '-changed', order: 'latest failure first' },
  all: { label: 'All', states: [], sort: '-changed', order: 'latest event first' },
};

export const isUpcoming = (state) => STAGES[state] === 'upcoming';

export const isOver = (state) => STAGES[state] === 'over';

/** The position of a state in a bot's life. */
export const place = (state) => STATES.indexOf(state);

export const words = (name) => name.replaceAll('_', ' ');

const TONES = {
  upcoming: 'upcoming', arriving: 'moving', meeting: 'meeting', between_rooms: 'meeting', leaving: 'closing', finishing: 'closing',
};

/** The colour of a state; its name is always shown too. */
export const tone = (state) => state === 'fatal_error' ? 'failed' : TONES[STAGES[state]] ?? 'over';

/** How bad a delay is: the promise is one second. */
export const toneOfDelay = (milliseconds) => milliseconds <= 1000 ? 'meeting' : milliseconds <= 10000 ? 'moving' : 'failed';

export const actor = (name) => name.startsWith('key:') ? `API key ${name.slice(4)}` : words(name);

/** An object in one line, without passcodes. */
export const pairs = (object) => Object.entries(object ?? {}).map(([name, value]) => `${name}: ${plain(value)}`).join(', ');

const plain = (value) => Array.isArray(value) ? value.map(plain).join(' ')
  : value !== null && typeof value === 'object' ? `{${pairs(value)}}` : masked(String(value));

/** A meeting's address without the common prefix. */
export const meeting = (url) => url.replace(/^https?:\/\/(www\.)?/i, '');

/** A meeting URL with its passcode masked. */
export const masked = (url) => url.replace(/([?&](?:pwd|passcode|password|p)=)[^&#\s]+/gi, '$1••••');

export const count = (number, one, several = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
