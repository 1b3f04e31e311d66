/** Writes a word people type into a playbook's text; everything else stays as its author wrote it. */
import { isMap, isScalar, isSeq, parseDocument, type YAMLSeq } from 'yaml';

/**
 * @param source a checked playbook
 * @param word Chinese characters only
 * @returns the text with the word behind the others of that entry, or as it was when the entry has it or is not there
 */
export function withWord(
  source: string,
  section: 'actions' | 'objections',
  id: string,
  word: string,
): string {
  const words = wordsOf(source, section, id);
  if (!words?.range) return source;
  if (words.toJSON().includes(word)) return source;
  const [start, end] = words.range;
  if (words.flow) {
    const close = source.lastIndexOf(']', end - 1);
    return `${source.slice(0, close)}${words.items.length ? ', ' : ''}${word}${source.slice(close)}`;
  }
  const indent = ' '.repeat(start - (source.lastIndexOf('\n', start - 1) + 1));
  const lineEnd = source.lastIndexOf('\n', end - 1) >= start ? source.lastIndexOf('\n', end - 1) : end;
  const at = source[end - 1] === '\n' ? end : lineEnd;
  return `${source.slice(0, at)}${source[at - 1] === '\n' ? '' : '\n'}${indent}- ${word}\n${source.slice(at)}`;
}

/** @returns the text without the word, or as it was when the entry does not have it; the last word stays */
export function withoutWord(
  source: string,
  section: 'actions' | 'objections',
  id: string,
  word: string,
): string {
  const words = wordsOf(source, section, id);
  const at = words?.items.findIndex((item) => isScalar(item) && item.value === word) ?? -1;
  const range = rangeOf(words, at);
  if (!words || !range || words.items.length < 2) return source;
  if (words.flow) {
    const [from, to] = at ? [rangeOf(words, at - 1)?.[1], range[1]] : [range[0], rangeOf(words, 1)?.[0]];
    return from === undefined || to === undefined ? source : source.slice(0, from) + source.slice(to);
  }
  const line = source.lastIndexOf('\n', range[0] - 1) + 1;
  const next = source.indexOf('\n', range[1]);
  return source.slice(0, line) + (next < 0 ? '' : source.slice(next + 1));
}

function wordsOf(source: string, section: 'actions' | 'objections', id: string): YAMLSeq | undefined {
  const document = parseDocument(source, { version: '1.2', schema: 'core' });
  const list = document.get(section);
  const entry = isSeq(list) ? list.items.find((item) => isMap(item) && item.get('id') === id) : undefined;
  const words = isMap(entry) ? entry.get('words') : undefined;
  return isSeq(words) ? words : undefined;
}

function rangeOf(words: YAMLSeq | undefined, at: number): readonly [number, number, number] | undefined {
  const item = words?.items[at];
  return isScalar(item) ? (item.range ?? undefined) : undefined;
}
