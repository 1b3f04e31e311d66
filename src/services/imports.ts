import { createHash } from 'node:crypto';
import type { Op } from '../core/effect.ts';
import { errorText, isGenjinError } from '../core/errors.ts';
import { LEASE_MS, type Leases } from '../core/leases.ts';
import type { Logger } from '../core/logger.ts';
import type { OutboundMessage } from '../core/message.ts';
import { type SheetColumn, SheetError, type SheetRow, writeSheet } from '../documents/spreadsheet.ts';
import { added, type ImportProgress, type RowOutcome } from '../domain/intake/import.ts';
import type { HeaderMapping } from '../domain/match/headers.ts';
import type { Person } from '../domain/person.ts';
import { mayManage } from '../domain/scope.ts';
import type { FileStore } from '../stores/files.ts';
import type { ImportStore } from '../stores/imports.ts';
import type { OutboxStore } from '../stores/outbox.ts';
import type { IntakeService } from './intake.ts';
import { openLeadSheet, readLeadRow } from './lead-sheet.ts';
import type { Playbooks } from './playbooks.ts';

export interface ImportDeps {
  imports: ImportStore;
  files: FileStore;
  outbox: OutboxStore;
  intake: IntakeService;
  playbooks: Playbooks;
  log: Logger;
  leases: Leases;
  /** Tells the engine that there is something to do. */
  onMore: () => void;
}

/** Rows per turn of the engine: a turn stays a fraction of a second, so live leads pass an import on its way. */
const SLICE = 24;
/** Of these at the same time: more would only stand in the way of live leads. */
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
    };
    try {
      const { total, notes } = await this.survey(bytes);
      const begun = await this.deps.imports.begin({ ...base, total, notes });
      this.deps.onMore();
      return begun;
    } catch (error) {
      if (!(error instanceof SheetError)) throw error;
      return { ...base, _id: `${base._id}-refused`, state: 'failed', error: error.message };
    }
  }

  /** Takes every running import this process may have one slice further. @returns rows handled */
  async advance(now: Date): Promise<number> {
    let handled = 0;
    const { imports, leases } = this.deps;
    for (const progress of await imports.behind()) await this.show(progress, now);
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
    const next = added(progress, outcomes);
    const done = batch.length < SLICE;
    const rejectedFile = done ? await this.rejectedSheet(next, now) : undefined;
    if (rejectedFile) await this.handBack(progress, rejectedFile, now);
    const isStep = Math.floor(next.processed / SHOW_EVERY) > Math.floor(progress.processed / SHOW_EVERY);
    const toShow = done ? 'done' : isStep ? String(next.processed) : undefined;
    const { processed, counts, rejected, unread } = next;
    const set = {
      ...{ processed, counts, rejected, unread, rejectedFile },
      state: done ? 'done' : 'running',
      ...(toShow ? { toShow } : {}),
    } as const;
    if (!(await this.deps.imports.advance(progress._id, progress.processed, set))) {
      this.open.delete(progress._id);
      return 0;
    }
    if (done) this.open.delete(progress._id);
    else this.deps.onMore();
    await this.show({ ...progress, toShow }, now);
    return batch.length;
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
    now: Date,
  ): Promise<void> {
    const params = {
      title: '未导入的行',
      body: '每行后面写着原因。改好后把这个文件发回来即可；已导入的行不会重复。',
      file,
    };
    const asked = await this.deps.outbox.about(`import:${progress._id}`);
    const to = new Set(asked.map((row) => row.to));
    for (const person of to) {
      const message = {
        channel: 'chat',
        to: person,
        kind: 'text',
        refs: {},
        params,
        urgency: 'reply',
      } as const;
      await this.deps.outbox.add(`${progress._id}:rejected>${person}`, message, now);
    }
  }

  private async fail(progress: ImportProgress, reason: string, now: Date): Promise<void> {
    const failed = { state: 'failed', error: reason, toShow: 'failed' } as const;
    await this.deps.imports.advance(progress._id, progress.processed, failed);
    await this.show({ ...progress, ...failed }, now);
  }

  /** Shows the card that announced the import anew, if it has come to a stage that is worth it. */
  private async show({ _id: id, toShow }: ImportProgress, now: Date): Promise<void> {
    if (!toShow) return;
    const { outbox, imports } = this.deps;
    for (const row of await outbox.sentAbout(`import:${id}`, 5)) {
      const { channel, to, kind, refs, params } = row;
      const message: OutboundMessage = { channel, to, kind, refs, params, urgency: 'reply' };
      await outbox.add(`${id}:${toShow}>${row._id}`, message, now, { target: row._id });
    }
    await imports.shown(id, toShow);
  }
}
