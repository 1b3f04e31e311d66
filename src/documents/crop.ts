import sharp from 'sharp';
import type { Box } from '../domain/documents/page.ts';

/** Paper around a value, as a share of its height, so that it can be told from its neighbours. */
const MARGIN = 0.6;
const MAX_WIDTH = 1200;

/** A piece of one of our own page images, as JPEG. */
export async function cropPage(image: Uint8Array, box: Box): Promise<Buffer> {
  const { width, height } = await sharp(image).metadata();
  const margin = Math.round((box.y1 - box.y0) * MARGIN) + 8;
  const left = Math.max(0, Math.floor(box.x0) - 2 * margin);
  const top = Math.max(0, Math.floor(box.y0) - margin);
  const piece = {
    left,
    top,
    width: Math.max(1, Math.min(width, Math.ceil(box.x1) + 2 * margin) - left),
    height: Math.max(1, Math.min(height, Math.ceil(box.y1) + margin) - top),
  };
  const small = { width: MAX_WIDTH, withoutEnlargement: true };
  return sharp(image).extract(piece).resize(small).jpeg({ quality: 80 }).toBuffer();
}
