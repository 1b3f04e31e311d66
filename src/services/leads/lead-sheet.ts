import { readSheet, SheetError, type SheetRow } from '../../documents/spreadsheet.ts';
import { importHeaders, isSummaryRow, rowToItem } from '../../domain/intake/import-row.ts';
import { parseSubmission, type Submission } from '../../domain/intake/submission.ts';
import { type HeaderMapping, headerTest, mapHeaders } from '../../domain/match/headers.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';

/** A table of leads, opened: its columns understood, its rows still to be read (once). */
export interface LeadSheet {
  rows: AsyncIterable<SheetRow>;
  /** Of all columns, in the order of the table; the keys of a row's cells. */
  headers: string[];
  mapping: HeaderMapping;
  /** What was not read or had to be guessed, in Chinese. */
  notes: string[];
}

export type ReadRow =
  | { ok: true; row: number; submission: Submission; unread: string[] }
  | { ok: false; row: number; reason: string };

const SHOWN_COLUMNS = 10;

/** @throws SheetError for a file that is no table, or one without any column that could identify a customer */
export async function openLeadSheet(bytes: Uint8Array, playbook: Playbook): Promise<LeadSheet> {
  const synonyms = importHeaders(playbook);
  const sheet = await readSheet(bytes, { isHeader: headerTest(synonyms) });
  const mapping = mapHeaders(sheet.headers, synonyms);
  if (!['company', 'phone', 'email'].some((field) => mapping.columns[field])) {
    throw new SheetError(
      'no-header',
      '没有找到客户名称、电话或邮箱列，请检查表头，例如“客户名称、联系人、电话、需求”',
    );
  }
  const unread = mapping.unknown.slice(0, SHOWN_COLUMNS).join('、');
  return {
    rows: sheet.rows,
    headers: sheet.headers,
    mapping,
    notes: [...sheet.notes, ...(unread ? [`没有读取的列：${unread}`] : [])],
  };
}

/** One row as a lead to submit, or why it cannot be one, in Chinese. */
export function readLeadRow(row: SheetRow, mapping: HeaderMapping, playbook: Playbook): ReadRow {
  if (isSummaryRow(row.cells, mapping)) return { ok: false, row: row.row, reason: '这是合计行，不是线索' };
  const parsed = parseSubmission(rowToItem(row.cells, mapping), playbook, { unreadable: 'to-need' });
  if (parsed.ok) return { ...parsed, row: row.row };
  const reason = [...parsed.problems, ...row.problems].map((problem) => problem.message).join('；');
  return { ok: false, row: row.row, reason };
}
