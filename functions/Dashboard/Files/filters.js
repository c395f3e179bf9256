// The filters of the list. The address holds them, so that a page can be kept, sent and gone back to.

import { byId, element } from './dom.js';
import { SHOWN } from './words.js';

const TEXTS = ['meeting_url', 'deduplication_key'], TIMES = ['join_at_after', 'join_at_before'];
const MORE = ['deduplication_key', ...TIMES];
const DEFAULT = 'active';

export function startFilters() {
  const form = byId('filters');
  form.elements.show.replaceChildren(...Object.entries(SHOWN).map(([value, { label }]) => element('option', { value }, label)));
  form.elements.show.onchange = () => apply(form);
  form.onsubmit = (event) => {
    event.preventDefault();
    apply(form);
  };
  form.onreset = () => location.assign('#/');
}

function apply(form) {
  const chosen = new URLSearchParams();
  if (form.elements.show.value !== DEFAULT) chosen.set('show', form.elements.show.value);
  for (const name of TEXTS) if (form.elements[name].value.trim()) chosen.set(name, form.elements[name].value.trim());
  for (const name of TIMES) if (form.elements[name].value) chosen.set(name, new Date(form.elements[name].value).toISOString());
  location.hash = chosen.size > 0 ? `#/?${chosen}` : '#/';
}

export function showFilters(parameters) {
  const { elements } = byId('filters');
  elements.show.value = parameters.get('show') in SHOWN ? parameters.get('show') : DEFAULT;
  for (const name of TEXTS) elements[name].value = parameters.get(name) ?? '';
  for (const name of TIMES) elements[name].value = localTime(parameters.get(name));
  byId('more-filters').open ||= MORE.some((name) => parameters.has(name));
}

/** As the API takes them. */
export const readFilters = (parameters) => ({
  states: (SHOWN[parameters.get('show')] ?? SHOWN[DEFAULT]).states,
  ...Object.fromEntries([...TEXTS, ...TIMES, 'cursor'].map((name) => [name, parameters.get(name)])),
});

function localTime(iso) {
  const time = new Date(iso ?? NaN);
  return Number.isNaN(time.getTime()) ? '' : new Date(time - time.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
}
