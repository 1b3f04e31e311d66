/** The `$group` stage. */
import { MongoError } from './errors.ts';
import { compileExpression, type Evaluate } from './expressions.ts';
import type { Documents, StageParts } from './pipeline.ts';
import { supported } from './subset.ts';
import {
  add,
  type Doc,
  double,
  identity,
  isDoc,
  isNumber,
  type Maybe,
  type Num,
  toNumber,
  typeName,
  type Value,
} from './values.ts';

export function groupStage(spec: Doc): StageParts {
  if (!spec.has('_id')) throw new MongoError(15955, 'a group specification must include an _id');
  const fields = new Set<string>();
  const idOf = compileId(spec.get('_id') as Value, fields);
  const outputs = [...spec]
    .filter(([name]) => name !== '_id')
    .map(([name, operand]) => ({ name, summand: parseSum(name, operand, fields) }));

  function* run(input: Documents): Documents {
    const groups = new Map<string, { id: Value; sums: Sum[] }>();
    for (const doc of input) {
      const id = idOf(doc) ?? null;
      const key = identity(id);
      let group = groups.get(key);
      if (!group) {
        group = { id, sums: outputs.map(() => new Sum()) };
        groups.set(key, group);
      }
      for (let i = 0; i < outputs.length; i++) group.sums[i]?.add(outputs[i]?.summand(doc));
    }
    for (const { id, sums } of groups.values()) {
      const out: Doc = new Map([['_id', id]]);
      for (const [i, { name }] of outputs.entries()) out.set(name, (sums[i] as Sum).total());
      yield out;
    }
  }
  return { run, fields, narrows: true };
}

/** MongoDB makes a missing value null in an id of one field, but not in one of several. */
function compileId(spec: Value, fields: Set<string>): Evaluate {
  const evaluate = compileExpression(spec, fields);
  const [name] = isDoc(spec) && spec.size === 1 ? spec.keys() : [];
  if (name === undefined) return evaluate;
  return (doc) => {
    const id = evaluate(doc) as Doc;
    return id.size === 0 ? new Map([[name, null]]) : id;
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
  private integers: Num = 0;
  private hasDoubles = false;
  private high = 0;
  private low = 0;

  /** Adds a number; anything else counts for nothing. */
  add(v: Maybe): void {
    if (!isNumber(v)) return;
    if (typeName(v) === 'double' || typeName(this.integers) === 'double') {
      this.hasDoubles = true;
      this.addDouble(toNumber(v));
    } else this.integers = add(this.integers, v);
  }

  private addDouble(x: number): void {
    const next = this.high + x;
    this.low += Math.abs(this.high) >= Math.abs(x) ? this.high - next + x : x - next + this.high;
    this.high = next;
  }

  total(): Num {
    if (!this.hasDoubles) return this.integers;
    const nearest = toNumber(this.integers);
    this.addDouble(nearest);
    if (typeof this.integers === 'bigint') this.addDouble(Number(this.integers - BigInt(nearest)));
    const exact = this.high + this.low;
    return double(Number.isNaN(exact) ? this.high : exact);
  }
}
