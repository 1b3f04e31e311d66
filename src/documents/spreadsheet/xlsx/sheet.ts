/** One worksheet: its rows as a stream, cells merged over several rows filled in. */
import type { Readable } from 'node:stream';
import { type CellText, MAX_COLUMNS, type RawRow } from '../raw-rows.ts';
import { SheetError } from '../sheet-error.ts';
import { corrupt } from './archive.ts';
import { cellText, type StoredCell, type WorkbookContext } from './cell.ts';
import { parseWholeXml, parseXml, type XmlHandlers } from './xml-stream.ts';

const MAX_MERGES = 100_000;
const ADDRESS = /^([A-Z]{1,3})(\d{1,7})$/;
const RANGE = /^([A-Z]{1,3})(\d{1,7}):([A-Z]{1,3})(\d{1,7})$/;

/** A value that people see beside every row from `fromRow` to `toRow`, stored in the first one only. */
export interface VerticalMerge {
  column: number;
  fromRow: number;
  toRow: number;
}

/**
 * Merged cells stand behind the rows, so they are read in a pass of their own, if there are any. Only those over
 * several rows count. `open` gives the sheet from its beginning each time.
 */
export async function verticalMerges(open: () => Promise<Readable>): Promise<VerticalMerge[]> {
  const merges: VerticalMerge[] = [];
  if (!(await contains(await open(), 'mergeCell'))) return merges;
  await parseWholeXml(await open(), {
    open(name, { ref = '' }) {
      const range = name === 'mergeCell' ? RANGE.exec(ref) : null;
      if (!range) return;
      const [, column = '', from, , to] = range;
      if (Number(to) > Number(from)) {
        merges.push({ column: columnIndex(column), fromRow: Number(from), toRow: Number(to) });
      }
      if (merges.length > MAX_MERGES) throw new SheetError('too-large', '合并单元格太多，请取消合并后再发');
    },
  });
  return merges.sort((a, b) => a.fromRow - b.fromRow);
}

async function contains(stream: Readable, word: string): Promise<boolean> {
  let tail = Buffer.alloc(0);
  try {
    for await (const chunk of stream) {
      const piece = Buffer.concat([tail, chunk]);
      if (piece.includes(word)) return true;
      tail = piece.subarray(-word.length);
    }
    return false;
  } catch (error) {
    throw corrupt(error);
  }
}

/** The rows that have content of their own. Throws `SheetError` with the row that was reached. */
export async function* sheetRows(
  stream: Readable,
  context: WorkbookContext,
  merges: readonly VerticalMerge[],
): AsyncGenerator<RawRow> {
  const reader = new RowReader(context);
  const fill = new MergeFill(merges);
  try {
    for await (const _ of parseXml(stream, reader.handlers)) {
      for (const row of reader.take()) {
        fill.apply(row);
        yield row;
      }
    }
  } catch (error) {
    if (!(error instanceof SheetError) || reader.row === 0) throw error;
    throw new SheetError(error.code, `第 ${reader.row} 行附近：${error.message}`, {
      row: reader.row,
      cause: error,
    });
  }
}

/** Turns the XML of `sheetData` into rows. Rows and cells without an address follow the one before. */
class RowReader {
  /** The row being read. */
  row = 0;
  readonly handlers: XmlHandlers;
  private readonly context: WorkbookContext;
  private finished: RawRow[] = [];
  private cells: (CellText | undefined)[] = [];
  private column = -1;
  private cell: StoredCell | undefined;
  private inValue = false;
  private isHiddenRow = false;
  private inPhonetic = false;

  constructor(context: WorkbookContext) {
    this.context = context;
    this.handlers = {
      open: (name, attributes) => this.open(name, attributes),
      text: (text) => {
        if (this.cell && this.inValue && !this.inPhonetic) this.cell.value += text;
      },
      close: (name) => this.close(name),
    };
  }

  take(): RawRow[] {
    const rows = this.finished;
    this.finished = [];
    return rows;
  }

  private open(name: string, attributes: Record<string, string>): void {
    if (name === 'row') {
      this.row = attributes.r ? Number(attributes.r) : this.row + 1;
      this.isHiddenRow = attributes.hidden === '1' || attributes.hidden === 'true';
      this.column = -1;
      this.cells = [];
    } else if (name === 'c') {
      const letters = ADDRESS.exec(attributes.r ?? '')?.[1];
      this.column = letters ? columnIndex(letters) : this.column + 1;
      this.cell = { type: attributes.t ?? 'n', style: Number(attributes.s ?? 0), value: '' };
    } else if (name === 'f' && this.cell) {
      this.cell.noResult = true;
    } else if (name === 'v' || name === 't') {
      // A formula whose result is an empty text has an empty value; one that was never calculated has none.
      if (this.cell) this.cell.noResult = false;
      this.inValue = true;
    } else if (name === 'rPh') {
      this.inPhonetic = true;
    }
  }

  /** Stray cells beyond the last column are told as one. */
  private put(cell: CellText): void {
    const column = Math.min(this.column, MAX_COLUMNS);
    const before = column === MAX_COLUMNS ? this.cells[column]?.text : undefined;
    this.cells[column] = before ? { ...cell, text: `${before} ${cell.text}` } : cell;
  }

  private close(name: string): void {
    if (name === 'v' || name === 't') this.inValue = false;
    else if (name === 'rPh') this.inPhonetic = false;
    else if (name === 'c' && this.cell) {
      const text = cellText(this.cell, this.context);
      const isBlank = text.text.trim() === '' && !text.problem;
      if (!isBlank) this.put(text);
      this.cell = undefined;
    } else if (name === 'row' && this.cells.length > 0) {
      this.finished.push({
        row: this.row,
        cells: this.cells,
        ...(this.isHiddenRow && { isHidden: true }),
      });
    }
  }
}

/** Gives every row of a vertical merge the value of its first row. */
class MergeFill {
  private readonly waiting: VerticalMerge[];
  private readonly active = new Map<number, { toRow: number; cell: CellText }>();

  constructor(merges: readonly VerticalMerge[]) {
    this.waiting = [...merges].reverse();
  }

  apply({ row, cells }: RawRow): void {
    for (const [column, { toRow, cell }] of this.active) {
      if (row > toRow) this.active.delete(column);
      else cells[column] ??= cell;
    }
    for (let next = this.waiting.at(-1); next && next.fromRow <= row; next = this.waiting.at(-1)) {
      this.waiting.pop();
      const cell = next.fromRow === row ? cells[next.column] : undefined;
      if (cell) this.active.set(next.column, { toRow: next.toRow, cell });
    }
  }
}

function columnIndex(letters: string): number {
  return [...letters].reduce((index, letter) => index * 26 + letter.charCodeAt(0) - 64, 0) - 1;
}
