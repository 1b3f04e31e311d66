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
  const placed = rows
    .flatMap((row) => optionsIn(row, within, options))
    .map((found) => withBox(found, rows, ticks));
  const boxed = placed.filter(({ tick }) => tick);
  if (!boxed.length) return { kind: 'no-boxes' };
  const box = union(placed.map(({ at }) => at));
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
function optionsIn(row: Row, within: readonly Glyph[], options: readonly Option[]): Omit<Placed, 'tick'>[] {
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

/** The box just left of the words. */
function withBox(option: Omit<Placed, 'tick'>, rows: readonly Row[], ticks: readonly TickBox[]): Placed {
  const em = rows[0]?.em ?? 30;
  const y = middle(option.at).y;
  const near = ticks
    .filter((box) => Math.abs(middle(box).y - y) < em * 0.6)
    .map((box) => ({ box, gap: option.at.x0 - box.x1 }))
    .filter(({ gap }) => gap > -em * 0.5 && gap < em * 1.3)
    .sort((a, b) => a.gap - b.gap);
  return { ...option, tick: near[0]?.box };
}
