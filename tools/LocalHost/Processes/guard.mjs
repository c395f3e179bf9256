// Survives the development host and ends what it has left behind. Reads lines on stdin: "start <pid> <signal>" and "stop <pid>".
// The end of stdin means that the host is gone, for whatever reason: every process still listed gets its signal, and SIGKILL five seconds later.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

const signalNumbers = new Map([[9, 'SIGKILL'], [15, 'SIGTERM']]);
const patience = 5000;
const processes = new Map(); // pid -> { signal, startedAt }

// A terminal sends these to the whole group. The guard outlives them: it ends by the end of stdin alone.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {});
}

// Tells a process from a later one that got the same number; null when there is none.
function startedAt(pid) {
  try {
    if (process.platform === 'linux') {
      // Field 22; the second field is the name, in parentheses, and may hold anything.
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return fields[0] === 'Z' ? null : fields[19];
    }
    return execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim() || null;
  } catch {
    return null;
  }
}

function send(pid, signal) {
  const { startedAt: known } = processes.get(pid);
  if (known === null || startedAt(pid) !== known) {
    processes.delete(pid);
    return;
  }
  try {
    process.kill(pid, signal);
  } catch {
    processes.delete(pid);
  }
}

const lines = createInterface({ input: process.stdin });
lines.on('line', (line) => {
  const [command, pid, signal] = line.split(' ');
  if (command === 'start') {
    processes.set(Number(pid), { signal: signalNumbers.get(Number(signal)) ?? 'SIGKILL', startedAt: startedAt(Number(pid)) });
  } else if (command === 'stop') {
    processes.delete(Number(pid));
  }
});

lines.on('close', () => {
  for (const [pid, { signal }] of [...processes]) {
    send(pid, signal);
  }
  const deadline = Date.now() + patience;
  const timer = setInterval(() => {
    for (const pid of [...processes.keys()]) {
      send(pid, Date.now() < deadline ? 0 : 'SIGKILL');
    }
    if (processes.size === 0) {
      clearInterval(timer);
    }
  }, 50);
});
