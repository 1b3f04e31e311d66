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
  const text = field.pattern === undefined ? raw : firstGroup(field.pattern, raw);
  if (text === undefined) return undefined;
  switch (field.type) {
    case 'date':
      return readDay(text);
    case 'number':
      return /\d+(?:\.\d+)?/.exec(asDigits(text))?.[0];
    case 'code':
      return /[0-9A-Z][0-9A-Z-]{3,}/.exec(text.replace(/\s+/g, '').toUpperCase())?.[0];
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
  const match = /^\D{0,3}((?:19|20)\d{2})[年.\-/](\d{1,2})[月.\-/](\d{1,2})(?!\d)/.exec(
    asDigits(text).replace(/\s+/g, ''),
  );
  if (!match) return undefined;
  const day = `${match[1]}-${match[2]?.padStart(2, '0')}-${match[3]?.padStart(2, '0')}`;
  const at = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(day) ? day : undefined;
}

/** 王建国, 阿依古丽·买买提; what follows the name on the form is none of it. */
function readPerson(text: string): string | undefined {
  const name = /\p{Script=Han}{1,8}(?:[·•]\p{Script=Han}{1,8})+|\p{Script=Han}{2,4}/u.exec(
    trimNoise(text).replace(/\s+/g, ''),
  );
  return name?.[0].replace('•', '·');
}

/** Without the marks that rules of a table and dirt leave at either end. */
function trimNoise(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .replace(/^[^\p{L}\p{N}(《]+|[^\p{L}\p{N})》]+$/gu, '')
    .replace(/[\sˇ][一\W]*$/u, '')
    .replace(/ˇ/g, '')
    .trim();
}
