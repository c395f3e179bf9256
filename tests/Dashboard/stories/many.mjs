import assert from 'node:assert/strict';

/** As much as one likes: behind the first answer, which is the server's, each has a next page like it. */
const always = async (page, path, answer) => {
  let first;
  await page.route(path, async (route) => {
    first ??= (await (await route.fetch()).json()).results[0];
    await route.fulfill({ json: answer(first, new URL(route.request().url())) });
  });
};

export default async ({ given, page, signIn }) => {
  await always(page, '**/api/v1/bots/*/events?*', (event, { searchParams }) => {
    const after = Number(searchParams.get('after'));
    return { next: String(after + 200), results: Array.from({ length: 200 }, (_, index) => ({ ...event, sequence_number: after + index + 1 })) };
  });
  await always(page, '**/api/v1/bots/*/webhook_deliveries*', (delivery, { origin, pathname, searchParams }) => {
    const number = Number(searchParams.get('cursor') ?? 0);
    return { next: `${origin}${pathname}?cursor=${number + 1}`, previous: null, results: [{ ...delivery, id: `delivery-${number}` }] };
  });
  await page.route('**/api/v1/bots/*/transcript*', (route) => route.fulfill({
    json: Array.from({ length: 10000 }, (_, index) => ({
      speaker_name: 'Ada', speaker_uuid: 'a', timestamp_ms: Date.UTC(2026, 0) + index * 1000,
      transcription: { transcript: `Sentence ${index + 1}` },
    })),
  }));
  await signIn(`#/bots/${given.bot}`);

  // Of a long transcript the end is there at once, and the rest on request.
  const log = page.getByRole('log', { name: 'What was said' });
  await log.getByText('Sentence 10000').waitFor();
  assert.equal(await log.getByRole('listitem').count(), 300);
  await log.getByRole('button', { name: 'Show the 9700 lines before these' }).click();
  await log.getByText('Sentence 1', { exact: true }).waitFor();
  assert.ok(await log.evaluate((element) => element === document.activeElement));

  // What is not shown is told of, with where it is.
  await page.getByText(`These are the first 1200; /api/v1/bots/${given.bot}/events has all of them.`).waitFor();
  await page.getByText(`These are the first 8; /api/v1/bots/${given.bot}/webhook_deliveries has all of them.`).waitFor();
  assert.equal(await page.getByRole('table', { name: 'Every event, in order' }).locator('tbody tr').count(), 1200);
};
