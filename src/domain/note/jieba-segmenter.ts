import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

import type { Segment } from './types.ts';

/** One dictionary takes about 40 MB and up to a third of a second, and most versions of a playbook have the same words. */
let newest: { words: string; segment: Segment } | undefined;

/**
 * The `segment` function for `createNoteParser`, cutting with jieba's dictionary (part of the package) and `words`
 * (the playbook's). The same words as last time give the same function.
 */
export function createSegmenter(words: readonly string[]): Segment {
  const own = words.filter((word) => /^\p{Script=Han}{2,}$/u.test(word)).join('\n');
  if (newest?.words !== own) newest = { words: own, segment: segmenterFor(own) };
  return newest.segment;
}

function segmenterFor(words: string): Segment {
  const jieba = Jieba.withDict(dict);
  if (words) jieba.loadDict(Buffer.from(words.replace(/$/gm, ' 100000 n')));
  // Without the statistical model, whatever is in no dictionary stays in single characters.
  const cut = (text: string) => jieba.cut(text, false);
  const isProperName = (word: string) => {
    const [only, ...others] = jieba.tag(word, false);
    return others.length === 0 && /^n[rstz]/.test(only?.tag ?? '');
  };
  return Object.assign(cut, { isProperName });
}
