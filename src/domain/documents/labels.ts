import { gapBefore, type Row } from './rows.ts';

/** A wording found in a row: glyphs `from` up to, not including, `to`. */
export interface Found {
  from: number;
  to: number;
  /** Characters read differently. */
  wrong: number;
}

/** Recognition puts marks between the characters of a label: 登`记“号. */
const MAX_NOISE = 3;
/** A wording this long may have one character read wrongly. */
const LONG = 4;

const isHan = (c: string) => /\p{Script=Han}/u.test(c);
export const isWordCharacter = (c: string) => /[\p{Script=Han}\p{L}\p{N}]/u.test(c);

/** The first place at or behind `start` where these words stand in a row. */
export function findWords(row: Row, wording: string, start = 0): Found | undefined {
  const wanted = [...wording.normalize('NFKC')].filter(isWordCharacter);
  const first = wanted[0];
  if (first === undefined) return undefined;
  for (let from = start; from < row.glyphs.length; from++) {
    const found = wordsAt(row, wanted, from);
    if (found) return found;
  }
  return undefined;
}

function wordsAt({ glyphs }: Row, wanted: readonly string[], from: number): Found | undefined {
  let at = from;
  let wrong = 0;
  const allowed = wanted.length >= LONG ? 1 : 0;
  for (const [i, character] of wanted.entries()) {
    let noise = 0;
    // Noise inside, never before: a label begins where its first character stands.
    while (i > 0 && noise < MAX_NOISE && !isWordCharacter(glyphs[at]?.c ?? '字')) {
      // Behind the colon the value begins: 有效期限:至… is not 有效期限（起） read wrongly.
      if (glyphs[at]?.c === ':') return undefined;
      at++;
      noise++;
    }
    const read = glyphs[at]?.c;
    if (read === undefined) return undefined;
    if (!same(read, character)) {
      // A character is misread as another one; a digit behind the label begins its value.
      if (i === 0 || ++wrong > allowed || !isHan(read) || !isHan(character)) return undefined;
    }
    at++;
  }
  return { from, to: at, wrong };
}

function same(read: string, wanted: string): boolean {
  return read.toLowerCase() === wanted.toLowerCase();
}

/** How surely words in a row are a label and not part of a sentence. */
export type LabelRank = 0 | 1 | 2 | 3;

/**
 * A label has its colon (3) or a cell of its own (2) and nothing but space or punctuation before it; at the start of a
 * row it may run into its value (1); anywhere else it is a word of a sentence (0).
 */
export function labelRank(row: Row, { from, to }: Found): LabelRank {
  const before = row.glyphs[from - 1];
  const apart = !before || gapBefore(row, from) >= 0.5 || !isWordCharacter(before.c);
  if (!apart) return 0;
  // A bracket may still belong to the label: 试用周期（天）.
  const ends = [to, to + 1];
  if (ends.some((end) => row.glyphs[end]?.c === ':' && !isWordCharacter(row.glyphs[to]?.c ?? ''))) return 3;
  const closed = isWordCharacter(row.glyphs[to]?.c ?? '字') ? to : to + 1;
  if (to >= row.glyphs.length || gapBefore(row, to) >= 0.6 || gapBefore(row, closed) >= 0.6) return 2;
  return before === undefined ? 1 : 0;
}
