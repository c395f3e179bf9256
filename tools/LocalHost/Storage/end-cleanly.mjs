// Loaded into Azurite before it starts, so that it always saves before it ends.
import http from 'node:http';

// When the development host is killed, Azurite's output is no longer read. Writing to it during the save must not end Azurite, or
// acknowledged writes are lost.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', () => {});
}

// It ends when every connection is closed. The idle ones are, when its servers close; that of a client that stands still would keep it
// until it is killed.
const patience = 500;
const close = http.Server.prototype.close;
http.Server.prototype.close = function (callback) {
  setTimeout(() => this.closeAllConnections(), patience).unref();
  return close.call(this, callback);
};
