import { canonicalOption, type Option } from '../options.ts';
import { isWordCharacter } from './labels.ts';
import { type Box, type Glyph, middle, overlap, type TickBox, union } from './page.ts';
import type { Row } from './rows.ts';

/** What the boxes beside the options say. */
export type Ticked =
  | { kind: 'no-boxes' }
  | { kind: 'one'; value: string; box: Box }
  | { kind: 'doubt'; value: string | undefined; why: string; box: Box | undefined };

/** A box and the words behind it, as far as the next one. */
interface Boxed {
  tick: TickBox;
  text: string;
  glyphs: readonly Glyph[];
  option?: string | undefined;
}

/** Boxes of one form are of one size, give or take this share; squares inside of characters are of any. */
const SAME_SIZE = 0.15;
/** Before the first words of a line and behind the last ones, in text heights. */
const REACH = 2.5;
/** What recognition makes of a box. */
const LIKE_BOX = /[口囗四团囚回国因困固园围图画目日曰田凶区己巳0ODEVvUuLlIi1√“”"'[\]()]/;
const LIKE_TICK = /[√VvYyJj✓/]/;

/**
 * Which option is ticked. Sure only when as many boxes stand there as the form must have, each owns one option, and
 * exactly one of them is marked: anything else is asked (D1: tick boxes, none wrong as sure).
 * @param lines where the options stand
 * @param from nothing left of it belongs to them
 * @param typed the boxes are characters of a text layer: what looks like one is one
 */
export function tickedOption(
  lines: readonly Row[],
  from: number,
  options: readonly Option[],
  ticks: readonly TickBox[],
  typed = false,
): Ticked {
  const words = options.flatMap(({ value, words: more }) => [value, ...more]).join('');
  const outside = ticks.filter((tick) => !isStroke(tick, lines, words));
  const ways = waysOf(lines, from, outside).map((boxes) => wayOf(lines, boxes, from, options));
  const worth = ({ boxed }: Way) => boxed.reduce((sum, { option }) => sum + (option ? 1 : -0.5), 0);
  const [best = { boxed: [], isMixed: false }] = ways.sort((a, b) => worth(b) - worth(a));
  // Squares that are strokes of characters are never empty.
  const isReal =
    best.boxed.some(({ tick }) => tick.state === 'empty') ||
    best.boxed.filter(({ option }) => option).length > 1;
  if (!best.boxed.length || (!typed && !isReal)) return { kind: 'no-boxes' };
  return judged(best, options);
}

function judged({ boxed, isMixed }: Way, options: readonly Option[]): Ticked {
  const box = union(boxed.flatMap(({ tick, glyphs }) => [tick, ...glyphs]));
  const doubt = (value: string | undefined, why: string): Ticked => ({ kind: 'doubt', value, why, box });
  const marked = boxed.filter(({ tick }) => tick.state === 'ticked');
  const nameOf = ({ option, text }: Boxed) => `“${option ?? text}”`;
  if (marked.length > 1) return doubt(undefined, `勾选了${marked.map(nameOf).join('和')}`);
  const [only] = marked;
  const unclear = boxed.find(({ tick }) => tick.state === 'unclear');
  if (unclear) return doubt(only?.option, `${nameOf(unclear)}有没有勾选看不清`);
  if (isMixed) return doubt(undefined, '分不清方框是哪个选项的');
  if (boxed.length === 1) return doubt(only?.option, '只看清一个选项');
  if (!only) return doubt(undefined, '没有勾选');
  if (!isWhole(boxed, options)) return doubt(only.option, '有的方框没看清');
  const value = only.option;
  return value === undefined ? doubt(undefined, '勾选的选项没看清') : { kind: 'one', value, box };
}

/** Forms show either all options of the template or those that have words of the form's own: 是 否 待观察. */
function familySizes(options: readonly Option[]): number[] {
  return [options.length, options.filter(({ words }) => words.length > 0).length];
}

/** Every box owns an option of its own, and there are as many as the form must show. */
function isWhole(boxed: readonly Boxed[], options: readonly Option[]): boolean {
  const owned = boxed.flatMap(({ option }) => (option === undefined ? [] : [option]));
  return (
    owned.length === boxed.length &&
    new Set(owned).size === owned.length &&
    familySizes(options).includes(boxed.length)
  );
}

/** Boxes with the words that belong to them. */
interface Way {
  boxed: Boxed[];
  /** Words stand before the first box and behind the last one. */
  isMixed: boolean;
}

/**
 * Boxes stand before their options (□是 □否) or behind them (是□ 否□): behind when every line begins with an option and
 * ends with a box.
 */
function wayOf(
  lines: readonly Row[],
  boxes: readonly TickBox[][],
  from: number,
  options: readonly Option[],
): Way {
  const rows = lines.flatMap((row, i) => {
    const own = [...(boxes[i] ?? [])].sort((a, b) => a.x0 - b.x0);
    return own.length ? [{ row, own }] : [];
  });
  const isOption = (text: string) =>
    canonicalOption(text, options) !== undefined || nearest(text, options) !== undefined;
  const ends = rows.map(({ row, own }) => ({
    head: textOf(glyphsBetween(row, own, from, own[0]?.x0 ?? 0)),
    tail: textOf(glyphsBetween(row, own, own.at(-1)?.x0 ?? 0, Number.POSITIVE_INFINITY)),
  }));
  const heads = ends.filter(({ head }) => isOption(head)).length;
  // One character behind the last box may be a speck.
  const isBehind = heads > 0 && heads === rows.length && ends.every(({ tail }) => tail.length < 2);
  const boxed = rows.flatMap(({ row, own }) => segmentsOf(row, own, isBehind ? from : undefined));
  return { boxed: withOptions(boxed, options), isMixed: heads > 0 && !isBehind };
}

/** The ways to find boxes on these lines: the squares of each size, and pairs of brackets; by line. */
function waysOf(lines: readonly Row[], from: number, ticks: readonly TickBox[]): TickBox[][][] {
  const level = lines.map((row) => ticksOn(row, from, ticks));
  const all = level.flat();
  // Boxes that were typed are what they are; ■ and □ of one font may differ in size.
  const bySize = all.map((sample) => {
    const size = sample.x1 - sample.x0;
    return level.map((own) => own.filter((tick) => Math.abs(tick.x1 - tick.x0 - size) <= size * SAME_SIZE));
  });
  const byBrackets = lines.map((row) => bracketsIn(row, ticks));
  const ways = all.length ? [...bySize, level] : bySize;
  return byBrackets.flat().length > 1 ? [...ways, byBrackets] : ways;
}

function ticksOn(row: Row, from: number, ticks: readonly TickBox[]): TickBox[] {
  const left = Math.max(from, (row.glyphs[0]?.x0 ?? 0) - REACH * row.em);
  const right = (row.glyphs.at(-1)?.x1 ?? 0) + REACH * row.em;
  return ticks.filter((tick) => {
    const { x, y } = middle(tick);
    return Math.abs(y - row.y) < row.em * 0.7 && x > left && x < right;
  });
}

/** Whether a square is part of a character of the options' own words: 察, 需. */
function isStroke(tick: TickBox, lines: readonly Row[], words: string): boolean {
  const { x, y } = middle(tick);
  return lines.some((row) =>
    row.glyphs.some(
      (g) => words.includes(g.c) && isTall(g, row) && x > g.x0 && x < g.x1 && y > g.y0 && y < g.y1,
    ),
  );
}

/** A box as wide as a character, not one that recognition stretched over its neighbours. */
function isTall({ x0, x1 }: Glyph, { em }: Row): boolean {
  return x1 - x0 < em * 1.3;
}

/** （√）是 （ ）否: a pair of brackets is a box. */
function bracketsIn({ glyphs }: Row, ticks: readonly TickBox[]): TickBox[] {
  return glyphs.flatMap((open, i): TickBox[] => {
    if (open.c !== '(') return [];
    const close = glyphs.slice(i + 1, i + 3).findIndex(({ c }) => c === ')');
    const end = glyphs[i + 1 + close];
    if (close < 0 || !end) return [];
    const inside = close === 1 ? glyphs[i + 1] : undefined;
    if (inside && !LIKE_TICK.test(inside.c)) return [];
    const box = union([open, end]);
    const drawn = ticks.some((tick) => tick.state === 'ticked' && overlap(box, tick));
    return [{ ...box, state: inside || drawn ? 'ticked' : 'empty' }];
  });
}

/** @param behind where the first option begins, when the boxes stand behind their options */
function segmentsOf(row: Row, boxes: readonly TickBox[], behind: number | undefined): Boxed[] {
  return boxes.map((tick, i) => {
    const [from, to] =
      behind === undefined
        ? [tick.x0, boxes[i + 1]?.x0 ?? Number.POSITIVE_INFINITY]
        : [boxes[i - 1]?.x0 ?? behind, tick.x0];
    const glyphs = glyphsBetween(row, boxes, from, to);
    return { tick, text: textOf(glyphs), glyphs };
  });
}

/** The characters between two places of a line, without those that recognition made of boxes. */
function glyphsBetween(row: Row, boxes: readonly TickBox[], from: number, to: number): Glyph[] {
  return row.glyphs.filter((glyph) => {
    const { x } = middle(glyph);
    const isBox = boxes.some(
      (tick) => (x > tick.x0 && x < tick.x1) || (LIKE_BOX.test(glyph.c) && overlap(glyph, tick)),
    );
    return x > from && x < to && !isBox;
  });
}

function textOf(glyphs: readonly Glyph[]): string {
  return glyphs
    .map(({ c }) => c)
    .filter(isWordCharacter)
    .join('');
}

/** Each box with the option whose words stand behind it; one that was misread owns the option that is left. */
function withOptions(boxed: readonly Boxed[], options: readonly Option[]): Boxed[] {
  const read = boxed.map((one) => ({ ...one, option: canonicalOption(one.text, options) }));
  const taken = () => read.flatMap(({ option }) => option ?? []);
  for (const one of read) {
    const free = options.filter(({ value }) => !taken().includes(value));
    one.option ??= nearest(one.text, free) ?? behindNoise(one.text, free, options);
  }
  const left = read.filter(({ option }) => option === undefined);
  const sameKind =
    left.length === 1 && familySizes(options).includes(boxed.length) ? freeOf(read, options) : [];
  const [misread] = left;
  // A box without words is none of the option's.
  if (misread?.text && sameKind.length === 1) misread.option = sameKind[0]?.value;
  return read;
}

/** The options of the form that no box owns yet: of those with words of their own where the form uses these. */
function freeOf(read: readonly Boxed[], options: readonly Option[]): Option[] {
  const shown = read.length === options.length ? options : options.filter(({ words }) => words.length > 0);
  return shown.filter(({ value }) => !read.some(({ option }) => option === value));
}

/** The one option that differs from what was read by a single character. */
function nearest(text: string, options: readonly Option[]): string | undefined {
  const near = options.filter(({ value, words }) => [value, ...words].some((name) => isMisread(text, name)));
  return near.length === 1 ? near[0]?.value : undefined;
}

/** 出否: a box that was read as a character, before an option that no other one ends with. */
function behindNoise(text: string, free: readonly Option[], all: readonly Option[]): string | undefined {
  const names = all.flatMap(({ value, words }) => [value, ...words]);
  const found = free.filter(({ value, words }) =>
    [value, ...words].some((name) => {
      const unlike = !names.some((other) => other !== name && other.endsWith(name));
      return unlike && text.endsWith(name) && [...text].length <= [...name].length + 2;
    }),
  );
  return found.length === 1 ? found[0]?.value : undefined;
}

function isMisread(read: string, meant: string): boolean {
  const [a, b] = [[...read], [...meant]];
  if (a.length === b.length) return b.length >= 3 && a.filter((c, i) => c !== b[i]).length === 1;
  return b.length >= 3 && a.length === b.length + 1 && (read.startsWith(meant) || read.endsWith(meant));
}
