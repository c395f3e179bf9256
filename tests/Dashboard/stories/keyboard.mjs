import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ given, page, createBot, row }) => {
  const bot = await createBot({ join_at: inMinutes(20) });

  const press = (...keys) => keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());
  const focused = () => page.evaluate(() => {
    const element = document.activeElement, style = getComputedStyle(element);
    return { name: element.getAttribute('aria-label') ?? (element.labels?.[0]?.textContent || element.textContent).trim().slice(0, 40), outline: style.outlineStyle, width: parseFloat(style.outlineWidth), tag: element.localName };
  });

  // In without a mouse: the field has the focus already.
  await page.goto('/dashboard');
  await page.getByLabel('API key').waitFor();
  await page.keyboard.type(given.key);
  await press('Enter');
  await row(bot.id).waitFor();
  await page.locator('#schedule a').first().waitFor();
  await page.getByRole('link', { name: '0 failed today' }).waitFor();

  // The whole page in one walk, from its top: in order, and each stop to be seen.
  await page.locator('#skip').focus();
  const stops = [await focused()];
  for (let stop; stops.length < 40 && !stop?.name.endsWith(bot.id); ) {
    await press('Tab');
    stops.push(stop = await focused());
  }

  assert.deepEqual(stops.map((stop) => stop.name.replace(/^\d\d:\d\d to \d\d:\d\d/, 'column').replace(/^(Hours|Joining next) .*/s, '$1')), [
    'Skip to the content', 'Usher', 'API\u00a0documentation', 'Sign out', 'Joining next', 'Hours', 'column: 1 bot', 'New bot',
    '1 active', '0 in a meeting', '1 scheduled', '0 failed today', 'Ended', 'Failed', 'All', 'Search', 'More filters',
    'The table of bots', 'Bot', 'State', 'Joins', 'Last event', 'Meeting', 'Metadata', `Usher ${bot.id}`,
  ]);
  for (const stop of stops) assert.ok(stop.tag === 'a' && stop.name.includes(' to ') || stop.outline !== 'none' && stop.width >= 2, JSON.stringify(stop));

  // Into the bot: the focus comes along, and the next stop is the way back.
  await press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Usher' }).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'content');
  assert.equal(await page.title(), 'Usher · Usher');
  await press('Tab');
  assert.equal((await focused()).name, '← All bots');
  await press('Enter');
  await row(bot.id).waitFor();

  // The link at the top skips what is the same on every page.
  await page.locator('#skip').focus();
  await press('Enter', 'Tab');
  assert.match((await focused()).name, /^Joining next/);
};
