import { type FoundAmount, findAmounts } from '../note/amounts.ts';
import { parseChineseNumber } from '../note/numerals.ts';
import type { FieldOption } from '../playbook/fields.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { foldWord } from './word-finder.ts';

type Bands = Pick<Playbook, 'budget'>;

/**
 * The label of the band a budget falls into; undefined when it says none. A number is 元. A text may be the band's label
 * or one of its words (几十万), or a sum: 80万, 50-100万, 不到五十万, 200万以上, 约120w, ￥650,000. A bare number in a text
 * is 元 from five digits on (a system wrote it), else 万 where the playbook's bands are so large that it cannot be 元.
 */
export function budgetBand(value: number | string, playbook: Bands): string | undefined {
  if (typeof value === 'number') return bandAt(value, playbook);
  const text = foldWord(value).replace(/\s+/g, '');
  const written = WHOLE_YUAN.exec(text)?.[1];
  if (written) return bandAt(Number(written), playbook);
  return (
    namedBand(text, playbook) ??
    bandOfSums(sumsIn(text, playbook, true), playbook) ??
    wordedBand(text, playbook)
  );
}

/**
 * The band a free text tells: the sum beside 预算, 总价 and the like before any other, a price per piece last; what was
 * paid in the past and sums that count something else (200万人次) do not count.
 */
export function budgetBandIn(text: string, playbook: Bands): string | undefined {
  const folded = foldWord(text);
  return bandOfSums(sumsIn(folded, playbook, false), playbook) ?? wordedBand(folded, playbook);
}

interface Sum {
  /** 元, the one figure that decides. */
  yuan: number;
  weight: number;
}

function bandOfSums(sums: readonly Sum[], playbook: Bands): string | undefined {
  const best = sums.reduce<Sum | undefined>((a, b) => (a && a.weight >= b.weight ? a : b), undefined);
  return best && bandAt(best.yuan, playbook);
}

function bandAt(yuan: number, playbook: Bands): string | undefined {
  return playbook.budget.find(
    ({ from, to }) =>
      (from !== undefined || to !== undefined) &&
      yuan >= (from ?? 0) &&
      yuan < (to ?? Number.POSITIVE_INFINITY),
  )?.value;
}

/** 50–200万, 50-200万 and 50～200万 are one. */
function foldBand(text: string): string {
  return foldWord(text)
    .replace(/\s+/g, '')
    .replace(/[~–—－〜至到]/g, '-');
}

function namedBand(text: string, playbook: Bands): string | undefined {
  const folded = foldBand(text);
  return playbook.budget.find((band) => namesOf(band).some((name) => foldBand(name) === folded))?.value;
}

function namesOf(band: FieldOption): string[] {
  return [band.value, ...band.words];
}

const NUMERAL = /[\d.零一二两三四五六七八九十百千几]/;

/** A band's word somewhere in the text, the longest first, but not the end of a larger number (150万以内). */
function wordedBand(text: string, playbook: Bands): string | undefined {
  const folded = foldBand(text);
  return playbook.budget
    .flatMap((band) => namesOf(band).map((name) => ({ value: band.value, word: foldBand(name) })))
    .sort((a, b) => b.word.length - a.word.length)
    .find(({ word }) => {
      const at = folded.indexOf(word);
      return at >= 0 && !NUMERAL.test(folded[at - 1] ?? '');
    })?.value;
}

const CLAUSE = '[^，。；！？,;!?]';
const IS_BUDGET = new RegExp(
  `(?:预算|经费|资金|总价|总额|合计|一共|共计?|打包|控制|拨款|批了?|给了?)${CLAUSE}{0,6}$`,
);
const IS_PIECE_BEFORE = /(?:每[台套个件盒支张]|单价|一[台套个件])[^，。；,;]{0,3}$/;
const IS_PIECE_AFTER = /^\s?(?:左右|上下)?(?:[/每一]?[台套个件支]|的?那种)/;
const IS_PAST = new RegExp(
  `(?:去年|前年|上次|之前|以前|原来|花了?|营收|收入|产值|注册资本|竞品|别家)${CLAUSE}{0,10}$`,
);
const IS_FOREIGN = /^\s?(?:美元|美金|欧元|日元|港币|港元|usd|eur|jpy|hkd)/;

function sumsIn(text: string, playbook: Bands, isBudgetColumn: boolean): Sum[] {
  const round = roundSums(text);
  const exact = findAmounts(text).filter((a) => !round.some((r) => a.start < r.end && r.start < a.end));
  const amounts: Amount[] = [...round, ...exact].map(({ minFen, maxFen, start, end }) => ({
    min: minFen / 100,
    max: maxFen / 100,
    start,
    end,
  }));
  amounts.sort((a, b) => a.start - b.start);
  const bare = amounts.length === 0 ? bareSum(text, playbook, isBudgetColumn) : undefined;
  return [...amounts, ...(bare ? [bare] : [])].flatMap((amount) => {
    const before = text.slice(Math.max(0, amount.start - 14), amount.start);
    const after = text.slice(amount.end, amount.end + 8);
    if (IS_FOREIGN.test(after) || (!isBudgetColumn && IS_PAST.test(before))) return [];
    return [{ yuan: decidingFigure(amount, before, after), weight: weightOf(before, after) }];
  });
}

interface Amount {
  /** 元 */
  min: number;
  max: number;
  start: number;
  end: number;
}

function weightOf(before: string, after: string): number {
  if (IS_PIECE_BEFORE.test(before) || IS_PIECE_AFTER.test(after)) return 1;
  return IS_BUDGET.test(before) ? 3 : 2;
}

const AT_LEAST_BEFORE = /(?:不低于|不少于|不小于|(?<!不)(?:超过|高于|大于|多于)|至少|起码|>|≥|>=)\s?$/;
const AT_MOST_BEFORE =
  /(?:不到|不超过|不高于|(?<!不)(?:低于|小于|少于)|最多|最高|顶多|至多|上限|控制在|封顶|<|≤|<=)\s?[是为在到]?\s?$/;
const AT_LEAST_AFTER = /^\s?元?(?:以上|起步?|往上|朝上|打底)/;
const AT_MOST_AFTER = /^\s?元?(?:以下|以内|之内|内|封顶|为限|打住)/;

/** 200万以内 is just below 200万, 200万以上 at least that, 30-80万 is taken in the middle. */
function decidingFigure({ min, max }: Amount, before: string, after: string): number {
  if (AT_LEAST_BEFORE.test(before) || AT_LEAST_AFTER.test(after)) return min;
  if (AT_MOST_BEFORE.test(before) || AT_MOST_AFTER.test(after)) return max - 1;
  return (min + max) / 2;
}

/** 千万级, 上百万, 几千万: sums that name only their size. */
function roundSums(text: string): FoundAmount[] {
  return [...text.matchAll(/(几|上|过|近)?(十|百|千)万级?/g)].flatMap((match) => {
    const [whole, about, size] = match;
    const start = match.index;
    const isWhole = !NUMERAL.test(text[start - 1] ?? '') && (about !== undefined || whole.endsWith('级'));
    const unit = { 十: 1e5, 百: 1e6, 千: 1e7 }[size as '十' | '百' | '千'] * 100;
    // 几十万 is left to the playbook's own words.
    if (!isWhole || (about === '几' && size === '十')) return [];
    const [min, max] = about === '几' ? [2 * unit, 9 * unit] : [unit, unit];
    return [{ minFen: min, maxFen: max, start, end: start + whole.length }];
  });
}

const WHOLE_YUAN = /^[¥￥]?(\d{5,12}(?:\.\d{1,4})?)$/;
const BARE_COLUMN =
  /^(?:约|大概)?(\d{1,4}(?:\.\d)?)(?:[-~–—至到](\d{1,4}(?:\.\d)?))?(?:左右|上下|以内|以上|以下)?$/;
const BARE_IN_TEXT =
  /预算[^\d一二两三四五六七八九十，。,]{0,4}(\d{2,4})(?:[-~–—至到](\d{2,4}))?(?![\d.]|\s?[%台套个件人张床年月号岁排])/;
const BARE_CHINESE =
  /([一二两三四五六七八九十]{1,3}百[一二三四五六七八九]?十?|[一二三四五六七八九]十[一二三四五六七八九]?)(?:左右|上下)/;

/** A number without a unit: 预算700, 预算100-150, 一百五左右 mean 万 where the smallest band ends at 10万 or more. */
function bareSum(text: string, playbook: Bands, isBudgetColumn: boolean): Amount | undefined {
  const smallest = Math.min(...playbook.budget.flatMap(({ to }) => (to === undefined ? [] : [to])));
  if (!(smallest >= 100_000 && smallest < Number.POSITIVE_INFINITY)) return undefined;
  const match = (isBudgetColumn && BARE_COLUMN.exec(text)) || BARE_IN_TEXT.exec(text);
  const chinese = match ? null : BARE_CHINESE.exec(text);
  const found = match ?? chinese;
  if (!found) return undefined;
  const first = match ? Number(match[1]) : parseChineseNumber(chinese?.[1] ?? '');
  if (first === undefined) return undefined;
  const last = match?.[2] ? Number(match[2]) : first;
  const digits = found[0].indexOf(found[1] ?? '');
  return {
    min: first * 1e4,
    max: last * 1e4,
    start: found.index + digits,
    end: found.index + digits + found[0].slice(digits).replace(/(?:左右|上下|以内|以上|以下)$/, '').length,
  };
}
