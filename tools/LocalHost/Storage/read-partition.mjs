// Loaded into Azurite before it starts. It looks at every row of a table for each query; a storage account looks at those of the partition
// that the query names. So does it with this, by the index that it keeps anyway: with many rows, development gets the cost that
// production has. What is found stays the same, since the whole filter is applied to those rows.
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(join(dirname(process.argv[1]), 'azurite.js'));
const { prototype: store } = require('./table/persistence/LokiTableMetadataStore.js').default;
const query = store.queryTableEntities;

/** The partition that every row found by a filter is in; undefined: there may be several. */
function partitionOf(filter) {
  const named = /^PartitionKey eq '((?:[^']|'')*)'(?= and |$)/.exec(filter ?? '');
  const words = (filter ?? '').replace(/'(?:[^']|'')*'/g, '');
  return named && !/\b(?:or|not)\b/i.test(words) ? named[1].replaceAll("''", "'") : undefined;
}

store.queryTableEntities = function (context, account, table, options, ...next) {
  const partition = partitionOf(options.filter);
  if (partition === undefined) return query.call(this, context, account, table, options, ...next);
  const rows = (...names) => {
    const collection = this.getEntityCollection(...names);
    return { chain: () => collection.chain().find({ PartitionKey: partition }) };
  };
  return query.call(Object.create(this, { getEntityCollection: { value: rows } }), context, account, table, options, ...next);
};
