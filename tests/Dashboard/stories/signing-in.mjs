import assert from 'node:assert/strict';

export default async ({ given, context, page, signIn }) => {
  await page.goto('/dashboard');
  const field = page.getByLabel('API key');
  const error = page.locator('#sign-in-error');

  // Nothing, nonsense, an unknown key and a disabled one: each in clear words, and the field has the focus.
  for (const [key, words] of [['', 'Enter an API key.'], ['Schlüssel', 'This is no API key'], ['nobody', 'This key is not known here'], [given.disabledKey, 'or it has been disabled']]) {
    await field.fill(key);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await error.filter({ hasText: words }).waitFor();
    assert.equal(await field.getAttribute('aria-invalid'), 'true');
    await page.waitForFunction(() => document.activeElement.id === 'key');
  }

  await page.screenshot({ path: `${given.screenshots}/wrong-key.png` });
  await signIn();
  await page.getByText('No bot is scheduled or under way.').waitFor();
  await page.getByText('Nothing is scheduled for these hours.').waitFor();

  // A project that has nothing yet says how to begin.
  const [command] = await page.getByRole('region', { name: 'A command that makes a bot' }).allTextContents();
  assert.match(command, /^curl http:\/\/[^ ]+\/api\/v1\/bots -H "Authorization: Token \$KEY"/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy the command' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), command);
  await page.getByRole('button', { name: 'Copy the command' }).waitFor();
  await page.getByRole('button', { name: 'Copy the API key' }).click();
  await page.getByRole('button', { name: 'Copied' }).waitFor();
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), given.key);
  for (const link of await page.getByRole('link', { name: /API documentation/ }).all()) assert.equal(await link.getAttribute('href'), '/docs');
  await page.screenshot({ path: `${given.screenshots}/empty.png` });

  // The key is the tab's: it outlives a reload, another tab does not have it, and nothing else holds it.
  await page.reload();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
  assert.deepEqual(await page.evaluate(() => [localStorage.length, document.cookie, Object.values(sessionStorage).length]), [0, '', 1]);
  const other = await context.newPage();
  await other.goto('/dashboard');
  await other.getByLabel('API key').waitFor();

  await page.getByRole('button', { name: 'Sign out' }).click();
  await field.waitFor();
  assert.equal(await field.inputValue(), '');
  assert.equal(await page.evaluate(() => sessionStorage.length), 0);
};
