// "Try it" at an example request of /docs: a form made from the article itself, which sends the request to this host and shows the response.

import { element, setText } from './dom.js';
import { keyOfTab } from './session.js';

const PATIENCE = 35000; // the server gives up after 30 s
const CREDENTIALS = { KEY: 'API key', TOKEN: "Runner's token or runner key", MANAGEMENT_KEY: 'Management key' };
const IN_A_HEADER = '[\\x20-\\x7e]*';

/** The credentials that were entered, by the names of the example; they are gone when the page is left. */
const entered = {};

export function addTry(article) {
  const listing = article.querySelector('pre[aria-label^="Example request"]');
  if (!listing) return;
  const place = element('div', { class: 'try', hidden: true });
  const button = element('button', { type: 'button', 'aria-expanded': 'false', onclick: () => {
    if (!place.hasChildNodes()) place.append(...form(requestOf(article, listing.textContent)));
    place.hidden = !place.hidden;
    button.setAttribute('aria-expanded', String(!place.hidden));
    if (!place.hidden) place.querySelector('input, textarea, button').focus();
  } }, 'Try it');
  listing.after(button, place);
}

/** The request that an article describes: its first path, the table of its parameters, and what only the example in its shell command says. */
function requestOf(article, command) {
  const rows = article.querySelectorAll('[aria-label^="Parameters of"] tbody tr');
  const [, scheme, credentials] = /"Authorization: (\w+) \$(\w+)"/.exec(command) ?? [];
  return {
    id: article.getAttribute('aria-labelledby'),
    method: article.querySelector('.path .method').textContent,
    path: article.querySelector('.path code').textContent,
    parameters: [...rows].map(({ cells: [name, where] }) => ({ name: name.textContent, where: where.textContent.split(',')[0], required: where.textContent.includes('required') })),
    scheme, credentials,
    body: /-d '([^]*)'$/.exec(command)?.[1],
  };
}

function form(request) {
  const { id, method, path, parameters, scheme, credentials, body } = request;
  const field = (name, label, attributes) => {
    const input = element(name === 'body' ? 'textarea' : 'input', { id: `try-${id}-${name}`, autocomplete: 'off', spellcheck: 'false', ...attributes });
    return [input, element('div', {}, element('label', { for: input.id }, label), input)];
  };
  const inputs = parameters.map(({ name, where, required }) => ({
    name, where, field: field(name, `${name} (${where})`, { required, pattern: where === 'header' && IN_A_HEADER }),
  }));
  const key = credentials && field('credentials', CREDENTIALS[credentials], { type: 'password', pattern: IN_A_HEADER });
  const text = body && field('body', 'Body', { rows: Math.min(body.split('\n').length + 1, 20) });
  const status = element('p', { role: 'status' }), response = element('div');
  const send = element('button', { type: 'submit' }, `Send ${method}`);
  if (key) key[0].value = entered[credentials] ?? (credentials === 'KEY' ? keyOfTab() ?? '' : '');
  if (text) text[0].value = body;

  return [element('form', { onsubmit: (event) => {
    event.preventDefault();
    if (send.getAttribute('aria-disabled') !== 'true') void submit();
  } }, key?.[1], ...inputs.map((input) => input.field[1]), text?.[1], element('p', {}, send, ' This is a real request to this host.')), status, response];

  async function submit() {
    const given = (where) => inputs.filter((input) => input.where === where && input.field[0].value).map((input) => [input.name, input.field[0].value]);
    const places = Object.fromEntries(given('path')), query = new URLSearchParams(given('query'));
    const url = path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(places[name])) + (query.size > 0 ? `?${query}` : '');
    const headers = { ...Object.fromEntries(given('header')), ...text && { 'Content-Type': 'application/json' } };
    if (key?.[0].value) headers.Authorization = `${scheme} ${entered[credentials] = key[0].value.trim()}`;
    send.setAttribute('aria-disabled', 'true');
    response.replaceChildren();
    setText(status, `${method} ${url} …`);
    const begun = performance.now();
    try {
      const answer = await fetch(url, { method, headers, body: text?.[0].value, credentials: 'omit', cache: 'no-store', signal: AbortSignal.timeout(PATIENCE) });
      const said = await answer.text();
      setText(status, `${answer.status} ${answer.statusText}, after ${Math.round(performance.now() - begun)} ms`);
      response.append(listing('Headers of the response', [...answer.headers].map((header) => header.join(': ')).join('\n')));
      if (said) response.append(listing('Body of the response', indented(said)));
    } catch {
      setText(status, 'There is no response: the server cannot be reached. It is unknown whether it carried out the request.');
    }

    send.removeAttribute('aria-disabled');
  }
}

const listing = (label, text) => element('pre', { tabindex: '0', role: 'region', 'aria-label': label }, element('code', {}, text));

function indented(text) {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 2);
  } catch {
    return text;
  }
}
