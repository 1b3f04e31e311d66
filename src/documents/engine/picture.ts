import sharp from 'sharp';
import { DocumentError } from '../document-error.ts';
import { flatten } from './flatten.ts';
import { levelled } from './keystone.ts';
import type { Raster } from './raster.ts';
import { liesOnItsSide, skewOf } from './skew.ts';
import { withoutSurroundings } from './surroundings.ts';

/** What recognition reads best: an A4 page at this width. */
export const PAGE_WIDTH = 2000;
const PAGE_PIXELS = PAGE_WIDTH * 2829;
/** Refused before it is unpacked: a small file may hold a picture that fills the memory. */
const MAX_PIXELS = 60_000_000;
const LEAST_SIDE = 300;

/** A photo or scan as grey pixels: upright as the camera says, and without red ink, which stands over names and dates. */
export async function decodePicture(bytes: Uint8Array): Promise<Raster> {
  try {
    const meta = await sharp(bytes, { limitInputPixels: MAX_PIXELS }).metadata();
    if (Math.min(meta.width, meta.height) < LEAST_SIDE) {
      throw new DocumentError('corrupt', '图片太小，看不清字；请发原图');
    }
    const scale = Math.sqrt(PAGE_PIXELS / (meta.width * meta.height));
    const turned = (meta.orientation ?? 1) >= 5;
    const width = Math.max(1, Math.round((turned ? meta.height : meta.width) * scale));
    const { data, info } = await sharp(bytes, { limitInputPixels: MAX_PIXELS, failOn: 'error' })
      .autoOrient()
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      // Red ink is nearly white in the red channel, black and blue ink are dark.
      .extractChannel('red')
      .resize({ width, kernel: 'lanczos3' })
      .raw()
      .toBuffer({ resolveWithObject: true });
    return { width: info.width, height: info.height, data };
  } catch (error) {
    if (error instanceof DocumentError) throw error;
    if (/exceeds pixel limit|too large/i.test(String(error))) {
      throw new DocumentError('too-large', '图片的像素太多，请压缩后再发', { cause: error });
    }
    throw new DocumentError('corrupt', '图片损坏，打不开；请重新拍照或重新发送', { cause: error });
  }
}

/** Evenly lit and straight: what is recognised and what is shown as evidence. */
export async function straighten(picture: Raster): Promise<Raster> {
  const lit = withoutSurroundings(flatten(picture));
  const upright = liesOnItsSide(lit) ? await turn(lit, 90) : lit;
  const skew = skewOf(upright);
  return levelled(Math.abs(skew) < 0.15 ? upright : await turn(upright, -skew));
}

/** Clockwise, on white paper. */
export async function turn({ width, height, data }: Raster, degrees: number): Promise<Raster> {
  const turned = await sharp(data, { raw: { width, height, channels: 1 } })
    .rotate(degrees, { background: '#fff' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: turned.info.width, height: turned.info.height, data: turned.data };
}

/** The same picture in another size. */
export async function scaled({ width, height, data }: Raster, factor: number): Promise<Raster> {
  const resized = await sharp(data, { raw: { width, height, channels: 1 } })
    .resize({ width: Math.round(width * factor), kernel: 'lanczos3' })
    .extractChannel(0)
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: resized.info.width, height: resized.info.height, data: resized.data };
}

/** For storing. */
export async function toJpeg({ width, height, data }: Raster): Promise<Buffer> {
  return sharp(data, { raw: { width, height, channels: 1 } })
    .jpeg({ quality: 70 })
    .toBuffer();
}

/** For recognition, which takes image files only: the one kind without anything to pack and unpack. */
export function toPgm({ width, height, data }: Raster): Buffer {
  return Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data]);
}
