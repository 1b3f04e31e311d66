import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { YamlPath } from '../patch-yaml.ts';
import { type Named, pick, pickAhead } from './names.ts';
import { choicesOf } from './options.ts';
import { type Method, type WishKind, type WishPlan, WishProblem } from './wish.ts';

/**
 * What becomes part of a playbook as a word: it is looked for in everything people type, so patterns, punctuation and
 * single characters are not taken.
 */
const WORD = /^(?=.*[\p{Script=Han}A-Za-z])[\p{Script=Han}A-Za-z0-9+.-]{2,20}$/u;

/** Something that people name in other ways too. */
export interface WordEntry extends Named {
  /** What kind of thing: 动作, 异议, 场景 … */
  what: string;
  path: YamlPath;
  words: readonly string[];
}

/** `加词 嫌贵 太贵了点`: from now on the word is understood; what was recorded before stays. */
export const addWord: WishKind = {
  words: ['加词'],
  topic: '说法',
  example: '加词 嫌贵 太贵了点',
  read(rest, method) {
    const { entry, word } = entryAndWord(rest, method, '加词');
    return planWord(entry, word, method);
  },
};

export const dropWord: WishKind = {
  words: ['删词', '去词'],
  topic: '说法',
  example: '删词 嫌贵 太贵了点',
  read(rest, method) {
    const { entry, word } = entryAndWord(rest, method, '删词');
    const at = entry.words.indexOf(word);
    if (at < 0) throw new WishProblem(`「${entry.label}」里没有“${word}”`);
    if (entry.words.length === 1 && (entry.what === '动作' || entry.what === '异议'))
      throw new WishProblem(`“${word}”是「${entry.label}」唯一的说法，不能去掉`);
    return {
      title: `「${entry.label}」去掉说法“${word}”`,
      edits: [{ kind: 'remove', path: [...entry.path, 'words', at] }],
      touches: [{ kind: 'note', text: '以后不再这样理解，以前的记录不变' }],
    };
  },
};

/** @throws WishProblem when it is no word, or means something else already */
export function planWord(entry: WordEntry, word: string, { playbook, raw }: Method): WishPlan {
  if (!WORD.test(word))
    throw new WishProblem(`“${word.slice(0, 20)}”不能作说法：要 2 到 20 个汉字、字母或数字`);
  if (entry.label === word || entry.words.includes(word))
    throw new WishProblem(`“${word}”已经算「${entry.label}」`);
  const other = wordEntries(playbook).find(
    (one) =>
      one.what === entry.what &&
      one.label !== entry.label &&
      (one.label === word || one.words.includes(word)),
  );
  if (other) throw new WishProblem(`“${word}”已经算「${other.label}」，没有改动`);
  const isShort = typeof valueAt(raw, entry.path) === 'string';
  return {
    title: `${entry.what}「${entry.label}」新增说法“${word}”`,
    edits: [
      isShort
        ? { kind: 'set', path: entry.path, value: { value: entry.label, words: [word] } }
        : { kind: 'append', path: [...entry.path, 'words'], value: word },
    ],
    touches: [{ kind: 'note', text: '从下一句话起这样理解，以前的记录不变' }],
  };
}

/** Everything that has other words, what people say first. */
export function wordEntries(playbook: Playbook): WordEntry[] {
  const vocabulary = (['actions', 'objections', 'scenes', 'stages', 'fields'] as const).flatMap((section) =>
    playbook[section].map(
      ({ label, words }, at): WordEntry => ({ label, words, what: SECTIONS[section], path: [section, at] }),
    ),
  );
  const options = choicesOf(playbook).flatMap(({ path, values, label: of }) =>
    values.map(({ value, words }, at): WordEntry => ({ label: value, words, what: of, path: [...path, at] })),
  );
  return [...vocabulary, ...options];
}

const SECTIONS = {
  actions: '动作',
  objections: '异议',
  scenes: '场景',
  stages: '节点',
  fields: '字段',
} as const;

function entryAndWord(rest: string, { playbook }: Method, verb: string): { entry: WordEntry; word: string } {
  const entries = wordEntries(playbook);
  const byLabel = entries.map((entry) => ({ label: entry.label, entry }));
  const ahead = pickAhead(rest, byLabel);
  const [name = '', ...more] = rest.split(/\s+/);
  // 嫌贵 太贵了点, not 嫌贵太贵了点: a label that only begins another word is none.
  const isWhole =
    ahead && (rest.length === ahead.found.label.length || /^\s/.test(rest.slice(ahead.found.label.length)));
  const found = isWhole
    ? ahead.found
    : pick(name, byLabel, '动作、异议或选项', (label) => `${verb} ${label} ${more.join('') || '新说法'}`);
  const word = isWhole ? ahead.rest : more.join(' ');
  if (!word) throw new WishProblem(`请写明说法，例如：${verb} ${found.label} 新说法`);
  if (/\s/.test(word))
    throw new WishProblem(`一次一个说法，中间不要空格：${verb} ${found.label} ${word.replace(/\s+/g, '')}`);
  return { entry: found.entry, word };
}

function valueAt(raw: unknown, path: YamlPath): unknown {
  return path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined)?.[key], raw);
}
