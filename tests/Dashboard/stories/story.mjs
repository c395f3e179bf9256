// A story: a profile of its own in a browser without a window, at the dashboard, and what the test says about it. It ends with an error where the page has one.

import assert from 'node:assert/strict';
import { chromium } from 'playwright-core';

export const given = JSON.parse(process.argv[2]);

/** What a browser says of an answer that is an error, or of a network that is away; the page itself has to cope with those. */
const COPED_WITH = /^Failed to load resource: /;

/**
 * @param play Gets a page with the size and colours of the options.
 * @param expected What else the browser may say.
 */
export async function story(play, { expected = COPED_WITH, ...options } = {}) {
  const browser = await chromium.connect(given.browser);
  try {
    const problems = [];
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', ...options });
    context.setDefaultTimeout(30000);
    context.on('console', (message) => message.type() === 'error' && !COPED_WITH.test(message.text()) && !expected.test(message.text()) && problems.push(message.text()));
    context.on('weberror', (error) => problems.push(error.error().stack));
    context.on('dialog', (dialog) => problems.push(`A dialog: ${dialog.message()}`));
    context.on('request', (request) => new URL(request.url()).origin === new URL(given.url).origin || problems.push(`Another host was asked: ${request.url()}`));
    await play(await context.newPage(), context);
    assert.deepEqual(problems, []);
  } finally {
    await browser.close();
  }
}

export const dashboard = new URL('/dashboard', given.url).href;

export async function signIn(page, hash = '') {
  await page.goto(dashboard + hash);
  await page.getByLabel('API key').fill(given.key);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

/** The API as the test itself asks it. */
export async function api(method, path, body) {
  const response = await fetch(new URL(path, given.url), {
    method, headers: { Authorization: `Token ${given.key}`, 'Content-Type': 'application/json' }, body: body && JSON.stringify(body),
  });
  const text = await response.text();
  assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
  return text ? JSON.parse(text) : null;
}

export const createBot = (more) => api('POST', '/api/v1/bots', { meeting_url: 'https://meet.google.com/abc-defg-hij', bot_name: 'Usher', ...more });

export const inMinutes = (minutes) => new Date(Date.now() + minutes * 60000).toISOString();

/** @returns What the page says to whoever listens to it. */
export const announced = (page) => page.locator('#announcements').textContent();

export const row = (page, text) => page.getByRole('row').filter({ hasText: text });
