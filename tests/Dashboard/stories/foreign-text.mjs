import assert from 'node:assert/strict';
import { inMinutes } from './story.mjs';

const evil = (where) => `<img src=x onerror="window.harm='${where}'"><script>window.harm='${where}'</script>`;

export const expected = /Trusted(HTML|Script)|Content Security Policy/;

export default async ({ given, page, createBot, signIn, row }) => {
  const bot = await createBot({ bot_name: evil('name'), metadata: { [evil('key')]: evil('value') }, deduplication_key: evil('deduplication'), join_at: inMinutes(30) });
  await signIn();
  await row(bot.id).getByText(evil('value')).waitFor();
  await row(bot.id).getByRole('link').click();

  await page.getByRole('heading', { level: 1, name: evil('name') }).waitFor();
  assert.equal(await page.title(), `${evil('name')} · Usher`);
  await page.getByText(evil('deduplication')).first().waitFor();
  assert.deepEqual(await page.evaluate(() => [window.harm, document.images.length, document.querySelectorAll('main script').length]), [undefined, 1, 0]);
  await page.screenshot({ path: `${given.screenshots}/foreign-text.png`, fullPage: true });

  // A name out of the address is no more than text either.
  await page.goto(`/dashboard#/bots/${encodeURIComponent('../../../' + evil('address'))}`);
  await page.getByText('There is no such bot.').waitFor();

  // And where a mistake would make markup of text, the browser does not let it.
  assert.match(await page.evaluate(() => { try { document.body.innerHTML = '<b>x</b>'; } catch (error) { return error.name; } }), /TypeError/);
  await page.evaluate(() => { const script = document.createElement('script'); try { script.textContent = 'window.harm = 1'; document.head.append(script); } catch { } });
  assert.equal(await page.evaluate(() => window.harm), undefined);
};
