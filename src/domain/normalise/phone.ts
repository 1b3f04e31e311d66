/**
 * Phone numbers as people in China write them. Finding them in a text and the habits of writing (转801, spaces,
 * full width) are ours; which numbers exist is libphonenumber's knowledge.
 */
import { type PhoneNumber, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { cleanText, halfWidthInPlace } from './text.ts';

export type PhoneKind = 'mobile' | 'landline' | 'service-400' | 'unknown';

export interface Phone {
  /** `+8613812345678`; absent when the number is not valid or lacks its area code. */
  e164?: string;
  /** `service-400` covers 400 and 800 numbers; `unknown` also means foreign numbers that could be either. */
  kind: PhoneKind;
  extension?: string;
  /** For people: `138 1234 5678`, `010-62345678 转801`; what was written where nothing better is known. */
  display: string;
  /**
   * Equal for two spellings of one number, without the extension (a switchboard belongs to one customer).
   * Empty when the number cannot tell customers apart: invalid, or an obvious filler such as 13800000000.
   */
  key: string;
}

export interface FoundPhone {
  /** Position in the text as given, extension included: `text.slice(start, end)`. */
  start: number;
  end: number;
  phone: Phone;
}

const SEP = '[ .\\-\\u200B-\\u200F\\u2060\\uFEFF]{1,2}';
const COUNTRY = `(?:(?:\\+|00)?86(?:${SEP})?)?`;
/** Only groupings that people use, so that a list of amounts is not read as one number. */
const MOBILE_GROUPS = [
  '1[3-9]\\d{9}',
  `1[3-9]\\d${SEP}\\d{4}${SEP}\\d{4}`,
  `1[3-9]\\d${SEP}\\d{8}`,
  `1[3-9]\\d{2}${SEP}\\d{3}${SEP}\\d{4}`,
  `1[3-9]\\d${SEP}\\d{3}${SEP}\\d{5}`,
  `1[3-9]\\d{5}${SEP}\\d{4}`,
  '1 [3-9](?: \\d){9}',
].join('|');
const PATTERNS = {
  mobile: `${COUNTRY}(?:179\\d\\d ?)?0?(?:${MOBILE_GROUPS})`,
  service: `[48]00(?:${SEP})?(?:\\d{7}|\\d{3}${SEP}\\d{4}|\\d{4}${SEP}\\d{3})`,
  landline: `${COUNTRY}\\(?0\\d{2,3}\\)?(?:${SEP})?(?:\\d{7,8}|\\d{3,4}${SEP}\\d{4})`,
  withoutZero: `(?:\\+|00)?86(?:${SEP})?\\(?0?\\)?[1-9]\\d{1,2}${SEP}(?:\\d{7,8}|\\d{3,4}${SEP}\\d{4})`,
  foreign: `(?:\\+|00)[1-9]\\d{0,3}(?:(?:${SEP})?\\d{1,5}){2,5}`,
};
const NUMBER = `(?<!\\d)(?<!\\d\\.)(?:${Object.values(PATTERNS).join('|')})(?!\\d)`;
const EXTENSION =
  '(?:\\s?(?:转|轉|分机号?|ext\\.?|x|#)\\s?[:.]?\\s?(?<ext>\\d{1,6})|-(?<dash>\\d{1,5}))(?!\\d)';
const PHONE = new RegExp(`(?<number>${NUMBER})(?:${EXTENSION})?`, 'giu');
/** A number without an area code is only a number where somebody says so. */
const LABELLED_LOCAL = /(?<=(?:电话|座机|固话|tel)\D{0,4})[2-8]\d{2,3}[ -]?\d{4}(?!\d)/giu;
const SCIENTIFIC = /^(\d(?:\.\d+)?)E\+?(\d{1,2})$/i;

/**
 * Reads one phone field. Of several numbers in it the first valid one counts. `defaultAreaCode` (`0571` or `571`)
 * completes a landline written without one. Never throws: what cannot be read comes back as `unknown` with an
 * empty key and the cleaned text as `display`.
 */
export function normalisePhone(raw: string, defaultAreaCode?: string): Phone {
  const text = expandScientific(cleanText(raw, { max: 100 }));
  return findPhones(text)[0]?.phone ?? localLandline(text, defaultAreaCode) ?? unknownPhone(text);
}

/** All valid phone numbers in a text, in order. Landlines only with an area code. */
export function findPhones(text: string): FoundPhone[] {
  const found: FoundPhone[] = [];
  for (const match of plainSeparators(text).matchAll(PHONE)) {
    const written = match.groups?.number ?? '';
    const number = parse(written);
    if (!number || isInsideHexId(text, match.index, written.length)) continue;
    const kind = kindOf(number);
    const extension = match.groups?.ext ?? (kind === 'mobile' ? undefined : match.groups?.dash);
    const length = extension === undefined ? written.length : match[0].length;
    found.push({ start: match.index, end: match.index + length, phone: describe(number, kind, extension) });
  }
  return found;
}

/**
 * Hides the middle of every phone number in a text (`138****5678`, `0571-****5701`) and extensions entirely:
 * for logs and for cards in groups. Everything else stays as it is.
 */
export function maskPhone(text: string): string {
  let masked = '';
  let from = 0;
  for (const { start, end, phone } of findPhones(text)) {
    masked += text.slice(from, start) + maskOne(phone);
    from = end;
  }
  masked += text.slice(from);
  return masked.replace(LABELLED_LOCAL, (local) => `****${local.slice(-4)}`);
}

function maskOne(phone: Phone): string {
  const number = phone.display.replace(/ 转\d+$/, '');
  const digits = number.replace(/[^\d+]/g, '');
  const [area = ''] = number.split('-');
  const head = phone.kind === 'mobile' && !number.startsWith('+') ? digits.slice(0, 3) : `${area}-`;
  const shown = number.startsWith('+') ? `${number.split(' ')[0]} ` : head;
  return `${shown}****${digits.slice(-4)}${phone.extension ? ' 转***' : ''}`;
}

function parse(written: string): PhoneNumber | undefined {
  const number = parsePhoneNumberFromString(written, 'CN');
  return number?.isValid() ? number : undefined;
}

function kindOf(number: PhoneNumber): PhoneKind {
  switch (number.getType()) {
    case 'MOBILE':
      return 'mobile';
    case 'FIXED_LINE':
      return 'landline';
    case 'SHARED_COST':
    case 'TOLL_FREE':
      return 'service-400';
    default:
      return 'unknown';
  }
}

function describe(number: PhoneNumber, kind: PhoneKind, extension: string | undefined): Phone {
  const e164 = number.number;
  const base = number.country === 'CN' ? displayDomestic(number, kind) : number.formatInternational();
  return {
    e164,
    kind,
    ...(extension === undefined ? {} : { extension }),
    display: extension === undefined ? base : `${base} 转${extension}`,
    key: isFiller(e164) ? '' : e164.slice(1),
  };
}

function displayDomestic(number: PhoneNumber, kind: PhoneKind): string {
  const digits = number.nationalNumber;
  if (kind === 'mobile') return `${digits.slice(0, 3)} ${digits.slice(3, 7)} ${digits.slice(7)}`;
  if (kind === 'service-400') return `${digits.slice(0, 3)}-${digits.slice(3, 6)}-${digits.slice(6)}`;
  const [area = '', ...rest] = number.formatNational().split(' ');
  return rest.length > 0 ? `${area}-${rest.join('')}` : area;
}

/** Typed to get past a required field; joining customers on these would mix strangers. */
function isFiller(e164: string): boolean {
  return /(\d)\1{7}$/.test(e164) || e164.endsWith('13800138000') || e164.endsWith('12345678901');
}

function localLandline(text: string, defaultAreaCode: string | undefined): Phone | undefined {
  const match =
    /^\D*([2-8]\d{2,3})[ -]?(\d{4})(?:-(\d{1,5})|\s?(?:转|分机|ext\.?|x|#)\s?:?(\d{1,6}))?\D*$/iu.exec(text);
  if (!match) return undefined;
  const local = `${match[1]}${match[2]}`;
  const extension = match[3] ?? match[4];
  const number = defaultAreaCode && parse(`0${defaultAreaCode.replace(/^0/, '')}${local}`);
  if (number) return describe(number, kindOf(number), extension);
  const display = extension === undefined ? local : `${local} 转${extension}`;
  return { kind: 'landline', display, key: '', ...(extension === undefined ? {} : { extension }) };
}

function unknownPhone(text: string): Phone {
  return { kind: 'unknown', display: text, key: '' };
}

/** Spreadsheets turn numbers into 1.3812345678E+10; that is only readable while no digit was lost. */
function expandScientific(text: string): string {
  const [, mantissa = '', exponent = ''] = SCIENTIFIC.exec(text) ?? [];
  const digits = mantissa.replace('.', '');
  return digits !== '' && digits.length === Number(exponent) + 1
    ? digits
    : text.replace(/^(\d{7,})\.0$/, '$1');
}

/** Object ids and hashes in logs contain long runs of digits; masking those would make the log useless. */
function isInsideHexId(text: string, start: number, length: number): boolean {
  const before = /[0-9a-f]*$/i.exec(text.slice(Math.max(0, start - 64), start))?.[0].length ?? 0;
  const after = /^[0-9a-f]*/i.exec(text.slice(start + length, start + length + 64))?.[0].length ?? 0;
  return before + length + after >= 24;
}

/** The same text with the spaces and hyphens of every keyboard made plain, position for position. */
function plainSeparators(text: string): string {
  return halfWidthInPlace(text)
    .replace(/[\u00A0\t]/g, ' ')
    .replace(/[\u2010-\u2015\u2212\uFE63]/g, '-');
}
