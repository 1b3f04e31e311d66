import { canonicalOption } from '../options.ts';
import { compilePattern } from '../pattern.ts';
import { asDigits, daysIn, numberInCharacters, readDay } from './days.ts';
import type { DocumentField } from './template.ts';

/** Most phrases of one field that are kept (D1: up to three concerns). */
export const MAX_PHRASES = 3;
const MAX_TEXT = 120;

/** A value as it was written, and why it may not be all of it, or none. */
export interface Written {
  value: string;
  /** Chinese; absent when nothing speaks against it. */
  doubt?: string | undefined;
}

/** What stands where a value would, and says that it stands elsewhere or nowhere. */
const PLACEHOLDER =
  /^(?:同上|同前|同左|略|待定|待补|暂?无|没有|不详|未知|见附[件表页]|详?见.{1,8}|N\/A|空白?)$/i;
const MORE = '后面还写着别的';

/**
 * The value in what stands behind a label, in the one spelling it is stored and shown in: days as `2026-03-05`, a
 * choice as the playbook's option, phrases joined by 、. Undefined when there is nothing of the field's kind.
 */
export function readValue(raw: string, field: DocumentField): string | undefined {
  return readWritten(raw, field)?.value;
}

/** The same with what speaks against it: words that are not part of it, or that only stand in its place. */
export function readWritten(raw: string, field: DocumentField): Written | undefined {
  // Numbers of certificates are printed with and without hyphens; a pattern says how they are stored.
  const text =
    field.pattern === undefined
      ? raw
      : (firstGroup(field.pattern, raw) ??
        (field.type === 'code' ? firstGroup(field.pattern, raw.replace(/[\s\-–—－_.]+/g, '')) : undefined));
  if (text === undefined) return undefined;
  const written = writtenAs(text, field);
  if (written === undefined) return undefined;
  const stands = PLACEHOLDER.test(trimNoise(text).replace(/\s+/g, ''));
  return stands ? { value: written.value, doubt: '像是没有填写' } : written;
}

function writtenAs(text: string, field: DocumentField): Written | undefined {
  switch (field.type) {
    case 'date':
      return only(readDay(text));
    case 'number':
      return only(readNumber(text, field));
    case 'code':
      return field.pattern === undefined ? readCode(text) : only(readCode(text)?.value);
    case 'person':
      return readPerson(text);
    case 'choice':
      // The whole text, not a part: of options whose boxes were missed one may be all that was read.
      return only(canonicalOption(trimNoise(text), field.options));
    case 'phrases':
      return only(readPhrases(text));
    case 'text':
      return only(withoutHints(trimNoise(text)).slice(0, MAX_TEXT) || undefined);
  }
}

function only(value: string | undefined): Written | undefined {
  return value === undefined ? undefined : { value };
}

/** Words for what a number counts; 试用周期（天） asks for days, and two weeks are fourteen of them. */
const UNIT = /^(?:多)?个?(?:半)?(周|星期|礼拜|月|年|季度|小时|学期)/u;
const WEEK = /^(?:周|星期|礼拜)$/u;

function readNumber(text: string, { label, aliases }: DocumentField): string | undefined {
  // 2026年3月5日至… has digits and is no number.
  if (daysIn(text).length) return undefined;
  const plain = asDigits(text.replace(/\s+/g, ''));
  const match =
    /\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3}(?=个?[天日周月年台套次人张床]|星期|礼拜|$)/u.exec(plain);
  if (!match) return undefined;
  const number = /\d/.test(match[0]) ? Number(match[0]) : numberInCharacters(match[0]);
  if (number === undefined) return undefined;
  const unit = UNIT.exec(plain.slice(match.index + match[0].length))?.[1];
  if (unit === undefined) return /\d/.test(match[0]) ? match[0] : String(number);
  const asked = [label, ...aliases];
  if (asked.some((wording) => new RegExp(`[（(]${unit}|${unit}数`).test(wording))) return String(number);
  const isDays = asked.some((wording) => /天/.test(wording));
  // A month has no number of days, and half a week is none anybody meant.
  return isDays && WEEK.test(unit) && Number.isInteger(number) ? String(number * 7) : undefined;
}

/** The first token with letters or digits; type names have slashes, points and a plus. */
function readCode(text: string): Written | undefined {
  const plain = text.replace(/\s+/g, '').toUpperCase();
  const found = /[0-9A-Z][0-9A-Z\-/.+_*#]*/g;
  for (const [token] of plain.matchAll(found)) {
    const value = token.replace(/[-/._*#]+$/, '');
    const isOne = value.length >= 3 || /^(?=.*[A-Z])(?=.*\d)/.test(value);
    if (!isOne) continue;
    const rest = plain.replace(token, '').replace(/[（(][^（()）]*[)）]/gu, '');
    return { value, ...(/[\p{L}\p{N}]/u.test(rest) ? { doubt: MORE } : {}) };
  }
  return undefined;
}

/** Hints that are printed behind a blank, or a seal that is asked for: 市一医院（盖章）. */
const HINT =
  /\s*[（(](?:请?加?盖?(?:单位)?(?:公|印|签)?章|盖章处|签[字名章]|亲笔签名|全称|必填|选填|如有|正楷|请[^（()）]{1,10}|填[^（()）]{1,10}|(?:以?下)?简?称[^（()）]{1,8})[)）]\s*/gu;

function withoutHints(text: string): string {
  return trimNoise(text.replace(HINT, ' '));
}

export function splitPhrases(value: string): string[] {
  return value
    .replace(/(?:^|(?<=[\s、,，;；。\p{Script=Han}]))[(（]?\d{1,2}[.、)）](?!\d)/gu, ' ')
    .split(/[、,，;；。\n]|\s+/)
    .map(trimNoise)
    .filter(
      (phrase) =>
        phrase.length >= 2 && !PLACEHOLDER.test(phrase) && !/^无[^法]?(?:顾虑|问题|意见|其他)/.test(phrase),
    )
    .slice(0, MAX_PHRASES);
}

function readPhrases(text: string): string | undefined {
  return splitPhrases(text).join('、') || undefined;
}

function firstGroup(pattern: string, text: string): string | undefined {
  const match = compilePattern(pattern).exec(text);
  return match ? (match.groups[0] ?? match.text) : undefined;
}

/** What people are called besides their name. */
const JOB =
  /^(?:(?:副|高级|科|大)?(?:主任|主治医师|主管[护技药]师|医师|医生|大夫|教授|院长|所长|部长|科长|处长|护士长?|护师|技师|药师|老师|工程师|经理|主管|总监|先生|女士|同志))+/u;

/** 王建国, 阿依古丽·买买提; a job behind the name is none of it, and a second name is told. */
function readPerson(text: string): Written | undefined {
  const plain = trimNoise(text).replace(/\s+/g, '');
  const foreign = /\p{Script=Han}{1,8}(?:[·•]\p{Script=Han}{1,8})+/u.exec(plain);
  if (foreign) return { value: foreign[0].replace('•', '·') };
  const run = /\p{Script=Han}{2,}/u.exec(plain);
  if (!run) return undefined;
  const [word] = run;
  const at = [2, 3, 4].find((length) => JOB.test(word.slice(length)));
  const value = word.slice(0, at ?? 4);
  const behind = word.slice(value.length).replace(JOB, '') + plain.slice(run.index + word.length);
  const rest = behind.replace(/[（(][^（()）]*[)）]/gu, '').replace(/(?:19|20)\d{2}[年.\-/].*$/u, '');
  if (/\p{Script=Han}/u.test(rest)) return { value, doubt: MORE };
  return JOB.exec(value.slice(1))?.[0] === value.slice(1)
    ? { value, doubt: '只有称呼，没有全名' }
    : { value };
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
