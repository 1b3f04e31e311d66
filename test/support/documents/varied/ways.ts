/** How a printed form comes to the bot: as a file, through a scanner or a fax, photographed, sent on by WeChat. */
import sharp from 'sharp';
import type { Random } from '../../random.ts';
import { asPdf, pictures, scan, shadow } from '../spoil.ts';

export const WAYS = ['pdf', 'unembedded', 'picture', 'scan', 'fax', 'photo', 'wechat', 'sealed'] as const;
export type Way = (typeof WAYS)[number];

/** Which goals a way belongs to. */
export const GROUP_OF: Record<Way, 'printed' | 'scan' | 'photo'> = {
  pdf: 'printed',
  unembedded: 'printed',
  picture: 'printed',
  scan: 'scan',
  fax: 'scan',
  photo: 'photo',
  wechat: 'photo',
  sealed: 'photo',
};

interface Pixels {
  width: number;
  height: number;
  data: Buffer;
}

/** @param pdf with its fonts. @returns one file; pages of a photographed form come as a PDF of photos */
export async function sent(pdf: Buffer, way: Way, random: Random): Promise<Buffer> {
  const width = way === 'wechat' ? 1300 : 1600;
  const pages = await pictures(pdf, width);
  const done: Buffer[] = [];
  for (const page of pages) done.push(await throughWay(page, way, random));
  const [only] = done;
  const isPaper = way === 'scan' || way === 'fax';
  return only && done.length === 1 && !isPaper ? only : asPdf(done);
}

async function throughWay(page: Buffer, way: Way, random: Random): Promise<Buffer> {
  if (way === 'picture') return sharp(page).png().toBuffer();
  if (way === 'scan') return scan(page, random);
  if (way === 'fax') return fax(page, random);
  const photo = await photographed(page, random);
  if (way !== 'wechat') return sharp(photo).jpeg({ quality: 62 }).toBuffer();
  // Compressed once by the phone, again by the chat it was sent through.
  const once = await sharp(photo).jpeg({ quality: 70 }).toBuffer();
  return sharp(once).resize({ width: 1080 }).jpeg({ quality: 48 }).toBuffer();
}

/** 204 by 196 dots an inch, black or white, with specks of dirt. */
async function fax(page: Buffer, random: Random): Promise<Buffer> {
  const { data, info } = await sharp(page)
    .rotate((random.next() - 0.5) * 1.6, { background: '#fff' })
    .resize({ width: 1728, height: 2200, fit: 'fill' })
    .greyscale()
    .raw()
    .toBuffer({ resolveWithObject: true });
  for (let i = 0; i < data.length; i++) data[i] = (data[i] ?? 0) > 165 ? 255 : 0;
  for (let n = 0; n < 900; n++) data[random.int(data.length)] = 0;
  return sharp(data, { raw: { width: info.width, height: info.height, channels: 1 } })
    .png()
    .toBuffer();
}

/** From a little aside, on a desk, the light from one side and a shadow over it. */
async function photographed(page: Buffer, random: Random): Promise<Buffer> {
  const tilt = () => 0.005 + random.next() * 0.045;
  const raw = await sharp(page).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const paper: Pixels = { width: raw.info.width, height: raw.info.height, data: raw.data };
  const [w, h] = [Math.round(paper.width * 1.06), Math.round(paper.height * 1.06)];
  const corners = [
    [w * tilt(), h * tilt()],
    [w * (1 - tilt()), h * tilt()],
    [w * (1 - tilt()), h * (1 - tilt())],
    [w * tilt(), h * (1 - tilt())],
  ] as const;
  const seen = projected(paper, w, h, corners);
  const shade = shadow(w, h, 0.3 + random.next() * 0.4, random);
  return sharp(seen.data, { raw: { width: w, height: h, channels: 3 } })
    .composite([{ input: shade, raw: { width: w, height: h, channels: 3 }, blend: 'multiply' }])
    .blur(0.5 + random.next() * 0.5)
    .png()
    .toBuffer();
}

type Corners = readonly (readonly [number, number])[];

/** The page as it lies between four corners of the photo; the desk around it. */
function projected(page: Pixels, width: number, height: number, corners: Corners): Pixels {
  const data = Buffer.alloc(width * height * 3);
  const at = projection(corners);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = at(x, y);
      const i = (y * width + x) * 3;
      const [px, py] = [u * (page.width - 1), v * (page.height - 1)];
      const isPaper = px >= 0 && py >= 0 && px < page.width - 1 && py < page.height - 1;
      for (let c = 0; c < 3; c++) data[i + c] = isPaper ? between(page, px, py, c) : ([96, 82, 68][c] ?? 0);
    }
  }
  return { width, height, data };
}

function between({ width, data }: Pixels, x: number, y: number, channel: number): number {
  const [left, top] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - left, y - top];
  const get = (dx: number, dy: number) => data[((top + dy) * width + left + dx) * 3 + channel] ?? 255;
  return (get(0, 0) * (1 - fx) + get(1, 0) * fx) * (1 - fy) + (get(0, 1) * (1 - fx) + get(1, 1) * fx) * fy;
}

/** From a place on the photo to a place on the page, 0 … 1. */
function projection([a, b, c, d]: Corners): (x: number, y: number) => [number, number] {
  const [[x0, y0], [x1, y1], [x2, y2], [x3, y3]] = [a, b, c, d] as [
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
    readonly [number, number],
  ];
  const [dx1, dx2, sx] = [x1 - x2, x3 - x2, x0 - x1 + x2 - x3];
  const [dy1, dy2, sy] = [y1 - y2, y3 - y2, y0 - y1 + y2 - y3];
  const det = dx1 * dy2 - dx2 * dy1;
  const g = (sx * dy2 - dx2 * sy) / det;
  const h = (dx1 * sy - sx * dy1) / det;
  const m = [x1 - x0 + g * x1, x3 - x0 + h * x3, x0, y1 - y0 + g * y1, y3 - y0 + h * y3, y0, g, h, 1];
  const [A = 0, B = 0, C = 0, D = 0, E = 0, F = 0, G = 0, H = 0, I = 1] = m;
  return (x, y) => {
    const u = (E * I - F * H) * x + (C * H - B * I) * y + (B * F - C * E);
    const v = (F * G - D * I) * x + (A * I - C * G) * y + (C * D - A * F);
    const q = (D * H - E * G) * x + (B * G - A * H) * y + (A * E - B * D);
    return [u / q, v / q];
  };
}
