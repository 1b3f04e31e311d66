/** Which row holds the column names: people put titles, remarks and group headings above it, or none at all. */
import { findPhones } from '../../domain/normalise/phone.ts';
import type { CellText, LooseCell, RawRow } from './raw-rows.ts';
import { columnLetters } from './raw-rows.ts';

/** Rows with content that are looked at. */
export const HEADER_SEARCH_ROWS = 20;
const MAX_HEADER_LENGTH = 40;
/** A name on the second level of a header is a word or two. */
const MAX_LOWER_NAME = 20;

export interface Header {
  /** The column's name, unique within the sheet: a repeated `电话` becomes `电话(2)`. */
  name: string;
  /** From 0. */
  column: number;
}

export interface FoundHeader {
  headers: Header[];
  /** In the margin of the spreadsheet program; of the lower row when there are two. */
  row: number;
  /** Of the rows given: the first one below the header. */
  next: number;
  /** What stands above it. */
  above: LooseCell[];
}

/**
 * The row that looks most like column names: short, distinct words rather than numbers, dates or sentences, and words
 * known to be column names (`isKnown`) above all. Where known names are asked for, a row without any is a header only
 * right above a customer, and one with a phone number or mail address in it never: a list without column names must not
 * lose its first customer.
 * Names may stand on two levels (联系方式 over 手机 and 座机). Undefined when there is none.
 */
export function findHeader(
  rows: readonly RawRow[],
  isKnown?: (text: string) => boolean,
): FoundHeader | undefined {
  let best: { index: number; score: number } | undefined;
  rows.slice(0, HEADER_SEARCH_ROWS).forEach((row, index) => {
    const score = headerScore(row, rows[index + 1], isKnown);
    if (score > (best?.score ?? 0)) best = { index, score };
  });
  if (!best) return undefined;
  const { index } = best;
  // Customers above the names: what looked like names is the middle of a list without any.
  if (isKnown && rows.slice(0, index).some(isCustomer)) return undefined;
  return withLevels(rows, index, isKnown ?? (() => false));
}

function headerScore(row: RawRow, next?: RawRow, isKnown?: (text: string) => boolean): number {
  const texts = textsOf(row);
  const known = isKnown ? texts.filter(isKnown).length : 0;
  if (isKnown && texts.some((text) => !isKnown(text) && isContact(text))) return 0;
  const isAboveCustomer = texts.length > 1 && next !== undefined && textsOf(next).some(isNumber);
  if (isKnown && known === 0 && !isAboveCustomer) return 0;
  const words = new Set(texts.filter((text) => text.length <= MAX_HEADER_LENGTH && !isValue(text))).size;
  return known * 3 + words - (texts.length - words) * 2;
}

function textsOf({ cells }: RawRow): string[] {
  return cells.flatMap((cell) => (cell?.text ? [cell.text.trim()] : []));
}

/** Numbers, dates, phone numbers, mail addresses: never the name of a column. */
function isValue(text: string): boolean {
  return /^[\d\s.,:/+%¥￥()-]+$/.test(text) || text.includes('@') || /\d{7,}/.test(text);
}

function isContact(text: string): boolean {
  return findPhones(text).length > 0 || /\S@\S+\.\S/.test(text);
}

/** Long enough for a phone number, and nothing else. */
function isNumber(text: string): boolean {
  return /^[+\d\s()-]+$/.test(text) && text.replace(/\D/g, '').length >= 7;
}

/** A row with a phone number in a cell of its own; a title may tell somebody's number in words. */
function isCustomer(row: RawRow): boolean {
  const texts = textsOf(row);
  return texts.length > 1 && texts.some((text) => isNumber(text) && findPhones(text).length > 0);
}

/** Column names of the row at `index`, and of the row below or above it where that is a second level. */
function withLevels(
  rows: readonly RawRow[],
  index: number,
  isKnown: (text: string) => boolean,
): FoundHeader | undefined {
  const [over, head, below] = [rows[index - 1], rows[index], rows[index + 1]];
  if (!head) return undefined;
  const hasLower = below !== undefined && isLowerLevel(head, below, isKnown);
  const lower = hasLower ? below : head;
  const upper = hasLower ? head : over;
  const width = Math.max(lower.cells.length, upper?.cells.length ?? 0);
  const fromAbove = (column: number): CellText | undefined => {
    const cell = upper?.cells[column];
    return cell && (hasLower || isKnown(cell.text.trim())) ? cell : undefined;
  };
  const cells = Array.from({ length: width }, (_, column) => lower.cells[column] ?? fromAbove(column));
  const isUsed = (row: RawRow, column: number) =>
    row === upper && lower.cells[column] === undefined && fromAbove(column) !== undefined;
  return {
    headers: uniqueHeaders(cells),
    row: lower.row,
    next: index + (hasLower ? 2 : 1),
    above: rows
      .slice(0, index)
      .flatMap((row) => looseCells(row).filter(({ column }) => !isUsed(row, column))),
  };
}

/** Whether a row goes on with the names of the one above it: known names in columns that had none, and nothing else. */
function isLowerLevel(head: RawRow, below: RawRow, isKnown: (text: string) => boolean): boolean {
  const filled = below.cells.flatMap((cell, column) => (cell?.text ? [{ text: cell.text, column }] : []));
  const own = filled.filter(({ text, column }) => head.cells[column]?.text !== text);
  const known = own.filter(({ text }) => isKnown(text));
  const isNew = own.some(({ column }) => head.cells[column] === undefined);
  const areNames = filled.every(({ text }) => text.length <= MAX_LOWER_NAME && !isValue(text));
  return isNew && areNames && known.length > 0 && known.length * 2 >= own.length;
}

/** The cells of a row as they stand, for telling what was not read. */
export function looseCells({ row, cells }: RawRow): LooseCell[] {
  return cells.flatMap((cell, column) =>
    cell?.text ? [{ row, column, letters: columnLetters(column), text: cell.text }] : [],
  );
}

/** The names in a header, made unique. Columns without a name are left out. */
function uniqueHeaders(cells: readonly (CellText | undefined)[]): Header[] {
  const used = new Set<string>();
  return cells.flatMap((cell, column) => {
    const text = cell?.text.replace(/\s+/g, ' ').trim().slice(0, MAX_HEADER_LENGTH) ?? '';
    if (text === '') return [];
    let name = text;
    for (let count = 2; used.has(name); count++) name = `${text}(${count})`;
    used.add(name);
    return [{ name, column }];
  });
}
