import { suggestionText } from '../../core/suggest.ts';
import { cleanText } from '../normalise/text.ts';
import { canonicalOption } from '../options.ts';
import type { PropertyShape } from '../playbook/options.ts';
import type { FieldValue } from '../records/field-value.ts';

export type ReadValue =
  | { ok: true; value: FieldValue | undefined }
  /** Chinese, what is wrong and what to do. */
  | { ok: false; message: string };

/** Longest text of one field and most choices in it. */
const MAX = { text: 500, choices: 50 } as const;
const SEPARATORS = /[、,，;；\n]+/;

/**
 * One value for a property of that shape, from a form, a table cell or an API. Texts are
 * cleaned; choices are brought to the playbook's own spelling; nothing, empty text and `null` mean "not given".
 */
export function readFieldValue(raw: unknown, shape: PropertyShape): ReadValue {
  if (isNothing(raw)) return { ok: true, value: undefined };
  switch (shape.type) {
    case 'number':
    case 'money':
      return readNumber(raw);
    case 'date':
      return readDate(raw);
    case 'yes-no':
      return readYesNo(raw);
    case 'choices':
      return readChoices(raw, shape);
    case 'choice':
    case 'band':
      return readChoice(raw, shape);
    case 'text':
      return readText(raw);
  }
}

export function isNothing(raw: unknown): boolean {
  return (
    raw === undefined ||
    raw === null ||
    (typeof raw === 'string' && raw.trim() === '') ||
    (Array.isArray(raw) && raw.every(isNothing))
  );
}

function readText(raw: unknown): ReadValue {
  if (typeof raw !== 'string' && !isFiniteNumber(raw)) return { ok: false, message: '要写成文字' };
  const text = cleanText(String(raw), { max: Number.MAX_SAFE_INTEGER, multiline: true });
  if (text.length > MAX.text) return { ok: false, message: `最多 ${MAX.text} 个字` };
  return { ok: true, value: text === '' ? undefined : text };
}

function readNumber(raw: unknown): ReadValue {
  const text = typeof raw === 'string' ? cleanText(raw, { max: 40 }).replace(/,/g, '') : '';
  const value = typeof raw === 'number' ? raw : /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? { ok: true, value } : { ok: false, message: '要写成数字，例如 12 或 3.5' };
}

function readDate(raw: unknown): ReadValue {
  const text = typeof raw === 'string' ? cleanText(raw, { max: 40 }) : '';
  const match = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$/.exec(text);
  const day = match ? `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}` : '';
  const isReal = day !== '' && new Date(`${day}T00:00:00Z`).toString() !== 'Invalid Date' && roundTrips(day);
  return isReal ? { ok: true, value: day } : { ok: false, message: '要写成日期，例如 2026-12-01' };
}

/** 2026-02-30 becomes 2 March on the way. */
function roundTrips(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).toISOString().startsWith(day);
}

function readYesNo(raw: unknown): ReadValue {
  if (typeof raw === 'boolean') return { ok: true, value: raw };
  const text = typeof raw === 'string' ? cleanText(raw, { max: 20 }).toLowerCase() : '';
  if (/^(?:是|有|要|需要|对|yes|y|true|1|√)$/.test(text)) return { ok: true, value: true };
  if (/^(?:否|无|没有|不|不是|不要|不需要|no|n|false|0|×)$/.test(text)) return { ok: true, value: false };
  return { ok: false, message: '要写成 是 或 否' };
}

function readChoice(raw: unknown, shape: PropertyShape): ReadValue {
  if (!shape.options) return readText(raw);
  if (typeof raw !== 'string') return { ok: false, message: '要写成文字' };
  const value = canonicalOption(cleanText(raw, { max: 200 }), shape.options);
  return value === undefined ? { ok: false, message: unknownOption(raw, shape) } : { ok: true, value };
}

function readChoices(raw: unknown, shape: PropertyShape): ReadValue {
  const items = Array.isArray(raw) ? raw : typeof raw === 'string' ? raw.split(SEPARATORS) : [raw];
  if (items.length > MAX.choices) return { ok: false, message: `最多 ${MAX.choices} 项` };
  const values: string[] = [];
  for (const item of items) {
    if (isNothing(item)) continue;
    const read = readChoice(item, shape);
    if (!read.ok) return read;
    if (typeof read.value === 'string' && !values.includes(read.value)) values.push(read.value);
  }
  return { ok: true, value: values.length > 0 ? values : undefined };
}

function unknownOption(raw: string, { options = [] }: PropertyShape): string {
  const values = options.map((option) => option.value);
  const shown = cleanText(raw, { max: 40 });
  const near = suggestionText(shown, values);
  return `没有选项“${shown}”${near || `，可以写：${values.slice(0, 12).join('、')}`}`;
}

function isFiniteNumber(raw: unknown): raw is number {
  return typeof raw === 'number' && Number.isFinite(raw);
}
