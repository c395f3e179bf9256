// The only place that creates elements. Text becomes a text node, so nothing from a caller or a bot is ever parsed as markup.

const SVG = 'http://www.w3.org/2000/svg';

/** An attribute that is false, null or undefined is omitted; one that begins with "on" is a listener. */
export const element = (name, attributes, ...children) => fill(document.createElement(name), attributes, children);

export const drawing = (name, attributes, ...children) => fill(document.createElementNS(SVG, name), attributes, children);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes ?? {})) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value);
    else if (value !== false && value != null) node.setAttribute(name, value === true ? '' : value);
  }

  node.append(...children.flat().filter((child) => child != null && child !== false));
  return node;
}

export const byId = (id) => document.getElementById(id);

/** Writes only what has changed, so that screen readers and selections are not disturbed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text;
}

/**
 * Makes the children of a parent those of the items, in order. The child of an item with the same key stays the same element, so that it keeps
 * the focus.
 */
export function setItems(parent, items, keyOf, create, update) {
  const known = new Map([...parent.children].map((child) => [child.dataset.key, child]));
  const children = items.map((item) => {
    const child = known.get(String(keyOf(item))) ?? create(item);
    child.dataset.key = keyOf(item);
    update?.(child, item);
    return child;
  });
  const kept = new Set(children);
  for (const child of [...parent.children]) if (!kept.has(child)) child.remove();
  children.forEach((child, index) => {
    if (parent.children[index] !== child) parent.insertBefore(child, parent.children[index] ?? null);
  });
}

/** Announces a text to screen readers without showing it. */
export function announce(text) {
  byId('announcements').textContent = text;
}
