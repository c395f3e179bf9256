// Buttons that copy. A page without TLS cannot use the clipboard: it shows the text, selected.

import { announce, element } from './dom.js';

const CONFIRMED = 2000;

/** @param text Returns the text to copy, or a promise of it. */
export function copyButton(label, text) {
  const button = element('button', { type: 'button', onclick: () => void copy() }, label);
  async function copy() {
    const copied = await text();
    try {
      await navigator.clipboard.writeText(copied);
    } catch {
      show(label, copied);
      return;
    }

    announce('Copied.');
    button.textContent = 'Copied';
    setTimeout(() => button.textContent = label, CONFIRMED);
  }

  return button;
}

function show(label, text) {
  const field = element('textarea', { readonly: true, rows: 6, 'aria-label': label });
  field.value = text;
  const dialog = element('dialog', { class: 'card', 'aria-label': label, onclose: () => dialog.remove() },
    element('p', {}, 'This page may not use the clipboard. Copy it from here:'), field,
    element('div', { class: 'buttons' }, element('button', { type: 'button', onclick: () => dialog.close() }, 'Close')));
  document.body.append(dialog);
  dialog.showModal();
  field.select();
}
