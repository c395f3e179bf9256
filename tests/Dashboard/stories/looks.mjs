// How it looks: pictures for whoever wants to see, and what a machine can say about its accessibility, in three widths.

import assert from 'node:assert/strict';
import axe from 'axe-core';

/** The narrowest is what a page is to fit into when it is enlarged fourfold. */
const WIDTHS = { wide: 1280, narrow: 390, smallest: 320 };

/** In the dark only the colours are others. */
const RULES = {
  light: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
  dark: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] },
};

export default async ({ given, page, signIn, row }) => {
  const { colorScheme } = given;
  await page.emulateMedia({ colorScheme });
  await page.addInitScript(axe.source);
  const check = async (view) => {
    for (const [name, width] of Object.entries(WIDTHS)) {
      await page.setViewportSize({ width, height: 900 });
      await page.waitForFunction((expected) => [...document.querySelectorAll('.picture svg')].every((image) => !image.checkVisibility() || image.clientWidth < expected), width);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth) <= width, `${view} is wider than ${width}`);
      await page.screenshot({ path: `${given.screenshots}/${view}-${colorScheme}-${name}.png`, fullPage: view !== 'question' });
      const { violations } = await page.evaluate((runOnly) => axe.run(document, { runOnly }), RULES[colorScheme]);
      assert.deepEqual(violations.map((one) => `${view} ${colorScheme} ${width}: ${one.id} ${one.nodes.map((node) => node.html + node.failureSummary).join('; ')}`), []);
    }

    await page.setViewportSize({ width: WIDTHS.wide, height: 900 });
  };

  await page.goto('/docs');
  await page.getByRole('searchbox', { name: 'Search' }).fill('calendar cancel');
  await page.getByRole('button', { name: 'Try it' }).click();
  await check('docs');
  await page.goto('/dashboard');
  await page.getByLabel('API key').waitFor();
  assert.equal(await page.evaluate(() => matchMedia('(prefers-color-scheme: dark)').matches), colorScheme === 'dark');
  const [red, green, blue] = await page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).map(Number));
  assert.ok(colorScheme === 'dark' ? red + green + blue < 150 : red + green + blue > 600);
  await check('sign-in');
  await signIn();
  await page.locator('#views').getByRole('link', { name: 'All' }).click();
  await row(given.bot).waitFor();
  await page.locator('#schedule a').first().waitFor();
  await check('list');
  await row(given.bot).getByRole('link').click();
  await page.getByRole('button', { name: /^Send again: / }).first().waitFor();
  await check('bot');

  // A bot in its meeting, and the question before it leaves.
  await page.goto(`/dashboard#/bots/${given.meeting}`);
  await page.getByText('Shall we begin?').waitFor();
  await page.getByRole('button', { name: 'Load the recording' }).waitFor();
  await check('meeting');
  await page.getByRole('button', { name: 'Leave…' }).click();
  await check('question');
};
