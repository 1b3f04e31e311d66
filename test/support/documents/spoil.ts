/** What becomes of a printed form on its way to the bot: scanners, phones, bad light. */
import { PDFiumLibrary } from '@hyzyla/pdfium';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import type { Random } from '../random.ts';

const SCAN_WIDTH = 1500;
const A4 = { width: 595.28, height: 841.89 };

/** Each page of a PDF as a colour picture, about 180 dpi. */
export async function pictures(pdf: Uint8Array, width = SCAN_WIDTH): Promise<Buffer[]> {
  const library = await PDFiumLibrary.init();
  const document = await library.loadDocument(pdf);
  const images: Buffer[] = [];
  for (const page of document.pages()) {
    const { originalWidth } = page.getOriginalSize();
    const image = await page.render({ scale: width / originalWidth, render: async ({ data }) => data });
    const raw = { width: image.width, height: image.height, channels: 4 as const };
    images.push(await sharp(image.data, { raw }).flatten({ background: '#fff' }).png().toBuffer());
  }
  document.destroy();
  library.destroy();
  return images;
}

/** A flatbed scanner: nearly straight, a little grey. */
export async function scan(picture: Buffer, random: Random): Promise<Buffer> {
  const degrees = (random.next() - 0.5) * 2.4;
  return sharp(picture)
    .rotate(degrees, { background: '#f4f4f2' })
    .linear(0.92, 12)
    .blur(0.5)
    .jpeg({ quality: 55 })
    .toBuffer();
}

export interface Photo {
  degrees: number;
  blur: number;
  /** 0 even light, 1 deep shadow. */
  shadow: number;
  width: number;
  quality: number;
  /** The phone lay on its side and said so. */
  sideways?: boolean;
}

export function photoOf(random: Random): Photo {
  return {
    degrees: (random.next() - 0.5) * 9,
    blur: 0.5 + random.next() * 0.7,
    shadow: 0.3 + random.next() * 0.45,
    width: 1500,
    quality: 58,
    sideways: random.chance(0.25),
  };
}

/** A phone photo on a desk, with the light from one side. */
export async function photograph(picture: Buffer, photo: Photo, random: Random): Promise<Buffer> {
  const turned = await sharp(picture)
    .resize({ width: Math.round(photo.width * 0.93) })
    .rotate(photo.degrees, { background: '#6b5a48' })
    .extend({ top: 25, bottom: 30, left: 30, right: 25, background: '#6b5a48' })
    .png()
    .toBuffer();
  const { width = 0, height = 0 } = await sharp(turned).metadata();
  const shade = shadow(width, height, photo.shadow, random);
  const lit = await sharp(turned)
    .composite([{ input: shade, raw: { width, height, channels: 3 }, blend: 'multiply' }])
    .blur(photo.blur)
    .png()
    .toBuffer();
  const camera = sharp(lit);
  if (photo.sideways) {
    return sharp(await camera.rotate(-90).png().toBuffer())
      .withMetadata({ orientation: 6 })
      .jpeg({ quality: photo.quality })
      .toBuffer();
  }
  return camera.jpeg({ quality: photo.quality }).toBuffer();
}

/** Falls off across the page, with the soft edge of a hand's shadow in a corner. */
export function shadow(width: number, height: number, depth: number, random: Random): Buffer {
  const data = Buffer.alloc(width * height * 3);
  const angle = random.next() * Math.PI * 2;
  const [cx, cy] = [width * random.next(), height * (0.2 + 0.6 * random.next())];
  const reach = width * (0.3 + 0.3 * random.next());
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const across = ((x / width - 0.5) * Math.cos(angle) + (y / height - 0.5) * Math.sin(angle)) * 0.6;
      const hand = 1 / (1 + Math.exp((Math.hypot(x - cx, y - cy) - reach) / 40));
      const light = 0.9 - depth * (0.35 + across) * 0.6 - depth * 0.45 * hand;
      const i = (y * width + x) * 3;
      data[i] = Math.max(40, 252 * light);
      data[i + 1] = Math.max(38, 246 * light);
      data[i + 2] = Math.max(34, 232 * light);
    }
  }
  return data;
}

/** Pictures as the pages of a PDF, as scanner apps make them; behind the pages of another PDF where one is given. */
export async function asPdf(images: readonly Buffer[], behind?: Buffer): Promise<Buffer> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  if (behind) {
    const other = await PDFDocument.load(behind, { updateMetadata: false });
    for (const page of await pdf.copyPages(other, other.getPageIndices())) pdf.addPage(page);
  }
  for (const image of images) {
    const jpeg = await pdf.embedJpg(await sharp(image).jpeg({ quality: 55 }).toBuffer());
    const scale = Math.min(A4.width / jpeg.width, A4.height / jpeg.height);
    const page = pdf.addPage([A4.width, A4.height]);
    page.drawImage(jpeg, { x: 0, y: 0, width: jpeg.width * scale, height: jpeg.height * scale });
  }
  return Buffer.from(await pdf.save());
}
