// The drawing of a timeline: a bar of states, the events below it by their numbers, and above it how late the joining was.

import { drawing } from './dom.js';
import { clock, duration, now } from './time.js';
import { tone, toneOfDelay, words } from './words.js';

const HEIGHT = 128, SIDE = 8, BAR_TOP = 38, BAR_HEIGHT = 30, EVENTS = BAR_TOP + BAR_HEIGHT, AXIS = 108;
const LETTER = 7.4, NUMBER = 16; // pixels for a letter in the bar, and for a number below it
const STEPS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400].map((seconds) => seconds * 1000);

export function drawTimeline(width, bot, events, from, until) {
  const x = (time) => SIDE + (Math.min(Math.max(time, from), until) - from) / (until - from) * (width - 2 * SIDE);
  return drawing('svg', { width, height: HEIGHT, role: 'img', 'aria-label': inWords(bot, events) },
    axis(x, from, until, width), states(x, events, from, until), numbers(x, events, from, until), present(x, until), delay(x, bot, events, from, until, width));
}

function inWords(bot, events) {
  const [first, last] = [events[0], events.at(-1)];
  return `Timeline of ${duration(Date.parse(last.created_at) - Date.parse(first.created_at))} with ${events.length} ${events.length === 1 ? 'event' : 'events'}, `
    + `from ${words(first.type)} to ${words(last.type)}; the bot is ${words(bot.state)} now. The table below has every event and the time between them.`;
}

function states(x, events, from, until) {
  const changes = events.filter((event, index) => index === 0 || event.old_state !== event.new_state);
  return changes.map((event, index) => {
    const [start, end] = [Date.parse(event.created_at), index + 1 < changes.length ? Date.parse(changes[index + 1].created_at) : Math.max(until, now())];
    const [left, right] = [x(start), x(Math.min(end, until))];
    if (end <= from || (index + 1 === changes.length && start >= until)) return null;
    const label = words(event.new_state);
    return drawing('g', { class: `state ${tone(event.new_state)}` },
      drawing('rect', { x: left, width: Math.max(right - left - 1, 1), y: BAR_TOP, height: BAR_HEIGHT, rx: 3 }),
      label.length * LETTER < right - left - 8 && drawing('text', { x: (left + right) / 2, y: BAR_TOP + BAR_HEIGHT / 2 + 4, 'text-anchor': 'middle' }, label),
      drawing('title', {}, `${label}, ${duration(end - start)}`));
  });
}

/** Omits a number that would overlap another; its tick remains. */
function numbers(x, events, from, until) {
  let last = -Infinity;
  return events.filter((event) => Date.parse(event.created_at) >= from && Date.parse(event.created_at) <= until).map((event) => {
    const place = x(Date.parse(event.created_at));
    const hasRoom = place - last >= NUMBER;
    if (hasRoom) last = place;
    return drawing('g', { class: 'event' },
      drawing('line', { x1: place, x2: place, y1: EVENTS, y2: EVENTS + 7 }),
      hasRoom && drawing('text', { x: place, y: EVENTS + 19, 'text-anchor': 'middle' }, String(event.sequence_number)),
      drawing('title', {}, `${event.sequence_number}: ${words(event.type)}, ${clock(Date.parse(event.created_at))}`));
  });
}

/** Only for bots that wait for their time. */
const present = (x, until) => until - now() < 1000 ? null : drawing('g', { class: 'now' },
  drawing('line', { x1: x(now()), x2: x(now()), y1: BAR_TOP - 6, y2: EVENTS + 7 }),
  drawing('text', { x: Math.max(x(now()), 20), y: BAR_TOP - 10, 'text-anchor': 'middle' }, 'now'));

/** From the due time to being in the meeting, or to being told to join if it is not there yet. */
function delay(x, bot, events, from, until, width) {
  const due = Date.parse(bot.join_at);
  if (due < from || due > until) return null;
  const place = x(due), anchor = place < width / 2 ? 'start' : 'end', gap = anchor === 'start' ? 6 : -6;
  const arrival = events.find((event) => event.type === 'joined_meeting') ?? events.find((event) => event.type === 'join_requested');
  const late = arrival ? Date.parse(arrival.created_at) - due : 0;
  const text = late > 0 ? `due; ${arrival.type === 'joined_meeting' ? 'in the meeting' : 'told to join'} ${duration(late)} later` : 'due';
  return drawing('g', { class: 'due' },
    drawing('line', { x1: place, x2: place, y1: 10, y2: EVENTS + 7 }),
    late > 0 && drawing('rect', { class: toneOfDelay(late), x: place, width: Math.max(x(due + late) - place, 1), y: BAR_TOP - 10, height: 6, rx: 1 }),
    drawing('text', { x: place + gap, y: 20, 'text-anchor': anchor }, text));
}

function axis(x, from, until, width) {
  const step = STEPS.find((length) => (until - from) / length <= width / 90) ?? Math.ceil((until - from) / (width / 90));
  const offset = new Date(from).getTimezoneOffset() * 60000;
  const marks = [];
  for (let time = Math.ceil((from - offset) / step) * step + offset; time <= until; time += step) {
    const fraction = step < 1000 ? `.${Math.floor(time % 1000 / 100)}` : '';
    marks.push(drawing('line', { class: 'grid', x1: x(time), x2: x(time), y1: BAR_TOP - 6, y2: AXIS }));
    if (x(time) > 30 && x(time) < width - 30) marks.push(drawing('text', { class: 'tick', x: x(time), y: AXIS + 14, 'text-anchor': 'middle' }, clock(time) + fraction));
  }

  return drawing('g', {}, marks);
}
