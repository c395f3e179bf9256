// The key: it is kept by this tab alone, and tried before it is kept.

import { Api } from './api.js';
import { byId, setText } from './dom.js';

const NAME = 'usher-api-key';

export const keyOfTab = () => sessionStorage.getItem(NAME);

export const forgetKey = () => sessionStorage.removeItem(NAME);

/**
 * Shows the form until a key is good.
 * @param open Called with the key, and with the place in the feed behind all that has happened.
 * @param message Why the key is asked for again.
 * @param known A key that need not be asked for.
 */
export function askForKey(open, message, known) {
  const [section, form, field, button, error] = ['sign-in', 'sign-in-form', 'key', 'sign-in-button', 'sign-in-error'].map(byId);
  const show = (text) => {
    section.hidden = false;
    setText(error, text);
    field.setAttribute('aria-invalid', String(Boolean(text)));
    field.focus();
  };
  const tryKey = async (key) => {
    button.disabled = true;
    button.textContent = 'Signing in…';
    try {
      const { next } = await new Api(key).get('/api/v1/events', { after: 'latest' });
      sessionStorage.setItem(NAME, key);
      section.hidden = true;
      form.reset();
      setText(error, '');
      open(key, next);
    } catch (failure) {
      field.value = key;
      show(failure.message);
    } finally {
      button.disabled = false;
      button.textContent = 'Sign in';
    }
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const key = field.value.trim();
    if (/^[\x21-\x7e]+$/.test(key)) void tryKey(key);
    else show(key ? 'This is no API key: it has a character that keys do not have.' : 'Enter an API key.');
  };
  if (known) void tryKey(known);
  else show(message);
}
