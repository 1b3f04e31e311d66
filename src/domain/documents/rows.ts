import { type Glyph, middle } from './page.ts';

/** What stands on one height of a page, from left to right. */
export interface Row {
  glyphs: Glyph[];
  y: number;
  /** Height of the page's text: the measure of gaps. */
  em: number;
}

/** The rows of a page, top down, whatever order its characters were found in: tables come apart otherwise. */
export function rowsOf(glyphs: readonly Glyph[], em = textHeight(glyphs)): Row[] {
  const rows: Row[] = [];
  for (const glyph of [...glyphs].sort((a, b) => middle(a).y - middle(b).y)) {
    const { y } = middle(glyph);
    const row = rows.findLast((candidate) => Math.abs(candidate.y - y) < em * 0.5);
    if (!row) {
      rows.push({ glyphs: [glyph], y, em });
      continue;
    }
    // Commas and dashes stand off the line's middle and must not pull it away.
    if (glyph.y1 - glyph.y0 > em * 0.6) {
      const full = row.glyphs.filter((other) => other.y1 - other.y0 > em * 0.6).length;
      row.y = (row.y * full + y) / (full + 1);
    }
    row.glyphs.push(glyph);
  }
  const order = new Map(glyphs.map((glyph, i) => [glyph, i]));
  for (const row of rows) row.glyphs = leftToRight(row, order);
  return rows.sort((a, b) => a.y - b.y);
}

/**
 * Runs of characters in the order they were read, the runs from left to right: the places of single digits and letters
 * are not exact enough to sort by.
 */
function leftToRight({ glyphs, em }: Row, order: ReadonlyMap<Glyph, number>): Glyph[] {
  const place = (glyph: Glyph) => order.get(glyph) ?? 0;
  const runs: Glyph[][] = [];
  for (const glyph of [...glyphs].sort((a, b) => place(a) - place(b))) {
    const before = runs.at(-1)?.at(-1);
    const follows = before && place(glyph) === place(before) + 1 && Math.abs(glyph.x0 - before.x1) < em * 0.6;
    if (follows) runs.at(-1)?.push(glyph);
    else runs.push([glyph]);
  }
  return runs.sort((a, b) => (a[0]?.x0 ?? 0) - (b[0]?.x0 ?? 0)).flat();
}

/** The median height of the full characters. */
export function textHeight(glyphs: readonly Glyph[]): number {
  const heights = glyphs
    .filter(({ c }) => /\p{Script=Han}/u.test(c))
    .map(({ y0, y1 }) => y1 - y0)
    .sort((a, b) => a - b);
  return heights[Math.floor(heights.length / 2)] ?? 30;
}

/** White space before a glyph, in text heights; infinite for the first. */
export function gapBefore({ glyphs, em }: Row, i: number): number {
  const [before, glyph] = [glyphs[i - 1], glyphs[i]];
  return before && glyph ? (glyph.x0 - before.x1) / em : Number.POSITIVE_INFINITY;
}

/** As text; a wide gap is a space. */
export function textOf(glyphs: readonly Glyph[], em: number): string {
  let text = '';
  for (const [i, glyph] of glyphs.entries()) {
    const before = glyphs[i - 1];
    if (before && (glyph.x0 - before.x1 > em * 1.2 || glyph.y0 > before.y1)) text += ' ';
    text += glyph.c;
  }
  return text;
}
