import assert from 'node:assert/strict';

export default async ({ given, page, api, signIn, runner }) => {
  await signIn(`#/bots/${given.bot}`);
  const dialog = page.getByRole('dialog', { name: 'Leave the meeting?' });
  const leave = async () => {
    await page.getByRole('button', { name: 'Leave…' }).click();
    await dialog.getByRole('button', { name: 'Leave' }).click();
  };

  // While one person makes up their mind another one changes the bot.
  await page.getByRole('button', { name: 'Leave…' }).click();
  await dialog.waitFor();
  await api('PATCH', `/api/v1/bots/${given.bot}`, { metadata: { changed: 'meanwhile' } });
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('status').getByText('Nothing was done: the bot has changed since you looked.').waitFor();
  await page.getByText('changed: meanwhile').first().waitFor();
  assert.equal((await api('GET', `/api/v1/bots/${given.bot}`)).state, 'joined_recording');

  // Without an answer nobody knows: the same request is sent again, under the same key.
  const keys = [];
  page.on('request', (request) => request.url().endsWith('/leave') && keys.push(request.headers()['idempotency-key']));
  await page.route('**/leave', (route) => route.abort(), { times: 1 });
  await leave();
  await page.getByRole('status').getByText('It is unknown whether this was done. It is safe to try again.').waitFor();
  await leave();
  await page.getByRole('status').getByText('The bot has been told to leave.').waitFor();
  assert.equal(keys.length, 2);
  assert.equal(keys[0], keys[1]);

  // Who goes elsewhere has answered no.
  await runner('events', { id: 'left', type: 'left_meeting' });
  await runner('events', { id: 'over', type: 'post_processing_completed' });
  await page.getByRole('button', { name: 'Delete data…' }).click();
  const question = page.getByRole('dialog', { name: 'Delete the data of this bot?' });
  await question.waitFor();
  await page.evaluate(() => { location.hash = '#/'; });
  await question.waitFor({ state: 'detached' });
  assert.equal((await api('GET', `/api/v1/bots/${given.bot}`)).state, 'ended');
};
