// Times as people read them, by the server's clock: a countdown is right even if this machine's clock is wrong.

import { element, setText } from './dom.js';

const SECOND = 1000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const TOLERATED = 2 * SECOND; // the header with the server's time has whole seconds

let ahead = 0;

export const now = () => Date.now() + ahead;

/** @param {string | null} date The header of a response that has just arrived. */
export function compareClock(date) {
  const difference = Date.parse(date) - Date.now();
  ahead = Math.abs(difference) > TOLERATED ? difference : 0;
}

const inDay = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
const short = new Intl.DateTimeFormat([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const inYear = new Intl.DateTimeFormat([], { day: 'numeric', month: 'short' });

export const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

export const hourAndMinute = (time) => short.format(time);

/** Always with seconds; with the day only if it is not today. */
export function clock(time) {
  const isToday = new Date(time).toDateString() === new Date(now()).toDateString();
  return (isToday ? '' : `${inYear.format(time)}, `) + inDay.format(time);
}

/** "840 ms", "4.2 s", "3 min 5 s", "2 h 4 min", "3 d 4 h". */
export function duration(milliseconds) {
  const length = Math.abs(milliseconds);
  if (length < SECOND) return `${Math.round(length)} ms`;
  if (length < 10 * SECOND) return `${Number((length / SECOND).toFixed(1))} s`;
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  const [large, small, names] = length < HOUR ? [MINUTE, SECOND, ['min', 's']] : length < DAY ? [HOUR, MINUTE, ['h', 'min']] : [DAY, HOUR, ['d', 'h']];
  const rest = Math.floor((length % large) / small);
  return `${Math.floor(length / large)} ${names[0]}${rest > 0 ? ` ${rest} ${names[1]}` : ''}`;
}

/** How long until a time, or since. In whole seconds, because it is read while it counts. */
export function distance(time) {
  const left = Math.trunc((time - now()) / SECOND) * SECOND;
  const length = Math.abs(left) < MINUTE ? `${Math.abs(left) / SECOND} s` : duration(left);
  return left > 0 ? `in ${length}` : left < 0 ? `${length} ago` : 'now';
}

/** A time, with its exact UTC form as a tooltip. */
export const timeElement = (iso) => element('time', { datetime: iso, title: iso }, clock(Date.parse(iso)));

/** A time in milliseconds since 1970, whatever number a runner has reported. */
export const momentElement = (milliseconds) => timeElement(new Date(Math.max(0, Math.min(milliseconds, 8.64e15))).toISOString());

/** The time until or since a given time, kept up to date. */
export const runningElement = (iso) => element('time', { datetime: iso, title: iso, 'data-runs': true }, distance(Date.parse(iso)));

/** Updates every such element on the page. */
export function tick() {
  for (const time of document.querySelectorAll('time[data-runs]')) setText(time, distance(Date.parse(time.dateTime)));
}

/** A time in the format of a time input; empty if it is invalid. */
export function localTime(iso) {
  const time = new Date(iso ?? NaN);
  return Number.isNaN(time.getTime()) ? '' : new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
