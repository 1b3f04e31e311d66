import type { Raster } from './raster.ts';
import { skewWithin } from './skew.ts';

/** Stretches of the page whose slope is judged on their own; they overlap, so that a short form fills several. */
const BANDS = 8;
const BAND_HEIGHT = 0.2;
/** Less than this from top to bottom, in degrees, is no keystone. */
const LEAST_CHANGE = 0.5;
const MAX_CHANGE = 9;

/**
 * The page with all of its rows level. A photo from aside makes rows slope more and more down the page, which turning
 * the whole of it cannot mend: each row is moved by its own slope.
 */
export function levelled(page: Raster): Raster {
  const slope = slopeOf(page);
  return slope ? sheared(page, slope) : page;
}

/** Degrees at the top and at the bottom. */
interface Slope {
  top: number;
  bottom: number;
}

function slopeOf(page: Raster): Slope | undefined {
  const found: { y: number; degrees: number }[] = [];
  for (let i = 0; i < BANDS; i++) {
    const from = (i * (1 - BAND_HEIGHT)) / (BANDS - 1);
    const degrees = skewWithin(page, from, from + BAND_HEIGHT);
    if (degrees !== undefined) found.push({ y: from + BAND_HEIGHT / 2, degrees });
  }
  if (found.length < 2) return undefined;
  const mean = (values: number[]) => values.reduce((sum, v) => sum + v, 0) / values.length;
  const [y, degrees] = [mean(found.map((f) => f.y)), mean(found.map((f) => f.degrees))];
  const spread = found.reduce((sum, f) => sum + (f.y - y) ** 2, 0);
  const change = found.reduce((sum, f) => sum + (f.y - y) * (f.degrees - degrees), 0) / spread;
  const [top, bottom] = [degrees - y * change, degrees + (1 - y) * change];
  const isOne = Math.abs(change) >= LEAST_CHANGE && Math.abs(change) <= MAX_CHANGE;
  // Bands that do not lie on one line saw something else than rows of text.
  const off = Math.max(...found.map((f) => Math.abs(f.degrees - degrees - (f.y - y) * change)));
  return isOne && off < Math.max(0.6, Math.abs(change) / 3) ? { top, bottom } : undefined;
}

function sheared({ width, height, data }: Raster, { top, bottom }: Slope): Raster {
  const out = new Uint8Array(width * height).fill(255);
  const tangent = (y: number) => Math.tan(((top + ((bottom - top) * y) / height) * Math.PI) / 180);
  for (let y = 0; y < height; y++) {
    const slope = tangent(y);
    for (let x = 0; x < width; x++) {
      const from = y + slope * (x - width / 2);
      const upper = Math.floor(from);
      if (upper < 0 || upper >= height - 1) continue;
      const part = from - upper;
      const at = upper * width + x;
      out[y * width + x] = (data[at] ?? 255) * (1 - part) + (data[at + width] ?? 255) * part;
    }
  }
  return { width, height, data: out };
}
