import tesseract from 'tesseract.js';
import { normaliseCharacter } from '../../domain/documents/characters.ts';
import type { Glyph } from '../../domain/documents/page.ts';
import { languageData } from '../language-data.ts';
import { toPgm } from './picture.ts';
import type { Raster } from './raster.ts';

const START_MS = 30_000;
/** Characters no form has, but noise is read as. */
const NEVER = ']?[{}|~!$^\\<>';

/** How a page is cut into lines: by its own columns and blocks, or as one block of text. */
export type Layout = 'page' | 'block';

/** Chinese text recognition over one page at a time. */
export class Recogniser {
  private readonly worker: tesseract.Worker;

  private constructor(worker: tesseract.Worker) {
    this.worker = worker;
  }

  /** @throws Error when the language data is missing or the engine does not start in time */
  static async start(): Promise<Recogniser> {
    // A worker without its data never answers.
    const { folder: langPath, isThere } = languageData();
    if (!isThere) throw new Error(`No language data in ${langPath}`);
    const starting = tesseract.createWorker('chi_sim', tesseract.OEM.LSTM_ONLY, {
      langPath,
      gzip: true,
      cacheMethod: 'none',
      // Without it a bad image ends the process.
      errorHandler: () => {},
    });
    const worker = await Promise.race([starting, failAfter(START_MS)]);
    await worker.setParameters({ preserve_interword_spaces: '1', tessedit_char_blacklist: NEVER });
    return new Recogniser(worker);
  }

  async glyphs(picture: Raster, layout: Layout): Promise<Glyph[]> {
    const mode = layout === 'page' ? tesseract.PSM.AUTO : tesseract.PSM.SINGLE_BLOCK;
    await this.worker.setParameters({ tessedit_pageseg_mode: mode });
    const { data } = await this.worker.recognize(toPgm(picture), {}, { text: false, blocks: true });
    const lines = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap((p) => p.lines));
    const symbols = lines.flatMap((line) => line.words.flatMap((word) => word.symbols));
    return symbols.flatMap(({ text, confidence, bbox }) =>
      [...text].flatMap((c) => {
        const normal = normaliseCharacter(c);
        return normal.trim() ? [{ c: normal, confidence: confidence / 100, ...bbox }] : [];
      }),
    );
  }

  async stop(): Promise<void> {
    await this.worker.terminate();
  }
}

function failAfter(ms: number): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`Recognition did not start within ${ms} ms`)), ms).unref();
  });
}
