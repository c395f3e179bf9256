// Why a bot failed, and what to do about it.

import { words } from './words.js';

const AGAIN = 'Make a new bot';
const MEANINGS = {
  meeting_not_started_waiting_for_host: ['The host had not started the meeting.', `${AGAIN} for when the meeting begins, or ask the host to let people in before.`],
  request_to_join_denied: ['A participant denied the bot’s request to join.', `Tell the host that the bot is coming. ${AGAIN} to ask again.`],
  waiting_room_timeout_exceeded: ['The bot was not admitted from the waiting room in time.', `Ask the host to admit it. ${AGAIN} to try again, with a longer waiting room timeout if need be.`],
  meeting_not_found: ['The platform does not know this meeting.', `Check the link: it may be mistyped, over or cancelled. ${AGAIN} with the right one.`],
  login_required: ['The meeting lets in only people who have signed in.', `Let the bot sign in, or ask the host to admit guests. Then ${AGAIN.toLowerCase()}.`],
  bot_login_attempt_failed: ['The bot could not sign in to the platform.', `Check the account that it uses. Then ${AGAIN.toLowerCase()}.`],
  unable_to_connect_to_meeting: ['The bot could not connect to the meeting.', `This often passes: ${AGAIN.toLowerCase()}.`],
  authorized_user_not_in_meeting_timeout_exceeded: ['The user who authorizes the bot was not in the meeting in time.', `${AGAIN} when that user is there.`],
  blocked_by_captcha: ['The platform asked the bot to prove that it is human.', `Wait for a while, or let the bot sign in. Then ${AGAIN.toLowerCase()}.`],
  zoom_authorization_failed: ['Zoom refused the app’s credentials.', `Check the Zoom credentials of the runner. Then ${AGAIN.toLowerCase()}.`],
  zoom_meeting_status_failed: ['Zoom ended the attempt to join.', `Check that the meeting is running and that its passcode is right. Then ${AGAIN.toLowerCase()}.`],
  unpublished_zoom_app: ['The Zoom app is not published, so it can only join meetings of its own account.', 'Publish the app, or use meetings of its account.'],
  zoom_sdk_internal_error: ['Zoom’s SDK failed.', `This often passes: ${AGAIN.toLowerCase()}.`],
  zoom_app_cannot_join_anonymously: ['This Zoom meeting does not let the app join without a user.', 'Give the bot a user’s token, or ask the host to change the meeting.'],
  heartbeat_timeout: ['The runner stopped reporting while the bot was in the meeting.', `Check the runner’s log, and whether it is still running. ${AGAIN} to go back in.`],
  process_terminated: ['The runner did not finish in time, or its process ended.', 'Look at the runner’s log. Anything recorded before may still be available.'],
  bot_not_launched: ['No runner took the bot in time.', `Check that a runner is running and takes commands. Then ${AGAIN.toLowerCase()}.`],
  rtmp_connection_failed: ['The stream could not be sent to its RTMP address.', `Check the address and its key. Then ${AGAIN.toLowerCase()}.`],
  ui_element_not_found: ['The meeting’s page looks different from what the runner expects.', 'Update the runner: the platform has changed its page.'],
  out_of_credits: ['The runner’s account has no credits left.', `Top it up. Then ${AGAIN.toLowerCase()}.`],
  attendee_internal_error: ['The runner had an internal error.', `Look at the runner’s log. ${AGAIN} to try again.`],
  global_runtime_timeout: ['The bot ran longer than its runner allows.', 'Raise the runner’s limit if meetings are longer than that.'],
};

/** @returns What happened and what to do, in sentences; null if the bot has not failed. */
export function failureOf({ state, events }) {
  const event = events.findLast(({ type }) => type === 'fatal_error' || type === 'could_not_join_meeting');
  if (state !== 'fatal_error' || !event) return null;
  const [what, then] = MEANINGS[event.sub_type] ?? [
    `The bot ${event.type === 'fatal_error' ? 'failed' : 'could not join the meeting'}${event.sub_type ? `: ${words(event.sub_type)}` : ''}.`,
    `Look at the runner’s log. ${AGAIN} to try again.`,
  ];
  return { what, then, at: event.created_at };
}
