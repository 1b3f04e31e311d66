import { canonicalOption } from '../options.ts';
import { compilePattern } from '../pattern.ts';
import type { DocumentField } from './template.ts';

/** Most phrases of one field that are kept (D1: up to three concerns). */
export const MAX_PHRASES = 3;
const MAX_TEXT = 120;

/** What letters recognition takes for digits. */
const DIGITS: Record<string, string> = { O: '0', o: '0', l: '1', I: '1', '|': '1', 〇: '0' };

/**
 * The value in what stands behind a label, in the one spelling it is stored and shown in: days as `2026-03-05`, a
 * choice as the playbook's option, phrases joined by 、. Undefined when there is nothing of the field's kind.
 */
export function readValue(raw: string, field: DocumentField): string | undefined {
  // Numbers of certificates are printed with and without hyphens; a pattern says how they are stored.
  const text =
    field.pattern === undefined
      ? raw
      : (firstGroup(field.pattern, raw) ??
        (field.type === 'code' ? firstGroup(field.pattern, raw.replace(/[\s\-–—－_.]+/g, '')) : undefined));
  if (text === undefined) return undefined;
  switch (field.type) {
    case 'date':
      return readDay(text);
    case 'number':
      // 2026年3月5日至… has digits and is no number.
      return daysIn(text).length ? undefined : /\d+(?:\.\d+)?/.exec(asDigits(text))?.[0];
    case 'code':
      return /[0-9A-Z][0-9A-Z-]{2,}/.exec(text.replace(/\s+/g, '').toUpperCase())?.[0];
    case 'person':
      return readPerson(text);
    case 'choice':
      // The whole text, not a part: of options whose boxes were missed one may be all that was read.
      return canonicalOption(trimNoise(text), field.options);
    case 'phrases':
      return readPhrases(text);
    case 'text':
      return trimNoise(text).slice(0, MAX_TEXT) || undefined;
  }
}

export function splitPhrases(value: string): string[] {
  return value
    .replace(/(?:^|(?<=[\s、,，;；。\p{Script=Han}]))[(（]?\d{1,2}[.、)）](?!\d)/gu, ' ')
    .split(/[、,，;；。\n]|\s+/)
    .map(trimNoise)
    .filter((phrase) => phrase.length >= 2)
    .slice(0, MAX_PHRASES);
}

function readPhrases(text: string): string | undefined {
  return splitPhrases(text).join('、') || undefined;
}

function firstGroup(pattern: string, text: string): string | undefined {
  const match = compilePattern(pattern).exec(text);
  return match ? (match.groups[0] ?? match.text) : undefined;
}

function asDigits(text: string): string {
  return text.replace(/[OolI|〇]/g, (c) => DIGITS[c] ?? c);
}

/**
 * 2026年3月5日, 2026-03-05, 2026.3.5, 2026/3/5; a day that exists, in this age. At the beginning: behind a label that
 * was read badly the next cell's day may follow.
 */
export function readDay(text: string): string | undefined {
  const match = new RegExp(`^\\D{0,3}${DAY}`).exec(asDigits(text).replace(/\s+/g, ''));
  return match ? dayOf(match) : undefined;
}

const DAY = '((?:19|20)\\d{2})[年.\\-/](\\d{1,2})[月.\\-/](\\d{1,2})(?!\\d)';

/** Every day a text names, in its order. */
export function daysIn(text: string): string[] {
  const found = asDigits(text).replace(/\s+/g, '').matchAll(new RegExp(DAY, 'g'));
  return [...found].flatMap((match) => dayOf(match) ?? []);
}

function dayOf([, year, month, day]: RegExpExecArray | RegExpMatchArray): string | undefined {
  const text = `${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}

/** 王建国, 阿依古丽·买买提; what follows the name on the form is none of it. */
function readPerson(text: string): string | undefined {
  const name = /\p{Script=Han}{1,8}(?:[·•]\p{Script=Han}{1,8})+|\p{Script=Han}{2,4}/u.exec(
    trimNoise(text).replace(/\s+/g, ''),
  );
  return name?.[0].replace('•', '·');
}

/** Without the marks that rules of a table and dirt leave at either end. What is written stays, whatever is before it. */
export function trimNoise(text: string): string {
  return text
    .replace(/ˇ/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}(《]+|[^\p{L}\p{N})》]+$/gu, '')
    .replace(/(?:\s[一丨])+$/u, '')
    .trim();
}
