/** Days and numbers as forms write them. */

/** What letters recognition takes for digits. */
const DIGITS: Record<string, string> = { O: '0', o: '0', l: '1', I: '1', '|': '1', 〇: '0' };
const NUMERALS = '〇一二三四五六七八九';
const NUMERAL = '[零〇○一二三四五六七八九]';

export function asDigits(text: string): string {
  return text.replace(/[OolI|〇]/g, (c) => DIGITS[c] ?? c);
}

/** 三 → 3, 十五 → 15, 二十 → 20, 两 → 2; undefined for what is no number under a hundred. */
export function numberInCharacters(text: string): number | undefined {
  const match = /^(?:([一二三四五六七八九])?(十))?([一二两三四五六七八九])?$/u.exec(text);
  if (!match || text === '') return undefined;
  const [, tens, ten, ones] = match;
  const digit = (c: string | undefined) => (c === '两' ? 2 : c === undefined ? 0 : NUMERALS.indexOf(c));
  return (ten ? 10 * (tens === undefined ? 1 : digit(tens)) : 0) + digit(ones);
}

/** 二〇二六年三月五日 → 2026年3月5日; the same text otherwise. */
function withDigits(text: string): string {
  const day = new RegExp(
    `(${NUMERAL}{4})年([一二三四五六七八九十]{1,3})月(?:([一二三四五六七八九十]{1,3})日)?`,
    'gu',
  );
  const shared = text.replace(day, (all, year: string, month: string, date?: string) => {
    const numbers = [month, date ?? ''].map(numberInCharacters);
    const digits = [...year].map((c) => Math.max(0, NUMERALS.indexOf(c))).join('');
    if (numbers[0] === undefined || (date !== undefined && numbers[1] === undefined)) return all;
    return `${digits}年${numbers[0]}月${date === undefined ? '' : `${numbers[1]}日`}`;
  });
  // The end of a range without its year: 至四月二日.
  return shared.replace(
    /([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日/gu,
    (all, month: string, date: string) => {
      const [m, d] = [numberInCharacters(month), numberInCharacters(date)];
      return m === undefined || d === undefined ? all : `${m}月${d}日`;
    },
  );
}

function plain(text: string): string {
  return asDigits(withDigits(text.replace(/\s+/g, '')));
}

const DAY = '((?:19|20)\\d{2})[年.\\-/](\\d{1,2})[月.\\-/](\\d{1,2})(?!\\d)[日目曰号]?';

/**
 * 2026年3月5日, 2026-03-05, 2026.3.5, 2026/3/5, 二〇二六年三月五日; a day that exists, in this age. At the beginning:
 * behind a label that was read badly the next cell's day may follow.
 */
export function readDay(text: string): string | undefined {
  const match = new RegExp(`^\\D{0,3}${DAY}`).exec(plain(text));
  return match ? dayOf(match[1], match[2], match[3]) : undefined;
}

/** Every day a text names in full, in its order. */
export function daysIn(text: string): string[] {
  const found = plain(text).matchAll(new RegExp(DAY, 'g'));
  return [...found].flatMap(([, year, month, day]) => dayOf(year, month, day) ?? []);
}

/** Between the ends of a range; a year, then a month, may be said for both: 2026年3月5日至4月2日, 至25日. */
const RANGE = new RegExp(
  `${DAY}[起开始,，]{0,3}[至到—–\\-~～－一]{1,3}(?:(?:((?:19|20)\\d{2})[年.\\-/])?(\\d{1,2})[月.\\-/])?(\\d{1,2})(?![\\d.\\-/年月个周天])`,
);

/** The two ends of a range of days, in order; undefined where a text names no range, or two. */
export function rangeOfDays(text: string): [from: string, to: string] | undefined {
  const days = daysIn(text);
  const [first, last] = days;
  if (days.length === 2 && first && last) return first <= last ? [first, last] : undefined;
  const match = days.length === 1 ? RANGE.exec(plain(text)) : null;
  if (!match) return undefined;
  const [, year, month, day, endYear, endMonth = month, endDay] = match;
  const from = dayOf(year, month, day);
  const to = dayOf(endYear ?? year, endMonth, endDay);
  if (!from || !to) return undefined;
  if (from <= to) return [from, to];
  // Over the end of a year: 2026年12月20日至1月10日.
  const next =
    endYear === undefined && endMonth !== month && dayOf(String(Number(year) + 1), endMonth, endDay);
  return next ? [from, next] : undefined;
}

function dayOf(year = '', month = '', day = ''): string | undefined {
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text) ? text : undefined;
}
