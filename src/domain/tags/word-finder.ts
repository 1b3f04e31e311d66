/** Words people write for a value: product words, options of a field, industries. */
export interface Wording<T> {
  value: T;
  words: readonly string[];
}

export interface FoundWord<T> {
  value: T;
  word: string;
  start: number;
  end: number;
}

/**
 * Finds known words in a text: from left to right, the longest first, none overlapping, case and width ignored. A word
 * that begins or ends in a letter or digit must not run on into one (DR is not in DRG, CT not in CTA). A word that two
 * values share belongs to the first. The text is expected clean (`cleanText`); time is linear in it.
 */
export function createWordFinder<T>(wordings: Iterable<Wording<T>>): (text: string) => FoundWord<T>[] {
  const values = new Map<string, T>();
  for (const { value, words } of wordings) {
    for (const word of words) {
      const folded = foldWord(word);
      if (folded !== '' && !values.has(folded)) values.set(folded, value);
    }
  }
  if (values.size === 0) return () => [];
  const longestFirst = [...values.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(bounded).join('|'), 'g');
  return (text) =>
    [...foldWord(text).matchAll(pattern)].map((match) => ({
      value: values.get(match[0]) as T,
      word: match[0],
      start: match.index,
      end: match.index + match[0].length,
    }));
}

/** Case and width folded; as long as the text itself wherever the text is clean. */
export function foldWord(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim();
}

function bounded(word: string): string {
  const literal = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const before = /^[a-z]/.test(word) ? '(?<![a-z])' : /^\d/.test(word) ? '(?<![\\d.])' : '';
  const after = /[a-z]$/.test(word) ? '(?![a-z])' : /\d$/.test(word) ? '(?!\\d)' : '';
  return `${before}${literal}${after}`;
}

const CLAUSE_END = /[，。；！？、：,;!?:\s]/;
const REACH = 12;

/** 不要CT, 已有CT, 除了CT; 去年买过CT. What stands before the word in its clause. */
const DENIED_BEFORE =
  /(?:不要|不需要|不用|不买|不考虑|不看|不想要|不是|暂不|暂时不|无需|已有|已经有|除了|别再?买)[^的]{0,6}$|(?:去年|前年|之前|以前|上次|刚刚?|早就)[^的]{0,6}(?:买|装|上|换|采购)(?:过|了)?[^的]{0,6}$/;
/** CT不要了, CT已经有了, CT刚换过. */
const DENIED_AFTER =
  /^.{0,3}(?:不要|不需要|不用|不买|不考虑|暂不|暂时不|先不|已有|已经有|有了|够用|刚换|刚买)/;

/** Whether the clause around a found word says that it is not wanted. Looks a few characters to either side. */
export function isDenied(text: string, { start, end }: { start: number; end: number }): boolean {
  let from = start;
  while (from > 0 && start - from < REACH && !CLAUSE_END.test(text[from - 1] ?? '')) from--;
  let to = end;
  while (to < text.length && to - end < REACH && !CLAUSE_END.test(text[to] ?? '')) to++;
  return DENIED_BEFORE.test(text.slice(from, start)) || DENIED_AFTER.test(text.slice(end, to));
}
