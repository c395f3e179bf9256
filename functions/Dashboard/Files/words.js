// What the API's names are called here, and which of them belong together.

const MEETING = [
  'joining', 'waiting_room', 'joined_not_recording', 'joined_recording', 'joined_recording_paused', 'joined_recording_permission_denied',
  'joining_breakout_room', 'leaving_breakout_room', 'leaving',
];
const UPCOMING = ['scheduled', 'staged'];
export const ACTIVE = [...MEETING, 'post_processing', ...UPCOMING];

/** The views of the list, by the name that the address has for them. No states: all of them. A column with "-" is sorted downwards. */
export const VIEWS = {
  active: { label: 'active', states: ACTIVE, sort: 'joins', order: 'soonest first' },
  meeting: { label: 'in a meeting', states: MEETING, sort: '-joins', order: 'latest join first' },
  upcoming: { label: 'scheduled', states: UPCOMING, sort: 'joins', order: 'soonest first' },
  failed_today: { label: 'failed today', states: ['fatal_error'], isToday: true, sort: '-changed', order: 'latest failure first' },
  ended: { label: 'Ended', states: ['ended', 'data_deleted'], sort: '-changed', order: 'latest end first' },
  failed: { label: 'Failed', states: ['fatal_error'], sort: '-changed', order: 'latest failure first' },
  all: { label: 'All', states: [], sort: '-changed', order: 'latest event first' },
};

export const isUpcoming = (state) => UPCOMING.includes(state);

export const isOver = (state) => ['ended', 'fatal_error', 'data_deleted', 'deleted'].includes(state);

/** Where a state stands in a bot's life. */
export const stage = (state) => [...UPCOMING, ...MEETING, 'post_processing', 'ended', 'fatal_error', 'data_deleted'].indexOf(state);

export const words = (name) => name.replaceAll('_', ' ');

/** The colour of a state; beside it there is always its name. */
export function tone(state) {
  if (isUpcoming(state)) return 'upcoming';
  if (state === 'fatal_error') return 'failed';
  if (['ended', 'data_deleted', 'deleted', 'ready'].includes(state)) return 'over';
  if (['leaving', 'post_processing'].includes(state)) return 'closing';
  return state.startsWith('joined_') || state.includes('breakout') ? 'meeting' : 'moving';
}

/** How bad a delay is: a second is what is promised. */
export const toneOfDelay = (milliseconds) => milliseconds <= 1000 ? 'meeting' : milliseconds <= 10000 ? 'moving' : 'failed';

export const actor = (name) => name.startsWith('key:') ? `API key ${name.slice(4)}` : words(name);

/** An object in one line, without passcodes. */
export const pairs = (object) => Object.entries(object ?? {}).map(([name, value]) => `${name}: ${plain(value)}`).join(', ');

const plain = (value) => Array.isArray(value) ? value.map(plain).join(' ')
  : value !== null && typeof value === 'object' ? `{${pairs(value)}}` : masked(String(value));

/** A meeting's address without what is the same for all of them. */
export const meeting = (url) => url.replace(/^https?:\/\/(www\.)?/i, '');

/** A meeting URL with its passcode masked. */
export const masked = (url) => url.replace(/([?&](?:pwd|passcode|password|p)=)[^&#\s]+/gi, '$1••••');

export const count = (number, one, several = `${one}s`) => `${number.toLocaleString('en')} ${number === 1 ? one : several}`;
