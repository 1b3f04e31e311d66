/**
 * Understands the short notes reps type after a call or a visit (C1): "张主任 已报价50万 嫌贵 下周二下午3点回访".
 * Rules and the playbook's vocabulary only: the same note always gives the same result, offline, in time linear in its
 * length. Dates are Asia/Shanghai.
 */
import { type FoundAmount, rankAmounts } from './amounts.ts';
import { classifyClauses } from './clauses.ts';
import { findEvidence } from './customer/evidence.ts';
import { chooseCustomer } from './customer/match-customer.ts';
import { findDates } from './dates/find-dates.ts';
import { sortDates } from './dates/next-step.ts';
import { type FoundUnread, unreadDates } from './dates/unread.ts';
import { wallOf } from './dates/wall-time.ts';
import { DEFAULT_WORKDAY_START, minutesOfDay, whenOf } from './dates/when.ts';
import { isAttempt, isState } from './nature.ts';
import { type PreparedText, prepareText, type Stretch } from './prepared-text.ts';
import { restOf } from './rest.ts';
import { rivalFinder } from './rivals.ts';
import { RULES } from './rules.ts';
import { type Judge, type Statement, statementFinder } from './statements.ts';
import type {
  Mention,
  MoneyMention,
  NoteContext,
  NoteParserOptions,
  NoteVocabulary,
  ParsedNote,
  When,
} from './types.ts';
import { wordsOf } from './vocabulary.ts';

export { parseChineseNumber } from './numerals.ts';
export { MAX_NOTE_LENGTH } from './prepared-text.ts';
export type * from './types.ts';

export interface NoteParser {
  /**
   * Reads the first `MAX_NOTE_LENGTH` characters of `text`; what comes after them is kept in `rest`.
   * @throws RangeError when `context.workdayStart` is no time of day; never because of `text`.
   */
  parse(text: string, context: NoteContext): ParsedNote;
}

/**
 * Make one per playbook version: it prepares the vocabulary.
 * @throws RangeError naming a word of the vocabulary that is not written as `VocabularyEntry` says.
 */
export function createNoteParser(
  vocabulary: NoteVocabulary,
  options: NoteParserOptions & { judge?: Judge } = {},
): NoteParser {
  const findStatements = statementFinder(vocabulary, options.judge ?? RULES);
  const about = natureOf(vocabulary);
  const rivalsIn = rivalFinder(vocabulary);
  return {
    parse(raw, { now, customers, workdayStart = DEFAULT_WORKDAY_START }) {
      const startOfWork = minutesOfDay(workdayStart);
      const source = prepareText(raw);
      const found = findEvidence(source.text, customers);
      const text = blankOut(source.text, [...found.names, ...honorifics(source.text)]);
      const dates = findDates(text, now);
      const { next, ahead, others, missed } = sortDates(text, dates, wallOf(now), startOfWork);
      const sums = rankAmounts(text, rivalsIn);
      const unread: FoundUnread[] = [
        ...unreadDates(text, [...dates, ...sums]),
        ...missed.map((date) => ({ ...date, why: 'over' as const })),
      ];
      const amount = sums.find(({ rivals }) => !rivals);
      const otherAmounts = sums.filter((sum) => sum !== amount);
      const words = wordsOf(text, options.segment);
      const said = findStatements(text, { words, sums, ahead, rivals: rivalsIn(text) });
      const { outcome } = said;
      const explained = [
        ...dates,
        ...sums,
        ...said.stretches.flatMap(withoutGaps),
        ...(outcome ? [outcome] : []),
      ];
      const { stretches, stranger, parts, ...customer } = chooseCustomer(source.text, found, customers, now, {
        explained,
        objections: said.objections,
        segment: options.segment,
      });
      return {
        customer: {
          ...customer,
          ...(stranger && { stranger: source.spanOf(stranger.start, stranger.end) }),
          ...(parts && {
            parts: parts.map(({ start, end, ...whose }) => ({ ...whose, span: source.spanOf(start, end) })),
          }),
        },
        actions: said.actions.map((found) => ({ ...mention(source, found), negated: found.negated })),
        planned: said.planned.map((found) => mention(source, found)),
        ...(amount && { amount: money(source, amount) }),
        otherAmounts: otherAmounts.map((found) => money(source, found)),
        objections: said.objections.map((found) => ({ ...mention(source, found), negated: found.negated })),
        scenes: said.scenes.map((found) => mention(source, found)),
        ...(next && { next: whenOf(next, source, startOfWork) }),
        otherDates: others.map((date) => whenOf(date, source, startOfWork)),
        ...(outcome && { outcome: { kind: outcome.kind, span: source.spanOf(outcome.start, outcome.end) } }),
        doubtful: said.doubtful.map((found) => ({ ...mention(source, found), of: found.of })),
        unread: unread.map(({ start, end, why }) => ({ span: source.spanOf(start, end), why })),
        clauses: classifyClauses(text, said, about).map(({ kind, actions, start, end }) => ({
          kind,
          actions,
          span: source.spanOf(start, end),
        })),
        rest: freeText(source, [...stretches, ...said.stretches, amount, next, outcome]),
        truncated: source.tail !== '',
      };
    },
  };
}

function natureOf({ actions }: NoteVocabulary) {
  const attempts = new Set(actions.filter(isAttempt).map(({ id }) => id));
  const states = new Set(actions.filter(isState).map(({ id }) => id));
  return { isAttempt: (id: string) => attempts.has(id), isState: (id: string) => states.has(id) };
}

/**
 * The date in a text such as "推迟到周五" or "明天下午3点", the next one if there are several, none that has passed.
 * Without a time of day `at` is at `workdayStart` (`HH:mm`).
 */
export function parseWhen(text: string, now: Date, workdayStart = DEFAULT_WORKDAY_START): When | undefined {
  const startOfWork = minutesOfDay(workdayStart);
  const source = prepareText(text);
  const today = wallOf(now);
  const { next, others } = sortDates(source.text, findDates(source.text, now), today, startOfWork);
  const date = next ?? others.find(({ day }) => day >= today.day);
  return date && whenOf(date, source, startOfWork);
}

/** The sum of money in a text such as "50万" or "报价120,000元", in fen; what the deal is worth if there are several. */
export function parseAmountFen(text: string): MoneyMention | undefined {
  const source = prepareText(text);
  const amount = rankAmounts(source.text).find(({ rivals }) => !rivals);
  return amount && money(source, amount);
}

/** A word of the playbook as it was typed: what stands in the places of its … is not part of it. */
function withoutGaps({ start, end, gaps }: Stretch & { gaps: readonly Stretch[] }): Stretch[] {
  const starts = [start, ...gaps.map((gap) => gap.end)];
  const ends = [...gaps.map((gap) => gap.start), end];
  return starts.map((from, i) => ({ start: from, end: ends[i] ?? end })).filter((own) => own.start < own.end);
}

/** 贵公司 is no complaint about the price. */
function honorifics(text: string): Stretch[] {
  return [...text.matchAll(/(?<![嫌太很偏不说得更])贵(?:公司|司|单位|方|集团|院|店|厂|校)(?!长)/g)].map(
    ({ index, 0: word }) => ({ start: index, end: index + word.length }),
  );
}

/** Covers `stretches` with a character no rule knows, so that positions stay. */
function blankOut(text: string, stretches: readonly Stretch[]): string {
  const characters = text.split('');
  for (const { start, end } of stretches) characters.fill('\uFFFC', start, end);
  return characters.join('');
}

function mention(
  source: PreparedText,
  { entry: { id, label }, start, end }: Pick<Statement, 'entry' | 'start' | 'end'>,
): Mention {
  return { id, label, span: source.spanOf(start, end) };
}

function money(source: PreparedText, { minFen, maxFen, start, end, rivals }: FoundAmount): MoneyMention {
  return { minFen, maxFen, span: source.spanOf(start, end), ...(rivals && { rivals }) };
}

function freeText(source: PreparedText, understood: readonly (Stretch | undefined)[]): string {
  const inRaw = understood.flatMap((stretch) => (stretch ? [source.spanOf(stretch.start, stretch.end)] : []));
  return `${restOf(source.head, inRaw)} ${source.tail.trim()}`.trim();
}
