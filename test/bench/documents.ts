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

/** Reading forms: one look at a page against the tesseract command on the same image and data, and several at a time. */
export const documents: Part = {
  name: 'documents',
  title: 'Reading forms, against the tesseract command where there is one',
  async run({ quick }: Lab): Promise<Figure[]> {
    const photos = photosOf(quick);
    const pages = await prepared(photos);
    return [...(await againstCommand(pages)), ...(await manyPages(photos, quick ? 2 : 8))];
  },
};

/** One document after another, for as long as it takes. */
export const documentsInARow: Part = {
  name: 'documents-in-a-row',
  title: 'Reading many forms in a row',
  run: ({ quick }: Lab) => inARow(photosOf(quick), quick ? 4 : 200),
};

function photosOf(quick: boolean): Buffer[] {
  return PHOTOS.slice(0, quick ? 1 : 6).map((name) => readFileSync(new URL(name, FORMS)));
}

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

/** Page by page in turns, so that whatever else the machine does weighs on both. */
async function againstCommand(images: readonly Buffer[]): Promise<Figure[]> {
  const recogniser = await Recogniser.start();
  const command = await Command.ready();
  // A process that reads documents has read some before.
  if (images[0]) await recogniser.glyphs(await rasterOf(images[0]), 'page');
  let [ours, theirs] = [0, 0];
  for (const image of images) {
    ours += await seconds(async () => recogniser.glyphs(await rasterOf(image), 'page'));
    theirs += await seconds(async () => command?.run(image));
  }
  await recogniser.stop();
  command?.remove();
  const look = plain('one look at a page', ours / images.length, 's');
  if (!command) return [look];
  return [
    look,
    plain('tesseract command, a page', theirs / images.length, 's'),
    plain('tesseract command, memory', command.memory / MB, 'MB'),
    atMost('of the command', ours / theirs, '×', 1.5),
  ];
}

/** The tesseract command over the same data; it starts anew for every page, which is its way. */
class Command {
  private readonly folder = mkdtempSync(join(tmpdir(), 'genjin-bench-'));
  /** The most it held, in bytes, as far as Linux tells. */
  memory = 0;

  /** Null on machines that have none. */
  static async ready(): Promise<Command | null> {
    const isThere = await promisify(execFile)('tesseract', ['--version']).then(
      () => true,
      () => false,
    );
    if (!isThere) return null;
    const command = new Command();
    const data = readFileSync(join(languageData().folder, 'chi_sim.traineddata.gz'));
    writeFileSync(join(command.folder, 'chi_sim.traineddata'), gunzipSync(data));
    return command;
  }

  run(image: Buffer): Promise<void> {
    const file = join(this.folder, 'page.jpg');
    writeFileSync(file, image);
    const options = ['--tessdata-dir', this.folder, '-l', 'chi_sim', '--oem', '1', '--psm', '3', 'tsv'];
    return new Promise((resolve, reject) => {
      const child = spawn('tesseract', [file, 'stdout', ...options], {
        stdio: 'ignore',
        env: { ...process.env, OMP_THREAD_LIMIT: '1' },
      });
      const watch = setInterval(() => {
        const status = tryRead(`/proc/${child.pid}/status`);
        this.memory = Math.max(this.memory, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024);
      }, 50);
      child.once('error', reject);
      child.once('exit', (code) => {
        clearInterval(watch);
        if (code === 0) resolve();
        else reject(new Error(`tesseract ended with ${code}`));
      });
    });
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

async function rasterOf(image: Buffer): Promise<Raster> {
  const { data, info } = await sharp(image).extractChannel(0).raw().toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, data };
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

/** What the reading process holds after each quarter; it is replaced now and then, which is part of the promise. */
async function inARow(photos: readonly Buffer[], count: number): Promise<Figure[]> {
  const reader = createDocumentReader();
  const memory: number[] = [];
  const taken = await seconds(async () => {
    for (let i = 0; i < count; i++) {
      await reader.readPage(photos[i % photos.length] as Buffer, 1);
      memory.push(await childMemory());
    }
  });
  await reader.close();
  const quarters = [1, 2, 3, 4].map((n) => {
    const upTo = Math.ceil((count * n) / 4);
    const most = Math.max(...memory.slice(Math.ceil((count * (n - 1)) / 4), upTo));
    return plain(`reading process, most up to document ${upTo}`, most / MB, 'MB');
  });
  const [first = 0] = quarters.map(({ value }) => value);
  const last = quarters.at(-1)?.value ?? 0;
  return [
    plain('a whole page, prepared and read twice', taken / count, 's'),
    ...quarters,
    atMost(`growth over ${count} documents`, last / first, '×', 1.1),
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
