/** Trains the judge of `src/domain/note/verifier` on the development parts; the same lines give the same bytes. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { BUCKETS, featuresOf, kindOf } from '../../src/domain/note/verifier/features.ts';
import { PRIOR, type TrainedWeights } from '../../src/domain/note/verifier/verifier.ts';
import { candidatesOf, developmentParts } from './labelled-notes.ts';

export interface Example {
  features: number[];
  prior: number;
  right: boolean;
  /** The line it comes from. */
  line: string;
  candidate: ReturnType<typeof candidatesOf>[number]['candidate'];
}

export function examplesOf(parts = developmentParts()): Example[] {
  return parts.flatMap((part) =>
    part.notes.flatMap((note) =>
      candidatesOf(part, note).map(({ candidate, all, text, right }) => ({
        features: featuresOf(candidate, text, all),
        prior: PRIOR[candidate.source],
        right,
        line: `${part.name} ${note.id}`,
        candidate,
      })),
    ),
  );
}

const EPOCHS = 30;
const RATE = 0.15;
const DECAY = 0.004;

/** Logistic regression, one thread, the order of the examples; step sizes shrink per weight (AdaGrad). */
export function train(examples: readonly Pick<Example, 'features' | 'prior' | 'right'>[]): Float64Array {
  const weights = new Float64Array(BUCKETS);
  const seen = new Float64Array(BUCKETS).fill(1);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    for (let i = 0; i < examples.length; i++) {
      // A fixed shuffle: 7919 has no factor in common with the count but by chance.
      const example = examples[(i * 7919 + epoch) % examples.length];
      if (!example) continue;
      const { features, prior, right } = example;
      const sum = features.reduce((total, bucket) => total + (weights[bucket] ?? 0), prior);
      const error = 1 / (1 + Math.exp(-sum)) - Number(right);
      for (const bucket of features) {
        const gradient = error + DECAY * (weights[bucket] ?? 0);
        seen[bucket] = (seen[bucket] ?? 0) + gradient * gradient;
        weights[bucket] = (weights[bucket] ?? 0) - (RATE * gradient) / Math.sqrt(seen[bucket] ?? 1);
      }
    }
  }
  return weights;
}

const SCALE = 1 / 64;

export function packed(weights: Float64Array): string {
  const bytes = Buffer.alloc(weights.length);
  weights.forEach((weight, at) => {
    bytes.writeInt8(Math.max(-127, Math.min(127, Math.round(weight / SCALE))), at);
  });
  return bytes.toString('base64');
}

export const WEIGHTS_FILE = new URL('../../src/domain/note/verifier/weights.json', import.meta.url);

const FOLDS = 5;
/** Of what is recorded without asking so many shall be right, as far as unseen lines of the development parts tell. */
const PRECISION = 0.9;
/** Asked about is what is right more often than this. */
const ASK = 0.35;
/** A kind counts with so many cases of all kinds besides its own: of few cases little is known. */
const BACKING = 12;
const GRID = [0.6, 0.7, 0.8, 0.85, 0.9];

interface Scored {
  score: number;
  right: boolean;
  kind: string;
}

/** Every example scored by weights that have not seen its line. */
function crossValidated(examples: readonly Example[]): Scored[] {
  const lines = [...new Set(examples.map(({ line }) => line))];
  const foldOf = new Map(lines.map((line, i) => [line, i % FOLDS]));
  return Array.from({ length: FOLDS }, (_, fold) => fold).flatMap((fold) => {
    const weights = train(examples.filter(({ line }) => foldOf.get(line) !== fold));
    return examples
      .filter(({ line }) => foldOf.get(line) === fold)
      .map(({ features, prior, right, candidate }) => {
        const sum = features.reduce((total, bucket) => total + (weights[bucket] ?? 0), prior);
        return { score: 1 / (1 + Math.exp(-sum)), right, kind: kindOf(candidate) };
      });
  });
}

function thresholdsFrom(scored: readonly Scored[]): Pick<TrainedWeights, 'record' | 'ask' | 'kinds'> {
  const precisionAt = (cases: readonly Scored[], t: number) => {
    const kept = cases.filter(({ score }) => score >= t);
    return { right: kept.filter(({ right }) => right).length, of: kept.length };
  };
  const all = GRID.map((t) => precisionAt(scored, t)).map(({ right, of }) => right / Math.max(1, of));
  const enough = (cases: readonly Scored[]) =>
    GRID.find((t, i) => {
      const { right, of } = precisionAt(cases, t);
      return (right + BACKING * (all[i] ?? 0)) / (of + BACKING) >= PRECISION;
    }) ?? 0.93;
  const kinds = [...new Set(scored.map(({ kind }) => kind))].sort();
  return {
    record: enough(scored),
    ask: ASK,
    kinds: Object.fromEntries(
      kinds.map((kind) => [kind, { record: enough(scored.filter((one) => one.kind === kind)), ask: ASK }]),
    ),
  };
}

export function trainedWeights(): TrainedWeights {
  const examples = examplesOf();
  const lines = developmentParts().flatMap(({ notes }) => notes);
  return {
    format: 1,
    trainedOn: createHash('sha256').update(JSON.stringify(lines)).digest('hex').slice(0, 16),
    scale: SCALE,
    weights: packed(train(examples)),
    ...thresholdsFrom(crossValidated(examples)),
  };
}

if (process.argv[1]?.endsWith('train-notes.ts')) {
  const made = `${JSON.stringify(trainedWeights(), null, 2)}\n`;
  if (process.argv.includes('--check')) {
    if (readFileSync(WEIGHTS_FILE, 'utf8') !== made) process.exitCode = 1;
  } else writeFileSync(WEIGHTS_FILE, made);
}
