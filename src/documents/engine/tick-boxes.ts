import { type Box, overlap, type TickBox } from '../../domain/documents/page.ts';
import { inkIn, type Raster } from './raster.ts';

/** Sides of the squares looked for, as shares of the page's width: about 0.6 to 1.6 times the height of its text. */
const LEAST_SIDE = 0.0095;
const GREATEST_SIDE = 0.03;
/** Thin lines of a blurred photo are no darker than this. */
const LINE = 190;
/** A side may be this many pixels off and is still the same line. */
const SLACK = 2;
const LEAST_COVER = 0.84;
/** The inside, without the sides: less ink than the first is empty, more than the second is a mark. */
const EMPTY_BELOW = 0.025;
const TICKED_FROM = 0.07;

interface Candidate extends Box {
  cover: number;
}

/**
 * Small squares and whether somebody marked them. Recognition reads ☑ and □ as whatever looks alike, so they are
 * taken from the pixels: four straight sides, and ink inside or none. Expects a flattened, deskewed page.
 */
export function findTickBoxes(picture: Raster): TickBox[] {
  const least = Math.round(picture.width * LEAST_SIDE);
  const greatest = Math.round(picture.width * GREATEST_SIDE);
  const found: Candidate[] = [];
  for (let y = 0; y < picture.height - least; y++) {
    for (const [from, to] of runsOf(picture, y, least, greatest + 2 * SLACK)) {
      const square = squareUnder(picture, y, from, to, least, greatest);
      if (square) found.push(square);
    }
  }
  return strongest(found).map((box) => ({ ...withoutCover(box), state: stateOf(picture, box) }));
}

/** Stretches of ink in a row, of about the length of a side. */
function* runsOf({ width, data }: Raster, y: number, least: number, greatest: number) {
  let from = -1;
  const row = y * width;
  for (let x = 0; x <= width; x++) {
    const isInk = x < width && (data[row + x] ?? 255) < LINE;
    if (isInk && from < 0) from = x;
    if (!isInk && from >= 0) {
      if (x - from >= least && x - from <= greatest) yield [from, x - 1] as const;
      from = -1;
    }
  }
}

/** The square whose upper side is this stretch; a tick that sticks out may have made the stretch longer. */
function squareUnder(
  picture: Raster,
  y: number,
  from: number,
  to: number,
  least: number,
  greatest: number,
): Candidate | undefined {
  if (upright(picture, from, y, y + least) < LEAST_COVER) return undefined;
  let best: Candidate | undefined;
  for (let side = Math.min(greatest, to - from); side >= Math.max(least, to - from - 10); side--) {
    const right = upright(picture, from + side, y, y + side);
    if (right < LEAST_COVER) continue;
    for (let tall = side - 3; tall <= side + 3; tall++) {
      const cover = Math.min(
        right,
        upright(picture, from, y, y + tall),
        level(picture, y + tall, from, from + side),
      );
      if (cover >= LEAST_COVER && (!best || cover > best.cover)) {
        best = { x0: from, y0: y, x1: from + side, y1: y + tall, cover };
      }
    }
  }
  return best;
}

/** How much of an upright side is there. */
function upright(picture: Raster, x: number, y0: number, y1: number): number {
  let covered = 0;
  for (let y = y0; y <= y1; y++) if (isNear(picture, x, y, 1, 0)) covered++;
  return covered / (y1 - y0 + 1);
}

function level(picture: Raster, y: number, x0: number, x1: number): number {
  let covered = 0;
  for (let x = x0; x <= x1; x++) if (isNear(picture, x, y, 0, 1)) covered++;
  return covered / (x1 - x0 + 1);
}

function isNear({ width, height, data }: Raster, x: number, y: number, dx: number, dy: number): boolean {
  for (let off = -SLACK; off <= SLACK; off++) {
    const px = x + off * dx;
    const py = y + off * dy;
    if (px >= 0 && px < width && py >= 0 && py < height && (data[py * width + px] ?? 255) < LINE) return true;
  }
  return false;
}

/** Of squares that lie on each other the one with the best sides, the greater of two as good. */
function strongest(found: Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  const order = [...found].sort((a, b) => b.cover - a.cover || b.x1 - b.x0 - (a.x1 - a.x0));
  for (const box of order) if (!kept.some((other) => overlap(box, other))) kept.push(box);
  return kept;
}

function withoutCover({ x0, y0, x1, y1 }: Candidate): Box {
  return { x0, y0, x1, y1 };
}

function stateOf(picture: Raster, { x0, y0, x1, y1 }: Box): TickBox['state'] {
  const inset = Math.max(4, (x1 - x0) * 0.2);
  const inside = { x0: x0 + inset, y0: y0 + inset, x1: x1 - inset + 1, y1: y1 - inset + 1 };
  const ink = inkIn(picture, inside);
  if (ink < EMPTY_BELOW) return 'empty';
  return ink >= TICKED_FROM ? 'ticked' : 'unclear';
}
