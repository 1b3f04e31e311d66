/** What the .xlsx and the .csv reader have in common: rows of cell texts with the numbers that people see. */

export interface CellText {
  /** As a person reads it: dates as `2026-03-01` or `2026-03-01 15:00`, numbers without exponent. Empty when blank. */
  text: string;
  /** What is wrong with the cell, in Chinese. */
  problem?: string;
}

export interface RawRow {
  /** As shown in the margin of the spreadsheet program, from 1. */
  row: number;
  /** By column, from 0; may be shorter than other rows and have holes. */
  cells: (CellText | undefined)[];
  /** Hidden by hand or by a filter. */
  isHidden?: boolean;
}

/** A worksheet, or the whole of a text file. */
export interface RawSheet {
  /** Undefined for a text file. */
  name?: string;
  isHidden: boolean;
  /** The rows that have content, from the beginning; iterating throws `SheetError`. */
  open(): Promise<AsyncGenerator<RawRow>>;
}

/** Columns beyond this are stray marks, not data; they are all counted as the one after. */
export const MAX_COLUMNS = 256;
/** Excel's own limit for one cell. */
export const MAX_CELL_LENGTH = 32_767;

/** A cell that belongs to no named column. */
export interface LooseCell {
  row: number;
  /** From 0. */
  column: number;
  /** As shown above the column: `C`. */
  letters: string;
  text: string;
}

export function columnLetters(column: number): string {
  const rest = Math.floor(column / 26) - 1;
  return (rest >= 0 ? columnLetters(rest) : '') + String.fromCharCode(65 + (column % 26));
}
