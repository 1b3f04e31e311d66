/** From what an .xlsx stores in a cell to what a person sees there. */
import type { CellText } from '../raw-rows.ts';
import { corrupt } from './archive.ts';

export interface StoredCell {
  /** `t`: n (default), s, str, inlineStr, b, e, d */
  type: string;
  /** Index into the cell styles. */
  style: number;
  value: string;
  /** A formula whose result was not saved with it. */
  noResult?: boolean;
}

export interface WorkbookContext {
  /** Undefined when the workbook has no such part. */
  sharedStrings: readonly string[] | undefined;
  /** What numbers in cells of each style mean. */
  styles: readonly NumberStyle[];
  date1904: boolean;
}

export type NumberStyle = 'date' | 'percent' | 'number';

/** Format ids that mean a date or time without a format string; 27–36 and 50–58 are the Chinese ones. */
const BUILT_IN_DATES: [number, number][] = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
];
/** Digits that a spreadsheet keeps; later ones become zeros when the file is saved. */
const EXCEL_DIGITS = 15;
const DAY_MS = 86_400_000;

export function numberStyle(formatId: number, formatCode: string | undefined): NumberStyle {
  if (formatCode === undefined) {
    if (BUILT_IN_DATES.some(([from, to]) => from <= formatId && formatId <= to)) return 'date';
    return formatId === 9 || formatId === 10 ? 'percent' : 'number';
  }
  const code = formatCode.replace(/"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '');
  if (/general/i.test(code)) return 'number';
  if (/[ymdhs]|上午|下午/i.test(code)) return 'date';
  return code.includes('%') ? 'percent' : 'number';
}

/** @throws SheetError when texts are kept in a part that is missing: every text cell would be empty */
export function cellText(cell: StoredCell, context: WorkbookContext): CellText {
  if (cell.noResult) return { text: '', problem: '公式没有结果，请用 Excel 或 WPS 打开、保存后再发' };
  switch (cell.type) {
    case 's': {
      if (cell.value === '') return { text: '' };
      if (!context.sharedStrings) throw corrupt(new Error('no shared strings'));
      const text = context.sharedStrings[Number(cell.value)];
      return text === undefined ? { text: '', problem: '单元格内容丢失' } : { text };
    }
    case 'str':
    case 'inlineStr':
      return { text: unescapeControls(cell.value) };
    case 'b':
      return { text: cell.value === '1' ? 'TRUE' : cell.value === '0' ? 'FALSE' : '' };
    case 'e':
      return { text: '', problem: `公式出错（${cell.value}）` };
    case 'd':
      return { text: cell.value.replace('T', ' ').replace(/(?: 00:00)?(?::00)?(?:\.0+)?Z?$/, '') };
    default:
      return numberText(cell, context);
  }
}

/** Control characters stand in the file as `_x000D_`. */
export function unescapeControls(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

function numberText({ value, style }: StoredCell, { styles, date1904 }: WorkbookContext): CellText {
  if (value === '') return { text: '' };
  const number = Number(value);
  if (!Number.isFinite(number)) return { text: value, problem: '数字无法识别' };
  const kind = styles[style] ?? 'number';
  if (kind === 'date') return { text: serialDate(number, date1904) ?? plainNumber(number) };
  if (kind === 'percent') return { text: `${plainNumber(number * 100)}%` };
  const text = plainNumber(number);
  return text.replace(/\D/g, '').length > EXCEL_DIGITS && Number.isInteger(number)
    ? { text, problem: `数字超过 ${EXCEL_DIGITS} 位，末尾几位可能已被 Excel 改成 0，请把该列设为文本` }
    : { text };
}

/** Fifteen significant digits, as the spreadsheet shows them, never with an exponent. */
function plainNumber(number: number): string {
  if (Number.isSafeInteger(number)) return String(number);
  const rounded = Number.isInteger(number) ? number : Number(number.toPrecision(EXCEL_DIGITS));
  return rounded.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 15 });
}

/** Days since the end of 1899 (or 1904) as a local date; a fraction of a day alone is a time. */
function serialDate(serial: number, date1904: boolean): string | undefined {
  if (serial < 0 || serial > 2_958_465) return undefined;
  // Excel counts a 29 February 1900 that never was.
  const days = date1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const seconds = Math.round((days % 1) * 86_400);
  const iso = new Date(Date.UTC(1899, 11, 30) + Math.floor(days) * DAY_MS + seconds * 1000).toISOString();
  const time = iso.slice(11, seconds % 60 === 0 ? 16 : 19);
  if (serial < 1 && seconds > 0) return time;
  return seconds === 0 ? iso.slice(0, 10) : `${iso.slice(0, 10)} ${time}`;
}
