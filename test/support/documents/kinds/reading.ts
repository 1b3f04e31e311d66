/**
 * What reading makes of a drawn form, straight from its ink: the characters of a text layer where they were printed,
 * boxes and cells found in the lines as a page's pixels show them. No file, no fonts, no recognition, so it takes no time.
 */
import { findCells } from '../../../../src/documents/engine/cells.ts';
import type { Raster } from '../../../../src/documents/engine/raster.ts';
import { findTickBoxes } from '../../../../src/documents/engine/tick-boxes.ts';
import { normaliseCharacter, tickOf } from '../../../../src/domain/documents/characters.ts';
import {
  type Glyph,
  overlap,
  type PageReading,
  type TickBox,
} from '../../../../src/domain/documents/page.ts';
import type { Random } from '../../random.ts';
import { type Ink, PAPER, widthOf } from '../varied/ink.ts';

const SCALE = 2000 / PAPER.width;
const SIZE = { width: 2000, height: Math.floor(PAPER.height * SCALE) };
/** Characters that recognition takes for each other. */
const ALIKE = [
  '未末',
  '己已巳',
  '人入八',
  '大太犬',
  '日目曰',
  '怡恰',
  '醉酯',
  '待佳恒',
  '土士',
  '干于千',
  '天夫',
  '宫官',
  '庭廷',
  '微徽',
];

export interface Seen {
  /** As a text layer, or as recognition would read it: twice, each time with mistakes of its own. */
  source: PageReading['source'];
  random: Random;
}

export function readingsOf(ink: readonly Ink[], seen: Seen): PageReading[] {
  const pages = Math.max(...ink.map(({ page }) => page)) + 1;
  return Array.from({ length: pages }, (_, page) =>
    readingOf(
      ink.filter((one) => one.page === page),
      seen,
    ),
  );
}

function readingOf(ink: readonly Ink[], { source, random }: Seen): PageReading {
  const picture = linesOf(ink);
  const glyphs: Glyph[] = [];
  const typed: TickBox[] = [];
  for (const one of ink) if (one.kind === 'text') place(one, glyphs, typed);
  const drawn = findTickBoxes(picture).filter((box) => !glyphs.some((glyph) => overlap(box, glyph)));
  const cells = findCells(picture);
  if (source === 'text-layer') {
    return { ...SIZE, source, glyphs, second: [], ticks: typed.length ? typed : drawn, cells };
  }
  const ticks = [...typed.filter(({ x1, x0 }) => x1 > x0), ...drawn];
  return { ...SIZE, source, glyphs: misread(glyphs, random), second: misread(glyphs, random), ticks, cells };
}

function place({ x, y, size, text }: Ink & { kind: 'text' }, glyphs: Glyph[], ticks: TickBox[]): void {
  let at = x;
  for (const raw of text) {
    const width = widthOf(raw, size);
    const box = { x0: at * SCALE, x1: (at + width * 0.96) * SCALE, y0: y * SCALE, y1: (y + size) * SCALE };
    const state = tickOf(raw);
    const c = normaliseCharacter(raw);
    if (state) ticks.push({ ...box, state });
    else if (c.trim()) glyphs.push({ c, confidence: 1, ...box });
    at += width;
  }
}

/** A few characters read as ones that look alike, less surely. */
function misread(glyphs: readonly Glyph[], random: Random): Glyph[] {
  return glyphs.map((glyph) => {
    const alike = ALIKE.find((set) => set.includes(glyph.c))?.replace(glyph.c, '');
    const isWrong = alike !== undefined && random.chance(0.25);
    return isWrong
      ? { ...glyph, c: random.pick([...alike]), confidence: 0.6 + random.next() * 0.35 }
      : { ...glyph, confidence: 0.95 + random.next() * 0.05 };
  });
}

/** The lines of a page as pixels; letters leave no straight ones. */
function linesOf(ink: readonly Ink[]): Raster {
  const picture: Raster = { ...SIZE, data: new Uint8Array(SIZE.width * SIZE.height).fill(255) };
  for (const one of ink) {
    if (one.kind !== 'line' || one.dash) continue;
    for (const [i, to] of one.points.entries()) {
      const from = one.points[i - 1];
      if (from) stroke(picture, from, to, Math.max(2, Math.round(one.width * SCALE)));
    }
  }
  return picture;
}

function stroke(
  { width, height, data }: Raster,
  [ax, ay]: readonly [number, number],
  [bx, by]: readonly [number, number],
  thick: number,
): void {
  const steps = Math.ceil(Math.max(Math.abs(bx - ax), Math.abs(by - ay)) * SCALE) || 1;
  for (let n = 0; n <= steps; n++) {
    const x = Math.round((ax + ((bx - ax) * n) / steps) * SCALE);
    const y = Math.round((ay + ((by - ay) * n) / steps) * SCALE);
    for (let dy = 0; dy < thick; dy++) {
      for (let dx = 0; dx < thick; dx++) {
        if (x + dx < width && y + dy < height) data[(y + dy) * width + x + dx] = 0;
      }
    }
  }
}
