import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ given, context, page, api, createBot, signIn }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn();
  const fact = (name) => page.locator('.facts > div').filter({ has: page.getByText(name, { exact: true }) }).locator('dd');

  // A new bot. What is wrong is said at its field, in the API's words, and the field has the focus.
  const create = page.getByRole('dialog', { name: 'New bot' }), url = create.getByLabel('Meeting URL');
  await page.getByRole('button', { name: 'New bot' }).click();
  await create.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'meeting_url');
  await url.fill('nowhere');
  await create.getByRole('button', { name: 'Create the bot' }).click();
  await create.getByText('Invalid meeting URL').waitFor();
  await create.getByText('This field is required.').waitFor();
  assert.deepEqual(await url.evaluate((field) => [field.getAttribute('aria-invalid'), field === document.activeElement, document.getElementById(field.getAttribute('aria-describedby')).textContent]),
    ['true', true, 'Invalid meeting URL']);
  await page.screenshot({ path: `${given.screenshots}/new-bot.png` });
  await url.fill('https://zoom.us/j/123456789?pwd=s3cret');
  await create.getByLabel('Name').fill('Weekly notes');
  await create.getByLabel(/^Joins at/).fill('2026-01-01T10:00');
  await create.getByRole('button', { name: 'Create the bot' }).click();
  await create.getByText(/join_at cannot be in the past/i).waitFor();
  await create.getByLabel(/^Joins at/).fill(await page.evaluate(() => {
    const tomorrow = new Date(Date.now() + 86400000);
    return new Date(tomorrow - tomorrow.getTimezoneOffset() * 60000).toISOString().slice(0, 16);
  }));

  // Without an answer it is sent again under the same key: one bot.
  const keys = [];
  page.on('request', (request) => request.method() === 'POST' && request.url().endsWith('/api/v1/bots') && keys.push(request.headers()['idempotency-key']));
  await page.route('**/api/v1/bots', async (route) => {
    await route.fetch();
    await route.abort();
  }, { times: 1 });
  await create.getByRole('button', { name: 'Create the bot' }).click();
  await create.getByText('It is safe to try again.').waitFor();
  await create.getByRole('button', { name: 'Create the bot' }).click();
  await page.getByRole('heading', { level: 1, name: 'Weekly notes' }).waitFor();
  assert.ok(keys.length === 2 && keys[0] === keys[1], `${keys}`);
  const id = await page.locator('header code').textContent();
  assert.equal((await api('GET', '/api/v1/bots?states=scheduled')).results.length, 1);

  // The meeting is a link, and its passcode is shown on request only.
  const link = fact('Meeting').getByRole('link');
  assert.deepEqual([await link.textContent(), await link.getAttribute('href')], ['zoom.us/j/123456789?pwd=••••', 'https://zoom.us/j/123456789?pwd=s3cret']);
  assert.ok(!(await page.locator('body').innerText()).includes('s3cret'));
  await page.getByRole('button', { name: 'Show the passcode' }).click();
  assert.equal(await link.textContent(), 'zoom.us/j/123456789?pwd=s3cret');
  assert.match(await fact('Next').innerText(), /^staged at /);

  // Its id, a command and its JSON can be taken along.
  const copied = async (label) => {
    await page.getByRole('button', { name: label }).click();
    await page.getByRole('button', { name: 'Copied' }).waitFor();
    await page.waitForFunction(() => document.getElementById('announcements').textContent === 'Copied.');
    await page.getByRole('button', { name: label }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  assert.equal(await copied('Copy id'), id);
  assert.equal(await copied('Copy curl'), `curl ${new URL(given.url).origin}/api/v1/bots/${id} -H "Authorization: Token $KEY"`);
  assert.equal(JSON.parse(await copied('Copy JSON')).id, id);

  // Another time. Of two people who act at once the second one is told, and nothing is done.
  const reschedule = page.getByRole('button', { name: 'Reschedule…' }), form = page.getByRole('dialog', { name: 'Reschedule the bot' });
  await reschedule.click();
  await form.getByLabel('Joins at').fill('2020-01-01T10:00');
  await form.getByRole('button', { name: 'Reschedule' }).click();
  await form.getByText(/cannot be in the past/).waitFor();
  await form.getByLabel('Joins at').fill('2028-03-01T10:00');
  await api('PATCH', `/api/v1/bots/${id}`, { metadata: { changed: 'meanwhile' } });
  await form.getByRole('button', { name: 'Reschedule' }).click();
  await page.getByRole('status').getByText('Nothing was done: the bot has changed since you looked.').waitFor();
  await page.getByText('changed: meanwhile').first().waitFor();
  const sent = page.waitForRequest((request) => request.method() === 'PATCH');
  await reschedule.click();
  await form.getByLabel('Joins at').fill('2028-03-01T10:00');
  await form.getByRole('button', { name: 'Reschedule' }).click();
  const headers = await (await sent).allHeaders();
  assert.match(headers['if-match'], /^"\d+"$/);
  assert.match(headers['idempotency-key'], /^[0-9a-f]{32}$/);
  await page.getByRole('status').getByText('The bot now joins at the new time.').waitFor();
  assert.equal((await api('GET', `/api/v1/bots/${id}`)).join_at, '2028-03-01T09:00:00Z');

  // And it goes, after a question.
  const remove = page.getByRole('button', { name: 'Delete…' }), question = page.getByRole('dialog', { name: 'Delete this bot?' });
  await remove.click();
  await api('PATCH', `/api/v1/bots/${id}`, { metadata: { changed: 'again' } });
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('status').getByText('Nothing was done: the bot has changed since you looked.').waitFor();
  await page.getByText('changed: again').first().waitFor();
  await remove.click();
  await question.getByRole('button', { name: 'Delete' }).click();
  await page.getByText('The bot has been deleted.').waitFor();
  assert.ok(await page.evaluate(() => document.activeElement.textContent.startsWith('The bot has been deleted.')));
  assert.equal((await api('GET', '/api/v1/bots?states=scheduled')).results.length, 0);

  // A bot that is well does not read like an alarm; one that has failed says why and what to do.
  await page.goto(`/dashboard#/bots/${given.meeting}`);
  await fact('Watched').filter({ hasText: /^heartbeat, last seen .+ ago$/ }).waitFor();
  assert.ok(!(await page.locator('.facts').innerText()).includes('fatal'));
  await page.goto(`/dashboard#/bots/${given.failed}`);
  const why = page.getByRole('region', { name: 'Why it failed' });
  await why.getByText('A participant denied the bot’s request to join.').waitFor();
  assert.match(await why.innerText(), /Tell the host that the bot is coming\./);

  // What failed today is counted.
  await createBot({ join_at: inMinutes(30) });
  await page.getByRole('link', { name: '← All bots' }).click();
  await page.getByRole('link', { name: '1 failed today' }).click();
  await page.getByRole('row').filter({ hasText: given.failed }).waitFor();
  assert.equal(await page.locator('#bots tbody tr').count(), 1);
};
