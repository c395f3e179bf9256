import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ page, createBot, signIn, row }) => {
  const scheduled = [];
  for (let number = 1; number <= 27; number++) scheduled.push(await createBot({ join_at: inMinutes(30 + number) }));
  const elsewhere = await createBot({ meeting_url: 'https://zoom.us/j/123456789', metadata: { customer: 'Zoë' }, deduplication_key: 'order-7' });
  await signIn();
  const rows = page.locator('#bots tbody tr');
  const ids = () => rows.getByRole('link').allTextContents();

  // A page of 25, oldest first, with state and time; the other three on the next one, and back.
  await rows.nth(24).waitFor();
  assert.deepEqual(await ids(), scheduled.slice(0, 25).map((bot) => bot.id));
  assert.match(await row(scheduled[0].id).innerText(), /scheduled[\s\S]*\d\d:\d\d:\d\d[\s\S]*in 30 min \d+ s|in 29 min \d+ s/);
  await page.getByRole('link', { name: 'Newer' }).click();
  await row(elsewhere.id).waitFor();
  assert.deepEqual(await ids(), [...scheduled.slice(25), elsewhere].map((bot) => bot.id));
  assert.match(await row(elsewhere.id).innerText(), /joining[\s\S]*told to join on time[\s\S]*zoom\.us\/j\/123456789[\s\S]*customer: Zoë/);
  await page.getByRole('link', { name: 'Older' }).click();
  await row(scheduled[0].id).waitFor();

  // Filters, alone and together; the address holds them.
  await page.getByLabel('Show').selectOption('In a meeting');
  await rows.nth(1).waitFor({ state: 'detached' });
  assert.deepEqual(await ids(), [elsewhere.id]);
  await page.getByLabel('Show').selectOption('All');
  await rows.nth(24).waitFor();
  await page.getByLabel('Meeting URL').fill('https://zoom.us/j/123456789');
  await page.keyboard.press('Enter');
  await rows.nth(1).waitFor({ state: 'detached' });
  assert.deepEqual(await ids(), [elsewhere.id]);
  await page.getByText('More filters').click();
  await page.getByLabel('Deduplication key').fill('another');
  await page.getByRole('button', { name: 'Filter', exact: true }).click();
  await page.getByText('No bot matches.').waitFor();
  assert.equal(await page.evaluate(() => location.hash), '#/?show=all&meeting_url=https%3A%2F%2Fzoom.us%2Fj%2F123456789&deduplication_key=another');
  await page.goBack();
  await row(elsewhere.id).waitFor();
  assert.equal(await page.getByLabel('Deduplication key').inputValue(), '');
  await page.getByRole('button', { name: 'Reset' }).click();
  await rows.nth(24).waitFor();

  // The picture counts them; a column of it leads to its bots.
  await page.getByText('27 bots join within 6 hours').waitFor();
  const columns = page.locator('#schedule a');
  const counts = (await columns.evaluateAll((links) => links.map((link) => Number(/: (\d+) bots?$/.exec(link.getAttribute('aria-label'))[1]))));
  assert.equal(counts.reduce((sum, count) => sum + count), 27);
  await columns.first().click();
  await rows.nth(counts[0]).waitFor({ state: 'detached' });
  assert.deepEqual(await ids(), scheduled.slice(0, counts[0]).map((bot) => bot.id));
};
