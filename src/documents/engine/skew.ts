import { INK, type Raster, shrink } from './raster.ts';
import { withoutRules } from './rules.ts';

const JUDGED_WIDTH = 700;
const MAX_DEGREES = 8;
/** Of a page that is straight on the whole. */
const BAND_DEGREES = 4;
const LEAST_INK = 500;

/**
 * How far a page is turned, in degrees, clockwise positive: the angle at which its rows of ink are told apart best.
 * Looks for turns of up to 8°.
 */
export function skewOf(picture: Raster): number {
  const small = shrink(picture, JUDGED_WIDTH);
  const ink = inkPoints(small);
  if (ink.length < 200) return 0;
  const coarse = best(range(-MAX_DEGREES, MAX_DEGREES, 0.5), ink, small.height);
  return best(range(coarse - 0.5, coarse + 0.5, 0.1), ink, small.height);
}

/**
 * Whether the rows of text run up and down instead of across. Judged at the turn that suits either way best: on a page
 * photographed from aside neither runs straight.
 */
export function liesOnItsSide(picture: Raster): boolean {
  const small = shrink(withoutRules(picture), JUDGED_WIDTH / 2);
  const ink = inkPoints(small);
  const sideways = ink.map(({ x, y }) => ({ x: y, y: x }));
  const angles = range(-MAX_DEGREES, MAX_DEGREES, 1);
  const rows = Math.max(...angles.map((degrees) => roughnessAt(degrees, ink, small.height)));
  const columns = Math.max(...angles.map((degrees) => roughnessAt(degrees, sideways, small.width)));
  return columns / small.height > (1.6 * rows) / small.width;
}

/** The same for a stretch of rows, from and up to shares of the height; undefined where too little stands there. */
export function skewWithin(picture: Raster, from: number, to: number): number | undefined {
  const small = shrink(picture, JUDGED_WIDTH);
  const ink = inkPoints(small).filter(({ y }) => y >= from * small.height && y < to * small.height);
  if (ink.length < LEAST_INK) return undefined;
  const coarse = best(range(-BAND_DEGREES, BAND_DEGREES, 0.4), ink, small.height);
  return best(range(coarse - 0.4, coarse + 0.4, 0.1), ink, small.height);
}

function inkPoints({ width, height, data }: Raster): { x: number; y: number }[] {
  const points: { x: number; y: number }[] = [];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) if ((data[y * width + x] ?? 255) < INK + 40) points.push({ x, y });
  }
  return points;
}

function best(angles: number[], ink: readonly { x: number; y: number }[], height: number): number {
  let winner = 0;
  let most = -1;
  for (const degrees of angles) {
    const found = roughnessAt(degrees, ink, height);
    if (found > most) [most, winner] = [found, degrees];
  }
  return winner;
}

function roughnessAt(degrees: number, ink: readonly { x: number; y: number }[], height: number): number {
  const slope = Math.tan((degrees * Math.PI) / 180);
  const rows = new Float64Array(height * 2);
  for (const { x, y } of ink) {
    const row = Math.round(y - x * slope + height / 2);
    if (row >= 0 && row < rows.length) rows[row] = (rows[row] ?? 0) + 1;
  }
  return roughness(rows);
}

/** How sharply full and empty rows follow each other. */
function roughness(rows: Float64Array): number {
  let sum = 0;
  for (let i = 1; i < rows.length; i++) sum += ((rows[i] ?? 0) - (rows[i - 1] ?? 0)) ** 2;
  return sum;
}

function range(from: number, to: number, by: number): number[] {
  return Array.from({ length: Math.round((to - from) / by) + 1 }, (_, i) => from + i * by);
}
