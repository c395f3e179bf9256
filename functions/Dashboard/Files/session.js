// The key: it is stored in this tab only, after it has been tried.

import { Api } from './api.js';
import { byId, setText } from './dom.js';

const KEY = 'usher-api-key', REASON = 'usher-reason';

export const keyOfTab = () => sessionStorage.getItem(KEY);

/**
 * Forgets the key and everything that was shown with it, and reloads the page.
 * @param reason Shown afterwards; without one, the current view is forgotten as well.
 */
export function leave(reason) {
  sessionStorage.removeItem(KEY);
  if (reason) sessionStorage.setItem(REASON, reason);
  else history.replaceState(null, '', location.pathname);
  location.reload();
}

/**
 * The tab's key, or the first valid key entered in the form.
 * @param open Called with the key, and with the position at the end of the feed.
 */
export function signIn(open) {
  const [section, form, field, button, error] = ['sign-in', 'sign-in-form', 'key', 'sign-in-button', 'sign-in-error'].map(byId);
  const show = (text) => {
    byId('opening').hidden = true;
    section.hidden = false;
    setText(error, text);
    field.setAttribute('aria-invalid', String(Boolean(text)));
    field.focus();
  };
  const tryKey = async (key) => {
    button.disabled = true;
    button.textContent = 'Signing in…';
    const latest = await new Api(key).get('/api/v1/events', { after: 'latest' }).catch((failure) => {
      if (failure.kind === 'key') sessionStorage.removeItem(KEY);
      field.value = key;
      show(failure.message);
    });
    button.disabled = false;
    button.textContent = 'Sign in';
    if (!latest) return;
    sessionStorage.setItem(KEY, key);
    section.hidden = byId('opening').hidden = true;
    form.reset();
    open(key, latest.next);
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const key = field.value.trim();
    if (/^[\x21-\x7e]+$/.test(key)) void tryKey(key);
    else show(key ? 'This is no API key: it has a character that keys do not have.' : 'Enter an API key.');
  };

  const known = sessionStorage.getItem(KEY), reason = sessionStorage.getItem(REASON) ?? '';
  sessionStorage.removeItem(REASON);
  byId('opening').hidden = !known;
  if (known) void tryKey(known);
  else show(reason);
}
