// The browser that every story is played in; it writes the address at which it is reached, and closes when it is told to end.

import { chromium } from 'playwright-core';

// As root there is no sandbox to be had.
const server = await chromium.launchServer({ executablePath: process.argv[2], args: process.getuid?.() === 0 ? ['--no-sandbox'] : [] });
console.log(server.wsEndpoint());
