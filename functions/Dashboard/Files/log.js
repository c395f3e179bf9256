// What people say or write, one line each, in a scrolling box. Screen readers do not announce new lines: they would never be silent.

import { element, setItems, setText } from './dom.js';
import { momentElement } from './time.js';

const SHOWN = 300; // the latest lines; earlier ones are shown on request
const AT_END = 40; // pixels

export class Log {
  #lines = []; #shown = SHOWN;
  #list = element('ol', {});
  #earlier = element('button', { type: 'button', class: 'quiet', onclick: () => this.#showAll() });

  constructor(label) {
    const attributes = { class: 'log', role: 'log', 'aria-live': 'off', 'aria-label': label, tabindex: 0 };
    this.element = element('div', attributes, this.#earlier, this.#list);
  }

  /**
   * @param lines With key, who, at, text, and perhaps a note.
   * @param follows Whether the end stays visible, unless the user has scrolled away from it.
   */
  show(lines, follows) {
    const { scrollHeight, scrollTop, clientHeight } = this.element;
    this.#lines = lines;
    this.#draw();
    this.element.hidden = lines.length === 0;
    if (follows && scrollHeight - scrollTop - clientHeight < AT_END) this.element.scrollTop = this.element.scrollHeight;
  }

  #draw() {
    const hidden = Math.max(0, this.#lines.length - this.#shown);
    this.#earlier.hidden = hidden === 0;
    setText(this.#earlier, `Show the ${hidden} lines before these`);
    setItems(this.#list, this.#lines.slice(hidden), (line) => line.key, create, update);
  }

  #showAll() {
    this.#shown = Infinity;
    this.#draw();
    this.element.focus();
  }
}

const create = ({ at }) => element('li', {}, element('strong', {}), ' ', momentElement(at), ' ', element('small', {}), element('p', {}));

function update(item, { who, note = '', text }) {
  const [name, , small, said] = item.children;
  setText(name, who);
  setText(small, note);
  setText(said, text);
}
