/**
 * Sums of money in a note. A number counts as money by its unit (50万, 9w8, 1.5个亿), by a currency (120,000元, ¥3600)
 * or by the word before it (报价 36000); 20台, 3月 and 5折 do not.
 */
import { CHINESE_DIGIT, chineseDigit, parseChineseNumber } from './numerals.ts';
import { clauseBefore } from './prepared-text.ts';
import { isRivalsSum, type RivalFinder, WELL_KNOWN } from './rivals.ts';

export interface FoundAmount {
  /** A rival's price: worth knowing, no quotation of ours. */
  rivals?: true;
  minFen: number;
  maxFen: number;
  start: number;
  end: number;
}

interface Term {
  low: number;
  high: number;
  /** Yuan per counted unit; 1 when none was typed, so that 50-60万 can hand it on. */
  multiplier: number;
  end: number;
  /** Typed with 万, 亿, w or a currency. */
  isMoney: boolean;
}

const MAX_FEN = 1e15;
const ARABIC = /\d{1,3}(?:,\d{3}){1,3}(?:\.\d{1,4})?(?!\d)|\d{1,12}(?:\.\d{1,4})?/y;
const ARABIC_UNIT = /\s{0,2}(?:多|来|余|几)?个?(千万|百万|十万|亿|万|w|k|千|百)(?![a-z])/y;
/** 1百20万: hundreds of the unit, then what is left of it. */
const MIXED = /(\d)(千|百)(\d{1,3})(万)/y;
/** ¥1.2M. */
const MILLION = /\s?m(?![a-z\d])/y;
/** 12万8, 9w8, 3千5: one more digit stands for tenths of the unit, unless it counts something. */
const TENTHS = new RegExp(
  `([1-9${CHINESE_DIGIT}])(千?)(?!\\d|\\.\\d|,\\d{3}(?!\\d)|[%:${CHINESE_DIGIT.replace('一', '')}十百千万亿w-]|一(?![台套件盒支个瓶箱吨年米])|[年月日号点台套个件盒支人家次天周期折份张条瓶箱])`,
  'y',
);
const CHINESE_RUN = /[零〇一二两三四五六七八九十廿卅百千万亿]{1,16}/y;
/** 五六十万, 三四万, 两三百万. */
const CHINESE_PAIR = new RegExp(`([${CHINESE_DIGIT}])([${CHINESE_DIGIT}])([十百千]?)([万亿])`, 'y');
/** 六十多万, 十来万, 十几万. */
const ROUGHLY = /([多来余几])([千百]?[万亿])/y;
const CURRENCY = /\s?(?:元整?|块钱?|圆|人民币|rmb|cny)/y;
const CURRENCY_BEFORE = /(?:¥|￥|rmb|cny|人民币)\s?$/;
const PRICE_WORD_BEFORE =
  /(?:报价|报了|报的|总价|单价|合同额?|金额|合计|总计|总额|一?共计?|售价|底价|开价|价格|货款|回款|首付|定金|成交价?|预算|签了|下单|订了|定了|打款|付了|收了)(?:单|大概|大约|约|在|是|为|了)?[:\s]{0,2}$/;
const UNIT_PRICE_BEFORE = /(?:报价?|单价|价格?)[^,，。\s]{0,2}(?:每|一)[台个件盒支套瓶箱吨米]\s?$/;
const COUNTED =
  /^(?:\s?多?[台套个件盒支人家次床例份张条瓶箱]|[天年月号日点折平吨米倍度岁公楼期种亩%]|小时|分钟)/;
const RANGE = /^\s?(?:[-~–—～]|到|至)\s?/;

/** Digits of cheques (贰拾叁万) and traditional ones (五拾萬) as everyday ones, each in its place. */
const EVERYDAY: Readonly<Record<string, string>> = Object.fromEntries(
  [...'壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億圓塊價報兩'].map((char, i) => [
    char,
    [...'一二二三三四五六六七八九十百千万亿元块价报两'][i] ?? char,
  ]),
);

function inEverydayDigits(text: string): string {
  return text.replace(/[壹贰貳叁參肆伍陆陸柒捌玖拾佰仟萬億圓塊價報兩]/g, (char) => EVERYDAY[char] ?? char);
}

/** Every sum in `text` (prepared: half width, lower case), in order, none overlapping. */
export function findAmounts(typed: string): FoundAmount[] {
  const text = inEverydayDigits(typed);
  const found: FoundAmount[] = [];
  let at = 0;
  while (at < text.length) {
    const amount = startsNumber(text, at) ? readAmount(text, at) : undefined;
    if (amount) found.push(amount);
    at = amount ? amount.end : nextStart(text, at);
  }
  return found;
}

function nextStart(text: string, at: number): number {
  // A long run of digits is passed in one step; no sum starts in its middle.
  let next = at + 1;
  while (next < text.length && /[\d.,]/.test(text[next] ?? '') && /\d/.test(text[next - 1] ?? '')) next++;
  return next;
}

function startsNumber(text: string, at: number): boolean {
  const char = text[at] ?? '';
  const before = text[at - 1] ?? '';
  // Sums are in yuan; other currencies are left to the reader.
  if (/\d/.test(char)) return !/[\d.a-z#$€£]/.test(before);
  if (/[百]/.test(char)) return /^百(?:万|来万|十万)/.test(text.slice(at, at + 3));
  return /[一二两三四五六七八九十廿卅]/.test(char) && !/[\d第.万亿]/.test(before);
}

function readAmount(text: string, at: number): FoundAmount | undefined {
  const first = readTerm(text, at);
  if (!first) return undefined;
  const between = RANGE.exec(text.slice(first.end, first.end + 4));
  const second = between ? readTerm(text, first.end + between[0].length) : undefined;
  if (second?.isMoney && isCounted(text, second) === false) {
    const multiplier = first.multiplier === 1 && !first.isMoney ? second.multiplier : 1;
    const low = first.low * multiplier;
    if (low < second.high && low * 100 > second.high) return amountOf(low, second.high, at, second.end);
  }
  if (isCounted(text, first)) return undefined;
  if (!first.isMoney && !isPlainPrice(text, at, first)) return undefined;
  return amountOf(first.low, first.high, start(text, at), first.end);
}

function amountOf(low: number, high: number, from: number, end: number): FoundAmount | undefined {
  const minFen = Math.round(low * 100);
  const maxFen = Math.round(high * 100);
  return minFen > 0 && maxFen <= MAX_FEN ? { minFen, maxFen, start: from, end } : undefined;
}

/** A currency sign before the number belongs to the sum. */
function start(text: string, at: number): number {
  const sign = CURRENCY_BEFORE.exec(text.slice(Math.max(0, at - 5), at));
  return at - (sign?.[0].length ?? 0);
}

function isCounted(text: string, term: Term): boolean {
  return COUNTED.test(text.slice(term.end, term.end + 4)) && !hasCurrency(text, term.end);
}

function hasCurrency(text: string, end: number): boolean {
  return /[元块圆币by]/.test(text[end - 1] ?? '') || text.slice(end - 2, end) === '块钱';
}

/** 报价 36000: no unit, but a price word before and large enough to be one. */
function isPlainPrice(text: string, at: number, term: Term): boolean {
  const before = text.slice(Math.max(0, at - 10), at);
  if (CURRENCY_BEFORE.test(before)) return true;
  const digits = term.end - at;
  const isPrice = term.low >= 1000 && PRICE_WORD_BEFORE.test(before);
  return digits < 11 && (isPrice || (term.low >= 10 && UNIT_PRICE_BEFORE.test(before)));
}

function readTerm(text: string, at: number): Term | undefined {
  const term = /\d/.test(text[at] ?? '') ? readArabic(text, at) : readChinese(text, at);
  if (!term) return undefined;
  const currency = matchAt(CURRENCY, text, term.end);
  return currency ? { ...term, end: term.end + currency[0].length, isMoney: true } : term;
}

const UNITS: Record<string, number> = {
  百: 100,
  千: 1000,
  k: 1000,
  万: 1e4,
  w: 1e4,
  十万: 1e5,
  百万: 1e6,
  千万: 1e7,
  亿: 1e8,
};

function readArabic(text: string, at: number): Term | undefined {
  const mixed = matchAt(MIXED, text, at);
  if (mixed) {
    const value = (Number(mixed[1]) * (mixed[2] === '千' ? 1000 : 100) + Number(mixed[3])) * 1e4;
    return { low: value, high: value, multiplier: 1e4, end: at + mixed[0].length, isMoney: true };
  }
  const number = matchAt(ARABIC, text, at);
  if (!number) return undefined;
  const value = Number(number[0].replaceAll(',', ''));
  let end = at + number[0].length;
  const million = CURRENCY_BEFORE.test(text.slice(Math.max(0, at - 5), at)) && matchAt(MILLION, text, end);
  if (million) {
    const yuan = value * 1e6;
    return { low: yuan, high: yuan, multiplier: 1e6, end: end + million[0].length, isMoney: true };
  }
  const unit = matchAt(ARABIC_UNIT, text, end);
  if (!unit) return { low: value, high: value, multiplier: 1, end, isMoney: number[0].includes(',') };
  const multiplier = UNITS[unit[1] ?? ''] ?? 1;
  end += unit[0].length;
  let yuan = value * multiplier;
  const tenths = matchAt(TENTHS, text, end);
  if (tenths && !number[0].includes('.')) {
    yuan += (Number(tenths[1]) || (chineseDigit(tenths[1]) ?? 0)) * (tenths[2] ? 1000 : multiplier / 10);
    end += tenths[0].length;
  } else if (multiplier === 1e8 && /\d/.test(text[end] ?? '')) {
    const remainder = readArabic(text, end);
    if (remainder && remainder.multiplier > 1 && remainder.multiplier < 1e8) {
      yuan += remainder.low;
      end = remainder.end;
    }
  }
  return { low: yuan, high: yuan, multiplier, end, isMoney: multiplier >= 1e4 || unit[1] === 'k' };
}

function readChinese(text: string, at: number): Term | undefined {
  const pair = matchAt(CHINESE_PAIR, text, at);
  if (pair) {
    const unit = (parseChineseNumber(`一${pair[3] ?? ''}`) ?? 1) * (UNITS[pair[4] ?? ''] ?? 1);
    const [low, high] = [chineseDigit(pair[1]) ?? 0, chineseDigit(pair[2]) ?? 0];
    if (low < high)
      return {
        low: low * unit,
        high: high * unit,
        multiplier: unit,
        end: at + pair[0].length,
        isMoney: true,
      };
  }
  let run = matchAt(CHINESE_RUN, text, at)?.[0];
  if (!run) return undefined;
  // 一百万一年: the last digit counts what follows.
  if (
    run.length > 1 &&
    chineseDigit(run.at(-1)) &&
    COUNTED.test(text.slice(at + run.length, at + run.length + 3))
  ) {
    run = run.slice(0, -1);
  }
  const roughly = matchAt(ROUGHLY, text, at + run.length);
  const value = parseChineseNumber(run === '百' ? '一百' : run.replace(/^(?=[百千万亿])/, '一'));
  if (value === undefined) return undefined;
  let end = at + run.length;
  if (!roughly) {
    const isLarge = /[万亿]/.test(run) && value >= 1e4;
    const multiplier = isLarge ? 1e4 : 1;
    const unit = isLarge ? null : matchAt(ARABIC_UNIT, text, end);
    if (!unit) return { low: value, high: value, multiplier, end, isMoney: isLarge };
    const counted = UNITS[unit[1] ?? ''] ?? 1;
    return {
      low: value * counted,
      high: value * counted,
      multiplier: counted,
      end: end + unit[0].length,
      isMoney: counted >= 1e4,
    };
  }
  end += roughly[0].length;
  const unit = [...(roughly[2] ?? '')].reduce((product, char) => product * (UNITS[char] ?? 1), 1);
  const isTeen = roughly[1] === '几' && run === '十';
  return {
    low: (isTeen ? 11 : value) * unit,
    high: (isTeen ? 19 : value) * unit,
    multiplier: unit,
    end,
    isMoney: true,
  };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** 便宜5万, 贵30万, 差2万: a difference, not what the deal is worth. 降到 is the worth again. */
const DIFFERENCE_BEFORE =
  /(?:便宜|优惠|超了?|超预算|让利?|降价?|差|贵|少|省|返|减|涨|多|扣款?|罚款?|赔)(?:了|个|再)?$/;
/** 对手报42万, 友商那边才给到42万: a rival's price is no quotation of ours, also where it is the only sum. */
const RIVALS = /(?:竞品|对手|别家|友商|同行|其他家|对面)[^,我咱]{0,10}$/;
const ROLES: readonly [before: RegExp, weight: number][] = [
  [/(?:竞品|对手|别家|别人|友商|其他家|对方报|对面|人家)[^,我]{0,10}$/, -2],
  [/(?:一共|共计?|总价|合计|总计|总额|合同额?|成交价?)[^,]{0,4}$/, 3.5],
  [/(?:首付|定金|预付|一期|二期|单价|单店|每[台盒件套支个]|单台|尾款)[^,]{0,4}$/, 0.5],
  [/(?:还价?到?|砍到?|压到|希望|想要|要求|能不能|让降到|客户说)[^,]{0,3}$/, 0],
  [/预算[^,]{0,8}$/, 2],
  [/从\s?$/, 0.5],
  [/(?:上次|上回|之前|原来|原先|本来|最早|一开始)[^,]{0,6}$/, 0.5],
  [/(?:报|价|签|下单)[^,]{0,8}$/, 3],
];
const SETTLED_AFTER = /^\s?(?:左右)?(?:成交|签了|拿下|定了|谈成|搞定)/;
const SETTLED_BEFORE = /(?:降到|谈到|降至|改[成为到]?|调整?[到成为])\s?$/;

/** The worth of the deal first, then the other sums; differences are left out. */
export function rankAmounts(text: string, rivalsIn: RivalFinder = WELL_KNOWN): FoundAmount[] {
  const rivals = rivalsIn(text);
  const weighed = findAmounts(text).flatMap((amount, i, all) => {
    // Not further back than the sum before it: 预算40万 报价50万.
    const before = text.slice(Math.max(amount.start - 12, all[i - 1]?.end ?? 0, 0), amount.start);
    if (RIVALS.test(clauseBefore(text, amount.start, 14)))
      return [{ amount: { ...amount, rivals: true as const }, weight: -2 }];
    if (DIFFERENCE_BEFORE.test(clauseBefore(text, amount.start, 4))) return [];
    if (isRivalsSum(text, amount, rivals))
      return [{ amount: { ...amount, rivals: true as const }, weight: -2 }];
    return [{ amount, weight: weightOf(before, text.slice(amount.end, amount.end + 6)) }];
  });
  return weighed
    .sort((a, b) => b.weight - a.weight || a.amount.start - b.amount.start)
    .map(({ amount }) => amount);
}

function weightOf(before: string, after: string): number {
  if (SETTLED_AFTER.test(after)) return 4;
  if (SETTLED_BEFORE.test(before)) return 2.6;
  return ROLES.find(([pattern]) => pattern.test(before))?.[1] ?? 2.5;
}
