import sharp from 'sharp';
import { afterAll, describe, expect, it } from 'vitest';
import { DocumentError } from '../../../src/documents/document-error.ts';
import { createDocumentReader } from '../../../src/documents/document-reader.ts';
import type { PageReading } from '../../../src/domain/documents/page.ts';
import { STOCK, trialConsent } from '../../support/documents/forms.ts';
import { rawPdf } from '../../support/documents/raw-pdf.ts';
import { drawForm } from '../../support/documents/sheet.ts';
import { asPdf, photograph, pictures } from '../../support/documents/spoil.ts';
import { createRandom } from '../../support/random.ts';

const reader = createDocumentReader();
afterAll(() => reader.close());

const random = createRandom(11);
const { form, truth } = trialConsent(random, STOCK.development, 'one', 'table');
const printed = await drawForm(form);
const [picture] = (await pictures(printed)) as [Buffer];
const SLOW_MS = 60_000;

function words(reading: PageReading): string {
  return reading.glyphs.map(({ c }) => c).join('');
}

async function refusal(bytes: Uint8Array): Promise<DocumentError> {
  try {
    await reader.readPage(bytes, await reader.countPages(bytes));
  } catch (error) {
    if (error instanceof DocumentError) return error;
    throw error;
  }
  throw new Error('it was read');
}

describe('the engine (D1)', () => {
  it(
    'takes the text layer of a PDF with every character in its place, and the boxes from the drawing',
    async () => {
      expect(await reader.countPages(printed)).toBe(1);
      const { reading, image } = await reader.readPage(printed, 1);
      expect(reading.source).toBe('text-layer');
      expect(words(reading)).toContain(`试用设备${truth.device}`);
      const [first] = reading.glyphs;
      expect(first).toMatchObject({ c: '临', confidence: 1 });
      expect(first?.y0).toBeGreaterThan(200);
      expect([...image.subarray(0, 2)]).toEqual([0xff, 0xd8]);
      const marks = reading.ticks.filter(({ x0, x1 }) => x1 - x0 > 33).map(({ state }) => state);
      expect(marks.toSorted()).toEqual(['empty', 'ticked']);
    },
    SLOW_MS,
  );

  it(
    'reads a phone photo twice: crooked, shadowed, upside down, on a desk',
    async () => {
      const camera = { degrees: 3.5, blur: 0.7, shadow: 0.6, width: 1500, quality: 60 };
      const taken = await photograph(picture, { ...camera, degrees: 183.5 }, random);
      const { reading } = await reader.readPage(taken, 1);
      expect(reading.source).toBe('recognition');
      for (const glyphs of [reading.glyphs, reading.second]) {
        const text = words({ ...reading, glyphs });
        for (const said of [truth.hospital, truth.device, truth.doctor]) expect(text).toContain(said);
      }
    },
    SLOW_MS,
  );

  it(
    'looks at a page whose text layer is only the name of a scanner app',
    async () => {
      const scanned = await asPdf([picture]);
      expect((await reader.readPage(scanned, 1)).reading.source).toBe('recognition');
    },
    SLOW_MS,
  );
});

const encrypted = await drawForm(form, { password: 'geheim' });
const scripted = Buffer.concat([
  printed,
  Buffer.from('\n9 0 obj << /S /JavaScript /JS (app.alert(1)) >> endobj'),
]);
const manyPages = await drawForm(
  { ...form, rows: Array.from({ length: 31 }, () => form.rows[0] ?? []) },
  { split: 1 },
);

const photo = await photograph(
  picture,
  { degrees: 0, blur: 0.5, shadow: 0, width: 600, quality: 50 },
  random,
);
const blank = (side: number) =>
  sharp({ create: { width: side, height: side, channels: 3, background: '#fff' } }).png({
    compressionLevel: 9,
  });
const onePixel = await blank(1).toBuffer();
const pixelBomb = await blank(9_000).toBuffer();

describe('a file that cannot be read', () => {
  it.each<[string, Uint8Array, DocumentError['code'], RegExp]>([
    ['empty', Buffer.alloc(0), 'empty', /空的/],
    ['text', Buffer.from('hello'), 'not-a-document', /认不出/],
    ['over 10 MB', Buffer.alloc(10 * 1024 * 1024 + 1, '%PDF-'), 'too-large', /10 MB/],
    ['a zip called .pdf', Buffer.from('PK\u0003\u0004 %PDF-1.4'), 'unsupported', /压缩包/],
    ['HEIC', Buffer.from('\0\0\0\u0018ftypheic\0\0\0\0'), 'unsupported', /HEIC/],
    ['HEIC by its other name', Buffer.from('\0\0\0\u0018ftypmif1\0\0\0\0'), 'unsupported', /HEIC/],
    ['a video', Buffer.from('\0\0\0\u0018ftypisom\0\0\0\0'), 'unsupported', /视频/],
    ['what somebody said to WeCom', Buffer.from('#!AMR\n…'), 'unsupported', /录音/],
    ['what somebody said to WeChat', Buffer.from('\u0002#!SILK_V3'), 'unsupported', /录音/],
    ['TIFF', Buffer.from('II*\0\u0008\0\0\0'), 'unsupported', /TIFF/],
    ['a PDF with a password', encrypted, 'encrypted', /密码/],
    ['a PDF with a script', scripted, 'scripted', /脚本/],
    ['a PDF with too many pages', manyPages, 'too-many-pages', /30 页/],
    ['half a PDF', printed.subarray(0, printed.length / 2), 'corrupt', /损坏|读不/],
    ['half a photo', photo.subarray(0, 9_000), 'corrupt', /损坏/],
    ['a picture of 1 × 1', onePixel, 'corrupt', /太小/],
    ['a PDF with a page five metres high', rawPdf([20, 14_000], Buffer.from('q Q')), 'too-large', /尺寸/],
    ['a small file that unpacks to 81 million pixels', pixelBomb, 'too-large', /像素/],
  ])('%s is refused in words for the rep', async (_what, bytes, code, says) => {
    const error = await refusal(bytes);
    expect([error.code, error.message]).toEqual([code, expect.stringMatching(says)]);
  });

  it('that unpacks to 200 MB of drawing is given up in time, and the next one is read', async () => {
    const bomb = rawPdf([595, 842], Buffer.alloc(200_000_000, '0 0 1 rg '));
    expect(bomb.length).toBeLessThan(500_000);
    const hasty = createDocumentReader({ pageMs: 1_500 });
    await expect(hasty.readPage(bomb, 1)).rejects.toBeInstanceOf(DocumentError);
    expect(await hasty.countPages(printed)).toBe(1);
    await hasty.close();
  }, 60_000);

  it('that takes too long is given up, and the next one is read', async () => {
    const hasty = createDocumentReader({ pageMs: 1 });
    await expect(hasty.readPage(photo, 1)).rejects.toMatchObject({ code: 'too-slow' });
    await hasty.close();
    expect(await reader.countPages(printed)).toBe(1);
  });
});
