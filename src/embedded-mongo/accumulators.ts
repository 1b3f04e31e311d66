/** The accumulators of `$group`. */
import { MongoError } from './errors.ts';
import type { Compiler, Evaluate } from './expressions.ts';
import { supported } from './subset.ts';
import { Sum } from './sums.ts';
import { compare, identity, isDoc, type Maybe, nullish, type Value } from './values.ts';

/** The running state of one accumulator for one group. */
export interface Accumulator {
  add(value: Maybe): void;
  result(): Value;
}

function summing(result: (sum: Sum) => Value): Accumulator {
  const sum = new Sum();
  return { add: (v) => sum.add(v), result: () => result(sum) };
}

/** Keeps one value: `add` gives the one to keep of the kept and the next. */
function keeping(keep: (kept: Maybe, next: Maybe, first: boolean) => Maybe): Accumulator {
  let kept: Maybe;
  let first = true;
  return {
    add: (v) => {
      kept = keep(kept, v, first);
      first = false;
    },
    result: () => kept ?? null,
  };
}

const better = (kept: Maybe, next: Maybe, sign: 1 | -1): Maybe =>
  nullish(next) || (kept !== undefined && compare(next, kept) * sign >= 0) ? kept : next;

const FACTORIES: Record<string, () => Accumulator> = {
  $sum: () => summing((sum) => sum.total()),
  $avg: () => summing((sum) => sum.average()),
  $min: () => keeping((kept, next) => better(kept, next, 1)),
  $max: () => keeping((kept, next) => better(kept, next, -1)),
  $first: () => keeping((kept, next, first) => (first ? next : kept)),
  $last: () => keeping((_kept, next) => next),
  $push: () => {
    const out: Value[] = [];
    return {
      add: (v) => {
        if (v !== undefined) out.push(v);
      },
      result: () => out,
    };
  },
  $addToSet: () => {
    const out = new Map<string, Value>();
    return {
      add: (v) => {
        const id = identity(v);
        if (v !== undefined && !out.has(id)) out.set(id, v);
      },
      result: () => [...out.values()],
    };
  },
};

/** One output field of `$group`: what to evaluate per document and how to start a group's accumulator. */
export interface AccumulatorSpec {
  name: string;
  evaluate: Evaluate;
  create: () => Accumulator;
}

export function parseAccumulator(compiler: Compiler, name: string, spec: Value): AccumulatorSpec {
  if (name.includes('.')) throw new MongoError(40235, `The field name '${name}' cannot contain '.'`);
  if (!isDoc(spec) || spec.size !== 1)
    throw new MongoError(40234, `The field '${name}' must be an accumulator object`);
  const [op, operand] = [...spec][0] as [string, Value];
  supported('accumulator', op);
  if (op === '$count') {
    if (!isDoc(operand) || operand.size > 0)
      throw new MongoError('TypeMismatch', '$count takes no arguments');
    return { name, evaluate: () => 1, create: FACTORIES.$sum as () => Accumulator };
  }
  if (Array.isArray(operand) && operand.length !== 1)
    throw new MongoError(40237, `The ${op} accumulator is a unary operator`);
  const evaluate = compiler.compile(Array.isArray(operand) ? (operand[0] as Value) : operand);
  const create = FACTORIES[op];
  if (!create) throw new MongoError(15952, `unknown group operator '${op}'`);
  return { name, evaluate, create };
}
