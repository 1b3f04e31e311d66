/** Sums and extremes, for `$group` and for expressions alike. */
import {
  calculate,
  compare,
  double,
  isNumber,
  type Maybe,
  type Num,
  nullish,
  toNumber,
  typeName,
} from './values.ts';

/** A running sum as MongoDB keeps it: integers exact, doubles with the rounding error carried along. */
export class Sum {
  private count = 0;
  private integers: Num = 0;
  private hasDoubles = false;
  private high = 0;
  private low = 0;

  static of(values: Iterable<Maybe>): Sum {
    const sum = new Sum();
    for (const v of values) sum.add(v);
    return sum;
  }

  /** Adds a number; anything else counts for nothing. */
  add(v: Maybe): void {
    if (!isNumber(v)) return;
    this.count++;
    if (typeName(v) === 'double' || typeName(this.integers) === 'double') {
      this.hasDoubles = true;
      this.addDouble(toNumber(v));
    } else this.integers = calculate('+', this.integers, v);
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
    this.integers = 0;
    const exact = this.high + this.low;
    return double(Number.isNaN(exact) ? this.high : exact);
  }

  /** Null when there was no number. */
  average(): Num | null {
    return this.count === 0 ? null : double(toNumber(this.total()) / this.count);
  }
}

/** The least (`sign` 1) or greatest (-1) value that is not null or missing; null when there is none. */
export function extreme(values: Iterable<Maybe>, sign: 1 | -1): Maybe {
  let best: Maybe;
  for (const v of values) if (!nullish(v) && (best === undefined || compare(v, best) * sign < 0)) best = v;
  return best ?? null;
}
