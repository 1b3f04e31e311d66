/** Files as people send them, with every filled cell as a person sees it: what the judge counts. */
import { row, type XlsxParts, xlsx, zip } from '../xlsx-builder.ts';

export type Cell = string | number | null;

export interface TableFile {
  /** What is special about it. */
  what: string;
  name: string;
  bytes: Uint8Array;
  /** Every filled cell that is no column name, as the person sees it, row by row. */
  rows: string[][];
  /** New leads that are right. */
  created: number;
  /** The whole file is refused with these words; nothing of it is taken. */
  refused?: string;
  /** Words the person must be told. */
  says?: string[];
  /** What a cell may become in a record: `800000` → `50–200万`. Written down before the product was run on it. */
  means?: Record<string, string>;
}

/** The texts of the rows below the column names, `above` them and elsewhere. */
export function seen(...rows: readonly (readonly Cell[])[]): string[][] {
  return rows.map((cells) => cells.filter((cell) => cell !== null && cell !== '').map(String));
}

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

export function text(
  rows: readonly (readonly Cell[])[],
  { encoding = 'utf-8' as Encoding, bom = false, delimiter = ',', eol = '\n' } = {},
): Uint8Array {
  const quoted = (cell: Cell) => {
    const plain = cell === null ? '' : String(cell);
    return plain.includes(delimiter) || /["\n]/.test(plain) ? `"${plain.replace(/"/g, '""')}"` : plain;
  };
  const written = rows.map((cells) => cells.map(quoted).join(delimiter)).join(eol);
  return encoded((bom ? '\uFEFF' : '') + written, encoding);
}

function encoded(written: string, encoding: Encoding): Uint8Array {
  if (encoding === 'utf-8') return Buffer.from(written);
  if (encoding === 'gb18030')
    return Buffer.concat([...written].map((char) => gb.get(char) ?? Buffer.from(char)));
  const bytes = Buffer.from(written, 'utf16le');
  return encoding === 'utf-16le' ? bytes : bytes.swap16();
}

/** Two bytes of GBK for each of its characters. */
const gb = new Map<string, Buffer>();
for (let lead = 0x81; lead <= 0xfe; lead++) {
  for (let trail = 0x40; trail <= 0xfe; trail++) {
    const bytes = Buffer.from([lead, trail]);
    const char = new TextDecoder('gb18030').decode(bytes);
    if ([...char].length === 1 && char !== '\uFFFD' && !gb.has(char)) gb.set(char, bytes);
  }
}

/** A workbook of plain rows; the first one is row 1. */
export function book(rows: readonly (readonly Cell[])[], parts: Partial<XlsxParts> = {}): Uint8Array {
  return xlsx({ rows: xml(rows), ...parts });
}

export function xml(rows: readonly (readonly Cell[])[], from = 1): string {
  return rows.map((cells, i) => row(from + i, [...cells])).join('');
}

/** The same with rows hidden by a filter, by number. */
export function hidden(sheet: string, numbers: readonly number[]): string {
  return numbers.reduce((all, n) => all.replace(`<row r="${n}">`, `<row r="${n}" hidden="1">`), sheet);
}

export { zip };
