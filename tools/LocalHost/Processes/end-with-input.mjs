// Loaded before a Node.js program: when its parent, which holds the other end of standard input, is gone, the program exits as on SIGTERM.
process.stdin.on('end', () => process.emit('SIGTERM') || process.exit()).on('error', () => process.exit()).resume();
process.stdin.unref();
