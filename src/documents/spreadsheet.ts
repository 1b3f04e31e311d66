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
import { findHeaderRow, HEADER_SEARCH_ROWS, type Header, uniqueHeaders } from './spreadsheet/header-row.ts';
import { type CellText, MAX_CELL_LENGTH, type RawRow } from './spreadsheet/raw-rows.ts';
import { SheetError } from './spreadsheet/sheet-error.ts';
import { readXlsx } from './spreadsheet/xlsx/reader.ts';

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
}

export interface Sheet {
  /** Column names from left to right, unique. */
  headers: string[];
  headerRow: number;
  /** Chinese sentences for the sender: what was not read or had to be guessed. */
  notes: string[];
  /**
   * The rows below the header that have content, once. Iterating throws `SheetError` where the file breaks off or
   * has too many rows: stage the rows before acting on any.
   */
  rows: AsyncIterable<SheetRow>;
}

export interface ReadSheetOptions {
  /** Whether a text is a usual column name; helps to find the header row below titles. */
  isHeader?: (text: string) => boolean;
}

/**
 * Opens a table by what the file is, whatever it is called. Reads the first visible sheet that has content. Rows
 * arrive as they are read, some milliseconds of work at a time. Throws `SheetError` with a Chinese sentence for the
 * person who sent the file.
 */
export async function readSheet(bytes: Uint8Array, options: ReadSheetOptions = {}): Promise<Sheet> {
  if (bytes.length > MAX_SHEET_FILE_BYTES) {
    throw new SheetError(
      'too-large',
      `文件超过 ${MAX_SHEET_FILE_BYTES / 1024 / 1024} MB，请拆成几个文件再发`,
    );
  }
  const { rows, notes } = await open(bytes);
  const top: RawRow[] = [];
  for (let next = await rows.next(); !next.done; next = await rows.next()) {
    top.push(cleanRow(next.value));
    if (top.length === HEADER_SEARCH_ROWS) break;
  }
  if (top.length === 0) throw new SheetError('empty', '表格里没有内容');
  const index = findHeaderRow(top, options.isHeader ?? (() => false));
  const headerRow = index === undefined ? undefined : top[index];
  if (index === undefined || !headerRow) {
    await rows.return(undefined);
    throw new SheetError('no-header', '没有找到表头，请在第一行写上列名，如“客户名称、联系人、电话”');
  }
  const headers = uniqueHeaders(headerRow);
  return {
    headers: headers.map(({ name }) => name),
    headerRow: headerRow.row,
    notes,
    rows: dataRows(top.slice(index + 1), rows, headers),
  };
}

async function open(bytes: Uint8Array): Promise<{ rows: AsyncGenerator<RawRow>; notes: string[] }> {
  if (tableKind(bytes) === 'text') return { rows: readCsv(bytes).rows, notes: [] };
  const { name, otherSheets, rows } = await readXlsx(bytes);
  const others = otherSheets.map((other) => `“${cleanText(other, { max: 31 })}”`).join('、');
  const shown = cleanText(name, { max: 31 });
  return { rows, notes: others === '' ? [] : [`只读取了工作表“${shown}”，没有读取${others}`] };
}

async function* dataRows(
  buffered: readonly RawRow[],
  rest: AsyncGenerator<RawRow>,
  headers: readonly Header[],
): AsyncGenerator<SheetRow> {
  try {
    yield* buffered.map((row) => toSheetRow(row, headers));
    let count = buffered.length;
    for await (const row of rest) {
      if (++count > MAX_SHEET_ROWS) {
        throw new SheetError('too-many-rows', `超过 ${MAX_SHEET_ROWS} 行，请拆成几个文件再发`, {
          row: row.row,
        });
      }
      yield toSheetRow(cleanRow(row), headers);
    }
  } finally {
    await rest.return(undefined);
  }
}

function toSheetRow({ row, cells }: RawRow, headers: readonly Header[]): SheetRow {
  const filled = headers.flatMap(({ name, column }) => {
    const cell = cells[column];
    return cell ? [{ header: name, ...cell }] : [];
  });
  const named = new Set(headers.map(({ column }) => column));
  const stray = cells.findIndex((cell, column) => cell && !named.has(column));
  return {
    row,
    cells: Object.fromEntries(
      filled.filter(({ text }) => text !== '').map(({ header, text }) => [header, text]),
    ),
    problems: [
      ...filled.flatMap(({ header, problem }) => (problem ? [{ header, message: problem }] : [])),
      ...(stray < 0 ? [] : [{ header: '', message: `第 ${stray + 1} 列没有列名，内容没有读取` }]),
    ],
  };
}

function cleanRow({ row, cells }: RawRow): RawRow {
  return { row, cells: cells.map((cell) => cell && cleanCell(cell)) };
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

/**
 * An .xlsx with one sheet: a bold, fixed header row and one row per item. Strings stay strings whatever they begin
 * with (`=`, `+`, `-`, `@`), so nothing typed by a stranger runs in the reader's spreadsheet.
 */
export async function writeSheet<Row>(
  columns: readonly SheetColumn<Row>[],
  rows: readonly Row[],
  sheetName = '数据',
): Promise<Buffer> {
  const data: SheetData = [
    columns.map(({ header }) => ({ value: header, type: String, fontWeight: 'bold' as const })),
    ...rows.map((row) => columns.map(({ value }) => outgoingCell(value(row)))),
  ];
  const sheet = {
    // Excel refuses these characters and longer names.
    sheet:
      cleanText(sheetName, { max: 100 })
        .replace(/[[\]:*?/\\]/g, ' ')
        .slice(0, 31)
        .trim() || '数据',
    stickyRowsCount: 1,
    columns: columns.map(({ width = 16 }) => ({ width })),
  };
  return writeExcelFile(data, sheet).toBuffer();
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
