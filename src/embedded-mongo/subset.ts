/**
 * The declared subset: all of MongoDB that the embedded database speaks. Whatever is not named here is refused
 * by name. The README's table is made from this one, and a test holds the product's queries to it on a real
 * MongoDB too.
 */
import { notSupported } from './errors.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

export const SUBSET = {
  command: words(`
    hello isMaster ismaster ping buildInfo buildinfo endSessions listDatabases listCollections create drop
    dropDatabase createIndexes listIndexes dropIndexes insert update delete findAndModify find getMore killCursors
    count aggregate`),
  query: words('$and $or $eq $ne $gt $gte $lt $lte $in $nin $not $exists $elemMatch $regex $options'),
  update: words('$set $unset $inc $max $push $pull $addToSet $setOnInsert'),
  modifier: words('$each $slice'),
  stage: words('$match $sort $skip $limit $group $lookup'),
  accumulator: words('$sum'),
} as const;

const LABEL: Record<keyof typeof SUBSET, string> = {
  command: 'Command',
  query: 'Query operator',
  update: 'Update operator',
  modifier: 'Update modifier',
  stage: 'Aggregation stage',
  accumulator: 'Accumulator',
};

/** Throws a refusal that names the operator unless it is in the subset. */
export function supported(kind: keyof typeof SUBSET, name: string): void {
  if (!SUBSET[kind].has(name)) throw notSupported(`${LABEL[kind]} ${name}`);
}

/** Throws a refusal when a command, stage or option carries a field that is not among those understood. */
export function onlyFields(what: string, fields: Iterable<string>, known: ReadonlySet<string>): void {
  for (const name of fields) if (!known.has(name)) throw notSupported(`${what}: field ${name}`);
}
