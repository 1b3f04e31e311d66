/** Rows of a .csv, .tsv or .txt as people export them in China: UTF-8, UTF-16 or GBK, comma, tab or semicolon. */
import { pipeline, Readable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse';
import { textEncoding } from './encoding.ts';
import { type CellText, MAX_CELL_LENGTH, MAX_COLUMNS, type RawRow } from './raw-rows.ts';
import { SheetError } from './sheet-error.ts';

const CHUNK_BYTES = 64 * 1024;
const DELIMITERS = [',', '\t', ';', '，', '|'];
const SAMPLE_ROWS = 20;
const SCIENTIFIC = /^\d(?:\.\d+)?E\+\d{2}$/i;

export interface CsvSheet {
  /** `utf-8`, `utf-16le`, `utf-16be` or `gb18030` */
  encoding: string;
  delimiter: string;
  rows: AsyncGenerator<RawRow>;
}

/** Never throws for content; iterating `rows` throws `SheetError`. */
export function readCsv(bytes: Uint8Array): CsvSheet {
  const encoding = textEncoding(bytes);
  const delimiter = detectDelimiter(new TextDecoder(encoding).decode(bytes.subarray(0, CHUNK_BYTES)));
  return { encoding, delimiter, rows: csvRows(bytes, encoding, delimiter) };
}

async function* csvRows(bytes: Uint8Array, encoding: string, delimiter: string): AsyncGenerator<RawRow> {
  const parser = parse({
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    max_record_size: MAX_CELL_LENGTH * 10,
  });
  // The outcome is not lost: an error of either end also ends the loop below.
  pipeline(Readable.from(decoded(bytes, encoding)), parser, () => {});
  let row = 0;
  try {
    for await (const record of parser) {
      row++;
      const cells = withinColumns(record as string[]).map(csvCell);
      if (cells.some((cell) => cell !== undefined)) yield { row, cells };
    }
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw csvProblem(error, row + 1);
  }
}

async function* decoded(bytes: Uint8Array, encoding: string): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding);
  for (let from = 0; from < bytes.length; from += CHUNK_BYTES) {
    yield decoder.decode(bytes.subarray(from, from + CHUNK_BYTES), { stream: true });
    await setImmediate();
  }
  const rest = decoder.decode();
  if (rest !== '') yield rest;
}

/** Stray cells beyond the last column are told as one. */
function withinColumns(record: string[]): string[] {
  if (record.length <= MAX_COLUMNS + 1) return record;
  return [...record.slice(0, MAX_COLUMNS), record.slice(MAX_COLUMNS).filter(Boolean).join(' ')];
}

function csvCell(raw: string): CellText | undefined {
  // ="138…" and '138… are tricks to keep a spreadsheet from turning digits into a number.
  const text = raw
    .trim()
    .replace(/^="(.*)"$/s, '$1')
    .replace(/^'(?=\d)/, '');
  if (text === '') return undefined;
  if (text.includes('\uFFFD')) return { text, problem: '有乱码，请另存为 UTF-8 编码的 CSV 或 .xlsx 再发' };
  if (!SCIENTIFIC.test(text)) return { text };
  const digits = exactDigits(text);
  return digits
    ? { text: digits }
    : { text, problem: `“${text}”是科学计数法，原来的数字已丢失，请把该列设为文本后重新填写` };
}

/** `1.3812345678E+10` still holds every digit, `1.38E+10` does not. */
function exactDigits(text: string): string | undefined {
  const [mantissa = '', exponent] = text.toUpperCase().split('E+');
  const digits = mantissa.replace('.', '');
  return digits.length === Number(exponent) + 1 ? digits : undefined;
}

function csvProblem(error: CsvError, row: number): SheetError {
  const message =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? `第 ${row} 行起有一个双引号没有配对，后面的内容无法分行，请检查后再发`
      : error.code === 'CSV_MAX_RECORD_SIZE'
        ? `第 ${row} 行太长，可能有一个双引号没有配对，请检查后再发`
        : `第 ${row} 行的格式无法识别，请另存为 .xlsx 再发`;
  return new SheetError('corrupt', message, { row, cause: error });
}

/** The delimiter that occurs equally often in most of the first rows; a comma when none does. */
function detectDelimiter(sample: string): string {
  const lines = sample
    .replace(/"(?:[^"]|"")*"/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_ROWS);
  const scores = DELIMITERS.map((delimiter) => {
    const counts = lines.map((line) => line.split(delimiter).length - 1).filter((count) => count > 0);
    const usual = mostFrequent(counts);
    return { delimiter, score: counts.filter((count) => count === usual).length * (usual > 0 ? 1 : 0) };
  });
  return scores.reduce((best, other) => (other.score > best.score ? other : best)).delimiter;
}

function mostFrequent(counts: number[]): number {
  const tally = new Map<number, number>();
  for (const count of counts) tally.set(count, (tally.get(count) ?? 0) + 1);
  return [...tally].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
}
