/** Finds the playbook's words in a note, as typed or by sound. */
import { CLAUSE_BREAK, type Stretch } from './prepared-text.ts';
import { soundsOf } from './sounds.ts';
import { type Hit, longestHits, Trie } from './trie.ts';
import type { VocabularyEntry } from './types.ts';

export interface WordHit<E> extends Stretch {
  entry: E;
  /** What stands in the place of `…`; often where the negation is (价格还没谈). */
  gap: string;
}

interface Word<E> {
  entry: E;
  text: string;
  /** What must follow within the clause, after a word with `…`. */
  tail: string;
}

/** The words of a note, as far as they are known: where each begins and ends, and whether it has one character only. */
export type Words = readonly Stretch[];

const MAX_GAP = 8;
const HAN_WORD = /^\p{Script=Han}{2,}$/u;
const LATIN = /[a-z0-9]/;

/** The words cut by `segment`, one for each character they cover; without `segment`, none is known. */
export function wordsOf(text: string, segment: ((text: string) => string[]) | undefined): Words | undefined {
  if (!segment) return undefined;
  const words: Stretch[] = [];
  let at = 0;
  for (const word of segment(text)) {
    const stretch = { start: at, end: at + word.length };
    for (let i = at; i < stretch.end; i++) words.push(stretch);
    at = stretch.end;
  }
  return at === text.length ? words : undefined;
}

export class WordFinder<E extends VocabularyEntry> {
  private readonly spelled = new Trie<Word<E>>();
  private readonly sounded = new Trie<Word<E>>();

  constructor(entries: readonly E[]) {
    for (const entry of entries) for (const word of new Set(entry.words)) this.add(entry, word);
  }

  private add(entry: E, typed: string): void {
    const [head = '', tail = ''] = typed.normalize('NFKC').toLowerCase().replace('...', '…').split('…');
    const text = head.trim();
    if (text === '') return;
    const word = { entry, text, tail: tail.trim() };
    this.spelled.add(text, word);
    if (HAN_WORD.test(text) && word.tail === '') this.sounded.add(soundsOf(text), word);
  }

  /** In the order of the text, the longest where several overlap, each entry possibly more than once. */
  find(text: string, words: Words | undefined): WordHit<E>[] {
    const spelled = [...this.spelled.in(text)].flatMap((hit) => {
      const whole = withTail(text, hit);
      return whole && standsAlone(text, hit, words) ? [whole] : [];
    });
    const sounded = words
      ? [...this.sounded.in(soundsOf(text))].filter((hit) => isMisspelled(text, hit, words))
      : [];
    const hits = [...spelled, ...sounded.map((hit) => ({ ...hit, value: { ...hit.value, gap: '' } }))];
    return longestHits(hits).map(({ value, start, end }) => ({
      entry: value.entry,
      gap: value.gap,
      start,
      end,
    }));
  }
}

function withTail<E>(text: string, hit: Hit<Word<E>>): Hit<Word<E> & { gap: string }> | undefined {
  const { tail } = hit.value;
  if (tail === '') return { ...hit, value: { ...hit.value, gap: '' } };
  const reach = text.slice(hit.end, hit.end + MAX_GAP + tail.length);
  const at = reach.indexOf(tail);
  const gap = reach.slice(0, at);
  // One space may stand in the gap; reps put them where they please.
  if (at < 0 || [...gap.trim()].some((char) => CLAUSE_BREAK.test(char))) return undefined;
  return { ...hit, end: hit.end + at + tail.length, value: { ...hit.value, gap } };
}

/** Not inside a longer word: 贵 in 贵州, 没接 in 没接触, GE in general. */
function standsAlone<E>(text: string, { start, end }: Hit<Word<E>>, words: Words | undefined): boolean {
  if (LATIN.test(text[start] ?? '') && LATIN.test(text[start - 1] ?? '')) return false;
  if (LATIN.test(text[end - 1] ?? '') && LATIN.test(text[end] ?? '')) return false;
  const first = words?.[start];
  const last = words?.[end - 1];
  if (!first || !last) return true;
  if (end - start === 1 && first.end - first.start > 1) return false;
  return last.end <= end || last.start < start || end - start > 3;
}

/** Some characters right, the others right by sound, and what was typed no word itself: 爆价, not 保价. */
function isMisspelled<E>(text: string, { start, end, value }: Hit<Word<E>>, words: Words): boolean {
  let right = 0;
  for (let i = start; i < end; i++) {
    if (text[i] === value.text[i - start]) right++;
    else if ((words[i]?.end ?? 0) - (words[i]?.start ?? 0) > 1) return false;
  }
  return right > 0 && right < end - start;
}
