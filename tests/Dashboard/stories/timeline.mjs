import assert from 'node:assert/strict';

export default async ({ given, page, signIn, row, runner }) => {
  const report = (type, more) => runner('events', { id: type, type, ...more });

  await signIn(`#/bots/${given.bot}`);
  await page.getByRole('heading', { level: 1, name: 'Usher' }).waitFor();

  // Every event, with the time since the one before, and who did it.
  const events = page.getByRole('table', { name: 'Every event, in order' }).locator('tbody tr');
  assert.deepEqual(await events.locator('th').allTextContents(), ['join requested', 'command claimed', 'put in waiting room']);
  assert.match(await events.nth(0).innerText(), /joining[\s\S]*API key [0-9a-f]{12}[\s\S]*bot_name: Usher/);
  const waited = Date.parse(await events.nth(2).locator('time').getAttribute('datetime')) - Date.parse(await events.nth(1).locator('time').getAttribute('datetime'));
  assert.equal(await events.nth(2).locator('td').nth(3).textContent(), waited < 1000 ? `${waited} ms` : `${Number((waited / 1000).toFixed(1))} s`);

  // The receipt has what is known: nobody has let it in yet.
  const steps = page.getByRole('table', { name: /The steps into the meeting/ }).locator('tbody tr');
  assert.deepEqual(await steps.locator('th').allTextContents(), ['Told to join', 'Taken by the runner']);
  assert.match(await steps.nth(0).innerText(), /0 ms/);

  // What happens now is shown now, in picture, table and words.
  await report('joined_meeting', { data: { participants: 2 } });
  await row('participants: 2').waitFor();
  assert.deepEqual(await steps.locator('th').allTextContents(), ['Told to join', 'Taken by the runner', 'In the meeting']);
  assert.match(await page.getByRole('img', { name: /^Timeline of / }).getAttribute('aria-label'), /with 4 events, from join requested to joined meeting; the bot is joined not recording now/);
  await page.locator('header .badge', { hasText: 'joined not recording' }).waitFor();

  // To scale: the widths of the states are in the ratio of their lengths, to half a pixel on both sides.
  await report('meeting_ended');
  await report('post_processing_completed');
  await page.locator('header .badge', { hasText: 'ended' }).waitFor();
  const [widths, lengths] = await page.evaluate(() => {
    const times = [...document.querySelectorAll('article tbody tr')].filter((tr) => tr.querySelector('.number') && tr.querySelector('.badge')).map((tr) => Date.parse(tr.querySelector('time').dateTime));
    const spans = [...document.querySelectorAll('.state rect')].map((rect) => Number(rect.getAttribute('width')));
    return [spans, times.slice(1).map((time, index) => time - times[index])];
  });
  assert.equal(widths.length, 4);
  const [total, sum] = [widths.reduce((a, b) => a + b + 1, 0), lengths.reduce((a, b) => a + b)];
  widths.forEach((width, index) => assert.ok(Math.abs(width + 1 - lengths[index] / sum * total) <= 2, `${widths} ${lengths}`));

  // Another bot is told of in words.
  await page.goto('/dashboard#/bots/bot_0000000000000000');
  await page.getByText('There is no such bot.').waitFor();
};
