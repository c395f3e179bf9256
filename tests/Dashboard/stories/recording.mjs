import assert from 'node:assert/strict';

/** A second of silence that every browser plays, whatever its codecs. */
function silence() {
  const rate = 8000, file = Buffer.alloc(44 + rate, 128);
  file.write('RIFF', 0);
  file.writeUInt32LE(36 + rate, 4);
  file.write('WAVEfmt ', 8);
  [16, rate, rate].forEach((value, index) => file.writeUInt32LE(value, [16, 24, 28][index]));
  [1, 1, 1, 8].forEach((value, index) => file.writeUInt16LE(value, [20, 22, 32, 34][index]));
  file.write('data', 36);
  file.writeUInt32LE(rate, 40);
  return file;
}

export const expected = /Failed to load resource|Content Security Policy/;

export default async ({ given, page, signIn, runner }) => {
  const upload = await runner('recording', {});
  const put = await fetch(upload.url, { method: upload.method, headers: upload.headers, body: silence() });
  assert.ok(put.ok, `${put.status}`);
  await runner('utterances', {
    id: '1',
    utterances: [{
      participant: { uuid: 'a', name: 'Ada' }, timestamp_ms: Date.now(), duration_ms: 10, transcription: { transcript: 'My secret.' },
    }],
  });
  await signIn(`#/bots/${given.bot}`);
  await page.getByText('My secret.').waitFor();
  const section = page.getByRole('region', { name: 'Recording' });
  assert.ok(!await section.isVisible());

  // As soon as it is there it can be played: by the browser, from storage.
  for (const type of ['recording_saved', 'meeting_ended', 'post_processing_completed']) await runner('events', { id: type, type });
  await section.getByRole('button', { name: 'Load the recording' }).click();
  const player = section.locator('audio');
  assert.ok(await player.evaluate((audio) => new Promise((resolve) => {
    if (audio.readyState > 0) resolve(true);
    audio.onloadedmetadata = () => resolve(true);
    audio.onerror = () => resolve(false);
  })));
  assert.equal(await player.evaluate((audio) => audio.duration), 1);
  const source = await player.getAttribute('src');
  assert.ok(source.startsWith(given.storage), source);
  assert.equal(await section.getByRole('link', { name: 'Open in a new tab' }).getAttribute('href'), source);

  // From elsewhere, even from the same storage, the browser fetches nothing.
  assert.ok(await page.evaluate((url) => new Promise((resolve) => {
    document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective === 'media-src'));
    new Audio(url).load();
  }), new URL('../bot-media/x.mp3', given.storage).href));

  // An address that has expired is told of, and another one is asked for.
  await player.evaluate((audio) => { audio.src = audio.src.replace(/sig=[^&]*/, 'sig=expired'); });
  await section.getByText('The recording cannot be played here.').waitFor();
  await section.getByRole('button', { name: 'Load the recording' }).click();
  await player.waitFor();

  // Of deleted data nothing is left on the page.
  await page.getByRole('button', { name: 'Delete data…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete data' }).click();
  const result = page.getByRole('status').getByText('The data has been deleted.');
  await result.waitFor();
  await page.locator('header .badge', { hasText: 'data deleted' }).waitFor();
  await page.getByText('My secret.').waitFor({ state: 'hidden' });
  assert.ok(!await section.isVisible());
  await page.waitForFunction((element) => element === document.activeElement, await result.elementHandle());
};
