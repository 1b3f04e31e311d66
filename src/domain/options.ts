import { foldWord } from './tags/word-finder.ts';

/** A value to choose and the other ways people write it. */
export interface Option {
  value: string;
  words: readonly string[];
}

/**
 * The option a person meant by what they wrote: the value itself or one of its words, white space, case, width and
 * kind of dash ignored. With `contained`, also the only option whose value or word is in the text (三甲医院（综合）).
 * Undefined when there is none, or more than one.
 */
export function canonicalOption(
  written: string,
  options: readonly Option[],
  { contained = false }: { contained?: boolean } = {},
): string | undefined {
  const text = foldOption(written);
  if (text === '') return undefined;
  const exact = options.find((option) => namesOf(option).includes(text));
  if (exact || !contained) return exact?.value;
  const inside = options.filter((option) =>
    namesOf(option).some((name) => name.length >= 2 && text.includes(name)),
  );
  return inside.length === 1 ? inside[0]?.value : undefined;
}

function namesOf({ value, words }: Option): string[] {
  return [value, ...words].map(foldOption);
}

function foldOption(text: string): string {
  return foldWord(text)
    .replace(/\s+/g, '')
    .replace(/[–—－~〜]/g, '-');
}
