/** What corrections teach about the words a team uses, and which of them the playbook lacks. */
import type { Playbook } from '../playbook/playbook.ts';
import type { Interaction, Taught } from './interaction.ts';
import type { NoteFacts } from './interaction-effects.ts';

type Said = Pick<NoteFacts, 'actions' | 'objections'>;

/** What a change of a record says about its words; `{}` when it says nothing. */
export function taughtBy(
  before: Said & Pick<Interaction, 'taught' | 'text'>,
  after: Said,
  at: Date,
): Pick<Interaction, 'taught' | 'taughtAt'> {
  const differing = (
    of: Taught['of'],
    from: Said['actions'],
    to: Said['actions'],
    right: boolean,
  ): Taught[] =>
    to
      .filter(({ id }) => !from.some((known) => known.id === id))
      .map(({ id, label }) => ({ of, id, label, right, text: before.text }));
  const cases = [
    ...differing('action', before.actions, after.actions, true),
    ...differing('action', after.actions, before.actions, false),
    ...differing('objection', before.objections, after.objections, true),
    ...differing('objection', after.objections, before.objections, false),
  ];
  if (!cases.length) return {};
  // The latest word on a thing counts.
  const earlier = (before.taught ?? []).filter(({ id }) => !cases.some((one) => one.id === id));
  return { taught: [...earlier, ...cases], taughtAt: at };
}

interface Line {
  _id: string;
  text: string;
}

export interface WordAdvice {
  of: Taught['of'];
  /** Of the action or objection the word stands for. */
  id: string;
  label: string;
  word: string;
  /** Corrected records that have it. */
  cases: number;
  /** Some of what was typed. */
  examples: string[];
  /** Ids of past records that have the word and not the label: with the word they would have had it. */
  missed: string[];
}

/** So many corrections make a word. */
const ENOUGH = 3;
const SHORTEST = 2;
const LONGEST = 6;
const SHOWN = 3;
const ADVISED = 3;

/**
 * Words that stand in at least three corrected records of one label, in none corrected the other way, and more often
 * with the label than without; the longest form of each, the most frequent first.
 * @param corrected records with `taught`
 * @param past records of some time, those among them
 */
export function wordAdvice(
  corrected: readonly Interaction[],
  past: readonly Interaction[],
  { actions, objections }: Pick<Playbook, 'actions' | 'objections'>,
): WordAdvice[] {
  const entries = [
    ...actions.filter(({ closes }) => !closes).map((entry) => ({ of: 'action' as const, entry })),
    ...objections.map((entry) => ({ of: 'objection' as const, entry })),
  ];
  const known = [...actions, ...objections].flatMap(({ label, words }) => [label, ...words]);
  return entries
    .flatMap(({ of, entry }) => adviceFor({ of, ...entry, known }, corrected, past))
    .sort((a, b) => b.cases - a.cases || b.word.length - a.word.length)
    .slice(0, ADVISED);
}

function adviceFor(
  { of, id, label, known }: { of: Taught['of']; id: string; label: string; known: readonly string[] },
  corrected: readonly Interaction[],
  past: readonly Interaction[],
): WordAdvice[] {
  const taught = (right: boolean) =>
    corrected.flatMap((record) => {
      const one = record.taught?.find((two) => two.of === of && two.id === id && two.right === right);
      return one ? [{ _id: record._id, text: one.text }] : [];
    });
  const [yes, no] = [taught(true), taught(false)];
  if (yes.length < ENOUGH) return [];
  const has = (record: Interaction) =>
    (of === 'action' ? record.actions : record.objections).some((said) => said.id === id);
  const found: WordAdvice[] = [];
  for (const [word, lines] of sharedWords(yes)) {
    if (isKnown(word, known) || no.some(({ text }) => text.includes(word))) continue;
    const missed = past.filter((record) => !has(record) && record.text.includes(word));
    if (missed.length > lines.length) continue;
    const examples = lines.slice(0, SHOWN).map(({ text }) => text);
    found.push({ of, id, label, word, cases: lines.length, examples, missed: missed.map(({ _id }) => _id) });
  }
  // 亮价 stands for 亮 价 within it: the longest of those that stand in the same records.
  const best = found.filter(
    (one) =>
      !found.some((other) => other !== one && other.word.includes(one.word) && other.cases >= one.cases),
  );
  return best.slice(0, 1);
}

/** Runs of Chinese characters that stand in at least `ENOUGH` of the lines, with these, the commonest first. */
function sharedWords(lines: readonly Line[]): [word: string, lines: Line[]][] {
  const byWord = new Map<string, Line[]>();
  for (const line of lines)
    for (const word of wordsIn(line.text)) byWord.set(word, [...(byWord.get(word) ?? []), line]);
  return [...byWord]
    .filter(([, own]) => own.length >= ENOUGH)
    .sort((a, b) => b[1].length - a[1].length || b[0].length - a[0].length);
}

/** A word of the playbook, with more around it or only part of it, teaches nothing. */
function isKnown(word: string, known: readonly string[]): boolean {
  return known.some((one) => one.length > 1 && (word.includes(one) || one.includes(word)));
}

/** People, days and particles stand beside any deed and mean none. */
const BESIDE =
  /^[又也就还了的在把跟和给他她我]|[了过的着吧呢啊啦他她我]$|主任|院长|科长|处长|厂长|店长|老师|医生|经理|老板|[今明昨后]天|上午|下午|晚上|刚才|客户|医院|公司/;

function wordsIn(text: string): Set<string> {
  const words = new Set<string>();
  for (const [run] of text.slice(0, 200).matchAll(/\p{Script=Han}+/gu))
    for (let at = 0; at < run.length; at++)
      for (let long = SHORTEST; long <= LONGEST && at + long <= run.length; long++)
        if (!BESIDE.test(run.slice(at, at + long))) words.add(run.slice(at, at + long));
  return words;
}
