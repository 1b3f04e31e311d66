import { INK, type Raster } from './raster.ts';

/** A table's rule is straight ink at least this long, as a share of the page's width. */
const LEAST_LENGTH = 0.04;
/** Pixels that may be missing in a rule. */
const MAX_GAP = 2;

/** A copy without the straight lines of tables, which recognition takes for strokes of characters. */
export function withoutRules(picture: Raster): Raster {
  const { width, height, data } = picture;
  const out = Uint8Array.from(data);
  const least = Math.round(width * LEAST_LENGTH);
  for (let y = 0; y < height; y++) eraseRuns(data, out, y * width, 1, width, width, least);
  for (let x = 0; x < width; x++) eraseRuns(data, out, x, width, height, 1, least);
  return { width, height, data: out };
}

/** Whitens long runs of ink along one row or column, with a pixel on either side of them. */
function eraseRuns(
  data: Uint8Array,
  out: Uint8Array,
  start: number,
  stride: number,
  length: number,
  beside: number,
  least: number,
): void {
  let from = -1;
  let gap = 0;
  for (let i = 0; i <= length; i++) {
    const isInk = i < length && (data[start + i * stride] ?? 255) < INK + 30;
    if (isInk) {
      if (from < 0) from = i;
      gap = 0;
    } else if (from >= 0 && (++gap > MAX_GAP || i === length)) {
      if (i - gap - from >= least) {
        for (let k = from; k <= i; k++) {
          for (const side of [-beside, 0, beside]) {
            const at = start + k * stride + side;
            if (at >= 0 && at < out.length) out[at] = 255;
          }
        }
      }
      from = -1;
      gap = 0;
    }
  }
}
