import { readFile, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { compose, type Genjin } from '../compose.ts';
import { readConfig } from '../config/env.ts';
import { errorText, GenjinError } from '../core/errors.ts';
import { type ImportProgress, type ImportWay, shownPlace } from '../domain/intake/import.ts';
import { openStorage } from '../storage.ts';
import { author, type CliContext, cliLogger, type Run } from './context.ts';
import type { Terminal } from './terminal.ts';

export interface ImportOptions {
  file: string;
  /** Whose import it is, for the audit; whoever runs the command when absent. */
  as?: string;
  /** How a book of customers is taken: `keep` its owners, `file` them without clocks, or `route` by the rules. */
  owners?: string;
  /** Where to put the rejected rows as .xlsx. */
  rejected?: string;
}

const SHOWN_REJECTED = 30;
/** Another process has the import: look again this often. */
const WAIT_MS = 500;

/**
 * `genjin import leads.xlsx` (A1): the same import as of a file sent in chat. The same file again goes on where the
 * last run stopped, whoever stopped it, and takes no row twice. Cards to the reps go out when the bot runs.
 */
export const importLeads: Run<ImportOptions> = async (context, options) => {
  const bytes = await readInput(options.file);
  const config = readConfig(context.env);
  const log = cliLogger(context);
  const storage = await openStorage(config, log);
  try {
    const genjin = await compose({ config, connection: storage.connection, log, root: context.root });
    // Here only the import is moved on. Everything else is the bot's work.
    await genjin.engine.stop();
    try {
      return await run(genjin, bytes, context, options);
    } finally {
      await genjin.services.imports.letGo();
      await genjin.stop();
    }
  } finally {
    await storage.close();
  }
};

async function readInput(file: string): Promise<Uint8Array> {
  try {
    return await readFile(file);
  } catch (error) {
    throw new GenjinError('invalid', errorText(error), { userText: `读不到文件 ${file}` });
  }
}

async function run(
  { services, stores, clock }: Genjin,
  bytes: Uint8Array,
  context: CliContext,
  options: ImportOptions,
): Promise<number> {
  const { terminal, signal } = context;
  const by = await authorOf(options.as, services);
  const name = basename(options.file);
  const now = clock.now();
  const fileId = await stores.files.put(bytes, { name, by, at: now });
  let progress = await services.imports.begin({ name, fileId }, by, { key: `cli:${fileId}`, now, by });
  for (const note of progress.notes) terminal.err(note);
  if (options.owners !== undefined && !WAYS[options.owners]) {
    terminal.err(`--owners 只能是 ${Object.keys(WAYS).join('、')}`);
    return 1;
  }
  if (progress.state === 'asking') {
    const how = progress.book ? WAYS[options.owners ?? ''] : 'routed';
    if (!how) return tellBook(progress, terminal);
    progress = await services.imports.decide(progress._id, how, { key: `cli:${fileId}:${how}`, now, by });
  }
  if (progress.state === 'running' && progress.processed > 0) {
    terminal.err(`接着上次的进度，从第 ${progress.processed + 1} 条继续`);
  }
  let shown = -1;
  let waiting = false;
  while (progress.state === 'running' && !signal.aborted) {
    const handled = await services.imports.advance(clock.now());
    progress = (await stores.imports.get(progress._id)) ?? progress;
    const percent = Math.floor((100 * progress.processed) / progress.total);
    if (percent > shown) terminal.progress(`${progress.processed} / ${progress.total}（${percent}%）`);
    shown = percent;
    if (handled > 0 || progress.state !== 'running') continue;
    if (!waiting) terminal.err('另一个进程还占着这次导入；它停下后，由这里接着导入');
    waiting = true;
    await pause(WAIT_MS);
  }
  await report(progress, terminal);
  if (options.rejected && progress.rejectedFile) {
    await writeFile(options.rejected, await stores.files.read(progress.rejectedFile.fileId));
    const what = [progress.rejected.length && '未导入的行', progress.untaken && '没有读取的内容'].filter(
      Boolean,
    );
    terminal.out(`${what.join('和')}已保存到 ${options.rejected}`);
  }
  return progress.state === 'done' ? 0 : 1;
}

const WAYS: Record<string, ImportWay> = { keep: 'kept', file: 'filed', route: 'routed' };

/** Nothing is dealt out before somebody has said how. */
function tellBook({ book, total }: ImportProgress, terminal: Terminal): number {
  const listed = (rows: readonly { name: string; rows: number }[]) =>
    rows.map(({ name, rows: n }) => `${name} ${n} 行`).join('、');
  terminal.err(`共 ${total} 行，像是在跟的老客户，不是新线索；还没有写入任何内容`);
  if (book?.owners.length) terminal.err(`表里的负责人：${listed(book.owners)}`);
  if (book?.strangers.length) terminal.err(`不是在职同事：${listed(book.strangers)}`);
  if (book?.closed) terminal.err(`已成交或已关闭：${book.closed} 行`);
  terminal.err('请加下面一个选项再运行：');
  terminal.err('  --owners keep   保留负责人，开始首次联系计时；已成交、已流失的只作历史');
  terminal.err('  --owners file   保留负责人，不计时');
  terminal.err('  --owners route  全部当作新线索，按规则分配');
  return 1;
}

async function authorOf(as: string | undefined, services: Genjin['services']): Promise<string> {
  if (!as) return author();
  const [only, ...others] = await services.queries.peopleNamed(as);
  if (!only || others.length) {
    throw new GenjinError('invalid', `${as} is not one person`, {
      userText: only ? `有多位“${as}”，请写工号` : `没有叫“${as}”的同事`,
    });
  }
  return only._id;
}

function report(progress: ImportProgress, terminal: Terminal): void {
  const { counts, state, processed, total, rejected, unread, untaken } = progress;
  if (state === 'failed') {
    terminal.err(`没有导入：${progress.error}`);
    return;
  }
  if (state === 'running') {
    terminal.err(`已停在 ${processed} / ${total}，再运行一次同样的命令会接着导入`);
    return;
  }
  terminal.out(
    `共 ${total} 行：新建 ${counts.created}，并入已有客户 ${counts.merged}，未导入 ${counts.rejected}`,
  );
  for (const { reason, ...place } of rejected.slice(0, SHOWN_REJECTED))
    terminal.out(`  ${shownPlace(place)}：${reason}`);
  if (rejected.length > SHOWN_REJECTED) {
    terminal.out(`  …… 还有 ${rejected.length - SHOWN_REJECTED} 行，用 --rejected 文件.xlsx 保存全部`);
  }
  if (counts.unread) terminal.out(`${counts.unread} 行有看不懂的值，已原样留在需求里`);
  for (const { what, ...place } of unread) terminal.out(`  ${shownPlace(place)}：${what}`);
  if (untaken) terminal.out(`${untaken} 格内容没有读取，用 --rejected 文件.xlsx 保存全部`);
}

function pause(ms: number): Promise<void> {
  return new Promise((done) => setTimeout(done, ms));
}
