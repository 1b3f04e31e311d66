import type { Effect } from '../../core/effect.ts';

/** How a list is taken: as new enquiries, or as customers of the owners it names, with or without first-contact clocks. */
export type ImportWay = 'routed' | 'kept' | 'filed';

/** One import of a spreadsheet: a row per file and person, moved on batch by batch, so that it can be resumed. */
export interface ImportProgress {
  _id: string;
  fileName: string;
  fileId: string;
  /** Digest of the file's bytes: the same file again finds the same import. */
  checksum: string;
  by: string;
  /** The event or command that began it. */
  originKey: string;
  startedAt: Date;
  /**
   * `asking`: nothing is written before somebody has said how the list is to be taken. `undoing`: what was taken in is
   * being taken back.
   */
  state: 'asking' | 'running' | 'done' | 'failed' | 'cancelled' | 'undoing' | 'undone';
  /** What was found in a book of customers that has owners or closed ones. */
  book?: ImportBook | undefined;
  /** What a long list holds, shown before it is taken. */
  preview?: ImportPreview | undefined;
  /** As it was decided; new enquiries unless something was asked. */
  way?: ImportWay | undefined;
  /** Data rows handled so far; the import goes on behind them. */
  processed: number;
  /** Data rows in the file. */
  total: number;
  /** What was not read or had to be guessed, in Chinese. */
  notes: string[];
  owner?: string | undefined;
  leaseUntil?: Date | undefined;
  counts: {
    created: number;
    merged: number;
    rejected: number;
    unread: number;
    /** Of the created: closed ones, taken in as history. */
    history?: number;
    /** Once undone: leads taken back, and those that were left because somebody works on them. */
    undone?: number;
    left?: number;
  };
  rejected: (RowPlace & { reason: string })[];
  /** Rows taken in with something that could not be read and is kept in the need: `电话：12345`. */
  unread: (RowPlace & { what: string })[];
  /** Cells of the file that no lead takes: columns without meaning, titles, other worksheets. */
  untaken?: number | undefined;
  /**
   * Once done: the rejected rows as they were, with number and reason, and every cell that was not taken, as a
   * spreadsheet.
   */
  rejectedFile?: { name: string; fileId: string } | undefined;
  error?: string | undefined;
  rev: number;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}

/** A list that was worked on before: not of new enquiries. */
export interface ImportBook {
  /** Rows by owner, as far as the owner is one of us. */
  owners: { id: string; name: string; rows: number }[];
  /** Names in the owner's column that are nobody's, with their rows. */
  strangers: { name: string; rows: number }[];
  /** Rows that say they are won, lost or void. */
  closed: number;
}

/** A long list before it is taken. */
export interface ImportPreview {
  /** What each column was understood as: `客户名称 → 公司`. */
  columns: string[];
  /** The first rows in a few words each. */
  rows: string[];
  /** Rows that would not be taken in. */
  rejected: number;
}

/** Where a row stands in the file. */
export interface RowPlace {
  row: number;
  /** Its worksheet, when several were read. */
  sheet?: string | undefined;
}

/** `第 5 行`, `工作表“华南”第 5 行` */
export function shownPlace({ row, sheet }: RowPlace): string {
  return `${sheet === undefined ? '' : `工作表“${sheet}”`}第 ${row} 行`;
}

/** What became of one row. */
export type RowOutcome = RowPlace &
  (
    | { status: 'created' | 'merged'; isHistory?: boolean; unread: string[] }
    | { status: 'rejected'; reason: string }
  );

/** Rejected rows remembered one by one; the rest is counted. */
const MAX_REJECTED = 5_000;
/** Of the rows with something unreadable these are remembered, to be shown; the rest is counted. */
const MAX_UNREAD = 20;

/** The progress with these rows behind it. */
export function added(progress: ImportProgress, outcomes: readonly RowOutcome[]): ImportProgress {
  const counts = { ...progress.counts };
  const rejected = [...progress.rejected];
  const unread = [...progress.unread];
  for (const outcome of outcomes) {
    counts[outcome.status]++;
    const place = { row: outcome.row, ...(outcome.sheet !== undefined && { sheet: outcome.sheet }) };
    if (outcome.status === 'rejected') {
      if (rejected.length < MAX_REJECTED) rejected.push({ ...place, reason: outcome.reason });
      continue;
    }
    if (outcome.isHistory) counts.history = (counts.history ?? 0) + 1;
    if (outcome.unread.length) {
      counts.unread++;
      if (unread.length < MAX_UNREAD) unread.push({ ...place, what: outcome.unread.join('；') });
    }
  }
  return { ...progress, processed: progress.processed + outcomes.length, counts, rejected, unread };
}
