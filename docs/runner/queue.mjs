// Reads a queue of Azure Storage with nothing but fetch. Sources: "Authorize with Shared Key", "Get Messages" and "Delete Message" of the Azure Storage REST API.
import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';

const VERSION = '2021-04-10';
const HIDDEN_S = 60; // How long a received message stays hidden from others before it is delivered again.

/** Every command, for ever: `{ command, done }`. Until `done()` has been called the message comes again. */
export async function* commands(connectionString) {
  const account = parse(connectionString);
  for (let pause = 100; ; ) {
    const messages = await receive(account).catch((error) => (console.error(`The queue: ${error.message}`), []));
    for (const { id, receipt, text } of messages) {
      yield { command: JSON.parse(Buffer.from(text, 'base64').toString()), done: () => call(account, 'DELETE', `/messages/${id}`, { popreceipt: receipt }) };
    }

    pause = messages.length > 0 ? 100 : Math.min(pause * 2, 5_000);
    await sleep(pause);
  }
}

async function receive(account) {
  const xml = await call(account, 'GET', '/messages', { numofmessages: '16', visibilitytimeout: String(HIDDEN_S) });
  const value = (message, name) => message.match(new RegExp(`<${name}>([^<]*)</${name}>`))[1];
  return xml.split('<QueueMessage>').slice(1).map((message) => ({
    id: value(message, 'MessageId'), receipt: value(message, 'PopReceipt'), text: value(message, 'MessageText'),
  }));
}

async function call({ name, key, endpoint }, method, path, query) {
  const url = new URL(`${endpoint}/bot-commands${path}`);
  Object.entries(query).forEach(([parameter, value]) => url.searchParams.set(parameter, value));
  const headers = { 'x-ms-date': new Date().toUTCString(), 'x-ms-version': VERSION };
  const canonicalHeaders = Object.entries(headers).map(([header, value]) => `${header}:${value}\n`).join('');
  const canonicalQuery = Object.keys(query).sort().map((parameter) => `\n${parameter}:${query[parameter]}`).join('');
  const signature = createHmac('sha256', Buffer.from(key, 'base64'))
    .update(`${method}${'\n'.repeat(12)}${canonicalHeaders}/${name}${url.pathname}${canonicalQuery}`)
    .digest('base64');
  const answer = await fetch(url, { method, headers: { ...headers, Authorization: `SharedKey ${name}:${signature}` } });
  if (!answer.ok && answer.status !== 404) {
    throw new Error(`${answer.status} ${(await answer.text()).slice(0, 200)}`);
  }

  return answer.text();
}

function parse(connectionString = '') {
  const parts = Object.fromEntries(connectionString.split(';').filter(Boolean).map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)]));
  if (!parts.AccountName || !parts.AccountKey) {
    throw new Error('Set AzureWebJobsStorage to the connection string of the storage that Usher uses.');
  }

  const endpoint = parts.QueueEndpoint ?? `https://${parts.AccountName}.queue.${parts.EndpointSuffix ?? 'core.windows.net'}`;
  return { name: parts.AccountName, key: parts.AccountKey, endpoint: endpoint.replace(/\/$/, '') };
}
