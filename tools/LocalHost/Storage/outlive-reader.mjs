// Loaded into Azurite before it starts. When the development host is killed nobody reads Azurite's output any more; what it then writes while it saves
// must not end it, or acknowledged writes are lost.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {});
}
