// The bots that join in the next hours: a column is some minutes long and as high as its number of bots, and links to them in the list.

import { byId, drawing, element, setText } from './dom.js';
import { hourAndMinute, now } from './time.js';
import { count } from './words.js';

const MINUTE = 60000, HEIGHT = 132, TOP = 18, BOTTOM = 22, SIDE = 6;
const COLUMN = { 1: 2, 6: 10, 24: 30 }; // minutes
const LABEL = { 1: 10, 6: 60, 24: 180 };

let drawn;

/** @param times When bots join. */
export function drawSchedule(times) {
  const hours = Number(byId('schedule-hours').value), width = byId('schedule').clientWidth;
  const size = COLUMN[hours] * MINUTE, from = Math.floor(now() / size) * size, until = now() + hours * 60 * MINUTE;
  const shown = times.filter((time) => time >= from && time < until);
  const columns = Array.from({ length: Math.ceil((until - from) / size) }, (_, index) => ({ from: from + index * size, until: from + (index + 1) * size, bots: 0 }));
  for (const time of shown) columns[Math.floor((time - from) / size)].bots++;
  const sum = `${shown.length === 0 ? 'No bot' : count(shown.length, 'bot')} ${shown.length < 2 ? 'joins' : 'join'} within ${hours === 1 ? 'an hour' : `${hours} hours`}`;
  setText(byId('schedule-note'), sum);
  const picture = JSON.stringify([width, columns]);
  if (width === 0 || picture === drawn) return;
  drawn = picture;
  const focused = document.activeElement?.closest('#schedule a')?.getAttribute('href');
  byId('schedule').replaceChildren(draw(width, columns, sum, LABEL[hours] * MINUTE));
  if (focused) [...byId('schedule').querySelectorAll('a')].find((link) => link.getAttribute('href') === focused)?.focus();
  if (shown.length === 0) byId('schedule').append(element('p', { class: 'over-picture' }, 'Nothing is scheduled for these hours.'));
}

function draw(width, columns, sum, labelEvery) {
  const [first, last] = [columns[0].from, columns.at(-1).until];
  const x = (time) => SIDE + (time - first) / (last - first) * (width - 2 * SIDE);
  const highest = Math.max(...columns.map((column) => column.bots), 4);
  const y = (bots) => HEIGHT - BOTTOM - bots / highest * (HEIGHT - BOTTOM - TOP);
  const image = drawing('svg', { width, height: HEIGHT, role: 'group', 'aria-label': `${sum}. Each column that has bots is a link.` },
    drawing('line', { class: 'axis', x1: SIDE, x2: width - SIDE, y1: HEIGHT - BOTTOM, y2: HEIGHT - BOTTOM }));
  for (let time = Math.ceil(first / labelEvery) * labelEvery; time <= last; time += labelEvery) {
    image.append(drawing('line', { class: 'grid', x1: x(time), x2: x(time), y1: TOP, y2: HEIGHT - BOTTOM + 4 }));
    if (x(time) > 16 && x(time) < width - 16) image.append(drawing('text', { class: 'tick', x: x(time), y: HEIGHT - 5, 'text-anchor': 'middle' }, hourAndMinute(time)));
  }

  for (const { from, until, bots } of columns.filter((column) => column.bots > 0)) {
    const query = new URLSearchParams({ show: 'upcoming', join_at_after: new Date(from - 1).toISOString(), join_at_before: new Date(until).toISOString() });
    image.append(drawing('a', { href: `#/?${query}`, 'aria-label': `${hourAndMinute(from)} to ${hourAndMinute(until)}: ${bots} ${bots === 1 ? 'bot' : 'bots'}` },
      drawing('rect', { class: 'column', x: x(from) + 1, width: Math.max(x(until) - x(from) - 2, 2), y: y(bots), height: HEIGHT - BOTTOM - y(bots), rx: 2 }),
      drawing('text', { class: 'count', x: (x(from) + x(until)) / 2, y: y(bots) - 4, 'text-anchor': 'middle', 'aria-hidden': true }, String(bots))));
  }

  return image;
}
