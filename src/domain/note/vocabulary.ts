/** Finds the playbook's words in a note, as typed or by sound. */
import { CLAUSE_BREAK, type Stretch } from './prepared-text.ts';
import { soundsOf } from './sounds.ts';
import { Trie } from './trie.ts';
import type { VocabularyEntry } from './types.ts';

export interface WordHit<E> extends Stretch {
  entry: E;
  /** What stands in the place of `…`; often where the negation is (价格还没谈). Empty for a word without `…`. */
  gap: Stretch;
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
const MAX_FORMS = 1000;
const SUM = '{sum}';
const MAX_BEFORE_SUM = 3;
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

/** What is known of a text already. */
export interface Found {
  words?: Words;
  sums?: readonly Stretch[];
}

export class WordFinder<E extends VocabularyEntry> {
  private readonly spelled = new Trie<Word<E>>();
  private readonly sounded = new Trie<Word<E>>();
  private readonly bySound: boolean;

  /**
   * With `bySound`, homophones of the words are found as well.
   * @throws RangeError naming a word that is not written as `VocabularyEntry` says.
   */
  constructor(entries: readonly E[], bySound = true) {
    this.bySound = bySound;
    for (const entry of entries) for (const word of new Set(entry.words)) this.add(entry, word);
  }

  private add(entry: E, typed: string): void {
    for (const plain of expand(typed.normalize('NFKC').toLowerCase().replaceAll('...', '…'))) {
      const [, head = '', tail = ''] = /^(.*?)(?:…|(?=\{sum\}$)|$)(.*)$/s.exec(plain) ?? [];
      const text = head.trim();
      if (text === '')
        throw new RangeError(`"${typed}" (${entry.id}): a word cannot begin with … or be empty`);
      const word = { entry, text, tail: tail.trim() };
      if (/[…{}]/.test(text) || (word.tail !== SUM && /[…{}]/.test(word.tail))) {
        throw new RangeError(`"${typed}" (${entry.id}): … can stand once and {sum} at the end only`);
      }
      this.spelled.add(text, word);
      if (HAN_WORD.test(text) && word.tail === '') this.sounded.add(soundsOf(text), word);
    }
  }

  /** In the order of the text, the longest where several overlap, each entry possibly more than once. */
  find(text: string, { words, sums = [] }: Found): WordHit<E>[] {
    const found: WordHit<E>[] = [];
    for (const { value, start, end } of this.spelled.in(text)) {
      const tail = value.tail === SUM ? sumAfter(end, sums) : tailAfter(text, end, value.tail);
      const hit = tail && { entry: value.entry, start, end: tail.end, gap: { start: end, end: tail.start } };
      if (hit && standsAlone(text, hit, words)) found.push(hit);
    }
    if (words && this.bySound) {
      for (const { value, start, end } of this.sounded.in(soundsOf(text))) {
        const hit = { entry: value.entry, start, end, gap: { start: end, end } };
        if (isMisspelled(text, hit, value.text, words)) found.push(hit);
      }
    }
    return longest(found);
  }
}

/** Prefers what has more characters of its own; other words may stand in a gap (彩页和报价都给了). */
function longest<E>(hits: readonly WordHit<E>[]): WordHit<E>[] {
  const kept: WordHit<E>[] = [];
  const takenBy = new Map<number, WordHit<E>>();
  for (const hit of [...hits].sort((a, b) => ownLength(b) - ownLength(a) || a.start - b.start)) {
    const own = ownPositions(hit);
    const rivals = own.flatMap((position) => takenBy.get(position) ?? []);
    if (rivals.some(({ start, end }) => start !== hit.start || end !== hit.end)) continue;
    kept.push(hit);
    for (const position of own) takenBy.set(position, hit);
  }
  return kept.sort((a, b) => a.start - b.start);
}

function ownLength<E>({ start, end, gap }: WordHit<E>): number {
  return end - start - (gap.end - gap.start);
}

function ownPositions<E>({ start, end, gap }: WordHit<E>): number[] {
  const positions: number[] = [];
  for (let at = start; at < end; at++) if (at < gap.start || at >= gap.end) positions.push(at);
  return positions;
}

/** 派(工程师|技术) → 派工程师, 派技术. Groups do not nest. */
function expand(word: string): string[] {
  let forms = [word];
  for (;;) {
    const group = /\(([^()]*)\)/.exec(forms[0] ?? '');
    if (!group) return forms;
    const [whole, choices = ''] = group;
    forms = choices.split('|').flatMap((choice) => forms.map((form) => form.replace(whole, () => choice)));
    if (forms.length > MAX_FORMS) throw new RangeError(`"${word}" stands for more than ${MAX_FORMS} words`);
  }
}

/** 报12万, 报大概12万: an empty stretch, for the sum itself is no part of the word. */
function sumAfter(at: number, sums: readonly Stretch[]): Stretch | undefined {
  const follows = sums.some(({ start }) => start >= at && start - at <= MAX_BEFORE_SUM);
  return follows ? { start: at, end: at } : undefined;
}

/** A space may stand for the whole gap (电话 没人接), not inside it: there it ends the clause. */
function tailAfter(text: string, at: number, tail: string): Stretch | undefined {
  if (tail === '') return { start: at, end: at };
  const reach = text.slice(at, at + MAX_GAP + tail.length);
  const gap = reach.slice(0, Math.max(0, reach.indexOf(tail)));
  if (!reach.includes(tail) || (gap !== ' ' && [...gap].some((char) => CLAUSE_BREAK.test(char))))
    return undefined;
  return { start: at + gap.length, end: at + gap.length + tail.length };
}

/** Not inside a longer word: 贵 in 贵州, 没接 in 没接触, GE in general. */
function standsAlone(
  text: string,
  { start, end, gap }: Omit<WordHit<unknown>, 'entry'>,
  words: Words | undefined,
): boolean {
  if (LATIN.test(text[start] ?? '') && LATIN.test(text[start - 1] ?? '')) return false;
  if (LATIN.test(text[end - 1] ?? '') && LATIN.test(text[end] ?? '')) return false;
  const first = words?.[start];
  const last = words?.[end - 1];
  if (!first || !last) return true;
  if (end - start === 1 && first.end - first.start > 1) return false;
  // The end of a word with … is mostly a verb, which may go on: 样品寄 in 样品寄出.
  if (end - start > 3 || gap.start < end) return first.start >= start || end - start > 3;
  const beginsInside = first.start < start;
  const endsInside = last.start > start && last.end > end;
  return !beginsInside && !endsInside;
}

/** Some characters right, the others right by sound, and what was typed no word itself: 爆价, not 保价. */
function isMisspelled(text: string, { start, end }: Stretch, meant: string, words: Words): boolean {
  let right = 0;
  for (let i = start; i < end; i++) {
    if (text[i] === meant[i - start]) right++;
    else if ((words[i]?.end ?? 0) - (words[i]?.start ?? 0) > 1) return false;
  }
  return right > 0 && right < end - start;
}
