import type { Option } from '../options.ts';
import { type Found, findWords } from './labels.ts';
import { type Box, type Glyph, middle, type TickBox, union } from './page.ts';
import type { Row } from './rows.ts';

/** What the boxes beside the options say. */
export type Ticked =
  | { kind: 'no-boxes' }
  | { kind: 'one'; value: string; box: Box }
  | { kind: 'doubt'; value: string | undefined; why: string; box: Box | undefined };

interface Placed {
  value: string;
  at: Box;
}

interface Boxed extends Placed {
  tick: TickBox | undefined;
}

/**
 * Which option is ticked. Sure only when every option of the form has its box and exactly one of them is marked:
 * anything else is asked (D1: tick boxes, none wrong as sure).
 */
export function tickedOption(
  rows: readonly Row[],
  within: readonly Glyph[],
  options: readonly Option[],
  ticks: readonly TickBox[],
): Ticked {
  const placed = rows.flatMap((row) => withBoxes(optionsIn(row, within, options), row, ticks));
  const boxed = placed.filter(({ tick }) => tick);
  if (!boxed.length) return { kind: 'no-boxes' };
  const box = union(placed.flatMap(({ at, tick }) => (tick ? [at, tick] : [at])));
  const marked = boxed.filter(({ tick }) => tick?.state === 'ticked');
  const doubt = (value: string | undefined, why: string): Ticked => ({ kind: 'doubt', value, why, box });
  if (marked.length > 1)
    return doubt(undefined, `勾选了${marked.map(({ value }) => `“${value}”`).join('和')}`);
  const unclear = boxed.find(({ tick }) => tick?.state === 'unclear');
  if (unclear) return doubt(marked[0]?.value, `“${unclear.value}”有没有勾选看不清`);
  const [only] = marked;
  if (boxed.length < placed.length) return doubt(only?.value, '有的方框没看清');
  if (!only) return doubt(undefined, '没有勾选');
  if (placed.length < 2) return doubt(only.value, '只看清一个选项');
  return { kind: 'one', value: only.value, box };
}

/** The options written in a row, longest first: 推荐 is not in 不推荐. */
function optionsIn(row: Row, within: readonly Glyph[], options: readonly Option[]): Placed[] {
  const wordings = options
    .flatMap(({ value, words }) => [value, ...words].map((wording) => ({ value, wording })))
    .sort((a, b) => b.wording.length - a.wording.length);
  const taken: (Found & { value: string })[] = [];
  for (const { value, wording } of wordings) {
    let found = findWords(row, wording);
    while (found) {
      const { from, to } = found;
      const inside = row.glyphs.slice(from, to).every((glyph) => within.includes(glyph));
      const free = !taken.some((other) => other.from < to && from < other.to);
      if (inside && free) taken.push({ ...found, value });
      found = findWords(row, wording, from + 1);
    }
  }
  return taken.map(({ value, from, to }) => ({ value, at: union(row.glyphs.slice(from, to)) }));
}

/** Boxes of one form are of one size, give or take this share; squares inside of characters are of any. */
const SAME_SIZE = 0.15;
const MAX_GAP = 3;

/** Each option with its box: the last one before its words and behind the option before it. */
function withBoxes(placed: readonly Placed[], row: Row, ticks: readonly TickBox[]): Boxed[] {
  const options = [...placed].sort((a, b) => a.at.x0 - b.at.x0);
  const level = ticks.filter((tick) => Math.abs(middle(tick).y - row.y) < row.em * 0.7);
  const ways = level.map((sample) => {
    const size = sample.x1 - sample.x0;
    const alike = level.filter((tick) => Math.abs(tick.x1 - tick.x0 - size) <= size * SAME_SIZE);
    return {
      size,
      boxed: options.map((option, i) => ({ ...option, tick: boxOf(option, options[i - 1], row, alike) })),
    };
  });
  const found = (boxed: readonly Boxed[]) => boxed.filter(({ tick }) => tick).length;
  const [best] = ways.sort((a, b) => found(b.boxed) - found(a.boxed) || b.size - a.size);
  return best?.boxed ?? options.map((option) => ({ ...option, tick: undefined }));
}

function boxOf(
  option: Placed,
  before: Placed | undefined,
  { em }: Row,
  ticks: readonly TickBox[],
): TickBox | undefined {
  const right = middle(option.at).x;
  const left = Math.max(before ? middle(before.at).x : 0, option.at.x0 - MAX_GAP * em);
  const between = ticks.filter((tick) => middle(tick).x > left && middle(tick).x < right);
  return between.sort((a, b) => b.x0 - a.x0)[0];
}
