/** Finds the playbook's words in a note, as typed or by sound. */
import { CLAUSE_BREAK, type Stretch } from './prepared-text.ts';
import { soundsOf } from './sounds.ts';
import { Trie } from './trie.ts';
import type { VocabularyEntry } from './types.ts';

export interface WordHit<E> extends Stretch {
  entry: E;
  /** What stands in the places of `…`; often where the negation is (价格还没谈). */
  gaps: readonly Stretch[];
  /** How sure the word is of its meaning: `hint` words are enough to ask and never to record. */
  hint: boolean;
  /** The word as the vocabulary writes it. */
  typed: string;
}

interface Word<E> {
  entry: E;
  typed: string;
  text: string;
  /** What must follow within the clause, after each `…` one of these; `{sum}` stands for a sum of money. */
  tails: readonly (readonly string[])[];
  hint: boolean;
}

/** The words of a note, as far as they are known: where each begins and ends, and whether it has one character only. */
export type Words = readonly Stretch[];

const MAX_GAP = 8;
/** Where a word has several gaps, each is narrower: what lies between must stay one thought. */
const MAX_GAP_OF_SEVERAL = 5;
const MAX_GAPS = 2;
const MAX_FORMS = 1000;
const SUM = '{sum}';
/** How many characters may stand between a word and the sum it names: 报大概12万. */
export const MAX_BEFORE_SUM = 3;
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
    for (const entry of entries) {
      for (const word of new Set(entry.words)) this.add(entry, word, false);
      for (const word of new Set(entry.hints)) this.add(entry, word, true);
    }
  }

  private add(entry: E, typed: string, hint: boolean): void {
    const plain = typed.normalize('NFKC').toLowerCase().replaceAll('...', '…');
    const refuse = (reason: string) => new RangeError(`"${typed}" (${entry.id}): ${reason}`);
    const [head = '', ...rest] = partsOf(plain);
    if (rest.length > MAX_GAPS) throw refuse(`… can stand ${MAX_GAPS} times only`);
    const tails = rest.map((part) => expand(part).map((tail) => tail.trim()));
    if (tails.some((forms) => forms.some((form) => form === '' || (form !== SUM && /[…{}]/.test(form)))))
      throw refuse('a word cannot end with …, and {sum} can stand at its end only');
    for (const form of expand(head)) {
      const text = form.trim();
      if (text === '') throw refuse('a word cannot begin with … or be empty');
      if (/[…{}]/.test(text)) throw refuse('{sum} can stand at the end only');
      const word = { entry, typed, text, tails, hint };
      this.spelled.add(text, word);
      if (HAN_WORD.test(text) && !tails.length && !hint) this.sounded.add(soundsOf(text), word);
    }
  }

  /** In the order of the text, the longest where several overlap, each entry possibly more than once. */
  find(text: string, { words, sums = [] }: Found): WordHit<E>[] {
    const found: WordHit<E>[] = [];
    for (const { value, start, end } of this.spelled.in(text)) {
      const rest = restAfter(text, end, value.tails, sums);
      const hit = rest && {
        entry: value.entry,
        start,
        end: rest.end,
        gaps: rest.gaps,
        hint: value.hint,
        typed: value.typed,
      };
      if (hit && standsAlone(text, hit, words)) found.push(hit);
    }
    if (words && this.bySound) {
      for (const { value, start, end } of this.sounded.in(soundsOf(text))) {
        const hit = { entry: value.entry, start, end, gaps: [], hint: false, typed: value.typed };
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
  const rank = (a: WordHit<E>, b: WordHit<E>) =>
    Number(a.hint) - Number(b.hint) || ownLength(b) - ownLength(a) || a.start - b.start;
  for (const hit of [...hits].sort(rank)) {
    const own = ownPositions(hit);
    const rivals = own.flatMap((position) => takenBy.get(position) ?? []);
    if (rivals.some(({ start, end }) => start !== hit.start || end !== hit.end)) continue;
    kept.push(hit);
    for (const position of own) takenBy.set(position, hit);
  }
  return kept.filter((hit) => !isCrossed(hit, kept)).sort((a, b) => a.start - b.start);
}

/** 设备预算卡得紧: 卡 is said of 预算, which stands nearer, and not of 设备. */
function isCrossed<E>({ end, gaps, hint }: WordHit<E>, others: readonly WordHit<E>[]): boolean {
  const begins = (at: number) => gaps.some((gap) => at >= gap.start && at < gap.end);
  return others.some(
    (other) => begins(other.start) && other.end >= end && other.start < end && (hint || !other.hint),
  );
}

function ownLength<E>({ start, end, gaps }: WordHit<E>): number {
  return gaps.reduce((length, gap) => length - (gap.end - gap.start), end - start);
}

function ownPositions<E>({ start, end, gaps }: WordHit<E>): number[] {
  const positions: number[] = [];
  const isOwn = (at: number) => !gaps.some((gap) => at >= gap.start && at < gap.end);
  for (let at = start; at < end; at++) if (isOwn(at)) positions.push(at);
  return positions;
}

/** What stands before, between and after the `…` that are in no group; `{sum}` is a part of its own. */
function partsOf(word: string): string[] {
  const parts = word.split(/…(?![^(]*\))/);
  const last = parts.at(-1) ?? '';
  if (parts.length === 1 && last.endsWith(SUM)) return [last.slice(0, -SUM.length), SUM];
  return parts;
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

/** Where the rest of a word ends, and what lies between; each part at its nearest. */
function restAfter(
  text: string,
  from: number,
  tails: readonly (readonly string[])[],
  sums: readonly Stretch[],
): { end: number; gaps: Stretch[] } | undefined {
  const reach = tails.length > 1 ? MAX_GAP_OF_SEVERAL : MAX_GAP;
  const gaps: Stretch[] = [];
  let end = from;
  for (const tail of tails) {
    const found = tail[0] === SUM ? sumAfter(end, sums) : tailAfter(text, end, tail, reach);
    if (!found) return undefined;
    gaps.push({ start: end, end: found.start });
    end = found.end;
  }
  return { end, gaps };
}

/** 报12万, 报大概12万: an empty stretch, for the sum itself is no part of the word. */
function sumAfter(at: number, sums: readonly Stretch[]): Stretch | undefined {
  const follows = sums.some(({ start }) => start >= at && start - at <= MAX_BEFORE_SUM);
  return follows ? { start: at, end: at } : undefined;
}

/** A space may stand for the whole gap (电话 没人接), not inside it: there it ends the clause. */
function tailAfter(text: string, at: number, tails: readonly string[], reach: number): Stretch | undefined {
  for (let start = at; start <= at + reach && start < text.length; start++) {
    const here = tails.filter((tail) => text.startsWith(tail, start));
    if (here.length) return { start, end: start + Math.max(...here.map(({ length }) => length)) };
    const isWholeGap =
      start === at && text[start] === ' ' && tails.some((tail) => text.startsWith(tail, at + 1));
    if (CLAUSE_BREAK.test(text[start] ?? '') && !isWholeGap) return undefined;
  }
  return undefined;
}

/** Not inside a longer word: 贵 in 贵州, 没接 in 没接触, GE in general. */
function standsAlone(
  text: string,
  { start, end, gaps }: Omit<WordHit<unknown>, 'entry'>,
  words: Words | undefined,
): boolean {
  if (LATIN.test(text[start] ?? '') && LATIN.test(text[start - 1] ?? '')) return false;
  if (LATIN.test(text[end - 1] ?? '') && LATIN.test(text[end] ?? '')) return false;
  const first = words?.[start];
  const last = words?.[end - 1];
  if (!first || !last) return true;
  if (end - start === 1 && first.end - first.start > 1) return false;
  // The end of a word with … is mostly a verb, which may go on: 样品寄 in 样品寄出.
  if (end - start > 3 || gaps.length) return first.start >= start || end - start > 3;
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
