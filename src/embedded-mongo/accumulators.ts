/** The accumulators of `$group`. */
import { MongoError } from './errors.ts';
import type { Compiler, Evaluate } from './expressions.ts';
import { Sum } from './operators.ts';
import { supported } from './subset.ts';
import { compare, double, identity, isDoc, type Maybe, nullish, toNumber, type Value } from './values.ts';

/** The running state of one accumulator for one group. */
export interface Accumulator {
  add(value: Maybe): void;
  result(): Value;
}

const FACTORIES: Record<string, () => Accumulator> = {
  $sum: () => {
    const sum = new Sum();
    return { add: (v) => sum.add(v), result: () => sum.total() };
  },
  $avg: () => {
    const sum = new Sum();
    return {
      add: (v) => sum.add(v),
      result: () => (sum.count === 0 ? null : double(toNumber(sum.total()) / sum.count)),
    };
  },
  $min: () => extremeOf(1),
  $max: () => extremeOf(-1),
  $first: () => {
    let first: Maybe;
    let seen = false;
    return {
      add: (v) => {
        if (!seen) first = v;
        seen = true;
      },
      result: () => first ?? null,
    };
  },
  $last: () => {
    let last: Maybe;
    return {
      add: (v) => {
        last = v;
      },
      result: () => last ?? null,
    };
  },
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
        if (v === undefined) return;
        const id = identity(v);
        if (!out.has(id)) out.set(id, v);
      },
      result: () => [...out.values()],
    };
  },
};

function extremeOf(sign: 1 | -1): Accumulator {
  let best: Maybe;
  return {
    add: (v) => {
      if (!nullish(v) && (best === undefined || compare(v, best) * sign < 0)) best = v;
    },
    result: () => best ?? null,
  };
}

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
