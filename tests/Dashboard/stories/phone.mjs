import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

export default async ({ given, context, page, createBot, signIn, row }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  for (let number = 1; number <= 26; number++) await createBot({ bot_name: `Bot ${number}`, join_at: inMinutes(60 + number) });
  await signIn();
  await row(given.bot).waitFor();
  await page.getByText('1–25 of 27 bots').waitFor();

  // The first bot is on the first screen, whole; what joins next is folded away, and opens.
  const first = await page.locator('#bots tbody tr').first().boundingBox();
  assert.ok(first.y + first.height < 560, `${first.y} ${first.height}`);
  await page.screenshot({ path: `${given.screenshots}/phone-list.png` });
  assert.ok(!await page.locator('#schedule').isVisible());
  await page.getByText('Joining next').click();
  await page.locator('#schedule a').first().waitFor();
  await page.getByText('Joining next').click();

  // Whoever scrolls sees whether the page is live, and the next page begins at its top.
  await page.getByRole('link', { name: 'Next' }).scrollIntoViewIfNeeded();
  assert.ok(await page.evaluate(() => scrollY) > 500);
  const state = page.locator('#live-text'), seen = () => state.evaluate((element) => {
    const { left, top } = element.getBoundingClientRect();
    return document.elementFromPoint(left + 2, top + 2) === element;
  });
  assert.ok(await seen());
  await page.getByRole('link', { name: 'Next' }).click();
  await page.getByText('26–27 of 27 bots').waitFor();
  const title = await page.locator('#bots-title').boundingBox();
  assert.ok(title.y > 40 && title.y < 300, `${title.y}`);

  // So does whoever scrolls while the server is away.
  await page.goto(`/dashboard#/bots/${given.bot}`);
  const events = page.getByRole('table', { name: 'Every event, in order' });
  await events.getByText('joined meeting').waitFor();
  await context.setOffline(true);
  await page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor();
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  assert.match(await state.textContent(), /^Not reachable · as of \d\d:\d\d:\d\d$/);
  assert.ok(await state.evaluate((element) => {
    const text = document.createRange();
    text.selectNodeContents(element);
    return text.getBoundingClientRect().width <= element.getBoundingClientRect().width;
  }), 'It is cut off.');
  await page.screenshot({ path: `${given.screenshots}/phone-away.png` });
  assert.ok(await seen());
  assert.ok(await page.getByRole('button', { name: 'Try now' }).isVisible());
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Try now' }).click();
  await page.getByRole('alert').filter({ hasText: 'The server cannot be reached.' }).waitFor({ state: 'hidden' });

  // An event is one line, and its details come on request.
  const heights = () => events.locator('tbody tr').evaluateAll((lines) => lines.map((line) => line.getBoundingClientRect().height));
  assert.ok((await heights()).every((height) => height < 40), `${await heights()}`);
  await events.scrollIntoViewIfNeeded();
  await page.screenshot({ path: `${given.screenshots}/phone-events.png` });
  await page.getByRole('button', { name: 'Details of the events' }).click();
  assert.ok((await heights()).some((height) => height > 60));
  assert.equal(await page.getByRole('button', { name: 'Details of the events' }).getAttribute('aria-pressed'), 'true');
};
