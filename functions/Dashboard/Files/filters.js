// Which bots the list shows. The address holds it, so that a page can be kept, sent and gone back to; the API's filters have the API's names
// in it.

import { byId, element, setText } from './dom.js';
import { localTime } from './time.js';
import { ACTIVE, VIEWS, meeting, pairs } from './words.js';

const TEXTS = ['search', 'meeting_url', 'deduplication_key'], TIMES = ['join_at_after', 'join_at_before'];
const MORE = ['meeting_url', 'deduplication_key', ...TIMES];
const DEFAULT = 'active';
const TYPING = 250;

let shownView;
let own; // the last address that the form itself wrote: do not interrupt typing

/** The sort orders of the list, by their names in the address. */
export const COLUMNS = { name: 'Bot', state: 'State', joins: 'Joins', changed: 'Last event', meeting: 'Meeting', metadata: 'Metadata' };

export function startFilters() {
  const form = byId('filters');
  let typing;
  form.oninput = ({ target }) => {
    clearTimeout(typing);
    own = location.hash;
    typing = setTimeout(() => apply(form), TEXTS.includes(target.name) ? TYPING : 0);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    clearTimeout(typing);
    apply(form);
  };
  form.onreset = () => location.assign('#/');
  byId('views').replaceChildren(...Object.keys(VIEWS).map((view) => element('a', { 'data-view': view })));
}

/** Takes effect immediately; "back" leads to the list as it was before typing. */
function apply({ elements }) {
  const chosen = addressOf();
  for (const name of TEXTS) chosen.set(name, elements[name].value.trim());
  for (const name of TIMES) chosen.set(name, elements[name].value && new Date(elements[name].value).toISOString());
  own = hashOf(chosen, { page: '' });
  location.replace(own);
}

export const addressOf = () => new URLSearchParams(location.hash.split('?')[1]);

/** @param changes Changes of the address; empty ones are omitted. */
export function hashOf(parameters, changes = {}) {
  const chosen = new URLSearchParams(parameters);
  for (const [name, value] of Object.entries(changes)) chosen.set(name, value);
  const query = new URLSearchParams([...chosen].filter(([, value]) => value));
  return query.size > 0 ? `#/?${query}` : '#/';
}

const nameOf = (parameters) => parameters.has('states') ? undefined : Object.hasOwn(VIEWS, parameters.get('show') ?? '') ? parameters.get('show') : DEFAULT;

const viewOf = (parameters) => VIEWS[nameOf(parameters)] ?? VIEWS.all;

/** @returns What is shown, in which order, and the parameters for the API. */
export function readView(parameters) {
  const view = viewOf(parameters), states = parameters.has('states') ? parameters.getAll('states') : view.states;
  const query = { states, ...Object.fromEntries(MORE.map((name) => [name, parameters.get(name)])) };
  const sort = parameters.get('sort')?.replace(/^-/, '') in COLUMNS ? parameters.get('sort') : view.sort;
  return {
    query, sort, isToday: Boolean(view.isToday), order: sort === view.sort ? view.order : '',
    isActive: states.length > 0 && states.every((state) => ACTIVE.includes(state)) && !query.meeting_url,
    isDefault: nameOf(parameters) === DEFAULT, search: parameters.get('search') ?? '', page: Math.max(1, Math.trunc(parameters.get('page')) || 1),
  };
}

/** @param counts By view; a view without a count shows only its name. */
export function showFilters(parameters, counts) {
  const { elements } = byId('filters'), now = nameOf(parameters);
  const show = (name, value) => {
    if (elements[name] !== document.activeElement || own !== location.hash) elements[name].value = value;
  };
  for (const name of TEXTS) show(name, parameters.get(name) ?? '');
  for (const name of TIMES) show(name, localTime(parameters.get(name)));
  byId('more-filters').open ||= MORE.some((name) => parameters.has(name));
  for (const link of byId('views').children) {
    const { view: name } = link.dataset;
    setText(link, counts[name] === undefined ? VIEWS[name].label : `${counts[name]} ${VIEWS[name].label}`);
    link.href = hashOf(parameters, { show: name === DEFAULT ? '' : name, states: '', sort: '', page: '' });
    if (name === now) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }

  if (shownView !== now) reveal(byId('views').querySelector('[aria-current]'));
  shownView = now;
}

/** On a phone the views are wider than the screen; only their row is scrolled. */
function reveal(link) {
  if (link) link.parentElement.scrollLeft = link.offsetLeft - link.parentElement.offsetLeft - (link.parentElement.clientWidth - link.clientWidth) / 2;
}

/** Whether the search words occur in what is known about a bot. For a pasted link, the part before the question mark suffices. */
export function isFound(search, bot, name) {
  const wanted = meeting(search.trim()).toLowerCase(), known = [name, bot.id, bot.meeting_url, bot.deduplication_key, pairs(bot.metadata)].join('\n').toLowerCase();
  return known.includes(wanted) || wanted.includes('?') && known.includes(wanted.split('?')[0]);
}

/** Whether a bot belongs to a view, as far as the page can tell: the API alone knows which meetings a link names. */
export const matches = ({ states, deduplication_key: key, join_at_after: after, join_at_before: before }, bot) =>
  (states.length === 0 || states.includes(bot.state)) && (!key || bot.deduplication_key === key)
  && !(Date.parse(bot.join_at) < Date.parse(after)) && !(Date.parse(bot.join_at) > Date.parse(before));
