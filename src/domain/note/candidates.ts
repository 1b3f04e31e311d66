/**
 * What a note may mean: every word of the vocabulary found in it, with what its clause says of it. Whether a candidate
 * is recorded, asked about or dropped is decided from these alone (`decide.ts`).
 */

import { DEED_WORDS, type KindWords } from './lexicon/deed-words.ts';
import { OBJECTION_WORDS } from './lexicon/objection-words.ts';
import { isAttempt, isDeed } from './nature.ts';
import type { Stretch } from './prepared-text.ts';
import {
  isAsked,
  isDeniedByAbsence,
  isMereTopic,
  isNegated,
  isNoProblem,
  isOurService,
  isOver,
  isSomeoneElses,
  isStillOwed,
  isStillToCome,
} from './said-of.ts';
import { clausesOf } from './split-clauses.ts';
import type { ActionEntry, VocabularyEntry } from './types.ts';
import { WordFinder, type WordHit, type Words } from './vocabulary.ts';

/** What is known of a note before its words are looked at. */
export interface Surroundings {
  words?: Words;
  sums: readonly (Stretch & { rivals?: true })[];
  /** Where competitors are named. */
  rivals?: readonly Stretch[];
  /** The dates still to come. */
  ahead: readonly Stretch[];
}

export type Aspect = 'done' | 'negated' | 'planned';

export interface Candidate<E extends VocabularyEntry = VocabularyEntry> extends Stretch {
  of: 'action' | 'objection';
  entry: E;
  aspect: Aspect;
  /** A word of the playbook itself, a built-in one of its kind, or one that is only enough to ask. */
  source: 'own' | 'label' | 'kind' | 'hint';
  /** What was typed in the place of the word, what lies between left out. */
  word: string;
  /** What stands in the places of its …. */
  gaps: readonly Stretch[];
  /** The clause it stands in. */
  clause: Stretch;
}

const KIND_WORDS: Readonly<Record<string, KindWords>> = { ...DEED_WORDS, ...OBJECTION_WORDS };

/** Finds candidates among actions and objections of one vocabulary. */
export function candidateFinder(actions: readonly ActionEntry[], objections: readonly VocabularyEntry[]) {
  const done = new WordFinder(actions.map((entry) => withKinds(entry, [entry.label])));
  const against = new WordFinder(objections.map((entry) => withKinds(entry, [])));
  // 价格 alone is no objection; 价格没问题 says that there is none.
  const labels = new WordFinder(objections.map((entry) => ({ ...entry, words: [entry.label], hints: [] })));
  return (text: string, around: Surroundings): Candidate[] => {
    const clauses = clausesOf(text);
    const candidate = <E extends VocabularyEntry>(of: Candidate['of'], hit: WordHit<E>, aspect: Aspect) => ({
      of,
      entry: hit.entry,
      aspect,
      start: hit.start,
      end: hit.end,
      source: sourceOf(text, hit),
      word: ownText(text, hit),
      gaps: hit.gaps,
      clause: clauses.find(({ start, end }) => hit.start >= start && hit.start < end) ?? hit,
    });
    const acts = done
      .find(text, around)
      .filter(({ start, end }) => !isAsked(text, start) && !isMereTopic(text, end))
      .filter((hit) => isOurs(text, hit))
      .map((hit) => candidate('action', hit, aspectOf(text, hit, around)));
    const doubts = [
      ...against.find(text, around),
      ...labels.find(text, {}).filter(({ end }) => isNoProblem(text, end)),
    ].map((hit) => candidate('objection', hit, isDenied(text, hit) ? 'negated' : 'done'));
    return [...acts, ...doubts];
  };
}

/** The built-in words of an entry's kinds are its own as well; what a card shows can be typed too. */
function withKinds<E extends VocabularyEntry>(entry: E, labels: readonly string[]): E {
  const kinds = (entry.kinds ?? []).flatMap((kind) => KIND_WORDS[kind] ?? []);
  return {
    ...entry,
    own: new Set([...entry.words, ...labels]),
    words: [...entry.words, ...labels, ...kinds.flatMap(({ sure }) => sure)],
    hints: kinds.flatMap(({ hint }) => hint),
  };
}

function sourceOf(
  text: string,
  { entry, start, end, hint, typed }: WordHit<VocabularyEntry>,
): Candidate['source'] {
  if (text.slice(start, end) === entry.label) return 'label';
  if (hint) return 'hint';
  return entry.own?.has(typed) ? 'own' : 'kind';
}

function ownText(text: string, { start, end, gaps }: WordHit<VocabularyEntry>): string {
  let own = '';
  let at = start;
  for (const gap of gaps) {
    own += `${text.slice(at, gap.start)}…`;
    at = gap.end;
  }
  return own + text.slice(at, end);
}

function isOurs(text: string, { entry, start, end }: WordHit<ActionEntry>): boolean {
  if (isAttempt(entry)) return !isOurService(text, start);
  return isDeed(entry) ? !isSomeoneElses(text, start) : !isOver(text, end);
}

function aspectOf(text: string, hit: WordHit<ActionEntry>, { ahead, sums }: Surroundings): Aspect {
  if (isNotDone(text, hit)) return 'negated';
  return isDeed(hit.entry) && isStillToCome(text, hit, ahead, sums) ? 'planned' : 'done';
}

const MEETINGS: ReadonlySet<string> = new Set(['visited', 'demoed']);

function isNotDone(text: string, hit: WordHit<ActionEntry>): boolean {
  const { entry, start, end } = hit;
  // 样品没收到: sent all the same.
  if (/[没未]收到/.test(text.slice(start, end + 1))) return false;
  if (isDeed(entry)) {
    if (isStillOwed(text, hit)) return true;
    if (entry.kinds?.some((kind) => MEETINGS.has(kind)) && isDeniedByAbsence(text, hit)) return true;
    // 价格…没谈 among the words of a deed says that it did not take place.
    if (/[没未]/.test(text.slice(start, end))) return true;
  }
  return isDenied(text, hit);
}

/** 没预算 is an objection in its own words, 不嫌贵 is none. */
function isDenied(text: string, { start, end, gaps }: WordHit<VocabularyEntry>): boolean {
  if (isNoProblem(text, end) || isNegated(text, { start, end })) return true;
  return gaps.some((gap) => /[没未不]/.test(text.slice(gap.start, gap.end)));
}
