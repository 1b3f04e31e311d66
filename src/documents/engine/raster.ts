import type { Box } from '../../domain/documents/page.ts';

/** A grey picture: a byte per pixel, row by row, 0 black. */
export interface Raster {
  width: number;
  height: number;
  data: Uint8Array;
}

/** Darker than this is ink, on a picture whose paper has been made white. */
export const INK = 150;

/** A copy at about this width, each pixel the mean of those it stands for. */
export function shrink({ width, height, data }: Raster, to: number): Raster & { factor: number } {
  const factor = Math.max(1, Math.round(width / to));
  const w = Math.floor(width / factor);
  const h = Math.floor(height / factor);
  const small = new Uint8Array(w * h);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        const from = (y * factor + dy) * width + x * factor;
        for (let dx = 0; dx < factor; dx++) sum += data[from + dx] ?? 0;
      }
      small[y * w + x] = sum / (factor * factor);
    }
  }
  return { width: w, height: h, data: small, factor };
}

/** The share of ink within a box, clipped to the picture. */
export function inkIn({ width, height, data }: Raster, box: Box): number {
  const x0 = Math.max(0, Math.round(box.x0));
  const x1 = Math.min(width, Math.round(box.x1));
  const y0 = Math.max(0, Math.round(box.y0));
  const y1 = Math.min(height, Math.round(box.y1));
  let ink = 0;
  for (let y = y0; y < y1; y++) for (let x = x0; x < x1; x++) if ((data[y * width + x] ?? 255) < INK) ink++;
  const area = (x1 - x0) * (y1 - y0);
  return area > 0 ? ink / area : 0;
}
