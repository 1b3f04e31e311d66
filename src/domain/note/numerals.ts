const DIGITS: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  壹: 1,
  二: 2,
  两: 2,
  俩: 2,
  贰: 2,
  三: 3,
  叁: 3,
  四: 4,
  肆: 4,
  五: 5,
  伍: 5,
  六: 6,
  陆: 6,
  七: 7,
  柒: 7,
  八: 8,
  捌: 8,
  九: 9,
  玖: 9,
};
const SMALL_UNITS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
/** 三百廿万. */
const TENS: Record<string, number> = { 廿: 20, 卅: 30 };
const LARGE_UNITS: Record<string, number> = { 万: 1e4, 亿: 1e8 };

/** For character classes. */
export const CHINESE_DIGIT = '一二两三四五六七八九';

/** The value of one Chinese digit, `undefined` for any other character. */
export function chineseDigit(char: string | undefined): number | undefined {
  return char === undefined ? undefined : DIGITS[char];
}

/**
 * A whole number written in Chinese: 十二, 两百零八, 三万五 (35,000), 一百三 (130), 一亿二千万, 二〇二六.
 * `undefined` for anything else, 三四 (three or four) included.
 */
export function parseChineseNumber(text: string): number | undefined {
  if (text === '' || text.length > 20) return undefined;
  const chars = [...text];
  if (chars.every((char) => char in DIGITS)) return positional(chars);
  return grouped(chars);
}

/** Arabic or Chinese, for the small numbers of dates. */
export function parseNumber(text: string): number | undefined {
  return /^\d{1,9}(\.\d{1,4})?$/.test(text) ? Number(text) : parseChineseNumber(text);
}

function positional(chars: string[]): number | undefined {
  const isDigitString =
    chars.length === 1 || chars.length >= 4 || chars.includes('〇') || chars.includes('零');
  return isDigitString ? Number(chars.map((char) => DIGITS[char]).join('')) : undefined;
}

function grouped(chars: string[]): number | undefined {
  let total = 0;
  let section = 0;
  let digit: number | undefined;
  let lastUnit = 0;
  let sectionUnit = Number.POSITIVE_INFINITY;
  let afterZero = false;
  for (const char of chars) {
    const value = DIGITS[char];
    const small = SMALL_UNITS[char];
    const large = LARGE_UNITS[char];
    const tens = TENS[char];
    if (tens !== undefined) {
      if (digit !== undefined || sectionUnit <= 10) return undefined;
      section += tens;
      [lastUnit, sectionUnit, afterZero] = [10, 10, false];
    } else if (value === 0) {
      if (digit !== undefined) return undefined;
      afterZero = true;
    } else if (value !== undefined) {
      if (digit !== undefined) return undefined;
      digit = value;
    } else if (small !== undefined) {
      if (small >= sectionUnit || (digit === undefined && small !== 10)) return undefined;
      section += (digit ?? 1) * small;
      [digit, lastUnit, sectionUnit, afterZero] = [undefined, small, small, false];
    } else if (large !== undefined) {
      section += digit ?? 0;
      if (section === 0 && total === 0) return undefined;
      total = large === 1e8 ? (total + section) * 1e8 : total + section * 1e4;
      [section, digit, lastUnit, sectionUnit, afterZero] = [
        0,
        undefined,
        large,
        Number.POSITIVE_INFINITY,
        false,
      ];
    } else {
      return undefined;
    }
  }
  // 三万五 is short for 三万五千; 三万零五 is not.
  if (digit !== undefined) section += lastUnit >= 100 && !afterZero ? (digit * lastUnit) / 10 : digit;
  return total + section;
}
