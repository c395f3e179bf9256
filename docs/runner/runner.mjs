// A whole bot runner in one file, without dependencies: Node.js 20 or later.
//
//   AzureWebJobsStorage='…the connection string of Usher's storage…' node docs/runner/runner.mjs
//
// It takes commands from the queue "bot-commands" and reports to Usher what happens. Replace the function meet() with code that really joins a meeting.
import { commands } from './queue.mjs';
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const HEARTBEAT_MS = 60_000;

// What clients can make our bots do in the meeting. Anything else is refused immediately.
const CAPABILITIES = ['pause_recording', 'resume_recording'];
const bots = new Map(); // Bots in our meetings, each with the controller that ends its meeting.

for await (const { command, done } of commands(process.env.AzureWebJobsStorage)) {
  // Commands arrive at least once, and in any order: the claim decides. It is refused with 409 if the command is already taken or must no longer be carried out.
  handle(command, done).catch((error) => console.error(`${command.bot_id}: ${error.message}`));
}

async function handle(command, done) {
  const claim = await post(command, 'claim', { command_id: command.command_id, id: `${command.command_id}-claim`, capabilities: CAPABILITIES });
  await done(); // Claimed by us, or no longer claimable: it must not be delivered again.
  if (claim.status !== 200) {
    return;
  }

  if (command.command === 'join') {
    await join(command, await claim.json());
  } else if (command.command === 'leave') {
    bots.get(command.bot_id)?.abort();
  } else {
    // For meeting commands, the answer to the claim also has `payload` and, if a picture or a sound belongs to them, `media_url`.
    const type = { pause_recording: 'recording_paused', resume_recording: 'recording_resumed' }[command.command];
    await post(command, 'events', { id: `${command.command_id}-${type}`, type });
  }
}

async function join(command, claimed) {
  const leave = new AbortController();
  bots.set(command.bot_id, leave);
  const heartbeat = setInterval(() => post(command, 'heartbeat').catch(() => {}), HEARTBEAT_MS);
  const report = (type, more = {}) => post(command, 'events', { id: `${command.command_id}-${type}`, type, ...more });
  try {
    await post(command, 'heartbeat');
    const startedAt = await meet({ ...command.bot, ...claimed }, report, batches(command), leave.signal);
    await report(leave.signal.aborted ? 'left_meeting' : 'meeting_ended');
    if (startedAt && (await upload(command, await readFile(new URL('recording.mp4', import.meta.url))))) {
      await report('recording_saved', { data: { start_timestamp_ms: startedAt } });
    }

    await report('transcription_completed');
    await report('post_processing_completed');
  } catch (error) {
    await report('fatal_error', { sub_type: 'process_terminated', data: { message: error.message } });
  } finally {
    clearInterval(heartbeat);
    bots.delete(command.bot_id);
  }
}

/**
 * A simulated meeting: one person joins and says a sentence. `bot` has `meeting_url`, `name`, `settings`, `metadata` and `image_url`; the
 * signal tells the bot to leave. Returns when the recording began, if it did.
 */
async function meet(bot, report, tell, signal) {
  console.log(`${bot.name} joins ${bot.meeting_url}`);
  await report('put_in_waiting_room');
  await sleep(500, null, { signal }).catch(() => {});
  if (signal.aborted) {
    return;
  }

  await report('joined_meeting');
  await report('recording_permission_granted');
  await report('transcription_started');
  const startedAt = Date.now();
  const ann = { uuid: 'ann', name: 'Ann', is_host: true };
  await tell('participants', { events: [{ participant: ann, timestamp_ms: startedAt, type: 'join' }] });
  await tell('utterances', {
    utterances: [{ participant: ann, timestamp_ms: startedAt, duration_ms: 900, transcription: { transcript: 'Hello, everybody.' } }],
  });
  await sleep(30_000, null, { signal }).catch(() => {});
  return startedAt;
}

/** What is said and done goes in batches of up to 45 entries, each under an id that no other batch of the bot has. */
function batches(command) {
  let number = 0;
  return async (what, entries) => {
    const answer = await post(command, what, { id: `${command.command_id}-${what}-${(number += 1)}`, ...entries });
    if (answer.status !== 200) {
      console.error(`${command.bot_id}: ${what}: ${await answer.text()}`);
    }
  };
}

/** The file goes straight to Blob storage. False where the bot is to record nothing. */
async function upload(command, file) {
  const answer = await post(command, 'recording');
  if (answer.status !== 200) {
    return false;
  }

  const { url, method, headers } = await answer.json();
  const stored = await fetch(url, { method, headers, body: file });
  if (!stored.ok) {
    throw new Error(`The recording was not stored: ${stored.status}`);
  }

  return true;
}

/** Sends the same bytes again until Usher says yes or no: reports and claims count once under their id. */
async function post(command, what, body) {
  for (let pause = 500; ; pause = Math.min(pause * 2, 30_000)) {
    try {
      const answer = await fetch(`${command.report_to}/${what}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${command.token}`, ...(body && { 'Content-Type': 'application/json' }) },
        body: body && JSON.stringify(body),
        signal: AbortSignal.timeout(30_000),
      });
      if (answer.status < 500 && answer.status !== 429) {
        return answer;
      }
    } catch {
      // There was no answer.
    }

    await sleep(pause);
  }
}
