/**
 * Tables that people send (.xlsx, .csv) and receive (.xlsx); requirement A1.
 *
 * Reading: yauzl + saxes, streamed (50,000 × 12 cells: 1.5 s, 10–20 ms at a stretch, 85 MB). read-excel-file 9 and
 * exceljs 4 stop the process for 0.8 s, take 200–300 MB and 1.4 GB for a zip bomb, and fail whole files for one odd cell.
 */
import writeExcelFile, { type SheetData } from 'write-excel-file/node';
import { cleanText } from '../domain/normalise/text.ts';
import { readCsv } from './spreadsheet/csv-reader.ts';
import { tableKind } from './spreadsheet/file-kind.ts';
import { findHeader, HEADER_SEARCH_ROWS, type Header, looseCells } from './spreadsheet/header-row.ts';
import {
  type CellText,
  type LooseCell,
  MAX_CELL_LENGTH,
  type RawRow,
  type RawSheet,
} from './spreadsheet/raw-rows.ts';
import { SheetError } from './spreadsheet/sheet-error.ts';
import { readXlsx } from './spreadsheet/xlsx/reader.ts';

export { isMeantAsTable } from './spreadsheet/file-kind.ts';
export type { LooseCell } from './spreadsheet/raw-rows.ts';
export { SheetError, type SheetErrorCode } from './spreadsheet/sheet-error.ts';

export const MAX_SHEET_FILE_BYTES = 10 * 1024 * 1024;
/** Data rows in one file. */
export const MAX_SHEET_ROWS = 100_000;

export interface SheetRow {
  /** As shown in the margin of the spreadsheet program, from 1. */
  row: number;
  /** Clean text by header; columns whose cell is empty are absent. */
  cells: Record<string, string>;
  /** What was wrong with cells, as Chinese sentences; usually empty. The row is still given. */
  problems: { header: string; message: string }[];
  /** Cells in columns without a name, if any. */
  loose?: LooseCell[];
  /** Hidden by hand or by a filter. */
  isHidden?: boolean;
}

export interface SheetTable {
  /** Undefined in a text file. */
  name?: string;
  isHidden: boolean;
  /** Column names from left to right, unique; empty when no row holds any: then every cell is loose. */
  headers: string[];
  /** Of the lower row when the names stand on two levels; 0 when there is none. */
  headerRow: number;
  /** What stands above the header. */
  above: LooseCell[];
  /**
   * The rows below the header that have content, from the first one each time. Iterating throws `SheetError` where the
   * file breaks off or has too many rows: read it through before acting on any.
   */
  rows: AsyncIterable<SheetRow>;
}

export interface Sheet extends SheetTable {
  /** Chinese sentences for the sender: which worksheets were not read. */
  notes: string[];
}

export interface ReadSheetOptions {
  /** Whether a text is a usual column name; only a row with such a name is a header then. */
  isHeader?: (text: string) => boolean;
}

/**
 * Opens a table by what the file is, whatever it is called: every worksheet that has content, hidden ones too. Rows
 * arrive as they are read, some milliseconds of work at a time. Throws `SheetError` with a Chinese sentence for the
 * person who sent the file.
 */
export async function readTables(bytes: Uint8Array, options: ReadSheetOptions = {}): Promise<SheetTable[]> {
  if (bytes.length > MAX_SHEET_FILE_BYTES) {
    throw new SheetError(
      'too-large',
      `文件超过 ${MAX_SHEET_FILE_BYTES / 1024 / 1024} MB，请拆成几个文件再发`,
    );
  }
  const isText = tableKind(bytes) === 'text';
  const sheets: RawSheet[] = isText
    ? [{ isHidden: false, open: async () => readCsv(bytes).rows }]
    : await readXlsx(bytes);
  const tables: SheetTable[] = [];
  for (const sheet of sheets) {
    const table = await tableIn(sheet, options);
    if (table) tables.push(table);
  }
  if (tables.length === 0) throw new SheetError('empty', '表格里没有内容');
  return tables;
}

/** The first visible worksheet with column names. */
export async function readSheet(bytes: Uint8Array, options: ReadSheetOptions = {}): Promise<Sheet> {
  const tables = await readTables(bytes, options);
  const found = tables.find(({ isHidden, headers }) => !isHidden && headers.length > 0);
  if (!found) {
    throw new SheetError('no-header', '没有找到表头，请在第一行写上列名，如“客户名称、联系人、电话”');
  }
  const others = tables.filter((table) => table !== found).map(shownName);
  const notes = others.length ? [`只读取了工作表${shownName(found)}，没有读取${others.join('、')}`] : [];
  return { ...found, notes };
}

/** `“名单”`, and that it is hidden. */
export function shownName({ name, isHidden }: Pick<SheetTable, 'name' | 'isHidden'>): string {
  return `“${cleanText(name ?? '', { max: 31 })}”${isHidden ? '（隐藏）' : ''}`;
}

/** Undefined when nothing stands in the sheet. */
async function tableIn(sheet: RawSheet, { isHeader }: ReadSheetOptions): Promise<SheetTable | undefined> {
  const rows = await sheet.open();
  const top: RawRow[] = [];
  for await (const row of rows) {
    top.push(cleanRow(row));
    if (top.length === HEADER_SEARCH_ROWS) break;
  }
  if (top.length === 0) return undefined;
  const header = findHeader(top, isHeader);
  const headers = header?.headers ?? [];
  return {
    ...(sheet.name !== undefined && { name: sheet.name }),
    isHidden: sheet.isHidden,
    headers: headers.map(({ name }) => name),
    headerRow: header?.row ?? 0,
    above: header?.above ?? [],
    rows: { [Symbol.asyncIterator]: () => dataRows(sheet, header?.next ?? 0, headers) },
  };
}

async function* dataRows(
  sheet: RawSheet,
  skipped: number,
  headers: readonly Header[],
): AsyncGenerator<SheetRow> {
  let count = -skipped;
  for await (const row of await sheet.open()) {
    if (++count <= 0) continue;
    if (count > MAX_SHEET_ROWS) {
      throw new SheetError('too-many-rows', `超过 ${MAX_SHEET_ROWS} 行，请拆成几个文件再发`, {
        row: row.row,
      });
    }
    yield toSheetRow(cleanRow(row), headers);
  }
}

function toSheetRow(raw: RawRow, headers: readonly Header[]): SheetRow {
  const { row, cells, isHidden } = raw;
  const filled = headers.flatMap(({ name, column }) => {
    const cell = cells[column];
    return cell ? [{ header: name, ...cell }] : [];
  });
  const named = new Set(headers.map(({ column }) => column));
  const loose = looseCells(raw).filter(({ column }) => !named.has(column));
  const [stray] = headers.length ? loose : [];
  return {
    row,
    cells: Object.fromEntries(
      filled.filter(({ text }) => text !== '').map(({ header, text }) => [header, text]),
    ),
    problems: [
      ...filled.flatMap(({ header, problem }) => (problem ? [{ header, message: problem }] : [])),
      ...(stray ? [{ header: '', message: `第 ${stray.column + 1} 列没有列名，内容没有读取` }] : []),
    ],
    ...(loose.length && { loose }),
    ...(isHidden && { isHidden }),
  };
}

function cleanRow({ cells, ...row }: RawRow): RawRow {
  return { ...row, cells: cells.map((cell) => cell && cleanCell(cell)) };
}

function cleanCell({ text, problem }: CellText): CellText | undefined {
  const clean = cleanText(text, { max: MAX_CELL_LENGTH, multiline: true });
  if (clean === '' && !problem) return undefined;
  return { text: clean, ...(problem ? { problem } : {}) };
}

export interface SheetColumn<Row> {
  header: string;
  /** Strings are written as text whatever they look like: give phone numbers and ids as strings. */
  value: (row: Row) => string | number | undefined;
  /** In characters; default 16. */
  width?: number;
}

/** What goes onto one worksheet. */
export interface OutgoingSheet<Row> {
  name: string;
  columns: readonly SheetColumn<Row>[];
  rows: readonly Row[];
}

/**
 * An .xlsx with one sheet: a bold, fixed header row and one row per item. Strings stay strings whatever they begin
 * with (`=`, `+`, `-`, `@`), so nothing typed by a stranger runs in the reader's spreadsheet.
 */
export async function writeSheet<Row>(
  columns: readonly SheetColumn<Row>[],
  rows: readonly Row[],
  name = '数据',
): Promise<Buffer> {
  return writeExcelFile([outgoingSheet({ name, columns, rows })]).toBuffer();
}

/** The same with a second sheet; one without rows is left out. At least one must have some. */
export async function writeTwoSheets<A, B>(
  first: OutgoingSheet<A>,
  second: OutgoingSheet<B>,
): Promise<Buffer> {
  const sheets = [
    ...(first.rows.length ? [outgoingSheet(first)] : []),
    ...(second.rows.length ? [outgoingSheet(second)] : []),
  ];
  return writeExcelFile(sheets).toBuffer();
}

function outgoingSheet<Row>({ name, columns, rows }: OutgoingSheet<Row>) {
  const data: SheetData = [
    columns.map(({ header }) => ({ value: header, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => columns.map(({ value }) => outgoingCell(value(row)))),
  ];
  return {
    data,
    // Excel refuses these characters and longer names.
    sheet:
      cleanText(name, { max: 100 })
        .replace(/[[\]:*?/\\]/g, ' ')
        .slice(0, 31)
        .trim() || '数据',
    stickyRowsCount: 1,
    columns: columns.map(({ width = 16 }) => ({ width })),
  };
}

function outgoingCell(value: string | number | undefined) {
  if (value === undefined || value === '') return null;
  if (typeof value === 'number' && Number.isFinite(value)) return { value, type: Number };
  return {
    value: cleanText(String(value), { max: MAX_CELL_LENGTH, multiline: true }),
    type: String,
    format: '@',
  };
}
