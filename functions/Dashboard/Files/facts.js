// What is known about a bot beside its events.

import { element } from './dom.js';
import { runningElement, timeElement } from './time.js';
import { pairs, words } from './words.js';

export function showFacts(list, bot, deadline) {
  const facts = [
    ['Meeting', bot.meeting_url],
    ['Joins', timeElement(bot.join_at), ' · ', runningElement(bot.join_at)],
    ['In this state', timeElement(deadline.state_since), ' · ', runningElement(deadline.state_since)],
    ['Due', ...due(deadline)],
    ['Recording', words(bot.recording_state)],
    ['Transcription', words(bot.transcription_state)],
    bot.deduplication_key && ['Deduplication key', bot.deduplication_key],
    bot.metadata && ['Metadata', pairs(bot.metadata)],
  ];
  list.replaceChildren(...facts.filter(Boolean).map(([name, ...value]) => element('div', {}, element('dt', {}, name), element('dd', {}, ...value))));
}

/** What the clock does where nothing else happens before. */
function due({ due_at: at, what }) {
  if (!at || !what) return ['nothing by the clock'];
  return [words(what.type), what.sub_type && ` (${words(what.sub_type)})`, ' at ', timeElement(at), ' · ', runningElement(at)];
}
