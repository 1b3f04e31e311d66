/** The trained judge of candidates: logistic regression with whole-number weights, offline and the same everywhere. */
import type { Candidate } from '../candidates.ts';
import type { Judge } from '../statements.ts';
import { BUCKETS, featuresOf, kindOf } from './features.ts';

/** `test/eval/train-notes.ts` writes it; `weights.json` is read with the program. */
export interface TrainedWeights {
  format: 1;
  /** Of the lines it was trained on. */
  trainedOn: string;
  /** A weight is so many times its whole number. */
  scale: number;
  /** One signed byte per bucket, in base64. */
  weights: string;
  /** Above `record` a candidate is recorded, above `ask` asked about; by kind where `kinds` has it. */
  record: number;
  ask: number;
  kinds: Readonly<Record<string, { record: number; ask: number }>>;
}

/** Where the weights know nothing, how the word was found decides. */
export const PRIOR: Readonly<Record<Candidate['source'], number>> = { label: 4, own: 2.5, kind: 2, hint: -1 };

export function trainedJudge(trained: TrainedWeights): Judge {
  const weights = bytesOf(trained.weights);
  if (weights.length !== BUCKETS) throw new RangeError(`expected ${BUCKETS} weights, got ${weights.length}`);
  return {
    verify: (candidate, all, text) => {
      let sum = 0;
      for (const bucket of featuresOf(candidate, text, all)) sum += weights[bucket] ?? 0;
      return 1 / (1 + Math.exp(-(PRIOR[candidate.source] + sum * trained.scale)));
    },
    thresholdsOf: (candidate) => trained.kinds[kindOf(candidate)] ?? trained,
  };
}

function bytesOf(text: string): Int8Array {
  const characters = atob(text);
  return Int8Array.from(characters, (character) => (character.charCodeAt(0) << 24) >> 24);
}
