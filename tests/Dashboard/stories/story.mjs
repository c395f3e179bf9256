// A story: a profile of its own in the browser, at the dashboard, and what the test says about it. It fails where the page has an error.

import assert from 'node:assert/strict';

/** What a browser says of an answer that is an error, or of a network that is away; the page itself has to cope with those. */
const COPED_WITH = /^Failed to load resource: /;

/**
 * Of a script of this folder: its default export gets what follows, its export "expected" is what else the browser may say. The test may give it
 * an address of storage, which the page may ask as well.
 */
export async function play(browser, given) {
  const { default: story, expected = COPED_WITH } = await import(`./${given.story}.mjs`);
  const context = await browser.newContext({ baseURL: given.url, viewport: { width: 1280, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin' });
  try {
    const problems = [];
    context.setDefaultTimeout(30000);
    context.on('console', (message) => message.type() === 'error' && !COPED_WITH.test(message.text()) && !expected.test(message.text()) && problems.push(message.text()));
    context.on('weberror', (error) => problems.push(error.error().stack));
    context.on('dialog', (dialog) => problems.push(`A dialog: ${dialog.message()}`));
    const { origin } = new URL(given.url);
    const isKnown = (url) => new URL(url).origin === origin || given.storage && url.startsWith(given.storage);
    context.on('request', (request) => isKnown(request.url()) || problems.push(`Another host was asked: ${request.url()}`));
    const page = await context.newPage();
    await story({ given, context, page, ...helpers(given, page) });
    assert.deepEqual(problems, []);
  } finally {
    await context.close();
  }
}

function helpers(given, page) {
  /** The API as the test itself asks it. */
  const api = async (method, path, body) => {
    const response = await fetch(new URL(path, given.url), {
      method, headers: { Authorization: `Token ${given.key}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
    return text ? JSON.parse(text) : null;
  };

  return {
    api,
    createBot: (more) => api('POST', '/api/v1/bots', { meeting_url: 'https://meet.google.com/abc-defg-hij', bot_name: 'Usher', ...more }),
    signIn: async (hash = '') => {
      await page.goto(`/dashboard${hash}`);
      await page.getByLabel('API key').fill(given.key);
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: 'Sign out' }).waitFor();
    },
    row: (text) => page.getByRole('row').filter({ hasText: text }),

    /** What the bot's runner sends, and what it is answered. */
    runner: async (what, body) => {
      const response = await fetch(new URL(`/runner/v1/bots/${given.bot}/${what}`, given.url), {
        method: 'POST', headers: { Authorization: `Bearer ${given.runnerKey}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
      });
      const text = await response.text();
      assert.ok(response.ok, `${what}: ${response.status} ${text}`);
      return text ? JSON.parse(text) : null;
    },

    /** What the page says to whoever listens to it. */
    announced: () => page.locator('#announcements').textContent(),
  };
}

export const inMinutes = (minutes) => new Date(Date.now() + minutes * 60000).toISOString();
