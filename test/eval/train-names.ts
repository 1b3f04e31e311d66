/**
 * `npm run train:names`: trains `nameLikeness` and writes its weights. One thread, fixed order and seed: the same data
 * give the same bytes; `--collect` gathers the spans without a name anew
 * first. Positive are made-up names, negative what reps and playbooks write that names nobody; nothing of
 * a held-back part is looked at.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { dict } from '@node-rs/jieba/dict.js';
import { findEvidence } from '../../src/domain/note/customer/evidence.ts';
import {
  BUCKETS,
  encode,
  featuresOf,
  hashOf,
  type LikenessModel,
  WORD_BITS,
} from '../../src/domain/note/customer/name-likeness.ts';
import { nameSpans } from '../../src/domain/note/customer/name-spans.ts';
import { addressedPeople } from '../../src/domain/note/customer/people.ts';
import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import type { KnownCustomer } from '../../src/domain/note/parse-note.ts';
import { prepareText } from '../../src/domain/note/prepared-text.ts';
import { wordsOf } from '../../src/domain/note/vocabulary.ts';
import { EXAMPLES, examplePlaybook } from '../support/playbooks.ts';
import { createRandom } from '../support/random.ts';
import { customersOf, developmentParts } from './labelled-notes.ts';
import { madeUpNames } from './made-up-names.ts';
import { whoseCustomers, whoseLines } from './whose.ts';

/** What `negativeSpans` found: kept, so that the weights do not change with every word of a playbook. */
const NOBODY = new URL('../../fixtures/notes/whose/nobody.txt', import.meta.url);
export const WEIGHTS = new URL('../../src/domain/note/customer/name-likeness.json', import.meta.url);
const NAMES = 12000;
const EPOCHS = 12;
const RATE = 0.15;
const DECAY = 2e-6;
const SCALE = 24;

interface Example {
  text: string;
  isName: boolean;
}

/** Cuts as no playbook's words would: names of a playbook's products are words of one company only. */
const segment = createSegmenter([]);

export function trainNames(): LikenessModel {
  const all = allExamples();
  const examples = createRandom(7).shuffled(all);
  const weights = new Float64Array(BUCKETS);
  const counts = new Map<string, number>();
  for (const { text, isName } of examples) {
    if (!isName) for (const word of new Set(segment(text))) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  // A word of this very line alone does not make it known: no line to be read was trained on.
  const features = examples.map(({ text, isName }) =>
    featuresOf(text, segment, (word) => (counts.get(word) ?? 0) > (isName ? 0 : 1)),
  );
  const negatives = examples.filter(({ isName }) => !isName).length;
  // As if there were as many of the one as of the other.
  const weightOf = [examples.length / 2 / negatives, examples.length / 2 / (examples.length - negatives)];
  let bias = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const rate = RATE / (1 + epoch);
    examples.forEach(({ isName }, i) => {
      const active = features[i] ?? [];
      let sum = bias;
      for (const feature of active) sum += weights[feature] ?? 0;
      const step = rate * (weightOf[isName ? 1 : 0] ?? 1) * ((isName ? 1 : 0) - 1 / (1 + Math.exp(-sum)));
      bias += step * 0.1;
      for (const feature of active) weights[feature] = (weights[feature] ?? 0) * (1 - DECAY) + step;
    });
  }
  const whole = Int8Array.from(weights, (weight) =>
    Math.max(-127, Math.min(127, Math.round(weight * SCALE))),
  );
  const packed = encode(whole);
  const version = createHash('sha256').update(packed).digest('hex').slice(0, 12);
  return {
    version,
    scale: SCALE,
    bias: Math.round(bias * SCALE),
    weights: packed,
    everyday: bitsOf(counts.keys()),
  };
}

function bitsOf(words: Iterable<string>): string {
  const bits = new Uint8Array(WORD_BITS / 8);
  for (const word of words) {
    const bucket = hashOf(word) % WORD_BITS;
    bits[bucket >> 3] = (bits[bucket >> 3] ?? 0) | (1 << (bucket & 7));
  }
  return encode(bits);
}

function allExamples(): Example[] {
  const strangers = ['development', 'development-2']
    .flatMap((part) => whoseLines(part))
    .filter(({ names }) => names === 'stranger');
  const named = strangers.flatMap(({ text }) => spansOf(text, []).slice(0, 1));
  const names = [...madeUpNames(NAMES, properNames()), ...named, ...named, ...named];
  const nobody = readFileSync(NOBODY, 'utf8').split('\n').filter(Boolean);
  return [
    ...names.map((text) => ({ text, isName: true })),
    ...nobody.map((text) => ({ text, isName: false })),
  ];
}

/** Names the dictionary has: organisations, brands, people. */
function properNames(): string[] {
  return new TextDecoder()
    .decode(dict)
    .split('\n')
    .flatMap((line) => /^([\p{Script=Han}]{2,4}) \d+ (?:nt|nz|nrt)$/u.exec(line)?.[1] ?? [])
    .filter((_, i) => i % 7 === 0);
}

function negativeSpans(): string[] {
  const notes = (developmentParts()[0]?.notes ?? []).filter(
    ({ expect }) => expect.customer?.status === 'sure',
  );
  const lines = ['development', 'development-2']
    .flatMap((part) => whoseLines(part))
    .filter(({ names }) => names !== 'stranger');
  return [
    ...notes.flatMap((note) => spansOf(note.text, customersOf(note))),
    ...lines.flatMap(({ names, text, book }) =>
      spansOf(names === 'known' ? text.slice(text.indexOf(' ')) : text, whoseCustomers(book)),
    ),
    ...EXAMPLES.flatMap((name) => playbookTexts(name)).flatMap((text) => spansOf(text, [])),
    ...needs().flatMap((text) => spansOf(text, [])),
  ];
}

function spansOf(raw: string, customers: readonly KnownCustomer[]): string[] {
  const { text } = prepareText(raw);
  const known = findEvidence(text, customers).stretches;
  const words = wordsOf(text, segment);
  return nameSpans(text, [...known, ...addressedPeople(text)], words).map(({ start, end }) =>
    text.slice(start, end),
  );
}

/** Everything a playbook has people read: words, scripts, hints. */
function playbookTexts(name: (typeof EXAMPLES)[number]): string[] {
  const texts: string[] = [];
  const collect = (value: unknown): void => {
    if (typeof value === 'string') texts.push(value);
    else if (Array.isArray(value)) value.forEach(collect);
    else if (value && typeof value === 'object') Object.values(value).forEach(collect);
  };
  // Among the words of objections are competitors' names.
  const { actions, objections, scenes, scripts, stages, documents, products, fields } =
    examplePlaybook(name).playbook;
  collect([
    actions,
    scenes,
    scripts,
    stages,
    documents,
    products,
    fields,
    objections.map(({ label }) => label),
  ]);
  collect(objections.flatMap(({ words }) => words.filter((word) => !mayBeBrand(word))));
  return texts.map((text) => text.replace(/[…(|){}]/g, ' '));
}

/** A word of its own in the dictionary as a name, or in no dictionary at all. */
function mayBeBrand(word: string): boolean {
  const parts = segment(word);
  return parts.every((part) => part.length === 1) || parts.some((part) => segment.isProperName?.(part));
}

function needs(): string[] {
  const file = new URL('../../fixtures/tagging/development.jsonl', import.meta.url);
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .flatMap((line) => (JSON.parse(line) as { lead: { need?: string } }).lead.need ?? []);
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--collect')) writeFileSync(NOBODY, `${negativeSpans().join('\n')}\n`);
  const model = trainNames();
  writeFileSync(WEIGHTS, `${JSON.stringify(model, null, 2)}\n`);
  console.log(
    `weights ${model.version}, ${allExamples().filter(({ isName }) => !isName).length} spans without a name`,
  );
}
