import assert from 'node:assert/strict';

export default async ({ given, page, signIn }) => {
  await signIn();
  await page.getByRole('link', { name: 'API documentation' }).first().click();
  const search = page.getByRole('searchbox', { name: 'Search' }), contents = page.getByRole('navigation', { name: 'Contents' });
  await search.waitFor();
  const shown = async () => [await contents.getByRole('listitem').count(), await page.getByRole('article').count()];
  const [all] = await shown();
  assert.ok(all > 50);

  // The contents and the page shrink to what has every word; the first is opened by Enter; a link to what is hidden ends the search.
  await page.keyboard.press('/');
  await page.keyboard.type('/leave BOTS');
  assert.deepEqual(await shown(), [1, 1]);
  await page.getByText('1 found.').waitFor();
  await search.press('Enter');
  await page.waitForFunction(() => document.querySelector('article:not([hidden]) h3').getBoundingClientRect().top < 100);
  await page.getByRole('article').getByRole('link', { name: 'ApiKey' }).click();
  assert.equal(await search.inputValue(), '');
  assert.equal((await shown())[0], all);
  await search.fill('no such thing');
  await page.getByText('Nothing has all these words').waitFor();
  assert.deepEqual(await shown(), [0, 0]);
  await search.press('Escape');
  assert.equal((await shown())[0], all);

  // An example as it stands, with the key of the tab.
  const article = (name) => page.getByRole('article', { name, exact: true });
  const create = article('Create a bot').first();
  await create.getByRole('button', { name: 'Try it' }).click();
  assert.equal(await create.getByLabel('API key').inputValue(), given.key);
  await create.getByRole('button', { name: 'Send POST' }).click();
  await create.getByText(/^201 .*, after \d+ ms$/).waitFor();
  const { id } = JSON.parse(await create.getByRole('region', { name: 'Body of the response' }).textContent());

  // A parameter of the path is required; one of a query is sent only if it is given.
  const get = article('Get a bot');
  await get.getByRole('button', { name: 'Try it' }).click();
  await get.getByRole('button', { name: 'Send GET' }).click();
  assert.ok(await get.locator('input:invalid').first().evaluate((field) => field === document.activeElement));
  await get.getByLabel(/\(path\)$/).fill(id);
  await get.getByRole('button', { name: 'Send GET' }).click();
  await get.getByRole('region', { name: 'Body of the response' }).filter({ hasText: id }).waitFor();
  const list = article('List bots').first();
  await list.getByRole('button', { name: 'Try it' }).click();
  await list.getByLabel('states (query)').fill('asleep');
  const [request] = await Promise.all([page.waitForRequest(/\/api\/v1\/bots/), list.getByRole('button', { name: 'Send GET' }).click()]);
  assert.equal(new URL(request.url()).search, '?states=asleep');
  await list.getByText(/^400 .*, after/).waitFor();

  // A key that was entered is there in the other forms too, and nowhere else.
  await get.getByLabel('API key').fill('nobody');
  await get.getByRole('button', { name: 'Send GET' }).click();
  await get.getByText(/^401 .*, after/).waitFor();
  await page.reload();
  await get.getByRole('button', { name: 'Try it' }).click();
  assert.equal(await get.getByLabel('API key').inputValue(), given.key);

  // No server, no response.
  await page.route('**/api/v1/bots/*', (route) => route.abort());
  await get.getByLabel(/\(path\)$/).fill(id);
  await get.getByRole('button', { name: 'Send GET' }).click();
  await get.getByText('There is no response').waitFor();
};
