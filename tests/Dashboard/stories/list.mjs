import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ given, page, api, createBot, signIn, row, announced }) => {
  const scheduled = [];
  for (let number = 1; number <= 27; number++) scheduled.push(await createBot({ bot_name: `Bot ${number}`, join_at: inMinutes(90 - number) }));
  const elsewhere = await createBot({
    bot_name: 'Zoom notes', meeting_url: 'https://zoom.us/j/123456789?pwd=s3cret', metadata: { customer: 'Zoë' }, deduplication_key: 'order-7',
  });
  await signIn();
  const rows = page.locator('#bots tbody tr'), ids = () => rows.locator('th small').allTextContents(), view = (name) => page.locator('#views').getByRole('link', { name });
  const shows = (expected) => page.waitForFunction((text) => [...document.querySelectorAll('#bots tbody th small')].map((id) => id.textContent).join() === text,
    expected.map((bot) => bot.id).join());

  // Names; what is under way and what joins soonest comes first; the rest is on another page, which begins at its top.
  const soonest = [elsewhere, ...scheduled.toReversed()];
  await shows(soonest.slice(0, 25));
  await row(elsewhere.id).getByRole('link', { name: `Zoom notes ${elsewhere.id}` }).waitFor();
  assert.match(await row(elsewhere.id).innerText(), /joining[\s\S]*told to join on time[\s\S]*zoom\.us\/j\/123456789[\s\S]*customer: Zoë/);
  assert.match(await row(scheduled[26].id).innerText(), /Bot 27[\s\S]*scheduled[\s\S]*\d\d:\d\d:\d\d[\s\S]*in 1 h [23] min|in 1 h/);
  await page.getByText('1–25 of 28 bots, soonest first, times of Europe/Berlin').waitFor();
  await page.getByRole('link', { name: 'Next' }).click();
  await shows(soonest.slice(25));
  assert.equal(await page.evaluate(() => document.activeElement.id), 'bots-title');
  const [top, bar] = await page.evaluate(() => [document.getElementById('bots-title'), document.querySelector('.status-bar')].map((element) => element.getBoundingClientRect()));
  assert.ok(top.top >= bar.bottom && top.top < 500, `${top.top} ${bar.bottom}`);
  await page.getByRole('link', { name: 'Previous' }).click();
  await shows(soonest.slice(0, 25));

  // The counts are filters; what is over comes with the latest end first.
  await view('28 active').waitFor();
  await view('27 scheduled').click();
  await page.getByText('1–25 of 27 bots').waitFor();
  await view('1 in a meeting').click();
  await shows([elsewhere]);
  assert.equal(await view('1 in a meeting').getAttribute('aria-current'), 'page');
  for (const bot of [scheduled[5], scheduled[3]]) {
    await api('PATCH', `/api/v1/bots/${bot.id}`, { join_at: inMinutes(20) });
  }

  await view('Ended').click();
  await shows([{ id: given.endedLast }, { id: given.endedFirst }]);
  await view('0 failed today').click();
  await page.getByText('No bot matches.').waitFor();
  await page.getByRole('link', { name: 'look at all of them' }).click();
  await page.getByText('1–25 of 30 bots, latest event first').waitFor();
  assert.deepEqual((await ids()).slice(0, 2), [elsewhere.id, scheduled[26].id]);

  // Every column sorts, upwards and downwards, and says so.
  const head = page.getByRole('columnheader', { name: 'Bot' });
  await head.getByRole('button').click();
  await page.waitForFunction(() => document.querySelector('#bots tbody th a').textContent.startsWith('Bot 1 '));
  assert.equal(await head.getAttribute('aria-sort'), 'ascending');
  await head.getByRole('button').click();
  await shows([elsewhere, { id: given.endedFirst }, { id: given.endedLast }, ...['9', '8', '7', '6', '5', '4', '3', '27', '26', '25', '24', '23', '22', '21', '20', '2', '19', '18', '17', '16', '15', '14'].map((number) => scheduled[number - 1])]);
  assert.equal(await head.getAttribute('aria-sort'), 'descending');
  assert.equal(await page.evaluate(() => location.hash), '#/?show=all&sort=-name');
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Bot');

  // A search takes effect while it is typed: name, id, meeting with or without https://, metadata.
  const search = page.getByRole('searchbox', { name: 'Search' });
  for (const words of ['zoom NOTES', elsewhere.id.slice(-9), 'https://zoom.us/j/1234', 'us/j/123456789', 'https://zoom.us/j/123456789?pwd=another', 'Zoë', 'order-7']) {
    await search.fill('bot 27');
    await shows([scheduled[26]]);
    await search.fill(words);
    await shows([elsewhere]);
  }

  await page.waitForFunction(() => document.getElementById('announcements').textContent === '1 bot found.');
  assert.match(await announced(), /1 bot found/);
  await search.fill('nothing like it');
  await page.getByText('No bot matches.').waitFor();

  // The way back leads to what was there before somebody typed.
  await page.goBack();
  await page.waitForFunction(() => document.querySelector('[name=search]').value === '');
  assert.equal(await page.evaluate(() => location.hash), '#/?show=failed_today');

  // The address takes the API's own names, each alone and together.
  await page.goto('/dashboard#/?states=joining&states=waiting_room');
  await shows([elsewhere]);
  await page.goto(`/dashboard#/?meeting_url=${encodeURIComponent('https://zoom.us/j/123456789?pwd=s3cret')}`);
  await shows([elsewhere]);
  await page.goto('/dashboard#/?show=all&deduplication_key=order-7');
  await shows([elsewhere]);
  assert.equal(await page.getByLabel('Deduplication key').inputValue(), 'order-7');
  await page.getByLabel('Deduplication key').fill('another');
  await page.getByText('No bot matches.').waitFor();
  await page.getByRole('button', { name: 'Reset' }).click();
  await shows([elsewhere, scheduled[5], scheduled[3], ...scheduled.toReversed().filter((bot) => bot !== scheduled[5] && bot !== scheduled[3])].slice(0, 25));

  // A passcode is not shown before somebody asks for it.
  assert.match(await row(elsewhere.id).innerText(), /pwd=••••/);
  assert.ok(!(await page.locator('body').innerText()).includes('s3cret'));
  await page.getByRole('button', { name: 'Show passcodes' }).click();
  await row(elsewhere.id).getByText('pwd=s3cret').waitFor();
  await page.getByRole('button', { name: 'Hide passcodes' }).click();
  await row(elsewhere.id).getByText('pwd=••••').waitFor();

  // The picture counts them; a column of it leads to its bots.
  await page.getByText('27 bots join within 6 hours').waitFor();
  const columns = page.locator('#schedule a');
  const counts = (await columns.evaluateAll((links) => links.map((link) => Number(/: (\d+) bots?$/.exec(link.getAttribute('aria-label'))[1]))));
  assert.equal(counts.reduce((sum, count) => sum + count), 27);
  await columns.first().click();
  await shows([scheduled[5], scheduled[3]].slice(0, counts[0]));
};
