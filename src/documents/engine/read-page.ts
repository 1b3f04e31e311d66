import { type Glyph, overlap, type PageReading, type TickBox } from '../../domain/documents/page.ts';
import { documentKind } from '../document-kind.ts';
import { findCells } from './cells.ts';
import { Pdf } from './pdf.ts';
import { decodePicture, scaled, straighten, toJpeg, turn } from './picture.ts';
import type { Raster } from './raster.ts';
import type { Recogniser } from './recognise.ts';
import { withoutRules } from './rules.ts';
import { findTickBoxes } from './tick-boxes.ts';

export interface ReadPage {
  reading: PageReading;
  /** The page as it was read, a greyscale JPEG; places of the reading are its pixels. */
  image: Uint8Array;
}

/** Upright pages are read with a mean of 0.97 and more, those upside down with 0.95 and less. */
const MAYBE_UPSIDE_DOWN = 0.965;
const SECOND_SCALE = 0.85;

/** @throws DocumentError */
export async function countPages(bytes: Uint8Array): Promise<number> {
  if (documentKind(bytes) !== 'pdf') return 1;
  const pdf = await Pdf.open(bytes);
  pdf.close();
  return pdf.pages;
}

/** Reads one page, from 1: its text layer where there is one, else what is recognised. @throws DocumentError */
export async function readPage(
  bytes: Uint8Array,
  page: number,
  recogniser: () => Promise<Recogniser>,
): Promise<ReadPage> {
  if (documentKind(bytes) !== 'pdf') return recognise(await decodePicture(bytes), recogniser);
  const pdf = await Pdf.open(bytes);
  try {
    const picture = await pdf.render(page);
    const layer = pdf.textLayer(page);
    if (!layer) return await recognise(picture, recogniser);
    const { width, height } = picture;
    const ticks = layer.ticks.length ? layer.ticks : drawnBoxes(picture, layer.glyphs);
    const reading: PageReading = {
      width,
      height,
      source: 'text-layer',
      glyphs: layer.glyphs,
      second: [],
      ticks,
      cells: findCells(picture),
    };
    return { reading, image: await toJpeg(picture) };
  } finally {
    pdf.close();
  }
}

/** Squares between the characters; within them they are strokes: 日, 国. */
function drawnBoxes(picture: Raster, glyphs: readonly Glyph[]): TickBox[] {
  return findTickBoxes(picture).filter((box) => !glyphs.some((glyph) => overlap(box, glyph)));
}

async function recognise(picture: Raster, recogniser: () => Promise<Recogniser>): Promise<ReadPage> {
  const engine = await recogniser();
  let page = await straighten(picture);
  let glyphs = await engine.glyphs(withoutRules(page), 'page');
  if (certainty(glyphs) < MAYBE_UPSIDE_DOWN) {
    const over = await turn(page, 180);
    const turned = await engine.glyphs(withoutRules(over), 'page');
    if (certainty(turned) > certainty(glyphs)) [page, glyphs] = [over, turned];
  }
  const second = await secondLook(page, engine);
  const { width, height } = page;
  const ticks = findTickBoxes(page);
  const cells = findCells(page);
  const reading: PageReading = { width, height, source: 'recognition', glyphs, second, ticks, cells };
  return { reading, image: await toJpeg(page) };
}

/** Smaller and as one block of text: mistakes differ, and tables that the first look cut up come out whole. */
async function secondLook(page: Raster, engine: Recogniser): Promise<Glyph[]> {
  const smaller = await scaled(withoutRules(page), SECOND_SCALE);
  const glyphs = await engine.glyphs(smaller, 'block');
  const [fx, fy] = [page.width / smaller.width, page.height / smaller.height];
  return glyphs.map(({ x0, y0, x1, y1, ...rest }) => ({
    ...rest,
    x0: x0 * fx,
    y0: y0 * fy,
    x1: x1 * fx,
    y1: y1 * fy,
  }));
}

function certainty(glyphs: readonly Glyph[]): number {
  return glyphs.length < 20 ? 0 : glyphs.reduce((sum, glyph) => sum + glyph.confidence, 0) / glyphs.length;
}
