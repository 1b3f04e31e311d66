import type { Span } from './types.ts';

/** Notes are a few words; what comes after this many characters is kept as free text and not searched. */
export const MAX_NOTE_LENGTH = 1000;

const INVISIBLE = /^[\p{Cc}\p{Cf}\p{Cs}\p{Default_Ignorable_Code_Point}]$/u;
const SPACE = /^[\s\p{Zs}]$/u;
const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

/**
 * A note made easy to search (half width, lower case, no invisible characters), which still knows where each
 * character stood in the text as typed.
 */
export interface PreparedText {
  text: string;
  /** What was searched and what was too long to be, as typed. */
  head: string;
  tail: string;
  spanOf(start: number, end: number): Span;
}

export function prepareText(raw: string, max = MAX_NOTE_LENGTH): PreparedText {
  const head = raw.slice(0, cutAt(raw, max));
  const chars: SourcedChar[] = [];
  let at = 0;
  for (const char of head) {
    for (const unit of searchableForm(char))
      for (const half of unit.split('')) chars.push({ char: half, at });
    at += char.length;
  }
  const kept = withoutSpacing(chars);
  const text = kept.map(({ char }) => char).join('');
  const origins = [...kept.map((kept) => kept.at), head.length];
  const originOf = (index: number) => origins[Math.min(Math.max(index, 0), origins.length - 1)] ?? 0;
  return {
    text,
    head,
    tail: raw.slice(head.length),
    // The end is taken from the last character, so that what was invisible behind it stays outside.
    spanOf: (start, end) => [
      originOf(start),
      end > start ? endOfCharacter(head, originOf(end - 1)) : originOf(start),
    ],
  };
}

interface SourcedChar {
  char: string;
  at: number;
}

/** 已 报 价: from three characters on, each by itself, the spaces between them say nothing. */
function withoutSpacing(chars: readonly SourcedChar[]): SourcedChar[] {
  const text = chars.map(({ char }) => char).join('');
  const meaningless = new Set<number>();
  for (const match of text.matchAll(
    /(?<![\p{Script=Han}])\p{Script=Han}(?: +\p{Script=Han}(?!\p{Script=Han})){2,}/gu,
  )) {
    for (let i = match.index; i < match.index + match[0].length; i++) if (text[i] === ' ') meaningless.add(i);
  }
  return chars.filter((_, index) => !meaningless.has(index));
}

function searchableForm(char: string): string {
  if (SPACE.test(char)) return char === '\n' ? '\n' : ' ';
  if (INVISIBLE.test(char)) return '';
  return char.normalize('NFKC').toLowerCase();
}

function endOfCharacter(text: string, at: number): number {
  return at + String.fromCodePoint(text.codePointAt(at) ?? 32).length;
}

function cutAt(raw: string, max: number): number {
  if (raw.length <= max) return raw.length;
  // The segmenter gets a window only: on the whole of a hostile text it would not stay cheap.
  const from = Math.max(0, max - 64);
  return from + (graphemes.segment(raw.slice(from, max + 64)).containing(max - from)?.index ?? max - from);
}

/** Characters that end a clause. A space does, because reps type spaces where books have commas. */
export const CLAUSE_BREAK = /[\s,，。.;；!！?？、:：|/\\()（）[\]【】"“”'~…—]/;

/** The text of the clause before `at`, at most `reach` characters. */
export function clauseBefore(text: string, at: number, reach: number): string {
  let start = at;
  while (start > 0 && at - start < reach && !CLAUSE_BREAK.test(text[start - 1] ?? '')) start--;
  return text.slice(start, at);
}

/** The text of the clause from `at` on, at most `reach` characters. */
export function clauseAfter(text: string, at: number, reach: number): string {
  let end = at;
  while (end < text.length && end - at < reach && !CLAUSE_BREAK.test(text[end] ?? '')) end++;
  return text.slice(at, end);
}

export interface Stretch {
  start: number;
  end: number;
}

export function overlaps(a: Stretch, b: Stretch): boolean {
  return a.start < b.end && b.start < a.end;
}
