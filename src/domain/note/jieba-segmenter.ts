import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';

/**
 * The `segment` function for `createNoteParser`, cutting with jieba's dictionary and `words` (the playbook's). The
 * dictionary is part of the package and takes about 40 MB and up to a third of a second: make one segmenter per playbook version.
 */
export function createSegmenter(words: readonly string[]): (text: string) => string[] {
  const jieba = Jieba.withDict(dict);
  const own = words.filter((word) => /^\p{Script=Han}{2,}$/u.test(word));
  if (own.length > 0) jieba.loadDict(Buffer.from(own.map((word) => `${word} 100000 n`).join('\n')));
  // Without the statistical model, whatever is in no dictionary stays in single characters.
  return (text) => jieba.cut(text, false);
}
