import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ given, context, page, createBot, signIn, row, announced }) => {
  const bot = await createBot({ join_at: inMinutes(30) });
  await signIn();
  await row(bot.id).waitFor();
  const trouble = page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' });

  // The server is away: it is said, with when that is tried again, and what was there stays.
  await context.setOffline(true);
  await trouble.waitFor();
  assert.match(await trouble.innerText(), /What you see is from \d\d:\d\d:\d\d\. (Trying again in \d+ s\.|Trying…)/);
  await page.getByText(/^Not reachable · as of /).waitFor();
  assert.ok(await row(bot.id).isVisible());
  await page.screenshot({ path: `${given.screenshots}/away.png` });

  // Each pause is longer than the one before.
  const asked = [];
  page.on('requestfailed', (request) => request.url().includes('/events?') && asked.push(Date.now()));
  while (asked.length < 3) await page.waitForTimeout(100);
  assert.ok(asked[2] - asked[1] > 1.5 * (asked[1] - asked[0]), `${asked}`);

  // It is back: whoever cannot wait asks at once, and what happened meanwhile is there.
  const meanwhile = await createBot({ join_at: inMinutes(40) });
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try now' }).click();
  await row(meanwhile.id).waitFor();
  await page.getByText(/^Live · /).waitFor();
  assert.ok(!await trouble.isVisible());
  assert.match(await announced(), /The server answers again\.|bot created/);

  // A key that is disabled while somebody looks is told of, and forgotten. The answer is the server's to an unknown key.
  await page.route('**/api/v1/**', (route) => route.continue({ headers: { ...route.request().headers(), authorization: 'Token nobody' } }));
  await page.getByText('This key is not known here').waitFor();
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
};
