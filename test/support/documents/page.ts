import type { Glyph, PageReading, TickBox } from '../../../src/domain/documents/page.ts';

const EM = 30;
const PITCH = 60;

/** One line of text becomes glyphs: full characters 30 pixels wide, a space is a wide gap. */
function glyphsOf(lines: readonly string[], confidence: number): Glyph[] {
  return lines.flatMap((line, row) =>
    [...line].flatMap((c, i) => {
      const at = { x0: 100 + i * EM, x1: 100 + (i + 1) * EM - 2, y0: row * PITCH, y1: row * PITCH + EM };
      return c.trim() ? [{ c, confidence, ...at }] : [];
    }),
  );
}

/** A page as it was read: once, or twice with differences. □ and ■ become boxes and are read as 口. */
export function pageOf(first: readonly string[], second = first, confidence = 0.99): PageReading {
  const boxes = /[□■]/g;
  const ticks = first.flatMap((line, row) =>
    [...line.matchAll(boxes)].map(({ 0: box, index }): TickBox => {
      const x0 = 100 + index * EM;
      return {
        x0,
        x1: x0 + 27,
        y0: row * PITCH,
        y1: row * PITCH + 27,
        state: box === '■' ? 'ticked' : 'empty',
      };
    }),
  );
  const read = (lines: readonly string[]) =>
    glyphsOf(
      lines.map((line) => line.replace(boxes, '口')),
      confidence,
    );
  return {
    width: 2000,
    height: 2800,
    source: 'recognition',
    glyphs: read(first),
    second: read(second),
    ticks,
  };
}
