/** What of the candidates is recorded, what is asked about, and what is dropped. */
import type { Candidate } from './candidates.ts';

/** More taps add nothing: of what is not recorded and can be found, two find nearly all. */
export const MAX_DOUBTFUL = 2;

/** How likely a candidate is right, 0 to 1. */
export type Verifier = (candidate: Candidate, all: readonly Candidate[], text: string) => number;

export interface Thresholds {
  record: number;
  ask: number;
}

export interface Decided {
  recorded: Candidate[];
  /** The likeliest first. */
  doubtful: Candidate[];
  negated: Candidate[];
  planned: Candidate[];
}

interface Rules {
  thresholdsOf(candidate: Candidate): Thresholds;
  /** Whether we are the ones who did it; asked after the weighing, which looks at all candidates. */
  isOurs(candidate: Candidate): boolean;
}

export function decide(
  text: string,
  candidates: readonly Candidate[],
  verify: Verifier,
  { thresholdsOf, isOurs }: Rules,
): Decided {
  const ruledOut = ruledOutBy(candidates);
  const done = candidates.filter(
    (candidate) => candidate.aspect === 'done' && !ruledOut.has(candidate.entry.id),
  );
  const scored = done.map((candidate) => ({ candidate, score: verify(candidate, candidates, text) }));
  const best = new Map<string, { candidate: Candidate; score: number }>();
  for (const one of scored) {
    if (!isOurs(one.candidate)) continue;
    const key = `${one.candidate.of} ${one.candidate.entry.id}`;
    const known = best.get(key);
    if (!known || one.score > known.score) best.set(key, one);
  }
  const ranked = [...best.values()].sort(
    (a, b) => b.score - a.score || a.candidate.start - b.candidate.start,
  );
  const isSure = ({ candidate, score }: (typeof ranked)[number]) =>
    candidate.source === 'label' ||
    // However likely: half a word is no evidence of a contact.
    (candidate.source !== 'hint' && score >= thresholdsOf(candidate).record);
  const recorded = ranked.filter(isSure).map(({ candidate }) => candidate);
  const doubtful = ranked
    .filter((one) => !isSure(one) && one.score >= thresholdsOf(one.candidate).ask)
    .map(({ candidate }) => candidate)
    .slice(0, MAX_DOUBTFUL);
  const isNew = (candidate: Candidate) => !best.has(`${candidate.of} ${candidate.entry.id}`);
  return {
    recorded: recorded.sort(byPlace),
    doubtful,
    negated: onePerEntry(
      candidates.filter((c) => c.aspect === 'negated' && c.source !== 'hint' && isNew(c) && isOurs(c)),
    ),
    planned: onePerEntry(
      candidates.filter((c) => c.aspect === 'planned' && c.source !== 'hint' && isOurs(c)),
    ),
  };
}

/** Who was not reached was not called either; only an attempt that is stated in so many words rules out. */
function ruledOutBy(candidates: readonly Candidate[]): Set<string> {
  return new Set(
    candidates
      .filter(({ aspect, source }) => aspect === 'done' && source !== 'hint')
      .flatMap(({ entry }) => ('rulesOut' in entry ? ((entry.rulesOut as string[] | undefined) ?? []) : [])),
  );
}

function byPlace(a: Candidate, b: Candidate): number {
  return a.start - b.start;
}

function onePerEntry(candidates: readonly Candidate[]): Candidate[] {
  const first = new Map<string, Candidate>();
  for (const candidate of candidates) {
    const key = `${candidate.of} ${candidate.entry.id}`;
    if (!first.has(key)) first.set(key, candidate);
  }
  return [...first.values()].sort(byPlace);
}
