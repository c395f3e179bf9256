// The browser of all stories, without a window. It writes its address: POST there takes what a story is given, with its name, and answers 200 when it has been played or 500
// and what went wrong. It closes when it is told to end.

import { createServer } from 'node:http';
import { json } from 'node:stream/consumers';
import { chromium } from 'playwright-core';
import { play } from './story.mjs';

// As root there is no sandbox to be had.
const browser = await chromium.launch({ executablePath: process.argv[2], args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });

const server = createServer(async (request, response) => {
  try {
    await play(browser, await json(request));
    response.end();
  } catch (error) {
    response.writeHead(500).end(error.stack);
  }
});

server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/`));
process.once('SIGTERM', () => browser.close().finally(() => process.exit()));
