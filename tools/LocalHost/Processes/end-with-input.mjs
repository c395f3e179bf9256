// Loaded before a program of Node.js: it ends in order, as on SIGTERM, when whoever holds the other end of its standard input is gone.
process.stdin.on('end', () => process.emit('SIGTERM') || process.exit()).on('error', () => process.exit()).resume();
process.stdin.unref();
