import { type ChildProcess, fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { DocumentError } from './document-error.ts';
import { documentKind } from './document-kind.ts';
import type { ChildAnswer, ChildRequest } from './engine/child.ts';
import type { ReadPage } from './engine/read-page.ts';

export type { ReadPage } from './engine/read-page.ts';

/**
 * Reads documents people send: photos and PDFs into characters with places, boxes that are ticked or not, and the
 * image all of it stands on (D1). The whole of what the product asks of an engine.
 */
export interface DocumentReader {
  /** How many pages at once; more wait. */
  readonly parallel: number;
  /** @returns the number of pages. @throws DocumentError with a sentence for the rep */
  countPages(bytes: Uint8Array): Promise<number>;
  /** @param page from 1. @throws DocumentError */
  readPage(bytes: Uint8Array, page: number): Promise<ReadPage>;
  /** Ends what is under way, with an error that says nothing of the document. */
  close(): Promise<void>;
}

export interface ReaderLimits {
  /** Processes; each needs about 0.5 GB. */
  workers: number;
  /** A page that takes longer is given up; generous, for machines that do other things at the same time. */
  pageMs: number;
  /** A process is replaced after this many requests, and when it has grown to `recycleRss` bytes. */
  recycleAfter: number;
  recycleRss: number;
}

const LIMITS: ReaderLimits = { workers: 1, pageMs: 60_000, recycleAfter: 60, recycleRss: 900_000_000 };
const START_MS = 60_000;

/** A reader over processes of its own, started when first needed. */
export function createDocumentReader(limits: Partial<ReaderLimits> = {}): DocumentReader {
  return new ProcessPool({ ...LIMITS, ...limits });
}

class ProcessPool implements DocumentReader {
  readonly parallel: number;
  private readonly limits: ReaderLimits;
  private readonly idle: ReadingProcess[] = [];
  private readonly waiting: ((process: ReadingProcess) => void)[] = [];
  private readonly all = new Set<ReadingProcess>();
  private isClosed = false;

  constructor(limits: ReaderLimits) {
    this.limits = limits;
    this.parallel = limits.workers;
  }

  async countPages(bytes: Uint8Array): Promise<number> {
    // Pictures need no look inside, and most mistakes are told by the first bytes.
    if (documentKind(bytes) !== 'pdf') return 1;
    return (await this.run({ bytes })) as number;
  }

  async readPage(bytes: Uint8Array, page: number): Promise<ReadPage> {
    documentKind(bytes);
    return (await this.run({ bytes, page })) as ReadPage;
  }

  async close(): Promise<void> {
    this.isClosed = true;
    await Promise.all([...this.all].map((process) => process.end()));
    this.all.clear();
    this.idle.length = 0;
  }

  private async run(request: ChildRequest): Promise<ReadPage | number> {
    const process = await this.take();
    try {
      const answer = await process.ask(request, this.limits.pageMs);
      if (!answer.ok) throw new DocumentError(answer.code, answer.message);
      return answer.result;
    } catch (error) {
      // No fault of the document's: whoever asked may ask again.
      if (this.isClosed) throw new Error('The reader was closed', { cause: error });
      throw error;
    } finally {
      await this.giveBack(process);
    }
  }

  private take(): Promise<ReadingProcess> | ReadingProcess {
    const free = this.idle.pop();
    if (free) return free;
    if (this.all.size < this.limits.workers) return this.another();
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  private another(): ReadingProcess {
    const process = new ReadingProcess();
    this.all.add(process);
    return process;
  }

  private async giveBack(process: ReadingProcess): Promise<void> {
    const worn =
      process.dead || process.asked >= this.limits.recycleAfter || process.rss > this.limits.recycleRss;
    if (worn && this.all.delete(process)) await process.end();
    const next = worn ? undefined : process;
    const waiting = this.waiting.shift();
    if (waiting && (next || !this.isClosed)) waiting(next ?? this.another());
    else if (next) this.idle.push(next);
  }
}

/** One child process; dead once it has been killed or has ended by itself. */
class ReadingProcess {
  private readonly child: ChildProcess;
  private readonly ready: Promise<void>;
  private readonly ended: Promise<void>;
  asked = 0;
  rss = 0;
  dead = false;

  constructor() {
    const tsx = createRequire(import.meta.url).resolve('tsx');
    this.child = fork(fileURLToPath(new URL('./engine/child.ts', import.meta.url)), {
      execArgv: ['--import', pathToFileURL(tsx).href],
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    this.ended = new Promise((resolve) => {
      const end = () => {
        this.dead = true;
        resolve();
      };
      this.child.once('exit', end);
      this.child.once('error', end);
    });
    this.ready = new Promise((resolve) => this.child.once('message', () => resolve()));
  }

  async ask(request: ChildRequest, limitMs: number): Promise<ChildAnswer> {
    await this.within(START_MS, this.ready);
    this.asked++;
    const reply = new Promise<ChildAnswer>((resolve) => this.child.once('message', resolve));
    // The process may have ended since it was last used: then `ended` is what answers.
    this.child.send(request, () => {});
    const answer = await this.within(limitMs, reply);
    this.rss = answer.rss;
    return answer;
  }

  async end(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  /** @throws DocumentError when the process ends or takes too long; it is of no further use then */
  private async within<T>(ms: number, work: Promise<T>): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), ms);
    });
    const outcome = await Promise.race([work, late, this.ended.then(() => 'ended' as const)]);
    clearTimeout(timer);
    if (outcome === 'late') {
      await this.end();
      throw new DocumentError('too-slow', '这份文件读得太久，已停止；请重新拍清楚一点，或分页发送');
    }
    if (outcome === 'ended') {
      throw new DocumentError('corrupt', '这份文件读不出来；请重新拍照，或另存为 PDF 再发');
    }
    return outcome as T;
  }
}
