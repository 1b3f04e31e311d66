/**
 * Changes of the playbook people ask for in a line (A7): a wish and the playbook's text become the text with the change,
 * checked as a whole, and what is different. Pure.
 */
import type { LookupTables } from '../../domain/playbook/fields.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { diffPlaybooks, type PlaybookChange } from '../diff-playbooks.ts';
import { type LoadedPlaybook, loadPlaybook } from '../load-playbook.ts';
import { patchYaml, plainOf } from '../patch-yaml.ts';
import type { ConfigProblem } from '../problems.ts';
import { addField, dropField } from './fields.ts';
import { addOption, dropOption } from './options.ts';
import { changeCap, changeWeight } from './routing.ts';
import { addScript, changeScript, dropScript } from './scripts.ts';
import { addTag, dropTag } from './tags.ts';
import { changeTime } from './times.ts';
import { type Touch, type WishKind, type WishPlan, WishProblem } from './wish.ts';
import { addWord, dropWord } from './words.ts';

/** Every kind of change, in the order in which they are listed. */
export const WISHES: readonly WishKind[] = [
  addTag,
  dropTag,
  addOption,
  dropOption,
  addField,
  dropField,
  changeTime,
  changeWeight,
  changeCap,
  changeScript,
  addScript,
  dropScript,
  addWord,
  dropWord,
];

type Valid = Extract<LoadedPlaybook, { ok: true }>;

export interface CheckedText {
  playbook: Playbook;
  lookups: LookupTables;
  source: string;
}

export interface PlannedChange {
  title: string;
  touches: readonly Touch[];
  loaded: Valid;
  changes: PlaybookChange[];
  /** What the checker says of it that it did not say before. */
  warnings: string[];
}

/** The wish a line is, and what stands behind its first words; the longest word wins. */
export function wishIn(line: string): { kind: WishKind; rest: string } | undefined {
  return WISHES.flatMap((kind) => kind.words.map((word) => ({ kind, word })))
    .sort((a, b) => b.word.length - a.word.length)
    .filter(({ word }) => line.startsWith(word))
    .map(({ kind, word }) => ({
      kind,
      rest: line
        .slice(word.length)
        .replace(/^[：:\s]+/, '')
        .trim(),
    }))[0];
}

/** @throws WishProblem saying what is missing or wrong, in Chinese */
export function planWish(line: string, before: CheckedText): PlannedChange {
  const wish = wishIn(line);
  if (!wish) throw new WishProblem(`看不懂「${line.slice(0, 20)}」要改什么。发「规则」看看可以改哪些`);
  const { playbook, source } = before;
  return planned(wish.kind.read(wish.rest, { playbook, raw: plainOf(source) }), before);
}

/** @throws WishProblem with what the checker says of the whole */
export function planned({ title, edits, touches }: WishPlan, before: CheckedText): PlannedChange {
  const loaded = checkedText(patchYaml(before.source, edits), before.lookups);
  const known = new Set(loaded.warnings.length ? warningsOf(before) : []);
  return {
    title,
    touches,
    loaded,
    changes: diffPlaybooks(before.playbook, loaded.playbook),
    warnings: loaded.warnings.map(said).filter((warning) => !known.has(warning)),
  };
}

/** @throws WishProblem with what the checker says of the text */
export function checkedText(text: string, lookups: LookupTables): Valid {
  const loaded = loadPlaybook(text, { fileName: '打法', lookups });
  if (loaded.ok) return loaded;
  throw new WishProblem(`没有改动：${loaded.problems.slice(0, 3).map(said).join('；')}`);
}

function warningsOf({ source, lookups }: CheckedText): string[] {
  const loaded = loadPlaybook(source, { fileName: '打法', lookups });
  return loaded.ok ? loaded.warnings.map(said) : [];
}

function said({ message, suggestion }: ConfigProblem): string {
  return suggestion === undefined ? message : `${message}（${suggestion}）`;
}
