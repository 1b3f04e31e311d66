import sharp from 'sharp';
import type { Box } from '../domain/documents/page.ts';

/** Pixels of paper around a value; above and below no more than this share of its height: other lines would be cut. */
const MARGIN = 24;
const OF_HEIGHT = 0.4;
const MAX_WIDTH = 1200;

/** A piece of one of our own page images, as JPEG. */
export async function cropPage(image: Uint8Array, box: Box): Promise<Buffer> {
  const { width, height } = await sharp(image).metadata();
  const above = Math.min(MARGIN, Math.round((box.y1 - box.y0) * OF_HEIGHT));
  const left = Math.max(0, Math.floor(box.x0) - MARGIN);
  const top = Math.max(0, Math.floor(box.y0) - above);
  const piece = {
    left,
    top,
    width: Math.max(1, Math.min(width, Math.ceil(box.x1) + MARGIN) - left),
    height: Math.max(1, Math.min(height, Math.ceil(box.y1) + above) - top),
  };
  const small = { width: MAX_WIDTH, withoutEnlargement: true };
  return sharp(image).extract(piece).resize(small).jpeg({ quality: 80 }).toBuffer();
}
