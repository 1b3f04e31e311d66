/** What changed between two playbooks, in the words of the people who keep them: the version history (A7, B6). */
import { isDeepStrictEqual } from 'node:util';
import type { Playbook } from '../domain/playbook/playbook.ts';
import { labelOf, nameOf, textOf } from './playbook-words.ts';

export interface PlaybookChange {
  /** `clocks.first-touch.steps.0.after`; list entries by their id or name where they have one. */
  path: string;
  /** `时限 › 首次联系 › 第1步 › 时间`. */
  label: string;
  /** As text for people; absent when it was not there. */
  before?: string | undefined;
  /** As text for people; absent when it was removed. */
  after?: string | undefined;
}

/** In the order of the file; nothing for two equal playbooks. Absent, null and empty defaults count as the same. */
export function diffPlaybooks(before: Playbook, after: Playbook): PlaybookChange[] {
  return [...compare(before, after, { path: [], label: [] })];
}

interface Place {
  path: string[];
  label: string[];
}
type Changes = Generator<PlaybookChange, void>;
type Entries = Map<string, unknown>;

function* compare(before: unknown, after: unknown, place: Place): Changes {
  if (isDeepStrictEqual(before, after) || (isNothing(before) && isNothing(after))) return;
  const [old, now] = [entriesOf(before), entriesOf(after)];
  if (!old || !now) {
    yield isWordList(before) && isWordList(after)
      ? wordChange(place, before, after)
      : change(place, before, after);
    return;
  }
  for (const key of new Set([...old.keys(), ...now.keys()])) {
    yield* compare(old.get(key), now.get(key), below(place, key, now.get(key) ?? old.get(key)));
  }
  if (Array.isArray(before) && Array.isArray(after)) yield* compareOrder(old, now, place);
}

/** The order of rules, scripts and stages matters: the first that fits wins. */
function* compareOrder(before: Entries, after: Entries, place: Place): Changes {
  const common = (a: Entries, b: Entries) => [...a.keys()].filter((key) => b.has(key));
  const [old, now] = [common(before, after), common(after, before)];
  if (isDeepStrictEqual(old, now)) return;
  const names = (keys: string[]) => textOf(keys.map((key) => nameOf(after.get(key)) ?? key));
  yield {
    path: place.path.join('.'),
    label: [...place.label, '顺序'].join(' › '),
    before: names(old),
    after: names(now),
  };
}

function change({ path, label }: Place, before: unknown, after: unknown): PlaybookChange {
  return {
    path: path.join('.'),
    label: label.join(' › '),
    ...(!isNothing(before) && { before: textOf(before) }),
    ...(!isNothing(after) && { after: textOf(after) }),
  };
}

/** Of long lists of words only what was taken out and what was put in. */
function wordChange(place: Place, before: string[], after: string[]): PlaybookChange {
  const removed = before.filter((word) => !after.includes(word));
  const added = after.filter((word) => !before.includes(word));
  if (removed.length === 0 && added.length === 0) return change(place, before, after);
  const whole = change(place, removed, added);
  return {
    ...whole,
    ...(whole.before !== undefined && { before: `去掉：${whole.before}` }),
    ...(whole.after !== undefined && { after: `加上：${whole.after}` }),
  };
}

/**
 * What is compared piece by piece: objects by key, lists whose entries have an id or a name by that, clock steps and
 * rule actions by position. Undefined for what is shown whole: plain values, lists of words, conditions.
 */
function entriesOf(value: unknown): Entries | undefined {
  if (Array.isArray(value)) {
    if (value.length === 0) return new Map();
    if (!value.every((item) => typeof item === 'object' && item !== null)) return undefined;
    const keys = value.map((item, i) => keyOf(item) ?? String(i));
    return new Set(keys).size === keys.length
      ? new Map(value.map((item, i) => [keys[i] ?? '', item]))
      : new Map(value.map((item, i) => [String(i), item]));
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Object.keys(value);
  return keys.some((key) => key.startsWith('$')) ? undefined : new Map(Object.entries(value));
}

function keyOf(item: object): string | undefined {
  for (const key of ['id', 'name', 'value', 'category', 'field', 'item']) {
    const found: unknown = Reflect.get(item, key);
    if (typeof found === 'string') return found;
  }
  return undefined;
}

function below({ path, label }: Place, key: string, value: unknown): Place {
  return { path: [...path, key], label: [...label, labelOf([...path, key], value)] };
}

function isWordList(value: unknown): value is string[] {
  return Array.isArray(value) && value.length > 0 && value.every((item) => typeof item === 'string');
}

function isNothing(value: unknown): boolean {
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0);
}
