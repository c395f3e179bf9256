// First steps, for a project without bots.

import { copyButton } from './copy.js';
import { element } from './dom.js';
import { keyOfTab } from './session.js';

export function begin() {
  return [
    element('p', {}, 'Make one with “New bot”, or over HTTP, where $KEY is the API key:'),
    element('pre', { tabindex: 0, role: 'region', 'aria-label': 'A command that makes a bot' }, example()),
    element('p', { class: 'buttons' }, copyButton('Copy the command', example), copyButton('Copy the API key', keyOfTab), element('a', { href: '/docs' }, 'API documentation')),
  ];
}

const example = () => `curl ${location.origin}/api/v1/bots -H "Authorization: Token $KEY" -H 'Content-Type: application/json' \\
  -d '{"meeting_url": "https://meet.google.com/abc-defg-hij", "bot_name": "Usher"}'`;
