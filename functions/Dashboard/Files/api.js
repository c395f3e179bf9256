// The API, with the key of the signed-in user. Requests go only to this host.

import { compareClock } from './time.js';

const PATIENCE = 35000; // the server gives up after 30 s

/** Why there is no answer to show. @property {'key' | 'away' | 'busy' | 'missing' | 'changed' | 'refused'} kind */
export class ApiError extends Error {
  /** @param fields What is wrong with a body, by the name of the field. */
  constructor(kind, message, retryAfter = 0, fields = {}) {
    super(message);
    Object.assign(this, { kind, retryAfter, fields });
  }
}

/** @returns The message for a change that failed. Without a response, it may or may not have been carried out; the key makes it safe to repeat. */
export const failureOfChange = ({ kind, message }) => kind === 'away' ? `${message} It is unknown whether this was done. It is safe to try again.` : message;

export class Api {
  #key;

  constructor(key) {
    this.#key = key;
  }

  /** @param parameters Empty ones are omitted; a list repeats its name for each value. */
  async get(path, parameters = {}, signal) {
    const query = new URLSearchParams(Object.entries(parameters).flatMap(([name, value]) => [value].flat().filter(Boolean).map((one) => [name, one])));
    return (await this.send('GET', query.size > 0 ? `${path}?${query}` : path, { signal })).body;
  }

  async post(path) {
    return (await this.send('POST', path)).body;
  }

  /** @returns The body, and its version's entity tag. */
  async send(method, path, { signal, headers, body } = {}) {
    const timeout = AbortSignal.timeout(PATIENCE);
    let response, text;
    try {
      response = await fetch(path, {
        method, body: body && JSON.stringify(body), credentials: 'omit', cache: 'no-store', signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
        headers: { ...headers, ...body && { 'Content-Type': 'application/json' }, Authorization: `Token ${this.#key}` },
      });
      text = await response.text();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new ApiError('away', 'The server cannot be reached.');
    }

    compareClock(response.headers.get('Date'));
    if (response.ok) return { body: text ? JSON.parse(text) : null, tag: response.headers.get('ETag') };
    throw refusal(response.status, said(text), Number(response.headers.get('Retry-After')) || 0);
  }
}

/** The response's own message, if any: a sentence, or one for each field. */
function said(text) {
  try {
    const answer = JSON.parse(text), sentence = answer.detail ?? answer.error;
    return sentence ? { sentence } : { fields: Object.fromEntries(Object.entries(answer).map(([name, says]) => [name, [says].flat(9).map(plain).join(' ')])) };
  } catch {
    return {};
  }
}

const plain = (says) => typeof says === 'string' ? says : JSON.stringify(says);

function refusal(status, { sentence = '', fields = {} }, retryAfter) {
  switch (status) {
    case 401: return new ApiError('key', 'This key is not known here, or it has been disabled. Check that it was copied completely and belongs to this address.');
    case 404: return new ApiError('missing', sentence);
    case 412: return new ApiError('changed', 'Nothing was done: the bot has changed since you looked. Check what it is doing now, and try again.');
    case 429: return new ApiError('busy', 'The project has sent too many requests within a minute.', retryAfter);
    default: return status >= 500
      ? new ApiError('away', 'The server is not working as it should.', retryAfter)
      : new ApiError('refused', sentence || Object.entries(fields).map(([name, says]) => `${name}: ${says}`).join(' ') || `The server answered with ${status}.`, 0, fields);
  }
}

/** A key that makes a request safe to repeat. Not randomUUID: a page without TLS does not have it. */
export const newKey = () => [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');

/** The cursor in the link to another page; the rest of the link is not used. */
export const cursorOf = (link) => link ? new URL(link).searchParams.get('cursor') : null;
