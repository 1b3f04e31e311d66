/** The update operators of the subset: each takes its argument and gives what it does to a value. */
import { MongoError } from './errors.ts';
import { parseFilter } from './matcher.ts';
import { onlyFields, supported } from './subset.ts';
import {
  add,
  clone,
  compare,
  type Doc,
  equal,
  isDoc,
  isNumber,
  type Maybe,
  toNumber,
  typeName,
  type Value,
} from './values.ts';

/** What one operator does to the value at its path; `undefined` leaves the field missing. */
export type Apply = (old: Maybe, path: string) => Maybe;

const set = (argument: Value): Apply => {
  return () => clone(argument);
};

export const OPERATORS: Record<string, (argument: Value, path: string) => Apply> = {
  $set: set,
  $setOnInsert: set,
  $unset: () => () => undefined,
  $inc: (by, path) => {
    if (!isNumber(by))
      throw new MongoError('TypeMismatch', `Cannot increment with non-numeric argument: {${path}: …}`);
    return (old) => {
      if (old === undefined) return by;
      if (!isNumber(old))
        throw new MongoError(
          'TypeMismatch',
          `Cannot apply $inc to a value of non-numeric type ${typeName(old)}`,
        );
      const sum = add(old, by);
      if (typeName(sum) === 'double' && typeName(old) !== 'double' && typeName(by) !== 'double')
        throw new MongoError('BadValue', `Failed to apply $inc operations to current value: int64 overflow`);
      // a double that compares equal stays as it is: -0 is not made 0
      const stays = typeName(sum) === 'double' && typeName(old) === 'double';
      return stays && toNumber(sum) === toNumber(old) ? old : sum;
    };
  },
  $max: (value) => (old) => (old === undefined || compare(value, old) > 0 ? clone(value) : old),
  $push: parsePush,
  $addToSet: parseAddToSet,
  $pull: parsePull,
};

function isEach(argument: Value): argument is Doc {
  return isDoc(argument) && argument.has('$each');
}

function eachOf(op: string, argument: Doc): Value[] {
  const each = argument.get('$each');
  if (!Array.isArray(each))
    throw new MongoError(op === '$push' ? 'BadValue' : 'TypeMismatch', `$each in ${op} must be an array`);
  return each;
}

function integerModifier(argument: Doc, name: string): number | undefined {
  const v = argument.get(name);
  if (v === undefined) return undefined;
  const n = isNumber(v) ? toNumber(v) : Number.NaN;
  if (!Number.isInteger(n))
    throw new MongoError('BadValue', `The value for ${name} must be an integer value`);
  return n;
}

function parsePush(argument: Value): Apply {
  if (!isEach(argument)) {
    return (old, path) => [...arrayAt('$push', old, path), clone(argument)];
  }
  for (const name of argument.keys()) {
    if (name.startsWith('$')) supported('modifier', name);
    else throw new MongoError('BadValue', `Unrecognized clause in $push: ${name}`);
  }
  const each = eachOf('$push', argument);
  const slice = integerModifier(argument, '$slice');
  return (old, path) => {
    const out = [...arrayAt('$push', old, path), ...each.map(clone)];
    if (slice === undefined) return out;
    return slice < 0 ? out.slice(slice) : out.slice(0, slice);
  };
}

function parseAddToSet(argument: Value): Apply {
  if (isEach(argument)) onlyFields('$addToSet', argument.keys(), new Set(['$each']));
  const values = isEach(argument) ? eachOf('$addToSet', argument) : [argument];
  return (old, path) => {
    const out = [...arrayAt('$addToSet', old, path)];
    for (const v of values) if (!out.some((x) => equal(x, v))) out.push(clone(v));
    return out;
  };
}

function arrayAt(op: string, old: Maybe, path: string): Value[] {
  if (old === undefined) return [];
  if (!Array.isArray(old))
    throw new MongoError(
      'BadValue',
      `The field '${path}' must be an array for ${op} but is of type ${typeName(old)}`,
    );
  return old;
}

/** `$pull` takes a value to equal, operators that elements must satisfy, or a filter on sub-documents. */
function parsePull(argument: Value): Apply {
  const test = pullTest(argument);
  return (old) => {
    if (old === undefined) return undefined;
    if (!Array.isArray(old)) throw new MongoError('BadValue', 'Cannot apply $pull to a non-array value');
    return old.filter((e) => !test(e));
  };
}

function pullTest(argument: Value): (e: Value) => boolean {
  const [first = ''] = isDoc(argument) ? argument.keys() : [];
  // MongoDB reads `$not` here as the start of a filter, where it is an error
  if (first.startsWith('$') && !['$and', '$or', '$not'].includes(first)) {
    // as a query on a field that holds the element
    const filter = parseFilter(new Map([['e', argument]]));
    return (e) => filter.test(new Map([['e', e]]));
  }
  if (!isDoc(argument)) return (e) => equal(e, argument);
  const filter = parseFilter(argument);
  return (e) => isDoc(e) && filter.test(e);
}

/** Whether a `$push` adds anything: MongoDB then reports a change, even if `$slice` takes it away again. */
export function pushes(operand: Maybe): boolean {
  return isDoc(operand) && [...operand.values()].some((v) => !isEach(v) || eachOf('$push', v).length > 0);
}
