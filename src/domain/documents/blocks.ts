import { type Box, type Glyph, middle, type PageReading } from './page.ts';
import { type Row, rowsOf, textHeight } from './rows.ts';

/** What belongs together on a page: the whole of a table's cell, or a row outside of tables. */
export interface Block extends Row {
  /** Absent outside of tables. */
  cell?: Box | undefined;
  /** Its lines, top down; one for a row. */
  lines: Row[];
}

/** More lines than this are a page with a frame around it, or text that happens to stand between rules. */
const MAX_LINES = 4;

/** The blocks of a page, top down and from left to right; cells nothing is written in are there too. */
export function blocksOf(glyphs: readonly Glyph[], cells: PageReading['cells'] = []): Block[] {
  const em = textHeight(glyphs);
  const inCells = new Map<Box, Glyph[]>(cells.map((cell) => [cell, []]));
  const smallest = [...cells].sort((a, b) => areaOf(a) - areaOf(b));
  let outside: Glyph[] = [];
  for (const glyph of glyphs) {
    const cell = smallest.find((box) => contains(box, glyph));
    if (cell) inCells.get(cell)?.push(glyph);
    else outside.push(glyph);
  }
  const blocks: Block[] = [];
  for (const [cell, inside] of inCells) {
    const lines = rowsOf(inside, em);
    if (lines.length > MAX_LINES) outside = outside.concat(inside);
    else blocks.push({ cell, lines, glyphs: lines.flatMap((line) => line.glyphs), y: middle(cell).y, em });
  }
  // In the order they were read, which tells what follows what.
  const order = new Map(glyphs.map((glyph, i) => [glyph, i]));
  outside.sort((a, b) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  const rows = rowsOf(outside, em).map((row): Block => ({ ...row, lines: [row] }));
  return [...blocks, ...rows].sort((a, b) => a.y - b.y || leftOf(a) - leftOf(b));
}

function contains(box: Box, glyph: Glyph): boolean {
  const { x, y } = middle(glyph);
  return x > box.x0 && x < box.x1 && y > box.y0 && y < box.y1;
}

function areaOf({ x0, x1, y0, y1 }: Box): number {
  return (x1 - x0) * (y1 - y0);
}

function leftOf({ cell, glyphs }: Block): number {
  return cell?.x0 ?? glyphs[0]?.x0 ?? 0;
}

/** The cell at the right of a cell, on its height. */
export function rightOf(block: Block, blocks: readonly Block[]): Block | undefined {
  const { cell, em } = block;
  if (!cell) return undefined;
  const beside = blocks.filter(
    (other) =>
      other.cell &&
      other.cell.x0 >= cell.x1 - em * 0.3 &&
      other.cell.x0 - cell.x1 < em &&
      isLevel(cell, other.cell),
  );
  return beside.sort((a, b) => (a.cell?.x0 ?? 0) - (b.cell?.x0 ?? 0))[0];
}

/** The cell under a cell, in its column. */
export function under(block: Block, blocks: readonly Block[]): Block | undefined {
  const { cell, em } = block;
  if (!cell) return undefined;
  return blocks.find(
    (other) =>
      other.cell &&
      other.cell.y0 >= cell.y1 - em * 0.3 &&
      other.cell.y0 - cell.y1 < em &&
      Math.abs(other.cell.x0 - cell.x0) < em &&
      Math.abs(other.cell.x1 - cell.x1) < em,
  );
}

function isLevel(a: Box, b: Box): boolean {
  const common = Math.min(a.y1, b.y1) - Math.max(a.y0, b.y0);
  return common > 0.6 * Math.min(a.y1 - a.y0, b.y1 - b.y0);
}
