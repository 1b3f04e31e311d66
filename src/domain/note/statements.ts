/** What a note states in the playbook's words: actions done, not done and planned, objections, scenes, the outcome. */
import { type Candidate, candidateFinder, type Surroundings } from './candidates.ts';
import { decide, type Thresholds, type Verifier } from './decide.ts';
import { type FoundOutcome, outcomeFinder } from './outcome.ts';
import { overlaps, type Stretch } from './prepared-text.ts';
import { isRivalsDeed } from './rivals.ts';
import { isUnread } from './said-of.ts';
import type { NoteVocabulary, VocabularyEntry } from './types.ts';
import { MAX_BEFORE_SUM, WordFinder } from './vocabulary.ts';

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
  /** To be asked about, the likeliest first. */
  doubtful: Candidate[];
  /** Whatever was made out as one of the playbook's words, each with what stands in the places of its …. */
  stretches: (Stretch & { gaps: readonly Stretch[] })[];
}

/** How candidates are weighed; `rules.ts` and the trained weights each give one. */
export interface Judge {
  verify: Verifier;
  thresholdsOf(candidate: Candidate): Thresholds;
}

export function statementFinder(
  vocabulary: NoteVocabulary,
  judge: Judge,
): (text: string, around: Surroundings) => Statements {
  const findCandidates = candidateFinder(vocabulary.actions, vocabulary.objections);
  const scenes = new WordFinder(
    vocabulary.scenes.map((entry) => ({ ...entry, words: [...entry.words, entry.label] })),
  );
  const findOutcome = outcomeFinder(vocabulary.outcomes);

  return (text, around) => {
    const outcome = findOutcome(text, around.words, around.ahead);
    const candidates = findCandidates(text, around).filter((one) => !isTheOutcome(one, outcome));
    const { recorded, doubtful, negated, planned } = decide(text, candidates, judge.verify, {
      thresholdsOf: (candidate) => judge.thresholdsOf(candidate),
      isOurs: (candidate) => !isOthersQuotation(text, candidate, around),
    });
    const topics = scenes.find(text, around);
    const stated = (of: Candidate['of']) =>
      [
        ...recorded.filter((one) => one.of === of).map((one) => statement(one, false)),
        ...negated.filter((one) => one.of === of).map((one) => statement(one, true)),
      ].sort((a, b) => a.start - b.start);
    return {
      actions: stated('action'),
      planned: planned.map((one) => statement(one, false)),
      objections: stated('objection'),
      scenes: once(topics.map((hit) => statement(hit, false))),
      ...(outcome && { outcome }),
      doubtful,
      stretches: [...candidates.filter(({ source }) => source !== 'hint'), ...topics],
    };
  };
}

const QUOTED = 'quoted';

/** GE给到58万 is a rival's quotation, 报价单都没看 is one of earlier on. */
function isOthersQuotation(text: string, { entry, start, end }: Candidate, around: Surroundings): boolean {
  if (!entry.kinds?.includes(QUOTED)) return false;
  const sum = around.sums.find((one) => one.start >= end && one.start - end <= MAX_BEFORE_SUM);
  // 没报价，58万是GE的价: behind a comma the sum is another matter.
  if (sum?.rivals && !/[,，。;；]/.test(text.slice(end, sum.start))) return true;
  return isUnread(text, { start, end }) || isRivalsDeed(text, { start, end }, around.rivals ?? []);
}

/** 选了别家 says how the deal ended; it is no objection any more. */
function isTheOutcome(candidate: Candidate, outcome: FoundOutcome | undefined): boolean {
  return candidate.of === 'objection' && outcome?.kind === 'lost' && overlaps(candidate.clause, outcome);
}

function statement({ entry, start, end }: Stretch & { entry: VocabularyEntry }, negated: boolean): Statement {
  return { entry, start, end, negated };
}

function once(statements: readonly Statement[]): Statement[] {
  const kept = new Map<string, Statement>();
  for (const found of statements) if (!kept.has(found.entry.id)) kept.set(found.entry.id, found);
  return [...kept.values()].sort((a, b) => a.start - b.start);
}
