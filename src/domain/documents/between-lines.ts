/** Tables without rules: a label of one line stands in the middle of a value of two, or the other way round. */
import type { Block } from './blocks.ts';
import type { Mark } from './marks.ts';
import { type Glyph, middle } from './page.ts';
import { gapBefore, type Row } from './rows.ts';

/** Lines of one cell are no further apart than this, in text heights. */
const CELL_PITCH = 1.9;
/** Above and below the label, give or take this. */
const SLACK = 0.4;
/** The row before belongs to something else when it is further off by this factor. */
const APART = 1.2;

/** A column of the page: what is filled in at the right of a label, up to the next one. */
export interface Column {
  from: number;
  to: number;
}

const inColumn = ({ glyphs }: Row, { from, to }: Column): Glyph[] =>
  glyphs.filter((glyph) => middle(glyph).x > from && middle(glyph).x < to);

/**
 * The lines of a value whose label stands in the middle of them: as many above it as below. Undefined where the lines
 * around belong to other labels.
 */
export function linesAround(
  blocks: readonly Block[],
  marks: readonly Mark[],
  mark: Mark,
  column: Column,
): Row[] | undefined {
  const own = blocks[mark.block] as Block;
  const isFree = (i: number) => !blocks[i]?.cell && !marks.some((m) => m.block === i && m.rank >= 2);
  const [above, below] = [blocks[mark.block - 1], blocks[mark.block + 1]];
  if (!above || !below || !isFree(mark.block - 1) || !isFree(mark.block + 1)) return undefined;
  const [up, down] = [own.y - above.y, below.y - own.y];
  const isOne = up <= own.em * CELL_PITCH && Math.abs(up - down) < own.em * SLACK;
  const lines = [above, own, below].map((row) => ({ ...row, glyphs: inColumn(row, column) }));
  const [first, , last] = lines;
  if (!isOne || !first?.glyphs.length || !last?.glyphs.length) return undefined;
  const before = blocks.slice(0, mark.block - 1).findLast((row) => inColumn(row, column).length);
  const after = blocks.slice(mark.block + 2).find((row) => inColumn(row, column).length);
  // Two lines are up + down apart, three are up.
  const pitch = lines[1]?.glyphs.length ? up : up + down;
  if (before && above.y - before.y < pitch * APART) return undefined;
  if (after && after.y - below.y < pitch * APART) return undefined;
  return lines.filter(({ glyphs }) => glyphs.length);
}

/** The one line of a value beside a label of two lines. */
export function lineBetween(
  blocks: readonly Block[],
  marks: readonly Mark[],
  mark: Mark,
  column: Column,
): Row | undefined {
  const own = blocks[mark.block] as Block;
  const [value, tail] = [blocks[mark.block + 1], blocks[mark.block + 2]];
  if (!value || !tail || value.cell || tail.cell || tail.y - own.y > own.em * CELL_PITCH) return undefined;
  const label = own.glyphs.slice(mark.from, mark.to);
  const [from, to] = [label[0]?.x0 ?? 0, label.at(-1)?.x1 ?? 0];
  const under = inColumn(tail, { from: from - own.em, to: to + own.em });
  const isFree = !marks.some((m) => m.block === mark.block + 1 && isWithin(value, m, column));
  const glyphs = inColumn(value, column);
  if (!under.length || inColumn(tail, column).length || !isFree || !glyphs.length) return undefined;
  const line = { ...value, glyphs };
  return glyphs.some((_, i) => i > 0 && gapBefore(line, i) > 2) ? undefined : line;
}

function isWithin({ glyphs }: Block, { from }: Mark, column: Column): boolean {
  const first = glyphs[from];
  return first !== undefined && middle(first).x > column.from && middle(first).x < column.to;
}
