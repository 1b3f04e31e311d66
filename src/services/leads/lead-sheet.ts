import {
  type LooseCell,
  readTables,
  SheetError,
  type SheetRow,
  type SheetTable,
  shownName,
} from '../../documents/spreadsheet.ts';
import { importHeaders, rowToItem } from '../../domain/intake/import-row.ts';
import { whyNoLead } from '../../domain/intake/no-lead-row.ts';
import { parseSubmission, type Submission } from '../../domain/intake/submission.ts';
import { type HeaderMapping, headerTest, mapHeaders } from '../../domain/match/headers.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';

/** A row of a list of leads, with what its columns mean. */
export interface LeadRow extends SheetRow {
  /** Of the file; the same for its rows at every reading. */
  key: string;
  /** Its worksheet, when the file has several lists. */
  sheet?: string | undefined;
  list: LeadList;
}

/** A worksheet that holds leads. */
export interface LeadList {
  table: SheetTable;
  mapping: HeaderMapping;
}

/** A cell of the file that no lead takes. */
export interface UntakenCell {
  /** Undefined when the file has one sheet only. */
  sheet?: string | undefined;
  row: number;
  /** The column's name, or its letters (`C列`) when it has none. */
  column: string;
  text: string;
}

/** A table of leads, opened: its columns understood. */
export interface LeadSheet {
  /** From the first one at each reading. */
  rows: AsyncIterable<LeadRow>;
  /** Of all columns, in the order of the table; the keys of a row's cells. */
  headers: string[];
  /** What was not read or had to be guessed, in Chinese. */
  notes: string[];
  /** Every cell that stands in no row of `rows`, or in a column without meaning. */
  untaken: AsyncIterable<UntakenCell>;
}

export type ReadRow =
  | { ok: true; row: number; submission: Submission; unread: string[] }
  | { ok: false; row: number; reason: string };

const SHOWN_COLUMNS = 10;
/** The sheet we hand back beside the rejected rows; sent again, it is no list. */
export const UNTAKEN_SHEET = '没有读取的内容';

/**
 * Reads the first visible worksheet with a column that can identify a customer, and those after it with the same
 * columns; the others are told.
 * @throws SheetError for a file that is no table, or one without such a column
 */
export async function openLeadSheet(bytes: Uint8Array, playbook: Playbook): Promise<LeadSheet> {
  const synonyms = importHeaders(playbook);
  const tables = (await readTables(bytes, { isHeader: headerTest(synonyms) })).filter(
    ({ name }) => name !== UNTAKEN_SHEET,
  );
  const lists = tables
    .map((table): LeadList => ({ table, mapping: mapHeaders(withoutOurs(table.headers), synonyms) }))
    .filter(({ table, mapping }) => !table.isHidden && identifies(mapping));
  const [main] = lists;
  if (!main) throw noHeader(tables);
  const taken = lists.filter((list) => fieldsOf(list) === fieldsOf(main));
  const others = tables.filter((table) => !taken.some((list) => list.table === table));
  const several = tables.length > 1;
  return {
    rows: { [Symbol.asyncIterator]: () => leadRows(taken) },
    headers: [...new Set(taken.flatMap(({ table }) => table.headers))],
    notes: [...notesOnSheets(taken, others), ...notesOnColumns(taken)],
    untaken: { [Symbol.asyncIterator]: () => untakenCells(taken, others, several) },
  };
}

/** The rejected rows of an import, mended and sent again, carry two columns of ours. */
function withoutOurs(headers: readonly string[]): readonly string[] {
  return headers[0] === '行号' && headers[1] === '原因' ? headers.slice(2) : headers;
}

function identifies({ columns }: HeaderMapping): boolean {
  return ['company', 'phone', 'email'].some((field) => columns[field]);
}

function fieldsOf({ mapping }: LeadList): string {
  return Object.keys(mapping.columns).sort().join();
}

function noHeader(tables: readonly SheetTable[]): SheetError {
  const hasNames = tables.some(({ headers }) => headers.length > 0);
  return new SheetError(
    'no-header',
    hasNames
      ? '没有找到客户名称、电话或邮箱列，请检查表头，例如“客户名称、联系人、电话、需求”'
      : '没有找到表头：第一行像是客户资料，不是列名。请在最上面加一行列名再发，例如“客户名称、联系人、电话、需求”',
  );
}

function notesOnSheets(taken: readonly LeadList[], others: readonly SheetTable[]): string[] {
  if (others.length === 0) return [];
  const read = taken.map(({ table }) => shownName(table)).join('、');
  return [`只读取了工作表${read}，没有读取${others.map(shownName).join('、')}`];
}

function notesOnColumns(taken: readonly LeadList[]): string[] {
  const unknown = [...new Set(taken.flatMap(({ mapping }) => mapping.unknown))];
  const shown = unknown.slice(0, SHOWN_COLUMNS).join('、');
  const more = unknown.length > SHOWN_COLUMNS ? `等 ${unknown.length} 列` : '';
  return unknown.length ? [`没有读取的列：${shown}${more}`] : [];
}

async function* leadRows(lists: readonly LeadList[]): AsyncGenerator<LeadRow> {
  for (const [i, list] of lists.entries()) {
    const sheet = lists.length > 1 ? list.table.name : undefined;
    for await (const row of list.table.rows) {
      if (Object.keys(row.cells).length === 0 && row.problems.every(({ header }) => header === '')) continue;
      yield { ...row, key: i ? `${i}/${row.row}` : `${row.row}`, sheet, list };
    }
  }
}

async function* untakenCells(
  lists: readonly LeadList[],
  others: readonly SheetTable[],
  several: boolean,
): AsyncGenerator<UntakenCell> {
  const nameOf = ({ name }: SheetTable) => (several ? name : undefined);
  for (const { table, mapping } of lists) {
    for (const cell of table.above) yield looseCell(cell, nameOf(table));
    for await (const { row, cells, loose = [] } of table.rows) {
      for (const column of mapping.unknown) {
        const text = cells[column];
        if (text) yield { sheet: nameOf(table), row, column, text };
      }
      for (const cell of loose) yield looseCell(cell, nameOf(table));
    }
  }
  for (const table of others) {
    for (const cell of table.above) yield looseCell(cell, nameOf(table));
    for await (const { row, cells, loose = [] } of table.rows) {
      for (const [column, text] of Object.entries(cells)) yield { sheet: nameOf(table), row, column, text };
      for (const cell of loose) yield looseCell(cell, nameOf(table));
    }
  }
}

function looseCell({ row, letters, text }: LooseCell, sheet: string | undefined): UntakenCell {
  return { sheet, row, column: `${letters}列`, text };
}

/** One row as a lead to submit, or why it cannot be one, in Chinese. */
export function readLeadRow(
  row: LeadRow,
  playbook: Playbook,
  isKept: (name: string) => boolean = () => false,
): ReadRow {
  const { mapping, table } = row.list;
  const at = row.row;
  const problems = row.problems.filter(({ header }) => header !== '');
  const why = whyNoLead(row.cells, mapping, table.headers);
  if (why) return { ok: false, row: at, reason: why };
  // A customer whose name is broken would be found by nobody.
  const isName = (header: string) => mapping.columns.company?.some((column) => column.header === header);
  const broken = problems.filter(({ header }) => isName(header));
  if (broken.length) return { ok: false, row: at, reason: said(broken).join('；') };
  const parsed = parseSubmission(rowToItem(row.cells, mapping, isKept), playbook, { unreadable: 'to-need' });
  if (parsed.ok) return { ...parsed, row: at, unread: [...parsed.unread, ...said(problems)] };
  const reason = [...parsed.problems.map(({ message }) => message), ...said(problems)].join('；');
  return { ok: false, row: at, reason };
}

function said(problems: SheetRow['problems']): string[] {
  return problems.map(({ header, message }) => `${header}：${message}`);
}
