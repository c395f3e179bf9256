// The facts about a bot besides its events.

import { element, setItems } from './dom.js';
import { runningElement, timeElement } from './time.js';
import { masked, meeting, pairs, words } from './words.js';

const WATCHED = {
  joining: 'the runner, which has to report', waiting_room: 'the waiting room, until a participant admits it',
  joining_breakout_room: 'the way into the breakout room', leaving_breakout_room: 'the way out of the breakout room',
  leaving: 'the runner, which has to leave', post_processing: 'the processing, which has to end',
};

/** An unchanged fact keeps its element, and thus the focus. */
export function showFacts(list, bot, deadline) {
  const facts = [
    { name: 'Meeting', of: bot.meeting_url, show: () => meetingLink(bot.meeting_url) },
    { name: 'Joins', of: bot.join_at, show: () => [timeElement(bot.join_at), ' · ', runningElement(bot.join_at)] },
    { name: 'In this state', of: deadline.state_since, show: () => [timeElement(deadline.state_since), ' · ', runningElement(deadline.state_since)] },
    due(deadline),
    { name: 'Recording', of: bot.recording_state, show: () => [words(bot.recording_state)] },
    { name: 'Transcription', of: bot.transcription_state, show: () => [words(bot.transcription_state)] },
    bot.deduplication_key && { name: 'Deduplication key', of: bot.deduplication_key, show: () => [bot.deduplication_key] },
    bot.metadata && { name: 'Metadata', of: bot.metadata, show: () => [pairs(bot.metadata)] },
  ].filter(Boolean);
  setItems(list, facts, ({ name }) => name, ({ name }) => element('div', {}, element('dt', {}, name), element('dd', {})), (item, { of, show }) => {
    const shown = JSON.stringify(of);
    if (item.shown !== shown) item.lastChild.replaceChildren(...show());
    item.shown = shown;
  });
}

/** The passcode is in the link, and shown on request. */
function meetingLink(url) {
  if (!URL.canParse(url) || new URL(url).protocol !== 'https:') return [url];
  const link = element('a', { href: url, target: '_blank', rel: 'noopener noreferrer' }, meeting(masked(url)));
  if (masked(url) === url) return [link];
  const button = element('button', { type: 'button', class: 'quiet small', 'aria-pressed': 'false', onclick: () => {
    const isShown = button.getAttribute('aria-pressed') === 'false';
    button.setAttribute('aria-pressed', String(isShown));
    link.textContent = meeting(isShown ? url : masked(url));
  } }, 'Show the passcode');
  return [link, ' ', button];
}

/** What the clock will do unless something else happens first. For a healthy bot, shows what is being watched rather than how it could end. */
function due(deadline) {
  const { state, due_at: at, what, last_heartbeat_at: heartbeat } = deadline;
  if (!at || !what) return { name: 'Watched', of: null, show: () => ['nothing by the clock'] };
  const time = [timeElement(at), ' · ', runningElement(at)];
  if (!['fatal_error', 'could_not_join_meeting'].includes(what.type)) {
    return { name: 'Next', of: [at, what], show: () => [words(what.type), what.sub_type && ` (${words(what.sub_type)})`, ' at ', ...time].filter(Boolean) };
  }

  return {
    name: 'Watched', of: [state, at, heartbeat], show: () => heartbeat ? ['heartbeat, last seen ', runningElement(heartbeat)]
      : state in WATCHED ? [`${WATCHED[state]} by `, ...time] : ['the runner’s reports; it sends no heartbeat'],
  };
}
