import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ page, api, createBot, signIn, row, announced }) => {
  await signIn();
  await page.getByText('No bot is scheduled or under way.').waitFor();
  await page.evaluate(() => { window.isSame = true; });

  // A bot appears, and is told of.
  const bot = await createBot({ join_at: inMinutes(90) });
  await row(bot.id).waitFor();
  await page.getByText('1 bot joins within 6 hours').waitFor();
  assert.equal(await announced(), `${bot.id}: bot created.`);

  // Its time changes: so does its row, in which the link keeps the focus.
  const columns = page.locator('#schedule a');
  const earlier = await columns.first().getAttribute('href');
  await row(bot.id).getByRole('link').focus();
  await api('PATCH', `/api/v1/bots/${bot.id}`, { join_at: inMinutes(200) });
  await row(bot.id).getByText(/in 3 h/).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), `Usher ${bot.id}`);

  // So does its column, a little later, and one that has the focus keeps it when the picture is drawn anew.
  await page.waitForFunction((href) => ![null, undefined, href].includes(document.querySelector('#schedule a')?.getAttribute('href')), earlier);
  await columns.first().focus();
  const focused = () => page.evaluate(() => document.activeElement.getAttribute('href'));
  const before = await focused();
  const second = await createBot({ join_at: inMinutes(330) });
  await page.getByText('2 bots join within 6 hours').waitFor();
  assert.equal(await focused(), before);
  await api('DELETE', `/api/v1/bots/${second.id}`);
  await row(second.id).waitFor({ state: 'detached' });

  // And it goes.
  await api('DELETE', `/api/v1/bots/${bot.id}`);
  await row(bot.id).waitFor({ state: 'detached' });
  await page.getByText('No bot is scheduled or under way.').waitFor();
  assert.ok(await page.evaluate(() => window.isSame), 'The page was loaded again.');
};
