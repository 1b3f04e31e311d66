/** Sequences of commands on a fresh collection `c`; every reply and the documents left over are compared. */
import { type Document, Long } from 'mongodb';
import { day, double, long } from './datasets.ts';

const insert = (...documents: Document[]): Document => ({ insert: 'c', documents });
const unordered = (...documents: Document[]): Document => ({ insert: 'c', documents, ordered: false });
const find = (filter: Document = {}, rest: Document = {}): Document => ({ find: 'c', filter, ...rest });
const update = (q: Document, u: Document, rest: Document = {}): Document => ({
  update: 'c',
  updates: [{ q, u, ...rest }],
});
const remove = (q: Document, limit: number): Document => ({ delete: 'c', deletes: [{ q, limit }] });
const modify = (query: Document, rest: Document): Document => ({ findAndModify: 'c', query, ...rest });
const index = (key: Document, options: Document = {}): Document => ({
  createIndexes: 'c',
  indexes: [{ key, name: Object.entries(key).flat().join('_'), ...options }],
});
const named = (name: string, key: Document, options: Document = {}): Document =>
  index(key, { name, ...options });
const many = (n: number): Document[] => Array.from({ length: n }, (_, i) => ({ _id: i, k: i % 3 }));

export const SEQUENCES: Record<string, Document[]> = {
  'insert: one': [insert({ _id: 1, a: 1 })],
  'insert: _id moves to the front': [insert({ a: 1, _id: 1 }), find()],
  'insert: duplicate _id': [insert({ _id: 1 }), insert({ _id: 1, a: 2 })],
  'insert: 1, 1.0 and NumberLong(1) are the same _id': [
    insert({ _id: 1 }),
    insert({ _id: double(1) }),
    insert({ _id: long(1) }),
  ],
  'insert: ordered stops at the error': [insert({ _id: 1 }, { _id: 1 }, { _id: 2 })],
  'insert: unordered goes on': [unordered({ _id: 1 }, { _id: 1 }, { _id: 2 }, { _id: 2 }, { _id: 3 })],
  'insert: _id of other types': [
    insert({ _id: 'x' }, { _id: { a: 1 } }, { _id: day('2026-01-01') }, { _id: null }, { _id: 1.5 }),
  ],
  'insert: array _id': [insert({ _id: [1] })],
  'insert: nested $ names are data': [
    insert({ _id: 1, rule: { if: { $gt: 5 }, 'a.b': 1 } }),
    find({ 'rule.if': { $exists: true } }),
  ],
  'insert: document key order matters in _id': [
    insert({ _id: { a: 1, b: 2 } }, { _id: { b: 2, a: 1 } }),
    find({ _id: { b: 2, a: 1 } }),
  ],
  'insert: deep nesting': [
    insert({ _id: 1, a: { b: { c: { d: { e: [{ f: [{ g: 1 }] }] } } } } }),
    find({ 'a.b.c.d.e.f.g': 1 }),
  ],
  'delete: one': [insert({ _id: 1, a: 1 }, { _id: 2, a: 1 }), remove({ a: 1 }, 1)],
  'delete: all that match': [insert({ _id: 1, a: 1 }, { _id: 2, a: 1 }, { _id: 3 }), remove({ a: 1 }, 0)],
  'delete: nothing': [insert({ _id: 1 }), remove({ a: 1 }, 0)],
  'delete: everything': [insert({ _id: 1 }, { _id: 2 }), remove({}, 0)],
  'delete: from nowhere': [remove({ a: 1 }, 0)],
  'delete: bad limit': [insert({ _id: 1 }), remove({}, 2)],
  'delete: several statements': [
    insert(...many(6)),
    {
      delete: 'c',
      deletes: [
        { q: { k: 0 }, limit: 1 },
        { q: { k: 1 }, limit: 0 },
      ],
    },
  ],
  'update: several statements': [
    insert(...many(4)),
    {
      update: 'c',
      updates: [
        { q: { _id: 1 }, u: { $set: { a: 1 } } },
        { q: { _id: 9 }, u: { $set: { a: 1 } } },
        { q: { k: 0 }, u: { $inc: { k: 5 } }, multi: true },
      ],
    },
  ],
  'update: ordered stops at the error': [
    insert({ _id: 1, a: 'x' }, { _id: 2 }),
    {
      update: 'c',
      updates: [
        { q: { _id: 1 }, u: { $inc: { a: 1 } } },
        { q: { _id: 2 }, u: { $set: { b: 1 } } },
      ],
    },
  ],
  'update: unordered goes on': [
    insert({ _id: 1, a: 'x' }, { _id: 2 }),
    {
      update: 'c',
      ordered: false,
      updates: [
        { q: { _id: 1 }, u: { $inc: { a: 1 } } },
        { q: { _id: 2 }, u: { $set: { b: 1 } } },
      ],
    },
  ],
  'update: upserts carry their index': [
    insert({ _id: 1 }),
    {
      update: 'c',
      updates: [
        { q: { _id: 1 }, u: { $set: { a: 1 } }, upsert: true },
        { q: { _id: 5 }, u: { $set: { a: 1 } }, upsert: true },
        { q: { _id: 6 }, u: { $set: { a: 1 } }, upsert: true },
      ],
    },
  ],
  'update: upsert into nowhere': [update({ _id: 1 }, { $set: { a: 1 } }, { upsert: true })],
  'update: nowhere': [update({ _id: 1 }, { $set: { a: 1 } })],
  'update: into a duplicate': [
    insert({ _id: 1, a: 1 }, { _id: 2, a: 2 }),
    index({ a: 1 }, { unique: true }),
    update({ _id: 2 }, { $set: { a: 1 } }),
    update({ _id: 2 }, { $set: { a: 3 } }),
    update({ _id: 1 }, { $set: { a: 2 } }),
  ],
  'update: upsert into a duplicate': [
    insert({ _id: 1, a: 1, b: 1 }),
    index({ a: 1 }, { unique: true }),
    update({ a: 1, b: 2 }, { $set: { c: 1 } }, { upsert: true }),
  ],
  'findAndModify: old document': [
    insert({ _id: 1, n: 1 }),
    modify({ _id: 1 }, { update: { $inc: { n: 1 } } }),
  ],
  'findAndModify: new document': [
    insert({ _id: 1, n: 1 }),
    modify({ _id: 1 }, { update: { $inc: { n: 1 } }, new: true }),
  ],
  'findAndModify: none': [insert({ _id: 1 }), modify({ _id: 2 }, { update: { $inc: { n: 1 } } })],
  'findAndModify: nowhere': [modify({ _id: 2 }, { update: { $inc: { n: 1 } } })],
  'findAndModify: the first by sort': [
    insert({ _id: 1, n: 3 }, { _id: 2, n: 1 }, { _id: 3, n: 2 }),
    modify({}, { sort: { n: -1 }, update: { $set: { hit: 1 } } }),
    modify({ hit: { $exists: false } }, { sort: { n: 1 }, update: { $set: { hit: 2 } }, new: true }),
  ],
  'findAndModify: fields': [
    insert({ _id: 1, n: 3, m: 4 }),
    modify({}, { update: { $set: { k: 1 } }, fields: { m: 1 }, new: true }),
    modify({}, { update: { $set: { k: 2 } }, fields: { m: 0, _id: 0 } }),
  ],
  'findAndModify: remove': [
    insert({ _id: 1, n: 3 }, { _id: 2, n: 1 }),
    modify({}, { sort: { n: 1 }, remove: true }),
    modify({ _id: 9 }, { remove: true }),
  ],
  'findAndModify: upsert': [
    modify({ _id: 5, k: 1 }, { update: { $set: { n: 1 } }, upsert: true, new: true }),
    modify({ _id: 6 }, { update: { $set: { n: 1 } }, upsert: true }),
    modify({ _id: 6 }, { update: { $set: { n: 2 } }, upsert: true }),
  ],
  'findAndModify: replacement': [
    insert({ _id: 1, n: 3 }),
    modify({ _id: 1 }, { update: { m: 1 }, new: true }),
  ],
  'findAndModify: replacement upsert': [
    modify({ _id: 1, z: 1 }, { update: { m: 1 }, new: true, upsert: true }),
  ],
  'findAndModify: error changes nothing': [
    insert({ _id: 1, n: 'x', m: 1 }),
    modify({ _id: 1 }, { update: { $set: { m: 2 }, $inc: { n: 1 } } }),
  ],
  'findAndModify: duplicate': [
    insert({ _id: 1, a: 1 }, { _id: 2, a: 2 }),
    index({ a: 1 }, { unique: true }),
    modify({ _id: 1 }, { update: { $set: { a: 2 } } }),
  ],
  'findAndModify: update and remove': [
    insert({ _id: 1 }),
    modify({}, { update: { $set: { a: 1 } }, remove: true }),
  ],
  'findAndModify: neither': [insert({ _id: 1 }), modify({}, {})],
  'findAndModify: the lock of a job queue': [
    insert(
      { _id: 1, name: 'j', nextRunAt: day('2026-01-02'), priority: 0 },
      { _id: 2, name: 'j', nextRunAt: day('2026-01-01'), lockedAt: null, priority: 5 },
      { _id: 3, name: 'j', nextRunAt: day('2026-01-01'), lockedAt: day('2025-12-01'), disabled: true },
      { _id: 4, name: 'j', nextRunAt: null, lockedAt: day('2025-12-31') },
    ),
    index({ name: 1, nextRunAt: 1, priority: -1, lockedAt: 1, disabled: 1 }),
    ...[1, 2, 3, 4].map(() =>
      modify(
        {
          name: 'j',
          disabled: { $ne: true },
          $or: [
            { lockedAt: { $eq: null }, nextRunAt: { $lte: day('2026-01-03') } },
            { lockedAt: { $lte: day('2026-01-02') } },
          ],
        },
        {
          sort: { nextRunAt: 1, priority: -1 },
          update: { $set: { lockedAt: day('2026-01-03') } },
          new: true,
        },
      ),
    ),
  ],
  'find: batches': [
    insert(...many(10)),
    find({}, { batchSize: 4 }),
    find({}, { batchSize: 4, singleBatch: true }),
    find({}, { batchSize: 4, limit: 4 }),
    find({}, { limit: 3 }),
  ],
  'find: 101 in the first batch': [insert(...many(150)), find({ k: { $lt: 9 } })],
  'find: skip and limit': [
    insert(...many(10)),
    find({}, { skip: 8 }),
    find({}, { skip: 3, limit: 2 }),
    find({}, { skip: 20 }),
    find({}, { sort: { k: -1, _id: 1 }, skip: 1, limit: 4 }),
  ],
  'find: nowhere': [find({ a: 1 })],
  'find: negative skip': [insert({ _id: 1 }), find({}, { skip: -1 })],
  'find: filter that is no object': [insert({ _id: 1 }), { find: 'c', filter: 5 }],
  'find: after a write': [
    insert({ _id: 1, a: 1 }),
    find({ a: 1 }),
    update({ _id: 1 }, { $set: { a: 2 } }),
    find({ a: 1 }),
    find({ a: 2 }),
    remove({ _id: 1 }, 1),
    find({ a: 2 }),
  ],
  'count: with query, skip, limit': [
    insert(...many(10)),
    { count: 'c' },
    { count: 'c', query: {} },
    { count: 'c', query: { k: 1 } },
    { count: 'c', query: {}, skip: 8 },
    { count: 'c', limit: 4 },
    { count: 'c', query: { k: 0 }, limit: 2, skip: 1 },
  ],
  'count: nowhere': [{ count: 'c' }],
  'unique: missing counts as null': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1 }),
    insert({ _id: 2 }),
    insert({ _id: 3, a: null }),
    insert({ _id: 4, a: 1 }),
  ],
  'unique: compound': [
    index({ a: 1, b: -1 }, { unique: true }),
    insert({ _id: 1, a: 1, b: 1 }),
    insert({ _id: 2, a: 1, b: 2 }),
    insert({ _id: 3, a: 1, b: 1 }),
  ],
  'unique: elements of arrays': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1, a: [1, 2, 2] }),
    insert({ _id: 2, a: 2 }),
    insert({ _id: 3, a: [3, 1] }),
    insert({ _id: 4, a: [] }),
    insert({ _id: 5, a: [[1, 2]] }),
  ],
  'unique: nested path': [
    index({ 'a.b': 1 }, { unique: true }),
    insert({ _id: 1, a: { b: 1 } }),
    insert({ _id: 2, a: [{ b: 2 }, { b: 1 }] }),
  ],
  'unique: sparse lets missing pass': [
    index({ a: 1 }, { unique: true, sparse: true }),
    insert({ _id: 1 }),
    insert({ _id: 2 }),
    insert({ _id: 3, a: null }),
    insert({ _id: 4, a: null }),
  ],
  'unique: partial': [
    index({ a: 1 }, { unique: true, partialFilterExpression: { open: true } }),
    insert({ _id: 1, a: 1, open: true }),
    insert({ _id: 2, a: 1 }),
    insert({ _id: 3, a: 1, open: true }),
    update({ _id: 2 }, { $set: { open: true } }),
    update({ _id: 1 }, { $unset: { open: 1 } }),
    update({ _id: 2 }, { $set: { open: true } }),
  ],
  'unique: partial on existence': [
    index({ a: 1 }, { unique: true, partialFilterExpression: { a: { $exists: true } } }),
    insert({ _id: 1 }),
    insert({ _id: 2 }),
    insert({ _id: 3, a: 5 }),
    insert({ _id: 4, a: 5 }),
  ],
  'unique: long strings that differ late': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1, a: `${'长'.repeat(2000)}1` }),
    insert({ _id: 2, a: `${'长'.repeat(2000)}2` }),
    insert({ _id: 3, a: `${'长'.repeat(2000)}1` }),
  ],
  'unique: strings are not folded': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1, a: 'A' }),
    insert({ _id: 2, a: 'a' }),
    insert({ _id: 3, a: 'a ' }),
    insert({ _id: 4, a: 'a' }),
  ],
  'unique: cannot be built over duplicates': [
    insert({ _id: 1, a: 1 }, { _id: 2, a: 1 }),
    index({ a: 1 }, { unique: true }),
    { listIndexes: 'c' },
  ],
  'unique: freed by delete and update': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1, a: 1 }),
    remove({ _id: 1 }, 1),
    insert({ _id: 2, a: 1 }),
    update({ _id: 2 }, { $set: { a: 5 } }),
    insert({ _id: 3, a: 1 }),
  ],
  'unique: multi update that swaps nothing': [
    index({ a: 1 }, { unique: true }),
    insert({ _id: 1, a: 1 }, { _id: 2, a: 2 }),
    update({}, { $inc: { a: 10 } }, { multi: true }),
  ],
  'indexes: created twice': [index({ a: 1 }), index({ a: 1 })],
  'indexes: same name, other key': [index({ a: 1 }), named('a_1', { b: 1 })],
  'indexes: same name, other options': [index({ a: 1 }), index({ a: 1 }, { unique: true })],
  'indexes: same key, other name': [index({ a: 1 }), named('other', { a: 1 })],
  'indexes: same key, other options and name': [index({ a: 1 }), named('other', { a: 1 }, { unique: true })],
  'indexes: same key, partial beside plain': [
    index({ a: 1 }),
    named('other', { a: 1 }, { partialFilterExpression: { b: 1 } }),
  ],
  'indexes: same but for the time to live': [
    index({ a: 1 }, { expireAfterSeconds: 5 }),
    index({ a: 1 }, { expireAfterSeconds: 6 }),
    named('b', { a: 1 }, { expireAfterSeconds: 6 }),
  ],
  'indexes: sparse beside unique beside plain': [
    index({ a: 1 }),
    named('b', { a: 1 }, { sparse: true }),
    named('c', { a: 1 }, { unique: true }),
    named('d', { a: 1 }, { sparse: true }),
    named('b', { a: 1 }, { unique: true }),
  ],
  'indexes: other direction or order': [
    index({ a: 1 }),
    index({ a: -1 }),
    index({ a: 1, b: 1 }),
    index({ b: 1, a: 1 }),
    { listIndexes: 'c' },
  ],
  'indexes: listed': [
    index({ a: 1 }, { unique: true }),
    index({ b: -1, c: 1 }, { sparse: true }),
    index({ d: 1 }, { expireAfterSeconds: 60 }),
    index({ e: 1 }, { partialFilterExpression: { e: { $gt: 5 } } }),
    { listIndexes: 'c' },
  ],
  'indexes: several at once': [
    {
      createIndexes: 'c',
      indexes: [
        { key: { a: 1 }, name: 'a' },
        { key: { b: 1 }, name: 'b' },
      ],
    },
    { listIndexes: 'c' },
  ],
  'indexes: _id is there': [insert({ _id: 1 }), index({ _id: 1 }), { listIndexes: 'c' }],
  'indexes: dropped': [
    index({ a: 1 }),
    index({ b: 1 }),
    { dropIndexes: 'c', index: 'a_1' },
    { listIndexes: 'c' },
    { dropIndexes: 'c', index: 'a_1' },
    { dropIndexes: 'c', index: '_id_' },
    { dropIndexes: 'c', index: '*' },
    { listIndexes: 'c' },
  ],
  'indexes: dropped by key': [index({ a: 1 }), { dropIndexes: 'c', index: { a: 1 } }, { listIndexes: 'c' }],
  'indexes: listed of nowhere': [{ listIndexes: 'c' }],
  'indexes: dropped of nowhere': [{ dropIndexes: 'c', index: 'a_1' }],
  'indexes: no key': [{ createIndexes: 'c', indexes: [{ name: 'x', key: {} }] }],
  'indexes: no name': [{ createIndexes: 'c', indexes: [{ key: { a: 1 } }] }],
  'indexes: none': [{ createIndexes: 'c', indexes: [] }],
  'indexes: sparse and partial': [index({ a: 1 }, { sparse: true, partialFilterExpression: { a: 1 } })],
  'indexes: TTL over two fields': [index({ a: 1, b: 1 }, { expireAfterSeconds: 5 })],
  'indexes: parallel arrays': [
    index({ a: 1, b: 1 }),
    insert({ _id: 1, a: [1], b: [2] }),
    insert({ _id: 2, a: [1], b: 2 }),
  ],
  'collections: create, list, drop': [
    { create: 'c' },
    { listCollections: 1, filter: { name: 'c' }, nameOnly: true },
    { drop: 'c' },
    { listCollections: 1, filter: { name: 'c' }, nameOnly: true },
  ],
  'collections: created twice': [{ create: 'c' }, { create: 'c' }],
  'collections: drop of nowhere': [{ drop: 'c' }],
  'collections: dropped with its documents': [
    insert({ _id: 1 }),
    index({ a: 1 }),
    { drop: 'c' },
    find(),
    { listIndexes: 'c' },
    insert({ _id: 1 }),
    { listIndexes: 'c' },
  ],
  'names: empty collection': [{ find: '', filter: {} }],
  'names: not a string': [{ find: 5, filter: {} }],
  'aggregate: batches': [
    insert(...many(10)),
    { aggregate: 'c', pipeline: [], cursor: { batchSize: 3 } },
    { aggregate: 'c', pipeline: [{ $group: { _id: '$k' } }, { $sort: { _id: 1 } }], cursor: {} },
  ],
  'aggregate: no cursor': [insert({ _id: 1 }), { aggregate: 'c', pipeline: [] }],
  'aggregate: nowhere': [{ aggregate: 'c', pipeline: [{ $match: {} }], cursor: {} }],
  'aggregate: bad stage': [
    insert({ _id: 1 }),
    { aggregate: 'c', pipeline: [{ $match: {}, $sort: { a: 1 } }], cursor: {} },
    { aggregate: 'c', pipeline: [5], cursor: {} },
    { aggregate: 'c', pipeline: {}, cursor: {} },
  ],
  'getMore: unknown cursor': [insert({ _id: 1 }), { getMore: Long.fromNumber(12345), collection: 'c' }],
  ping: [{ ping: 1 }],
};

/** Filters, projections and pipelines that are wrong on any MongoDB: both must say so, whatever the code. */
export const WRONG: Record<string, Document> = {
  'unknown operator after a known one': find({ a: { $gt: 1, $nope: 1 } }),
  'operator mixed with a field': find({ a: { $gt: 1, b: 1 } }),
  '$in without an array': find({ a: { $in: 5 } }),
  '$nin without an array': find({ a: { $nin: 'x' } }),
  '$in with operators inside': find({ a: { $in: [{ $gt: 5 }] } }),
  '$and without an array': find({ $and: { a: 1 } }),
  '$or with nothing': find({ $or: [] }),
  '$elemMatch of a value': find({ a: { $elemMatch: 5 } }),
  '$regex of a number': find({ a: { $regex: 5 } }),
  '$options alone': find({ a: { $options: 'i' } }),
  '$options of a number': find({ a: { $regex: 'a', $options: 5 } }),
  'an open bracket': find({ a: { $regex: '(a' } }),
  'an open class': find({ a: { $regex: '[a' } }),
  'a quantifier of nothing': find({ a: { $regex: '*a' } }),
  'an unknown top level operator': find({ $nope: 1 }),
  'inclusion with exclusion': find({}, { projection: { a: 1, b: 0 } }),
  'exclusion with inclusion': find({}, { projection: { a: 0, b: 1 } }),
  '_id included in an exclusion': find({}, { projection: { _id: 1, a: 0 } }),
  'a projection within a projection': find({}, { projection: { a: 1, 'a.b': 1 } }),
  'a projection of an empty path': find({}, { projection: { 'a..b': 1 } }),
  'a sort by text': find({}, { sort: { a: 'x' } }),
  'a sort by zero': find({}, { sort: { a: 0 } }),
  'a sort by two': find({}, { sort: { a: 2 } }),
  'a limit that is text': find({}, { limit: 'x' }),
  '$limit of zero': { aggregate: 'c', pipeline: [{ $limit: 0 }], cursor: {} },
  '$limit of text': { aggregate: 'c', pipeline: [{ $limit: 'x' }], cursor: {} },
  '$skip below zero': { aggregate: 'c', pipeline: [{ $skip: -1 }], cursor: {} },
  '$sort of nothing': { aggregate: 'c', pipeline: [{ $sort: {} }], cursor: {} },
  '$group without _id': { aggregate: 'c', pipeline: [{ $group: { n: { $sum: 1 } } }], cursor: {} },
  '$group with a plain field': { aggregate: 'c', pipeline: [{ $group: { _id: 1, n: '$a' } }], cursor: {} },
  '$group with a dotted field': {
    aggregate: 'c',
    pipeline: [{ $group: { _id: 1, 'n.m': { $sum: 1 } } }],
    cursor: {},
  },
  '$group with two accumulators': {
    aggregate: 'c',
    pipeline: [{ $group: { _id: 1, n: { $sum: 1, $max: 1 } } }],
    cursor: {},
  },
  '$lookup without as': {
    aggregate: 'c',
    pipeline: [{ $lookup: { from: 'x', localField: 'a', foreignField: 'b' } }],
    cursor: {},
  },
  '$match of a value': { aggregate: 'c', pipeline: [{ $match: 5 }], cursor: {} },
};
