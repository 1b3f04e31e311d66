/** The `$group` stage. */
import { MongoError } from './errors.ts';
import { compileExpression, compileFields, type Evaluate } from './expressions.ts';
import type { Documents, StageParts } from './stage.ts';
import { supported } from './subset.ts';
import {
  type Doc,
  double,
  identity,
  isDoc,
  isInt32,
  isNumber,
  type Maybe,
  type Num,
  toNumber,
  type Value,
} from './values.ts';

export function groupStage(spec: Doc): StageParts {
  if (!spec.has('_id')) throw new MongoError(15955, 'a group specification must include an _id');
  const fields = new Set<string>();
  const id = compileId(spec.get('_id') as Value, fields);
  const outputs = [...spec]
    .filter(([name]) => name !== '_id')
    .map(([name, operand]) => ({ name, summand: parseSum(name, operand, fields) }));

  function* run(input: Documents): Documents {
    const groups = new Map<string, { first: Doc; sums: Sum[] }>();
    for (const doc of input) {
      const key = id.identity(doc);
      let group = groups.get(key);
      if (!group) {
        group = { first: doc, sums: outputs.map(() => new Sum()) };
        groups.set(key, group);
      }
      for (let i = 0; i < outputs.length; i++) group.sums[i]?.add(outputs[i]?.summand(doc));
    }
    for (const { first, sums } of groups.values()) {
      const out: Doc = new Map([['_id', id.value(first)]]);
      for (const [i, { name }] of outputs.entries()) out.set(name, (sums[i] as Sum).total());
      yield out;
    }
  }
  return { run, fields, narrows: true };
}

/** What a group's documents have in common. */
interface GroupId {
  /** The same text for the same value: made for every document, so nothing else is. */
  identity(doc: Doc): string;
  value(doc: Doc): Value;
}

function compileId(spec: Value, fields: Set<string>): GroupId {
  const evaluate = compileExpression(spec, fields);
  if (!isDoc(spec)) {
    const value = (doc: Doc): Value => evaluate(doc) ?? null;
    return { identity: (doc) => identity(value(doc)), value };
  }
  const parts = compileFields(spec, fields);
  // MongoDB makes a missing value null in an id of one field, but not in one of several.
  const [alone] = parts.length === 1 ? [...spec.keys()] : [];
  const missing = alone === undefined ? undefined : null;
  return {
    identity(doc) {
      let key = '';
      for (const [, part] of parts) {
        const v = part(doc);
        key += `${identity(v === undefined ? missing : v)},`;
      }
      return key;
    },
    value(doc) {
      const id = evaluate(doc) as Doc;
      return alone !== undefined && id.size === 0 ? new Map([[alone, null]]) : id;
    },
  };
}

/** What `{name: {$sum: …}}` adds up. */
function parseSum(name: string, spec: Value, fields: Set<string>): Evaluate {
  if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
  if (!isDoc(spec) || spec.size !== 1)
    throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
  const [op, operand] = [...spec][0] as [string, Value];
  supported('accumulator', op);
  return compileExpression(operand, fields);
}

/** A running sum as MongoDB keeps it: integers exact, doubles with the rounding error carried along. */
class Sum {
  /** int32s, as long as their sum is exact as a number: that is fast. */
  private small = 0;
  private large = 0n;
  private hasLongs = false;
  private hasDoubles = false;
  private high = 0;
  private low = 0;

  /** Adds a number; anything else counts for nothing. */
  add(v: Maybe): void {
    if (typeof v === 'number' && isInt32(v)) {
      this.small += v;
      if (Math.abs(this.small) > FLUSH_AT) this.flush();
    } else if (typeof v === 'bigint') {
      this.hasLongs = true;
      this.large += v;
    } else if (isNumber(v)) {
      this.hasDoubles = true;
      this.addDouble(toNumber(v));
    }
  }

  private flush(): void {
    this.large += BigInt(this.small);
    this.small = 0;
  }

  private addDouble(x: number): void {
    const next = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - next + x : x - next + this.high;
    this.high = next;
  }

  /** The narrowest type that MongoDB would give it. */
  total(): Num {
    this.flush();
    const nearest = Number(this.large);
    if (this.hasDoubles) {
      this.addDouble(nearest);
      this.addDouble(Number(this.large - BigInt(nearest)));
      const exact = this.high + this.low;
      return double(Number.isNaN(exact) ? this.high : exact);
    }
    if (!this.hasLongs && isInt32(nearest)) return nearest;
    return BigInt.asIntN(64, this.large) === this.large ? this.large : double(nearest);
  }
}

/** Far enough below the limit of exact integers that one more int32 stays exact. */
const FLUSH_AT = 2 ** 52;
