// Creates a bot. The API's documentation lists all other fields.

import { fillIn } from './form.js';

export async function createBot(api, failed) {
  try {
    const bot = await fillIn({
      title: 'New bot', label: 'Create the bot',
      fields: [
        { name: 'meeting_url', label: 'Meeting URL', type: 'text', inputmode: 'url', required: true, placeholder: 'https://…' },
        { name: 'bot_name', label: 'Name', type: 'text', required: true, maxlength: 255 },
        { name: 'join_at', label: 'Joins at (leave empty to join at once)', type: 'datetime-local' },
      ],
      send: async (body, key) => (await api.send('POST', '/api/v1/bots', { body, headers: { 'Idempotency-Key': key } })).body,
    });
    if (bot) location.assign(`#/bots/${encodeURIComponent(bot.id)}`);
  } catch (error) {
    failed(error);
  }
}
