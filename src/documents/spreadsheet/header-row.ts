/** Which row holds the column names: people put titles, remarks and group headings above it. */
import type { RawRow } from './raw-rows.ts';

/** Rows with content that are looked at. */
export const HEADER_SEARCH_ROWS = 20;
const MAX_HEADER_LENGTH = 40;

export interface Header {
  /** The column's name, unique within the sheet: a repeated `电话` becomes `电话(2)`. */
  name: string;
  /** From 0. */
  column: number;
}

/**
 * The index of the row that looks most like column names: short, distinct words rather than numbers, dates or
 * sentences, and words known to be column names (`isKnown`) above all. Undefined when there is none.
 */
export function findHeaderRow(
  rows: readonly RawRow[],
  isKnown: (text: string) => boolean,
): number | undefined {
  let best: { index: number; score: number } | undefined;
  rows.slice(0, HEADER_SEARCH_ROWS).forEach((row, index) => {
    const score = headerScore(row, isKnown);
    if (score > (best?.score ?? 0)) best = { index, score };
  });
  return best?.index;
}

function headerScore({ cells }: RawRow, isKnown: (text: string) => boolean): number {
  const texts = cells.flatMap((cell) => (cell?.text ? [cell.text.trim()] : []));
  const known = texts.filter(isKnown).length;
  const words = new Set(texts.filter((text) => text.length <= MAX_HEADER_LENGTH && !isValue(text))).size;
  return known * 3 + words - (texts.length - words) * 2;
}

/** Numbers, dates, phone numbers, mail addresses: never the name of a column. */
function isValue(text: string): boolean {
  return /^[\d\s.,:/+%¥￥()-]+$/.test(text) || text.includes('@') || /\d{7,}/.test(text);
}

/** The names in a header row, made unique. Columns without a name are left out. */
export function uniqueHeaders(row: RawRow): Header[] {
  const used = new Set<string>();
  return row.cells.flatMap((cell, column) => {
    const text = cell?.text.replace(/\s+/g, ' ').trim().slice(0, MAX_HEADER_LENGTH) ?? '';
    if (text === '') return [];
    let name = text;
    for (let count = 2; used.has(name); count++) name = `${text}(${count})`;
    used.add(name);
    return [{ name, column }];
  });
}
