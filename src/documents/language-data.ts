import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** The folder with what recognition knows of Chinese: part of an npm package, never fetched from a network. */
export function languageData(): { folder: string; isThere: boolean } {
  const root = dirname(createRequire(import.meta.url).resolve('@tesseract.js-data/chi_sim/package.json'));
  const folder = join(root, '4.0.0');
  return { folder, isThere: existsSync(join(folder, 'chi_sim.traineddata.gz')) };
}
