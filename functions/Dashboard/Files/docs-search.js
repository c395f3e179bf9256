// The search field of /docs: the contents and the page shrink to the operations and schemas that have every word of it.

import { byId, element, setText } from './dom.js';

const NAMES = 'h3, .path, table th[scope="row"]';

export function addSearch(contents, page) {
  const field = element('input', { type: 'search', id: 'search', autocomplete: 'off', spellcheck: 'false', 'aria-describedby': 'found', oninput: search });
  const found = element('p', { id: 'found', role: 'status' });
  const links = new Map([...contents.querySelectorAll('li')].map((item) => [item.firstChild.hash.slice(1), item]));
  const groups = [...contents.querySelectorAll('ul')];
  const sections = [...page.querySelectorAll(':scope > section')];
  const parts = sections.flatMap((section) => [...section.querySelectorAll('article, section')]).map((part) => ({
    part, id: part.getAttribute('aria-labelledby'), names: [...part.querySelectorAll(NAMES)].map((node) => node.textContent).join(' ').toLowerCase(),
  }));
  contents.prepend(element('label', { for: 'search' }, 'Search'), field, found);

  function search() {
    const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { part, id, names } of parts) {
      part.hidden = !words.every((word) => names.includes(word));
      links.get(id)?.toggleAttribute('hidden', part.hidden);
      count += !part.hidden;
    }

    for (const section of sections) section.hidden = !section.querySelector(':scope > :is(article, section):not([hidden])');
    for (const group of groups) group.hidden = group.previousElementSibling.hidden = !group.querySelector('li:not([hidden])');
    page.classList.toggle('searched', words.length > 0);
    setText(found, words.length === 0 ? '' : count === 0 ? 'Nothing has all these words in its name, paths or fields.' : `${count} found. Enter opens the first.`);
  }

  function clear() {
    field.value = '';
    search();
  }

  field.addEventListener('keydown', (event) => {
    const first = parts.find(({ part }) => !part.hidden);
    if (event.key === 'Escape') clear();
    else if (event.key === 'Enter' && field.value.trim() && first) byId(first.id).scrollIntoView();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || event.target.matches('input, textarea')) return;
    event.preventDefault();
    field.focus();
  });

  // A link to what the search hides ends the search, or it would lead nowhere.
  document.addEventListener('click', (event) => {
    const target = event.target.closest?.('a[href^="#"]');
    if (target && byId(target.hash.slice(1))?.checkVisibility() === false) clear();
  });
}
