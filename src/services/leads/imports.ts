import { createHash } from 'node:crypto';
import type { EffectBody, Op } from '../../core/effect.ts';
import { errorText, isGenjinError } from '../../core/errors.ts';
import { LEASE_MS, type Leases } from '../../core/leases.ts';
import type { Logger } from '../../core/logger.ts';
import { subjectOf } from '../../core/message.ts';
import { type SheetColumn, SheetError, type SheetRow, writeSheet } from '../../documents/spreadsheet.ts';
import { added, type ImportProgress, type RowOutcome } from '../../domain/intake/import.ts';
import type { HeaderMapping } from '../../domain/match/headers.ts';
import type { Person } from '../../domain/people/person.ts';
import { mayManage } from '../../domain/people/scope.ts';
import { isDuplicateKey } from '../../stores/database.ts';
import type { FileStore } from '../../stores/files.ts';
import type { ImportStore } from '../../stores/imports.ts';
import type { OutboxStore } from '../../stores/outbox.ts';
import type { Changes } from '../changes.ts';
import type { Playbooks } from '../playbooks.ts';
import type { IntakeService } from './intake.ts';
import { openLeadSheet, readLeadRow } from './lead-sheet.ts';

export interface ImportDeps {
  imports: ImportStore;
  files: FileStore;
  outbox: OutboxStore;
  changes: Changes;
  intake: IntakeService;
  playbooks: Playbooks;
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

interface OpenImport {
  rows: AsyncIterator<SheetRow>;
  mapping: HeaderMapping;
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

  /**
   * Begins an import of a stored file. The file is read through once before any row is taken, so that one that
   * breaks off half way is refused whole. The same file by the same person again answers the import made of it.
   */
  async begin(file: { name: string; fileId: string }, by: string, op: Op): Promise<ImportProgress> {
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
      const begun = await this.insert({ ...base, ...(await this.survey(bytes)) }, op);
      this.deps.onMore();
      return begun;
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      return { ...base, _id: `${base._id}-refused`, state: 'failed', error: error.message };
    }
  }

  private async insert(progress: ImportProgress, op: Op): Promise<ImportProgress> {
    const { imports } = this.deps;
    try {
      return await imports.insert(progress, op);
    } catch (error) {
      const before = isDuplicateKey(error) ? await imports.get(progress._id) : null;
      if (!before) throw error;
      return before;
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
    return handled;
  }

  /** Before this process ends: another one may go on with its imports at once. */
  async letGo(): Promise<void> {
    await this.deps.imports.release(this.deps.leases.owner);
  }

  private async survey(bytes: Uint8Array): Promise<{ total: number; notes: string[] }> {
    const { playbook } = await this.deps.playbooks.current();
    const { rows, notes } = await openLeadSheet(bytes, playbook);
    let total = 0;
    for await (const _row of rows) total++;
    if (total === 0) throw new SheetError('empty', '表头下面没有内容');
    return { total, notes };
  }

  private async slice(progress: ImportProgress, now: Date): Promise<number> {
    const { rows, mapping } = this.open.get(progress._id) ?? (await this.reopen(progress));
    const batch: SheetRow[] = [];
    while (batch.length < SLICE) {
      const next = await rows.next();
      if (next.done) break;
      batch.push(next.value);
    }
    const outcomes: RowOutcome[] = [];
    const queue = batch.entries();
    const worker = async () => {
      for (const [i, row] of queue) outcomes[i] = await this.take(row, mapping, progress, now);
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
    const rejectedFile = done ? await this.rejectedSheet(next, now) : undefined;
    const stage = ({ processed }: ImportProgress) => Math.floor(processed / SHOW_EVERY);
    const effects = [
      ...(rejectedFile ? await this.handBack(progress, rejectedFile) : []),
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
    const opened = { rows, mapping: sheet.mapping };
    this.open.set(progress._id, opened);
    return opened;
  }

  private async take(
    row: SheetRow,
    mapping: HeaderMapping,
    progress: ImportProgress,
    now: Date,
  ): Promise<RowOutcome> {
    const { playbook } = await this.deps.playbooks.current();
    const read = readLeadRow(row, mapping, playbook);
    if (!read.ok) return { status: 'rejected', row: read.row, reason: read.reason };
    try {
      const op = { key: `${progress._id}:${row.row}`, now, by: progress.by };
      const { status } = await this.deps.intake.submit(read.submission, op);
      return { status, row: row.row, unread: read.unread };
    } catch (error) {
      if (!isGenjinError(error, 'invalid')) throw error;
      return { status: 'rejected', row: row.row, reason: errorText(error) };
    }
  }

  /** The rejected rows as they were, with their reasons: for mending and sending again. */
  private async rejectedSheet(progress: ImportProgress, now: Date): Promise<ImportProgress['rejectedFile']> {
    if (!progress.rejected.length) return undefined;
    const { playbook } = await this.deps.playbooks.current();
    const sheet = await openLeadSheet(await this.deps.files.read(progress.fileId), playbook);
    const reasons = new Map(progress.rejected.map(({ row, reason }) => [row, reason]));
    const rows: SheetRow[] = [];
    for await (const row of sheet.rows) if (reasons.has(row.row)) rows.push(row);
    const columns: SheetColumn<SheetRow>[] = [
      { header: '行号', value: ({ row }) => row, width: 8 },
      { header: '原因', value: ({ row }) => reasons.get(row) ?? '', width: 40 },
      ...sheet.headers.map((header) => ({ header, value: ({ cells }: SheetRow) => cells[header] ?? '' })),
    ];
    const name = `未导入的行-${progress.fileName.replace(/\.[^.]*$/, '')}.xlsx`;
    const bytes = await writeSheet(columns, rows);
    return { name, fileId: await this.deps.files.put(bytes, { name, by: progress.by, at: now }) };
  }

  /** A card that was sent cannot be given a file on every platform: the rejected rows are a message of their own. */
  private async handBack(
    progress: ImportProgress,
    file: { name: string; fileId: string },
  ): Promise<EffectBody[]> {
    const params = {
      title: '未导入的行',
      body: '每行后面写着原因。改好后把这个文件发回来即可；已导入的行不会重复。',
      file,
    };
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
