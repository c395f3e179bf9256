// Loaded into Azurite before it starts: what it has for telemetry and for keeping blobs in a SQL server is a third of its start, and neither
// is used here.
import Module from 'node:module';

const unused = new Set(['applicationinsights', 'sequelize']);
const load = Module._load;
Module._load = function (name, ...rest) {
  // Classes are derived from what these export, and never made.
  return unused.has(name) ? new Proxy({}, { get: () => class {} }) : load.call(this, name, ...rest);
};
