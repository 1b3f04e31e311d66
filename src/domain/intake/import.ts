/** One import of a spreadsheet: a row per file and person, moved on batch by batch, so that it can be resumed. */
export interface ImportProgress {
  _id: string;
  fileName: string;
  fileId: string;
  /** Digest of the file's bytes: the same file again finds the same import. */
  checksum: string;
  by: string;
  startedAt: Date;
  state: 'running' | 'done' | 'failed';
  /** Data rows handled so far; the import goes on behind them. */
  processed: number;
  /** Data rows in the file. */
  total: number;
  /** What was not read or had to be guessed, in Chinese. */
  notes: string[];
  owner?: string | undefined;
  leaseUntil?: Date | undefined;
  counts: { created: number; merged: number; rejected: number };
  rejected: { row: number; reason: string }[];
  /** Spreadsheet of the rejected rows with reasons, once done. */
  rejectedFile?: { name: string; fileId: string } | undefined;
  error?: string | undefined;
}
