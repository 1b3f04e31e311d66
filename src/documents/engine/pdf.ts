import { type PDFiumDocument, PDFiumLibrary, type PDFiumPage } from '@hyzyla/pdfium';
import { normaliseCharacter, tickOf } from '../../domain/documents/characters.ts';
import type { Glyph, TickBox } from '../../domain/documents/page.ts';
import { DocumentError } from '../document-error.ts';
import { PAGE_WIDTH } from './picture.ts';
import type { Raster } from './raster.ts';

export const MAX_PAGES = 30;
/** A text layer with less than this is a scanner app's signature under a picture. */
const LEAST_TEXT = 40;
const MAX_PAGE_PIXELS = 12_000_000;

export interface TextLayer {
  glyphs: Glyph[];
  ticks: TickBox[];
}

/** Calls of pdfium that its package has but does not declare. Pointers and handles are numbers. */
interface Pdfium {
  _FPDFDoc_GetJavaScriptActionCount(document: number): number;
  _FPDFText_LoadPage(page: number): number;
  _FPDFText_ClosePage(text: number): void;
  _FPDFText_CountChars(text: number): number;
  _FPDFText_GetUnicode(text: number, i: number): number;
  /** Writes four doubles. */
  _FPDFText_GetCharBox(
    text: number,
    i: number,
    left: number,
    right: number,
    bottom: number,
    top: number,
  ): number;
  /** In points. */
  _FPDFText_GetFontSize(text: number, i: number): number;
  /** Writes two doubles: where the character stands on its line. */
  _FPDFText_GetCharOrigin(text: number, i: number, x: number, y: number): number;
  wasmExports: { malloc(size: number): number; free(at: number): void };
  HEAPU8: Uint8Array;
}

let library: Promise<PDFiumLibrary> | undefined;

/** A PDF, opened for reading. Nothing in it is ever run. */
export class Pdf {
  private readonly document: PDFiumDocument;
  readonly pages: number;

  private constructor(document: PDFiumDocument, pages: number) {
    this.document = document;
    this.pages = pages;
  }

  /** @throws DocumentError */
  static async open(bytes: Uint8Array): Promise<Pdf> {
    library ??= PDFiumLibrary.init();
    const document = await (await library).loadDocument(bytes).catch((error: unknown) => {
      if (/password|security|encrypt/i.test(String(error))) {
        throw new DocumentError('encrypted', 'PDF 设了密码，打不开；请去掉密码后再发', { cause: error });
      }
      throw new DocumentError('corrupt', 'PDF 损坏，打不开；请重新导出或拍照发送', { cause: error });
    });
    const pages = document.getPageCount();
    try {
      if (hasScripts(document, bytes)) {
        throw new DocumentError('scripted', 'PDF 里带有脚本，出于安全没有读取；请重新打印成 PDF 或拍照发送');
      }
      if (pages > MAX_PAGES) {
        throw new DocumentError('too-many-pages', `PDF 有 ${pages} 页，最多读 ${MAX_PAGES} 页；请拆开后再发`);
      }
      if (pages < 1) throw new DocumentError('corrupt', 'PDF 里没有页面');
      return new Pdf(document, pages);
    } catch (error) {
      document.destroy();
      throw error;
    }
  }

  /** @param page from 1. @returns the text with its places on the page's image, or null where there is none worth reading */
  textLayer(page: number): TextLayer | null {
    const opened = this.document.getPage(page - 1);
    const { scale, height } = sizeOf(opened);
    const layer = charactersOf(opened, (left, right, bottom, top) => ({
      x0: left * scale,
      x1: right * scale,
      y0: height - top * scale,
      y1: height - bottom * scale,
    }));
    return layer.glyphs.length >= LEAST_TEXT ? layer : null;
  }

  /** The page as grey pixels, red ink left out. */
  async render(page: number): Promise<Raster> {
    const { scale, width, height } = sizeOf(this.document.getPage(page - 1));
    if (width * height > MAX_PAGE_PIXELS || width < 1 || height < 1) {
      throw new DocumentError('too-large', `第 ${page} 页的尺寸不正常，没有读取`);
    }
    const image = await this.document.getPage(page - 1).render({
      scale,
      colorSpace: 'BGRA',
      render: async ({ data }) => data,
    });
    const grey = new Uint8Array(image.width * image.height);
    // Red ink is nearly white in the red channel. The library puts red first, whatever it calls the order.
    for (let i = 0; i < grey.length; i++) grey[i] = image.data[i * 4] ?? 255;
    return { width: image.width, height: image.height, data: grey };
  }

  close(): void {
    this.document.destroy();
  }
}

function sizeOf(page: PDFiumPage): { scale: number; width: number; height: number } {
  const { originalWidth, originalHeight } = page.getOriginalSize();
  const scale = PAGE_WIDTH / Math.max(1, Math.min(originalWidth, originalHeight));
  return { scale, width: Math.floor(originalWidth * scale), height: Math.floor(originalHeight * scale) };
}

/** Scripts of the document as a whole by pdfium, others by their names in the file. */
function hasScripts(document: PDFiumDocument, bytes: Uint8Array): boolean {
  const { module: pdfium, documentIdx } = document as unknown as { module: Pdfium; documentIdx: number };
  const scripts = pdfium._FPDFDoc_GetJavaScriptActionCount(documentIdx);
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return scripts > 0 || /\/(?:JavaScript|JS|Launch)\b/.test(raw.toString('latin1'));
}

type Place = (left: number, right: number, bottom: number, top: number) => Omit<Glyph, 'c' | 'confidence'>;

/** The library's own call gives the text without its places. */
function charactersOf(page: PDFiumPage, place: Place): TextLayer {
  const { module: pdfium, pageIdx } = page as unknown as { module: Pdfium; pageIdx: number };
  const text = pdfium._FPDFText_LoadPage(pageIdx);
  if (!text) return { glyphs: [], ticks: [] };
  const box = pdfium.wasmExports.malloc(32);
  const glyphs: Glyph[] = [];
  const ticks: TickBox[] = [];
  try {
    const count = pdfium._FPDFText_CountChars(text);
    for (let i = 0; i < count; i++) {
      const raw = String.fromCodePoint(pdfium._FPDFText_GetUnicode(text, i) || 0x20);
      const at = raw.trim() ? placeOf(pdfium, text, i, box, place) : undefined;
      if (!at) continue;
      const state = tickOf(raw);
      const c = normaliseCharacter(raw);
      if (state) ticks.push({ ...at, state });
      else if (c.trim()) glyphs.push({ c, confidence: 1, ...at });
    }
  } finally {
    pdfium.wasmExports.free(box);
    pdfium._FPDFText_ClosePage(text);
  }
  return { glyphs, ticks };
}

/** Lower than this share of its font's size is a shape that the font did not bring; dashes are not so low. */
const NO_SHAPE = 0.02;
/** Of a character above its line, as a share of the font's size. */
const ABOVE = 0.86;

/**
 * Where a character stands. One of a font that is not in the file has no shape, so no height: it is as high as its
 * font. Boxes without height would be level with nothing.
 */
function placeOf(pdfium: Pdfium, text: number, i: number, box: number, place: Place) {
  const isThere = pdfium._FPDFText_GetCharBox(text, i, box, box + 8, box + 16, box + 24);
  const [left = 0, right = 0, bottom = 0, top = 0] = new Float64Array(pdfium.HEAPU8.buffer, box, 4);
  const size = pdfium._FPDFText_GetFontSize(text, i);
  if (isThere && top - bottom > size * NO_SHAPE) return place(left, right, bottom, top);
  if (!pdfium._FPDFText_GetCharOrigin(text, i, box, box + 8)) return undefined;
  const [x = 0, y = 0] = new Float64Array(pdfium.HEAPU8.buffer, box, 2);
  const end = isThere && right > left ? right : x + size;
  return place(x, end, y - size * (1 - ABOVE), y + size * ABOVE);
}
