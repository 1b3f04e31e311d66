/**
 * Understands the short notes reps type after a call or a visit (C1): "张主任 已报价50万 嫌贵 下周二下午3点回访".
 * Rules and the playbook's vocabulary only: the same note always gives the same result, offline, in time linear in its
 * length. Dates are Asia/Shanghai.
 */
import { type FoundAmount, rankAmounts } from './amounts.ts';
import { customerEvidence, matchCustomer } from './customer/match-customer.ts';
import { findDates } from './dates/find-dates.ts';
import { sortDates } from './dates/next-step.ts';
import { wallOf } from './dates/wall-time.ts';
import { DEFAULT_WORKDAY_START, minutesOfDay, whenOf } from './dates/when.ts';
import { outcomeFinder } from './outcome.ts';
import { type PreparedText, prepareText, type Stretch } from './prepared-text.ts';
import { restOf } from './rest.ts';
import {
  isAsked,
  isMereTopic,
  isNegated,
  isNoProblem,
  isOver,
  isSomeoneElses,
  isStillToCome,
} from './said-of.ts';
import type {
  ActionEntry,
  Mention,
  MoneyMention,
  NegatableMention,
  NoteContext,
  NoteParserOptions,
  NoteVocabulary,
  ParsedNote,
  Span,
  VocabularyEntry,
  When,
} from './types.ts';
import { WordFinder, type WordHit, wordsOf } from './vocabulary.ts';

export { parseChineseNumber } from './numerals.ts';
export { MAX_NOTE_LENGTH } from './prepared-text.ts';
export type * from './types.ts';

export interface NoteParser {
  /**
   * @throws RangeError when `context.workdayStart` is no time of day; never because of `text`.
   */
  parse(text: string, context: NoteContext): ParsedNote;
}

/** Make one per playbook version: it prepares the vocabulary. */
export function createNoteParser(vocabulary: NoteVocabulary, options: NoteParserOptions = {}): NoteParser {
  const actions = new WordFinder(vocabulary.actions.map(withLabel));
  const objections = new WordFinder(vocabulary.objections);
  const scenes = new WordFinder(vocabulary.scenes.map(withLabel));
  // 价格 alone is no objection; 价格没问题 says that there is none.
  const objectionLabels = new WordFinder(
    vocabulary.objections.map((entry) => ({ ...entry, words: [entry.label] })),
  );
  const findOutcome = outcomeFinder(vocabulary.outcomes);

  return {
    parse(raw, { now, customers, workdayStart = DEFAULT_WORKDAY_START }) {
      const startOfWork = minutesOfDay(workdayStart);
      const source = prepareText(raw);
      const evidence = customerEvidence(source.text, customers);
      const customer = matchCustomer(source.text, evidence, customers, now);
      const text = blankOut(source.text, [...customer.names, ...honorifics(source.text)]);
      const words = wordsOf(text, options.segment);
      const { next, ahead, others } = sortDates(text, findDates(text, now), wallOf(now), startOfWork);

      const amounts = rankAmounts(text);
      const [amount, ...otherAmounts] = amounts;
      const known = { words, sums: amounts };
      const acts = actions
        .find(text, known)
        .filter(({ start, end }) => !isAsked(text, start) && !isMereTopic(text, end));
      const { stated, planned } = sortActions(text, acts, ahead, amounts);
      const against = [
        ...objections.find(text, known),
        ...objectionLabels.find(text, {}).filter(({ end }) => isNoProblem(text, end)),
      ];
      const topics = scenes.find(text, known);
      const outcome = findOutcome(text, words, ahead);

      const understood: (Stretch | undefined)[] = [
        ...customer.stretches,
        ...acts,
        ...against,
        ...topics,
        amount,
        next,
        outcome,
      ];
      const { status, best, candidates } = customer;
      const result: ParsedNote = {
        customer: best ? { status, best, candidates } : { status, candidates },
        actions: once(stated.map((hit) => negatable(source, hit, isNegatedHit(text, hit)))),
        planned: once(planned.map((hit) => mention(source, hit))),
        otherAmounts: otherAmounts.map((found) => money(source, found)),
        objections: once(
          against.map((hit) => negatable(source, hit, isNoProblem(text, hit.end) || isNegatedHit(text, hit))),
        ),
        scenes: once(topics.map((hit) => mention(source, hit))),
        otherDates: others.map((date) => whenOf(date, source, startOfWork)),
        rest: restOf(
          raw,
          understood.filter((stretch) => stretch !== undefined).map((stretch) => inRaw(source, stretch)),
        ),
        truncated: source.tail !== '',
      };
      if (amount) result.amount = money(source, amount);
      if (next) result.next = whenOf(next, source, startOfWork);
      if (outcome) result.outcome = { kind: outcome.kind, span: source.spanOf(outcome.start, outcome.end) };
      return result;
    },
  };
}

/**
 * The date in a text such as "推迟到周五" or "明天下午3点", the next one if there are several.
 * Without a time of day `at` is at `workdayStart` (`HH:mm`).
 */
export function parseWhen(text: string, now: Date, workdayStart = DEFAULT_WORKDAY_START): When | undefined {
  const startOfWork = minutesOfDay(workdayStart);
  const source = prepareText(text);
  const { next } = sortDates(source.text, findDates(source.text, now), wallOf(now), startOfWork);
  return next && whenOf(next, source, startOfWork);
}

/** The sum of money in a text such as "50万" or "报价120,000元", in fen; what the deal is worth if there are several. */
export function parseAmountFen(text: string): MoneyMention | undefined {
  const source = prepareText(text);
  const [amount] = rankAmounts(source.text);
  return amount && money(source, amount);
}

/** 贵公司 is no complaint about the price. */
function honorifics(text: string): Stretch[] {
  return [...text.matchAll(/(?<![嫌太很偏不说得更])贵(?:公司|司|单位|方|集团|院|店|厂|校)(?!长)/g)].map(
    ({ index, 0: word }) => ({
      start: index,
      end: index + word.length,
    }),
  );
}

/** What a card shows can be typed as well. */
function withLabel<E extends VocabularyEntry>(entry: E): E {
  return { ...entry, words: [...entry.words, entry.label] };
}

/** Covers `stretches` with a character no rule knows, so that positions stay. */
function blankOut(text: string, stretches: readonly Stretch[]): string {
  return stretches.reduce(
    (result, { start, end }) => result.slice(0, start) + '\uFFFC'.repeat(end - start) + result.slice(end),
    text,
  );
}

function sortActions(
  text: string,
  hits: WordHit<ActionEntry>[],
  ahead: readonly Stretch[],
  sums: readonly Stretch[],
) {
  const free = hits.filter(({ entry, start, end }) =>
    entry.touch ? !isSomeoneElses(text, start) : !isOver(text, end),
  );
  const isPlanned = (hit: WordHit<ActionEntry>) =>
    hit.entry.touch === true && !isNegatedHit(text, hit) && isStillToCome(text, hit, ahead, sums);
  const stated = free.filter((hit) => !isPlanned(hit));
  const ruledOut = new Set(stated.flatMap(({ entry }) => entry.rulesOut ?? []));
  return { stated: stated.filter(({ entry }) => !ruledOut.has(entry.id)), planned: free.filter(isPlanned) };
}

function isNegatedHit(text: string, hit: WordHit<ActionEntry>): boolean {
  // 价格…没谈 among the words of a touch says that it did not take place; 没预算 is an objection in its own words.
  const typed = text.slice(hit.start, hit.end + 1);
  // 样品没收到: sent all the same.
  if (/[没未]收到/.test(typed)) return false;
  if (hit.entry.touch && /[没未]/.test(text.slice(hit.start, hit.end))) return true;
  return isNegated(text, hit) || /[没未不]/.test(text.slice(hit.gap.start, hit.gap.end));
}

function mention(
  source: PreparedText,
  { entry: { id, label }, start, end }: WordHit<VocabularyEntry>,
): Mention {
  return { id, label, span: source.spanOf(start, end) };
}

function negatable(source: PreparedText, hit: WordHit<VocabularyEntry>, negated: boolean): NegatableMention {
  return { ...mention(source, hit), negated };
}

function money(source: PreparedText, { minFen, maxFen, start, end }: FoundAmount): MoneyMention {
  return { minFen, maxFen, span: source.spanOf(start, end) };
}

function inRaw(source: PreparedText, { start, end }: Stretch): Stretch {
  const [from, to]: Span = source.spanOf(start, end);
  return { start: from, end: to };
}

/** One mention per entry; a plain statement wins over a negated one (没说贵 … 就是贵), then the first. */
function once<M extends Mention & { negated?: boolean }>(mentions: readonly M[]): M[] {
  const kept = new Map<string, M>();
  for (const found of mentions) {
    const known = kept.get(found.id);
    if (!known || (known.negated && !found.negated)) kept.set(found.id, found);
  }
  return [...kept.values()].sort((a, b) => a.span[0] - b.span[0]);
}
