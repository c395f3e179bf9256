import assert from 'node:assert/strict';

export default async ({ given, page, signIn }) => {
  await signIn(`#/bots/${given.bot}`);
  const delivery = page.getByRole('table', { name: 'One delivery for each event and webhook' }).locator('tbody tr');
  await delivery.getByText('500 after').waitFor();
  assert.match(await delivery.innerText(), /join requested[\s\S]*pending[\s\S]*due /);

  // The test makes the attempt that is asked for here; the page sees it without being loaded again, and the button keeps the focus.
  const button = page.getByRole('button', { name: `Send again: join requested to ${given.receiver}` });
  await button.focus();
  await page.keyboard.press('Enter');
  await page.getByRole('status').getByText(`join requested is sent to ${given.receiver} again.`).waitFor();
  await delivery.getByText('200 after').waitFor();
  assert.match(await delivery.innerText(), /delivered\s+2\s/);
  assert.ok(await button.evaluate((element) => element === document.activeElement));
};
