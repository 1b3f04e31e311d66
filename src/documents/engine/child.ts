/**
 * The process that reads documents. Everything that touches a file from outside runs in here: a broken file may end
 * this process, use it up or hang it, and the bot goes on.
 */
import { Worker } from 'node:worker_threads';
import { DocumentError, type DocumentErrorCode } from '../document-error.ts';
import { countPages, type ReadPage, readPage } from './read-page.ts';
import { Recogniser } from './recognise.ts';

/** `page` absent: how many pages there are. */
export interface ChildRequest {
  bytes: Uint8Array;
  page?: number | undefined;
}

export type ChildAnswer =
  | { ok: true; result: ReadPage | number; rss: number }
  | { ok: false; code: DocumentErrorCode; message: string; rss: number };

const MAX_RSS = 1_500_000_000;

/** In a thread of its own, which runs on while a file keeps the main one busy. */
const WATCHDOG = `setInterval(() => { if (process.memoryUsage.rss() > ${MAX_RSS}) process.kill(process.pid, 'SIGKILL'); }, 100)`;

let recogniser: Promise<Recogniser> | undefined;
const started = () => (recogniser ??= Recogniser.start());

async function answer({ bytes, page }: ChildRequest): Promise<ChildAnswer> {
  const rss = () => process.memoryUsage.rss();
  try {
    const result = page === undefined ? await countPages(bytes) : await readPage(bytes, page, started);
    return { ok: true, result, rss: rss() };
  } catch (error) {
    if (error instanceof DocumentError)
      return { ok: false, code: error.code, message: error.message, rss: rss() };
    return { ok: false, code: 'corrupt', message: '文件损坏，读不出来；请重新拍照或重新导出', rss: rss() };
  }
}

process.on('message', (request: ChildRequest) => {
  void answer(request).then((reply) => process.send?.(reply));
});
process.on('disconnect', () => process.exit());
new Worker(WATCHDOG, { eval: true }).unref();
process.send?.('ready');
