// A form in a dialog. Errors appear at their fields, and the form stays open; without a response, it can be sent again with the same key.

import { failureOfChange, newKey } from './api.js';
import { element, setText } from './dom.js';

/**
 * @param fields With name, label, and attributes of the input.
 * @param send Receives the values by name, without empty ones, and a key.
 * @returns The result of "send"; undefined if the user cancelled. Rejects if the bot has changed meanwhile.
 */
export const fillIn = ({ title, about, fields, label, send }) => new Promise((resolve, reject) => {
  const inputs = fields.map(({ name, label: _, ...attributes }) => element('input', {
    name, id: `form-${name}`, autocomplete: 'off', spellcheck: 'false', 'aria-describedby': `form-${name}-error`, ...attributes,
  }));
  const errors = fields.map(({ name }) => element('p', { class: 'error', id: `form-${name}-error` }));
  const trouble = element('p', { class: 'error', role: 'alert' }), button = element('button', { type: 'submit', class: 'primary' }, label);
  const close = () => dialog.close();
  let attempt;

  const form = element('form', { novalidate: true, onsubmit: (event) => {
    event.preventDefault();
    if (button.getAttribute('aria-disabled') !== 'true') void submit();
  } }, ...fields.map(({ name, label: text }, index) => element('div', { class: 'field' }, element('label', { for: `form-${name}` }, text), inputs[index], errors[index])),
  trouble, element('div', { class: 'buttons' }, element('button', { type: 'button', onclick: close }, 'Cancel'), button));

  const dialog = element('dialog', { class: 'card', 'aria-labelledby': 'form-title', onclose: () => {
    removeEventListener('hashchange', close);
    dialog.remove();
    resolve(undefined);
  } }, element('h2', { id: 'form-title' }, title), about && element('p', {}, about), form);

  async function submit() {
    const values = Object.fromEntries(inputs.map((input) => [input.name, input.type === 'datetime-local' && input.value ? new Date(input.value).toISOString() : input.value.trim()])
      .filter(([, value]) => value));
    const body = JSON.stringify(values);
    if (attempt?.body !== body) attempt = { body, key: newKey() };
    button.setAttribute('aria-disabled', 'true');
    show({});
    try {
      resolve(await send(values, attempt.key));
      close();
    } catch (error) {
      if (error.kind === 'changed' || error.kind === 'missing' || error.kind === 'key') {
        reject(error);
        close();
      } else {
        if (error.kind !== 'away') attempt = undefined;
        show(error);
      }
    }

    button.removeAttribute('aria-disabled');
  }

  function show({ kind, message = '', fields: wrong = {} }) {
    inputs.forEach((input, index) => {
      setText(errors[index], wrong[input.name] ?? '');
      input.setAttribute('aria-invalid', String(input.name in wrong));
    });
    const others = Object.keys(wrong).filter((name) => !inputs.some((input) => input.name === name)), hasPlaces = Object.keys(wrong).length > 0 && others.length === 0;
    setText(trouble, hasPlaces ? '' : failureOfChange({ kind, message }));
    inputs.find((input) => input.name in wrong)?.focus();
  }

  addEventListener('hashchange', close);
  document.body.append(dialog);
  dialog.showModal();
});
