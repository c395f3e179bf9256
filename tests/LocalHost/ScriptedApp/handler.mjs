// A custom handler that does what the tests tell it to. It prints a line for everything that it is asked, and answers HTTP with what it has seen.
import { createServer } from 'node:http';

const later = (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds));

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://handler');
  const body = await read(request);
  if (url.pathname === '/') {
    response.end();
  } else if (url.pathname.startsWith('/echo')) {
    await echo(request, url, body, response);
  } else {
    await invoke(url.pathname.slice(1), JSON.parse(body), response);
  }
});

async function read(request) {
  const chunks = [];
  for await (const chunk of request) {
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

async function echo(request, url, body, response) {
  if (url.searchParams.has('die')) {
    process.exit(Number(url.searchParams.get('die')));
  }
  if (url.searchParams.has('wait')) {
    console.log(`waiting ${url.search}`);
    await later(Number(url.searchParams.get('wait')));
  }
  response.writeHead(Number(url.searchParams.get('status') ?? 200), { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'], 'x-reply': 'yes' });
  response.end(JSON.stringify({ pid: process.pid, environment: url.searchParams.has('environment') ? process.env : undefined, method: request.method, url: request.url, headers: request.headers, body }));
}

async function invoke(name, envelope, response) {
  console.log(`called ${name} ${JSON.stringify(envelope)}`);
  const order = text(envelope.Data.message);
  const attempt = Number(envelope.Metadata.DequeueCount);
  if (order.startsWith('die')) {
    process.exit(1);
  }
  if (order.startsWith('wait')) {
    await later(Number(order.split(' ')[1]));
    console.log(`waited ${order}`);
  }
  const fails = order.startsWith('fail') && !(attempt > Number(order.split(' ')[1]));
  response.writeHead(fails ? 500 : 200, { 'content-type': 'application/json' });
  response.end(order === 'empty' ? '' : '{}');
}

// A text arrives as a JSON string that holds a JSON string.
function text(value) {
  return typeof value === 'string' ? JSON.parse(value) : '';
}

server.listen(Number(process.env.FUNCTIONS_CUSTOMHANDLER_PORT), '127.0.0.1');
