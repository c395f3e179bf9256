// Loaded into Azurite before it starts. Each operation on a queue removes the messages that have expired, which are none as a rule; and
// each removal, of none too, sorts the messages of all queues by every index again. So a long queue would make all of them slow, which no
// storage account does.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(join(dirname(process.argv[1]), 'azurite.js'));
const { prototype: collection } = require('lokijs').Collection;
const removeBatch = collection.removeBatch;
collection.removeBatch = function (documents) {
  if (documents.length > 0) removeBatch.call(this, documents);
};
