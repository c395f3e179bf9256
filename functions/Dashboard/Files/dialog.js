// The confirmation of an irreversible action. Cancel has the focus.

import { element } from './dom.js';

/** @returns {Promise<boolean>} Whether the user confirmed. */
export const confirmed = ({ question, consequence, label }) => new Promise((resolve) => {
  const close = () => dialog.close();
  const dialog = element('dialog', {
    class: 'card', 'aria-labelledby': 'question', 'aria-describedby': 'consequence',
    onclose: () => {
      removeEventListener('hashchange', close);
      dialog.remove();
      resolve(dialog.returnValue === label);
    },
  }, element('h2', { id: 'question' }, question), element('p', { id: 'consequence' }, consequence), element('div', { class: 'buttons' },
    element('button', { type: 'button', onclick: close }, 'Cancel'),
    element('button', { type: 'button', class: 'danger', onclick: () => dialog.close(label) }, label)));
  addEventListener('hashchange', close);
  document.body.append(dialog);
  dialog.showModal();
});
