/**
 * Whose price it is: GE给到58万 and 58万是西门子报的 are a rival's, 给西门子报了58万 and 我们报58万 are ours. Rivals are
 * the competitors that the playbook names among its objections, the makers anybody knows, and 对手, 友商 and the like.
 */
import { BRANDS, RIVALS } from './lexicon/brands.ts';
import type { Stretch } from './prepared-text.ts';
import type { NoteVocabulary } from './types.ts';
import { WordFinder } from './vocabulary.ts';

/** Where the rivals stand in a text (prepared). */
export type RivalFinder = (text: string) => Stretch[];

/** Of the words for the objection 对比竞品 those that name nobody: 比价, 别家便宜, 用惯了, and 国产, which may be ours. */
const NO_NAME = /…|[比贵好惯用在小宜价]|^(?:国产|进口)$/;

export function rivalFinder({
  objections,
  ours = [],
}: Pick<NoteVocabulary, 'objections' | 'ours'>): RivalFinder {
  const named = objections
    .filter(({ kinds }) => kinds?.includes('competitor'))
    .flatMap(({ words }) => words.filter((word) => !NO_NAME.test(word)));
  const own = ours.join('\n').toLowerCase();
  const words = [...BRANDS, ...RIVALS, ...named].filter((word) => !own.includes(word.toLowerCase()));
  const finder = new WordFinder([{ id: 'rival', label: '', words }], false);
  return (text) => finder.find(text, {});
}

/** Without a playbook. */
export const WELL_KNOWN = rivalFinder({ objections: [] });

const SENTENCE_BREAK = /[,，。;；!！?？\n]/;
/** How far before a sum, in characters, the one whose it is may stand. */
const REACH = 14;
/** Not the one who names a price but the one it is named to, or compared with. */
const TOWARDS = /(?:[给向跟和与对比为替把找]|(?:比|对比|换成?))\s?$/;
/** We name the price: 我们给GE那台报…, 报价比西门子…. */
const OURS_BEFORE = /(?:我|咱|本公司)[^,，]{0,6}[报给开出]|报[了过价]/;
const PRICED = /(?:给|报|开|出|喊|卖|要|才|只|就|[压降做砍]到|成交|中标|价|比我们低)[^我咱]{0,6}$/;
/** 西门子项目报了58万: whom it is sold to. */
const SOLD_TO = /^的?(?:项目|工厂|单子|案子|采购|客户|主任|[张王李刘陈赵周吴徐孙]\p{Script=Han}{0,2}[总工])/u;
/** 西门子 已报价58万: a customer at the head of a note, before what was done. */
const AT_THE_HEAD = /^(?:\s?已|\s报[价了过])/;
const THEIRS_AFTER = /^\s?(?:左右|多|那个?|这个?|其实|都|就)*是\s?$/;
const WHOSE = /^(?:那边|这边|他们|家|医疗|公司)*(?:的|给|报|开|出|才)/;
const OWN_SUM = /(?:我们|我司|我方|我这边|咱们?)[^,，。;；]{0,6}[\d一二三四五六七八九十]/;
const SUBJECT =
  /^\s?(?:那边|这边|他们|家|医疗|公司|的人?|今天|昨天|上周|前天|已经?|刚刚?|也|都|才|只|就|又|先|直接)*\s?$/;

/** Whether the sum is a rival's price. `rivals` as found in `text`. */
export function isRivalsSum(text: string, sum: Stretch, rivals: readonly Stretch[]): boolean {
  return rivals.some((rival) => namesPrice(text, rival, sum) || isOwnerOf(text, rival, sum));
}

/** GE报价, 西门子那边报价单都发了: somebody else's quotation. */
export function isRivalsDeed(text: string, deed: Stretch, rivals: readonly Stretch[]): boolean {
  return rivals.some(
    (rival) =>
      rival.end <= deed.start &&
      isSubject(text, rival) &&
      SUBJECT.test(text.slice(rival.end, deed.start)) &&
      !isCustomerAtHead(text, rival),
  );
}

function namesPrice(text: string, rival: Stretch, sum: Stretch): boolean {
  if (rival.end > sum.start || sum.start - rival.end > REACH) return false;
  const between = text.slice(rival.end, sum.start);
  // 竞品45万 报价50万: a space behind one sum ends what is said of it.
  if (/[\d万亿千元]\s/.test(between)) return false;
  if (SENTENCE_BREAK.test(between) || /[我咱]/.test(between) || !isSubject(text, rival)) return false;
  // GE 58万，我们62万.
  if (/^\s?(?:是|家|那边)?\s?$/.test(between)) return OWN_SUM.test(text);
  return PRICED.test(between) && !SOLD_TO.test(between) && !isCustomerAtHead(text, rival);
}

function isSubject(text: string, rival: Stretch): boolean {
  const before = sentenceBefore(text, rival.start);
  return !TOWARDS.test(before) && !OURS_BEFORE.test(before);
}

function isCustomerAtHead(text: string, rival: Stretch): boolean {
  return text.slice(0, rival.start).trim() === '' && AT_THE_HEAD.test(text.slice(rival.end));
}

/** 58万是GE的价. */
function isOwnerOf(text: string, rival: Stretch, sum: Stretch): boolean {
  return (
    sum.end <= rival.start &&
    THEIRS_AFTER.test(text.slice(sum.end, rival.start)) &&
    WHOSE.test(text.slice(rival.end, rival.end + 8))
  );
}

function sentenceBefore(text: string, at: number): string {
  let start = at;
  while (start > 0 && at - start < REACH && !SENTENCE_BREAK.test(text[start - 1] ?? '')) start--;
  return text.slice(start, at);
}
