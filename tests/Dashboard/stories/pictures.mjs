// The picture of the documentation, as small as 256 colours make it.

import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { crc32, deflateSync } from 'node:zlib';

const WIDTH = 1280, HEIGHT = 900, COLOURS = 256, MAX_BYTES = 100000;
const NEAR = 50; // colours that are closer than this are one

export default async ({ given, page, signIn, row }) => {
  await mkdir(given.pictures, { recursive: true });
  await page.setViewportSize({ width: WIDTH, height: HEIGHT });
  const take = async (name) => {
    await page.mouse.move(0, 0);
    await page.evaluate(() => document.activeElement.blur());
    await page.waitForFunction(() => document.querySelector('tr.changed') === null);
    const picture = await reduced(page, await page.screenshot());
    assert.ok(picture.length <= MAX_BYTES, `${name} has ${picture.length} bytes`);
    await writeFile(`${given.pictures}/${name}.png`, picture);
  };

  await signIn();
  await row('Investor update').waitFor();
  await page.locator('#schedule a').nth(4).waitFor();
  await page.getByRole('link', { name: '1 failed today' }).waitFor();
  await take('dashboard');
};

/** A PNG with a palette of the colours that are there most often and differ; each other one becomes the nearest of them. */
async function reduced(page, screenshot) {
  const { palette, lines } = await page.evaluate(async ([source, width, height, colours, near]) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    const context = new OffscreenCanvas(width, height).getContext('2d');
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const pixels = Array.from({ length: width * height }, (_, index) => data[index * 4] << 16 | data[index * 4 + 1] << 8 | data[index * 4 + 2]);
    const counts = Map.groupBy(pixels, (colour) => colour);
    const distance = (one, other) => [16, 8, 0].reduce((sum, shift) => sum + ((one >> shift & 255) - (other >> shift & 255)) ** 2, 0);
    const palette = [];
    for (const [colour] of [...counts].sort(([, one], [, other]) => other.length - one.length)) {
      if (palette.length < colours && palette.every((one) => distance(one, colour) > near)) palette.push(colour);
    }

    const nearest = new Map([...counts.keys()].map((colour) => [colour, palette.reduce((best, _, index) =>
      distance(palette[index], colour) < distance(palette[best], colour) ? index : best, 0)]));
    return { palette, lines: Array.from({ length: height }, (_, y) => pixels.slice(y * width, (y + 1) * width).map((colour) => nearest.get(colour))) };
  }, [`data:image/png;base64,${screenshot.toString('base64')}`, WIDTH, HEIGHT, COLOURS, NEAR]);
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data]), frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header.set([8, 3], 8);
  return Buffer.concat([
    Buffer.from('89504e470d0a1a0a', 'hex'), chunk('IHDR', header),
    chunk('PLTE', Buffer.from(palette.flatMap((colour) => [colour >> 16, colour >> 8 & 255, colour & 255]))),
    chunk('IDAT', deflateSync(Buffer.concat(lines.map((line) => Buffer.from([0, ...line]))), { level: 9 })), chunk('IEND', Buffer.alloc(0)),
  ]);
}
