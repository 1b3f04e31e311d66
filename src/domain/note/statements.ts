/** What a note states in the playbook's words: actions done, not done and planned, objections, scenes, the outcome. */
import { type FoundOutcome, outcomeFinder } from './outcome.ts';
import type { Stretch } from './prepared-text.ts';
import {
  isAsked,
  isMereTopic,
  isNegated,
  isNoProblem,
  isOver,
  isSomeoneElses,
  isStillToCome,
} from './said-of.ts';
import type { ActionEntry, NoteVocabulary, VocabularyEntry } from './types.ts';
import { WordFinder, type WordHit, type Words } from './vocabulary.ts';

export interface Statement extends Stretch {
  entry: VocabularyEntry;
  negated: boolean;
}

export interface Statements {
  actions: Statement[];
  planned: Statement[];
  objections: Statement[];
  scenes: Statement[];
  outcome?: FoundOutcome;
  /** Whatever was made out as one of the playbook's words, each with what stands in the place of its …. */
  stretches: (Stretch & { gap: Stretch })[];
}

/** What is known of a note before its words are looked at. */
export interface Surroundings {
  words?: Words;
  sums: readonly Stretch[];
  /** The dates still to come. */
  ahead: readonly Stretch[];
}

export function statementFinder(
  vocabulary: NoteVocabulary,
): (text: string, around: Surroundings) => Statements {
  const actions = new WordFinder(vocabulary.actions.map(withLabel));
  const objections = new WordFinder(vocabulary.objections);
  const scenes = new WordFinder(vocabulary.scenes.map(withLabel));
  // 价格 alone is no objection; 价格没问题 says that there is none.
  const labels = new WordFinder(vocabulary.objections.map((entry) => ({ ...entry, words: [entry.label] })));
  const findOutcome = outcomeFinder(vocabulary.outcomes);

  return (text, around) => {
    const acts = actions
      .find(text, around)
      .filter(({ start, end }) => !isAsked(text, start) && !isMereTopic(text, end));
    const against = [
      ...objections.find(text, around),
      ...labels.find(text, {}).filter(({ end }) => isNoProblem(text, end)),
    ];
    const topics = scenes.find(text, around);
    const { stated, planned } = sortActions(text, acts, around);
    return {
      actions: once(stated.map((hit) => statement(hit, isNegatedHit(text, hit)))),
      planned: once(planned.map((hit) => statement(hit, false))),
      objections: once(
        against.map((hit) => statement(hit, isNoProblem(text, hit.end) || isNegatedHit(text, hit))),
      ),
      scenes: once(topics.map((hit) => statement(hit, false))),
      outcome: findOutcome(text, around.words, around.ahead),
      stretches: [...acts, ...against, ...topics],
    };
  };
}

/** What a card shows can be typed as well. */
function withLabel<E extends VocabularyEntry>(entry: E): E {
  return { ...entry, words: [...entry.words, entry.label] };
}

function statement({ entry, start, end }: WordHit<VocabularyEntry>, negated: boolean): Statement {
  return { entry, start, end, negated };
}

function sortActions(text: string, hits: WordHit<ActionEntry>[], { ahead, sums }: Surroundings) {
  const ours = hits.filter(({ entry, start, end }) =>
    entry.touch ? !isSomeoneElses(text, start) : !isOver(text, end),
  );
  const isPlanned = (hit: WordHit<ActionEntry>) =>
    hit.entry.touch === true && !isNegatedHit(text, hit) && isStillToCome(text, hit, ahead, sums);
  const stated = ours.filter((hit) => !isPlanned(hit));
  const ruledOut = new Set(stated.flatMap(({ entry }) => entry.rulesOut ?? []));
  return { stated: stated.filter(({ entry }) => !ruledOut.has(entry.id)), planned: ours.filter(isPlanned) };
}

function isNegatedHit(text: string, { entry, start, end, gap }: WordHit<ActionEntry>): boolean {
  const typed = text.slice(start, end);
  // 样品没收到: sent all the same.
  if (/[没未]收到/.test(text.slice(start, end + 1))) return false;
  // 价格…没谈 among the words of a touch says that it did not take place; 没预算 is an objection in its own words.
  if (entry.touch && /[没未]/.test(typed)) return true;
  return isNegated(text, { start, end }) || /[没未不]/.test(text.slice(gap.start, gap.end));
}

/** One statement per entry; a plain one wins over a negated one (一开始没报价 后来报价了), then the first. */
function once(statements: readonly Statement[]): Statement[] {
  const kept = new Map<string, Statement>();
  for (const found of statements) {
    const known = kept.get(found.entry.id);
    if (!known || (known.negated && !found.negated)) kept.set(found.entry.id, found);
  }
  return [...kept.values()].sort((a, b) => a.start - b.start);
}
