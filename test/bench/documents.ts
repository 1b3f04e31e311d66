import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync } from 'node:zlib';
import sharp from 'sharp';
import { createDocumentReader } from '../../src/documents/document-reader.ts';
import type { Raster } from '../../src/documents/engine/raster.ts';
import { Recogniser } from '../../src/documents/engine/recognise.ts';
import { languageData } from '../../src/documents/language-data.ts';
import { atMost, type Figure, type Part, plain } from './figures.ts';
import type { Lab } from './lab.ts';

const FORMS = new URL('../../fixtures/documents/forms/', import.meta.url);
const PHOTOS = ['feedback', 'consent'].flatMap((form) =>
  [1, 2, 3].map((n) => `d-trial-${form}-photo-${n}.jpg`),
);
const MB = 1024 * 1024;

/** Reading forms: one look at a page against the tesseract command on the same image and data, and whole documents. */
export const documents: Part = {
  name: 'documents',
  title: 'Reading forms, against the tesseract command where there is one',
  async run({ quick }: Lab): Promise<Figure[]> {
    const photos = PHOTOS.slice(0, quick ? 1 : 6).map((name) => readFileSync(new URL(name, FORMS)));
    const pages = await prepared(photos);
    return [
      ...(await againstCommand(pages)),
      ...(await manyPages(photos, quick ? 2 : 8)),
      ...(await inARow(photos, quick ? 2 : 200)),
    ];
  },
};

/** The pages as they are recognised: straight and evenly lit. */
async function prepared(photos: readonly Buffer[]): Promise<Buffer[]> {
  const reader = createDocumentReader();
  try {
    const images: Buffer[] = [];
    for (const photo of photos) images.push(Buffer.from((await reader.readPage(photo, 1)).image));
    return images;
  } finally {
    await reader.close();
  }
}

async function againstCommand(images: readonly Buffer[]): Promise<Figure[]> {
  const recogniser = await Recogniser.start();
  const ours = await seconds(async () => {
    for (const image of images) await recogniser.glyphs(await rasterOf(image), 'page');
  });
  await recogniser.stop();
  const look = plain('one look at a page', ours / images.length, 's');
  const command = await commandOver(images).catch(() => null);
  if (!command) return [look];
  return [
    look,
    plain('tesseract command, a page', command.seconds / images.length, 's'),
    plain('tesseract command, memory', command.memory / MB, 'MB'),
    atMost('of the command', ours / command.seconds, '×', 1.5),
  ];
}

/** The command starts anew for every page, which is its way. */
async function commandOver(images: readonly Buffer[]): Promise<{ seconds: number; memory: number }> {
  const folder = mkdtempSync(join(tmpdir(), 'genjin-bench-'));
  try {
    const data = readFileSync(join(languageData().folder, 'chi_sim.traineddata.gz'));
    writeFileSync(join(folder, 'chi_sim.traineddata'), gunzipSync(data));
    let memory = 0;
    const taken = await seconds(async () => {
      for (const image of images) memory = Math.max(memory, await runCommand(folder, image));
    });
    return { seconds: taken, memory };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function rasterOf(image: Buffer): Promise<Raster> {
  const { data, info } = await sharp(image).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
}

/** @returns the most memory it held, in bytes, as far as Linux tells */
function runCommand(folder: string, image: Buffer): Promise<number> {
  const file = join(folder, 'page.jpg');
  writeFileSync(file, image);
  const options = ['--tessdata-dir', folder, '-l', 'chi_sim', '--oem', '1', '--psm', '3', 'tsv'];
  return new Promise((resolve, reject) => {
    const child = spawn('tesseract', [file, 'stdout', ...options], {
      stdio: 'ignore',
      env: { ...process.env, OMP_THREAD_LIMIT: '1' },
    });
    let most = 0;
    const watch = setInterval(() => {
      const status = tryRead(`/proc/${child.pid}/status`);
      most = Math.max(most, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
    }, 50);
    child.once('error', reject);
    child.once('exit', () => {
      clearInterval(watch);
      resolve(most);
    });
  });
}

function tryRead(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

async function manyPages(photos: readonly Buffer[], count: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const workers of [1, 2]) {
    const reader = createDocumentReader({ workers });
    const taken = await seconds(() =>
      Promise.all(
        Array.from({ length: count }, (_, i) => reader.readPage(photos[i % photos.length] as Buffer, 1)),
      ),
    );
    await reader.close();
    figures.push(plain(`${count} pages, ${workers} at a time`, taken, 's'));
  }
  return figures;
}

/** Memory after the first tenth, and at the end. */
async function inARow(photos: readonly Buffer[], count: number): Promise<Figure[]> {
  const reader = createDocumentReader();
  const memory: number[] = [];
  for (let i = 0; i < count; i++) {
    await reader.readPage(photos[i % photos.length] as Buffer, 1);
    memory.push(await childMemory());
  }
  await reader.close();
  const early = memory[Math.floor(count / 10)] ?? 0;
  const late = Math.max(...memory.slice(-Math.ceil(count / 10)));
  return [
    plain('reading process, early', early / MB, 'MB'),
    plain('reading process, most', Math.max(...memory) / MB, 'MB'),
    atMost(`growth over ${count} documents`, late / early, '×', 1.3),
  ];
}

async function childMemory(): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '--ppid', String(process.pid)]);
  const kilobytes = stdout.trim().split('\n').map(Number);
  return Math.max(...kilobytes) * 1024;
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}
