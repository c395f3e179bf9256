// What the API's names are called here, and which of them belong together.

const MEETING = [
  'joining', 'waiting_room', 'joined_not_recording', 'joined_recording', 'joined_recording_paused', 'joined_recording_permission_denied',
  'joining_breakout_room', 'leaving_breakout_room', 'leaving',
];
const UPCOMING = ['scheduled', 'staged'];

/** What the list can show, by the name that the address has for it. No states: all of them. */
export const SHOWN = {
  active: { label: 'Scheduled and under way', states: [...UPCOMING, ...MEETING, 'post_processing'] },
  upcoming: { label: 'Scheduled', states: UPCOMING },
  meeting: { label: 'In a meeting', states: MEETING },
  failed: { label: 'Failed', states: ['fatal_error'] },
  ended: { label: 'Ended', states: ['ended', 'data_deleted'] },
  all: { label: 'All', states: [] },
};

export const isUpcoming = (state) => UPCOMING.includes(state);

export const isOver = (state) => ['ended', 'fatal_error', 'data_deleted', 'deleted'].includes(state);

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

/** An object in one line. */
export const pairs = (object) => Object.entries(object ?? {}).map(([name, value]) => `${name}: ${plain(value)}`).join(', ');

const plain = (value) => Array.isArray(value) ? value.map(plain).join(' ') : value !== null && typeof value === 'object' ? `{${pairs(value)}}` : String(value);

/** A meeting's address without what is the same for all of them. */
export const meeting = (url) => url.replace(/^https:\/\/(www\.)?/, '');
