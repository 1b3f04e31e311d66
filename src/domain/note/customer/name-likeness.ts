/**
 * How much some words of a note look like the name of an organisation or person: a logistic model over their
 * characters and words, trained on made-up names and on what reps write that names nobody
 * (`npm run train:names`; test/unit/domain/note/name-likeness.test.ts trains it again and compares).
 */
import { placePrefix } from '../../normalise/regions.ts';
import type { Segment } from '../types.ts';
import model from './name-likeness.json' with { type: 'json' };
import { beginsWithSurname } from './people.ts';
import { splitPlace } from './regions.ts';

export interface LikenessModel {
  /** Changes with every training: what was decided can be told from what would be decided now. */
  version: string;
  /** Weights are whole numbers; this many make one. */
  scale: number;
  bias: number;
  /** One signed byte for each bucket, base64. */
  weights: string;
  /** One bit for each bucket of a word that was met where nobody is named, base64. */
  everyday: string;
}

/** Buckets of the weights: a power of two. */
export const BUCKETS = 8192;
/** Bits for words: many more than there are words, so that few share one. */
export const WORD_BITS = 65_536;
const MAX_LENGTH = 16;

const weights = new Int8Array(decode(model.weights));
const everyday = new Uint8Array(decode(model.everyday));

/** From 0 to 1. `segment` cuts the text into words; without it, its characters decide alone. */
export function nameLikeness(text: string, segment?: Segment): number {
  let sum = model.bias;
  for (const feature of featuresOf(text, segment, isEveryday)) sum += weights[feature] ?? 0;
  return 1 / (1 + Math.exp(-sum / model.scale));
}

/** Whether none of the words is one that people write where they name nobody: words nobody can explain. */
export function isUnexplained(text: string, segment: Segment): boolean {
  return segment(text).every((word) => !isEveryday(word));
}

export function encode(values: Int8Array | Uint8Array): string {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64');
}

function decode(packed: string): ArrayBuffer {
  return Uint8Array.from(Buffer.from(packed, 'base64')).buffer;
}

function isEveryday(word: string): boolean {
  const bucket = hashOf(word) % WORD_BITS;
  return ((everyday[bucket >> 3] ?? 0) & (1 << (bucket & 7))) !== 0;
}

/** Buckets of everything the model looks at, each once. */
export function featuresOf(
  text: string,
  segment: Segment | undefined,
  isKnown: (word: string) => boolean,
): number[] {
  const chars = [...text].slice(0, MAX_LENGTH);
  const whole = chars.join('');
  const found = new Set<string>([`n${Math.min(chars.length, 9)}`]);
  for (let i = 0; i < chars.length; i++) {
    found.add(`1${chars[i]}`);
    if (i + 1 < chars.length) found.add(`2${chars[i]}${chars[i + 1]}`);
  }
  for (const length of [1, 2, 3]) {
    if (chars.length < length) continue;
    found.add(`^${chars.slice(0, length).join('')}`);
    found.add(`$${chars.slice(-length).join('')}`);
  }
  const words = segment?.(whole) ?? [];
  addWords(words, chars.length, found);
  const unknown = words.filter((word) => !isKnown(word));
  if (segment && words.length > 0) {
    found.add(`unknown${Math.min(unknown.length, 4)}`);
    found.add(
      unknown.length === 0 ? 'all known' : unknown.length === words.length ? 'none known' : 'some known',
    );
    if (words[0] && unknown.includes(words[0])) found.add(`first unknown${Math.min(words[0].length, 4)}`);
    // 采芝斋 is a word of the dictionary, and a name there.
    if (unknown.some((word) => word.length > 1 && segment.isProperName?.(word))) found.add('proper');
    if (words[0] && segment.isProperName?.(words[0]))
      found.add(`proper first${Math.min(words[0].length, 4)}`);
  }
  const place = splitPlace(whole).place ?? placePrefix(whole);
  if (place) found.add('place');
  if (beginsWithSurname(whole)) found.add(`surname${Math.min(chars.length, 5)}`);
  return [...new Set([...found].map((feature) => hashOf(feature) % BUCKETS))];
}

function addWords(words: readonly string[], length: number, found: Set<string>): void {
  if (words.length === 0) return;
  const single = words.filter((word) => word.length === 1).length;
  found.add(`w${Math.min(words.length, 6)}`);
  found.add(`single${Math.min(single, 4)}`);
  if (single === words.length) found.add(`strange${Math.min(length, 5)}`);
  for (const word of words) found.add(`=${word}`);
  found.add(`<${words[0]}`);
  found.add(`>${words.at(-1)}`);
}

/** FNV-1a over UTF-16 units. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    hash ^= text.charCodeAt(i);
    hash = Math.imul(hash, 0x01000193);
  }
  return hash >>> 0;
}
