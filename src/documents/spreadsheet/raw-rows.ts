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
}

/** Columns beyond this are stray marks, not data; they are all counted as the one after. */
export const MAX_COLUMNS = 256;
/** Excel's own limit for one cell. */
export const MAX_CELL_LENGTH = 32_767;
