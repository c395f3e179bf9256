import assert from 'node:assert/strict';

const ada = { uuid: 'a', name: 'Ada', is_host: true }, ben = { uuid: 'b', name: 'Ben' };
const evil = '<img src=x onerror="window.harm=1">';

export default async ({ given, page, signIn, runner }) => {
  const began = Date.now() - 60000;
  const said = (id, participant, after, transcript) => runner('utterances', {
    id, utterances: [{ participant, timestamp_ms: began + after, duration_ms: 900, transcription: { transcript } }],
  });

  await signIn(`#/bots/${given.bot}`);
  await page.getByText('Nobody has said anything yet.').waitFor();
  await page.getByText('No messages.').waitFor();
  await page.evaluate(() => { window.isSame = true; });

  // What is said appears in the order in which it was said, and is corrected in its place; only what is new is asked for.
  const asked = [];
  page.on('request', (request) => {
    if (request.url().includes('/transcript')) asked.push(new URL(request.url()).searchParams.has('updated_after'));
  });
  const lines = page.getByRole('log', { name: 'What was said' }).getByRole('listitem');
  await said('1', ada, 2000, 'Good mor');
  await lines.getByText('Good mor').waitFor();
  await said('2', ben, 1000, evil);
  await said('3', ada, 2000, 'Good morning.');
  await lines.getByText('Good morning.').waitFor();
  assert.deepEqual(await lines.locator('p').allTextContents(), [evil, 'Good morning.']);
  assert.deepEqual(await lines.locator('strong').allTextContents(), ['Ben', 'Ada']);
  assert.ok(asked.length > 0 && asked.every(Boolean), `${asked}`);

  // Who is there, and who has left.
  const people = page.getByRole('region', { name: 'Who was there' }).getByRole('listitem');
  await runner('participants', { id: '4', events: [ada, ben].map((participant) => ({ participant, timestamp_ms: began, type: 'join' })) });
  await page.getByText('2 of 2 in the meeting').waitFor();
  await runner('participants', { id: '5', events: [{ participant: ben, timestamp_ms: began + 5000, type: 'leave' }] });
  await page.getByText('1 of 2 in the meeting').waitFor();
  assert.match((await people.allTextContents()).join('; '), /^Ada · host · joined [\d:]+; Ben · joined [\d:]+ · left [\d:]+$/);

  // What is written.
  await runner('chat_messages', {
    id: '6', messages: [{ participant: ada, timestamp_ms: began + 6000, text: `Hello ${evil}`, to: 'only_bot' }],
  });
  const chat = page.getByRole('log', { name: 'What was written' }).getByRole('listitem');
  await chat.getByText(`Hello ${evil}`).waitFor();
  assert.match(await chat.innerText(), /^Ada [\d:]+ to the bot only/);

  // A pause. The server waits a second for the runner, and a busy machine may take longer: here the test answers. Without the runner's word
  // the answer is a refusal, which is shown.
  const pause = page.getByRole('button', { name: 'Pause recording' }), resume = page.getByRole('button', { name: 'Resume recording' });
  const sent = page.waitForRequest('**/pause_recording');
  await page.route('**/pause_recording', async (route) => {
    await runner('events', { id: 'paused', type: 'recording_paused' });
    await route.fulfill({ json: {} });
  });
  await pause.click();
  const headers = await (await sent).allHeaders();
  assert.match(headers['if-match'], /^"\d+"$/);
  assert.match(headers['idempotency-key'], /^[0-9a-f]{32}$/);
  await page.getByRole('status').getByText('The recording is paused.').waitFor();
  await resume.click();
  await page.getByRole('status').getByText('Unable to resume recording').waitFor();
  assert.ok(await resume.evaluate((button) => button === document.activeElement));

  // Leaving is asked about: the keyboard can say no, and the focus is where it was.
  const leave = page.getByRole('button', { name: 'Leave…' }), dialog = page.getByRole('dialog', { name: 'Leave the meeting?' });
  await leave.focus();
  await page.keyboard.press('Enter');
  await dialog.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Cancel');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  assert.ok(await leave.evaluate((button) => button === document.activeElement));
  await page.keyboard.press('Enter');
  await dialog.getByRole('button', { name: 'Leave' }).click();
  await page.getByRole('status').getByText('The bot has been told to leave.').waitFor();
  await page.locator('header .badge', { hasText: 'leaving' }).waitFor();
  assert.equal(await leave.count(), 0);

  // What is told late is there when all is over.
  await runner('events', { id: 'left', type: 'left_meeting' });
  await said('7', ada, 500, 'Is this on?');
  await runner('events', { id: 'over', type: 'post_processing_completed' });
  await page.locator('header .badge', { hasText: 'ended' }).waitFor();
  await lines.getByText('Is this on?').waitFor();
  assert.equal(await lines.first().locator('p').textContent(), 'Is this on?');
  assert.deepEqual(await page.evaluate(() => [window.isSame, window.harm, document.images.length]), [true, undefined, 1]);
};
