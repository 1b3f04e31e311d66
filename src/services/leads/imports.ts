import { createHash } from 'node:crypto';
import type { EffectBody, Op } from '../../core/effect.ts';
import { LEASE_MS, type Leases } from '../../core/leases.ts';
import type { Logger } from '../../core/logger.ts';
import { subjectOf } from '../../core/message.ts';
import { isMeantAsTable, SheetError } from '../../documents/spreadsheet.ts';
import { added, type ImportProgress, type ImportWay, type RowOutcome } from '../../domain/intake/import.ts';
import type { Person } from '../../domain/people/person.ts';
import { mayManage } from '../../domain/people/scope.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { FileStore } from '../../stores/files.ts';
import type { ImportStore } from '../../stores/imports.ts';
import type { OutboxStore } from '../../stores/outbox.ts';
import type { Changes } from '../changes.ts';
import type { Directory } from '../people/directory.ts';
import type { Playbooks } from '../playbooks.ts';
import { leftOverFile } from './import-left-over.ts';
import { surveyOf } from './import-survey.ts';
import { takeRow } from './import-take.ts';
import { type ImportUndo, isGone } from './import-undo.ts';
import type { IntakeService } from './intake.ts';
import { type LeadRow, openLeadSheet, UNTAKEN_SHEET } from './lead-sheet.ts';

export interface ImportDeps {
  imports: ImportStore;
  files: FileStore;
  outbox: OutboxStore;
  changes: Changes;
  intake: IntakeService;
  undo: ImportUndo;
  playbooks: Playbooks;
  directory: Directory;
  log: Logger;
  leases: Leases;
  /** Tells the engine that there is something to do. */
  onMore: () => void;
}

/** Rows per turn of the engine: a turn stays a fraction of a second, so live leads pass an import on its way. */
const SLICE = 24;
/** Of these at the same time: they share reads and commits; more would only stand in the way of live leads. */
const PARALLEL = 4;
/** The progress card is shown anew about this often. */
const SHOW_EVERY = 480;
/** A list of more rows is shown before it is taken. */
const ASKED_OVER = 50;

interface OpenImport {
  rows: AsyncIterator<LeadRow>;
}

/**
 * Leads from spreadsheets (A1). An import is a record that is moved on a few rows at a time; where it stands is
 * written after each slice, every row has a key of its own, so one that was cut off goes on where it was and takes
 * no row twice.
 */
export class ImportService {
  private readonly deps: ImportDeps;
  private readonly open = new Map<string, OpenImport>();

  constructor(deps: ImportDeps) {
    this.deps = deps;
  }

  mayImport(person: Person): boolean {
    return mayManage(person) || person.role === 'marketing' || person.role === 'rep';
  }

  /** Whether a stored file is meant as a table, by its content. */
  async isTable(fileId: string): Promise<boolean> {
    return isMeantAsTable(await this.deps.files.read(fileId));
  }

  /**
   * Begins an import of a stored file. The file is read through once before any row is taken, so that one that
   * breaks off half way is refused whole. The same file by the same person again answers the import made of it, unless
   * that one was taken back.
   * @param asks a long list is shown before it is taken; a book of customers is asked about in any case
   */
  async begin(
    file: { name: string; fileId: string },
    by: string,
    op: Op,
    { asks = false } = {},
  ): Promise<ImportProgress> {
    const bytes = await this.deps.files.read(file.fileId);
    const checksum = createHash('sha256').update(bytes).digest('hex');
    const base: ImportProgress = {
      _id: `imp-${checksum.slice(0, 16)}-${by}`,
      fileName: file.name,
      fileId: file.fileId,
      checksum,
      by,
      originKey: op.key,
      startedAt: op.now,
      state: 'running',
      // Whoever began it goes on with it: the file lies on this machine.
      owner: this.deps.leases.owner,
      leaseUntil: new Date(op.now.getTime() + LEASE_MS),
      processed: 0,
      total: 0,
      notes: [],
      counts: { created: 0, merged: 0, rejected: 0, unread: 0 },
      rejected: [],
      unread: [],
      rev: 0,
      effects: [],
      applied: [],
    };
    try {
      const { playbook } = await this.deps.playbooks.current();
      const found = await surveyOf(bytes, playbook, await this.deps.directory.map());
      const isShown = asks && found.total > ASKED_OVER;
      const preview = isShown ? found.preview : undefined;
      const state = found.book || isShown ? 'asking' : 'running';
      const begun = await this.insert({ ...base, ...found, preview, state }, op);
      this.deps.onMore();
      return begun;
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      return { ...base, _id: `${base._id}-refused`, state: 'failed', error: error.message };
    }
  }

  /** One that was not wanted, or was taken back, makes room for another of the same file. */
  private async insert(progress: ImportProgress, op: Op): Promise<ImportProgress> {
    const { imports } = this.deps;
    for (let n = 2; ; n++) {
      try {
        return await imports.insert(progress, op);
      } catch (error) {
        const before = isDuplicateKey(error) ? await imports.get(progress._id) : null;
        if (!before) throw error;
        if (!isGone(before) || before.originKey === op.key) return before;
        progress._id = `imp-${progress.checksum.slice(0, 16)}-${progress.by}-${n}`;
      }
    }
  }

  /** Takes every running import this process may have one slice further. @returns rows handled */
  async advance(now: Date): Promise<number> {
    let handled = 0;
    const { imports, leases } = this.deps;
    for (const progress of await imports.claimRunning(leases.owner, now, LEASE_MS)) {
      try {
        handled += await leases.during(imports, progress._id, () => this.slice(progress, now));
      } catch (error) {
        this.open.delete(progress._id);
        if (error instanceof SheetError) await this.fail(progress, error.message, now);
        else this.deps.log.warn({ err: error, import: progress._id }, 'import stopped; it goes on next turn');
      }
    }
    return handled + (await this.deps.undo.advance(now));
  }

  /** Before this process ends: another one may go on with its imports at once. */
  async letGo(): Promise<void> {
    await this.deps.imports.release(this.deps.leases.owner);
  }

  async get(id: string): Promise<ImportProgress | null> {
    return this.deps.imports.get(id);
  }

  /** Takes all of it back. @returns numbers of leads somebody works on: then nothing is taken back */
  async undo(id: string, op: Op): Promise<{ busy: string[] }> {
    const { busy } = await this.deps.undo.begin(id, op);
    this.deps.onMore();
    return { busy };
  }

  /** How a list is to be taken, or that it is not. Decided once; the first decision stands. */
  async decide(id: string, how: ImportWay | 'cancelled', op: Op): Promise<ImportProgress> {
    const { doc } = await this.deps.changes.change(this.deps.imports, id, op, (progress) => {
      if (progress.state !== 'asking') return null;
      const set = how === 'cancelled' ? { state: how } : { state: 'running' as const, way: how };
      return { set, effects: [refreshCards(progress)] };
    });
    this.deps.onMore();
    return doc;
  }

  private async slice(progress: ImportProgress, now: Date): Promise<number> {
    const { rows } = this.open.get(progress._id) ?? (await this.reopen(progress));
    const batch: LeadRow[] = [];
    while (batch.length < SLICE) {
      const next = await rows.next();
      if (next.done) break;
      batch.push(next.value);
    }
    const outcomes: RowOutcome[] = [];
    const queue = batch.entries();
    const worker = async () => {
      for (const [i, row] of queue) outcomes[i] = await this.take(row, progress, now);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
    const moved = await this.moveOn(progress, outcomes, now);
    if (moved) this.deps.onMore();
    else this.open.delete(progress._id);
    return batch.length;
  }

  /**
   * Writes down what became of the rows after those of `progress`; the cards follow at some stages.
   * @returns whether there is more to take: not when all is done, or somebody else has taken these rows
   */
  private async moveOn(progress: ImportProgress, outcomes: RowOutcome[], now: Date): Promise<boolean> {
    const next = added(progress, outcomes);
    const done = outcomes.length < SLICE;
    const rejectedFile = done ? await this.leftOver(next, now) : undefined;
    const stage = ({ processed }: ImportProgress) => Math.floor(processed / SHOW_EVERY);
    const effects = [
      ...(rejectedFile ? await this.handBack(next, rejectedFile) : []),
      ...(done || stage(next) > stage(progress) ? [refreshCards(progress)] : []),
    ];
    const { processed, counts, rejected, unread } = next;
    const state = done ? ('done' as const) : ('running' as const);
    const op = { key: `${progress._id}@${progress.processed}`, now, by: progress.by };
    const { changed } = await this.deps.changes.change(this.deps.imports, progress._id, op, (doc) =>
      doc.state === 'running' && doc.processed === progress.processed
        ? { set: { processed, counts, rejected, unread, rejectedFile, state }, effects }
        : null,
    );
    return changed && !done;
  }

  /** Opens the file and skips what has been handled already. */
  private async reopen(progress: ImportProgress): Promise<OpenImport> {
    const { playbook } = await this.deps.playbooks.current();
    const sheet = await openLeadSheet(await this.deps.files.read(progress.fileId), playbook);
    const rows = sheet.rows[Symbol.asyncIterator]();
    for (let skipped = 0; skipped < progress.processed; skipped++) await rows.next();
    const opened = { rows };
    this.open.set(progress._id, opened);
    return opened;
  }

  private async take(row: LeadRow, progress: ImportProgress, now: Date): Promise<RowOutcome> {
    const { playbook } = await this.deps.playbooks.current();
    const op = { key: `${progress._id}:${row.key}`, now, by: progress.by };
    return takeRow(row, progress, { intake: this.deps.intake, playbook, op });
  }

  /** What no lead has: the rejected rows as they were, for mending and sending again, and the cells that were not read. */
  private async leftOver(progress: ImportProgress, now: Date): Promise<ImportProgress['rejectedFile']> {
    if (!progress.rejected.length && !progress.untaken) return undefined;
    const { playbook } = await this.deps.playbooks.current();
    const sheet = await openLeadSheet(await this.deps.files.read(progress.fileId), playbook);
    const bytes = await leftOverFile(sheet, progress.rejected, playbook);
    const what = progress.rejected.length ? '未导入的行' : UNTAKEN_SHEET;
    const name = `${what}-${progress.fileName.replace(/\.[^.]*$/, '')}.xlsx`;
    return { name, fileId: await this.deps.files.put(bytes, { name, by: progress.by, at: now }) };
  }

  /** A card that was sent cannot be given a file on every platform: the rejected rows are a message of their own. */
  private async handBack(
    progress: ImportProgress,
    file: { name: string; fileId: string },
  ): Promise<EffectBody[]> {
    const rows = progress.rejected.length
      ? ['每行前面写着行号和原因。改好后把这个文件发回来即可；已导入的行不会重复。']
      : [];
    const cells = progress.untaken
      ? [`表里有 ${progress.untaken} 格内容没有去处，连同行号和列名都在“${UNTAKEN_SHEET}”里。`]
      : [];
    const title = rows.length ? '未导入的行' : UNTAKEN_SHEET;
    const params = { title, body: [...rows, ...cells].join('\n'), file };
    const asked = await this.deps.outbox.about(subjectOf('import', progress._id));
    return [...new Set(asked.map((row) => row.to))].map((to) => ({
      type: 'send',
      message: { channel: 'chat', to, kind: 'text', refs: {}, params, urgency: 'reply' },
    }));
  }

  private async fail(progress: ImportProgress, reason: string, now: Date): Promise<void> {
    const op = { key: `${progress._id}!failed`, now, by: progress.by };
    await this.deps.changes.change(this.deps.imports, progress._id, op, ({ state }) =>
      state === 'running'
        ? { set: { state: 'failed' as const, error: reason }, effects: [refreshCards(progress)] }
        : null,
    );
  }
}

/** The cards that announced it show it anew. */
function refreshCards({ _id }: ImportProgress): EffectBody {
  return { type: 'refresh', subject: subjectOf('import', _id) };
}
