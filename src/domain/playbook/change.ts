import type { Effect } from '../../core/effect.ts';

/** What is different, in the words of the people who keep the playbook; see config/diff-playbooks.ts. */
export interface Difference {
  path: string;
  label: string;
  before?: string | undefined;
  after?: string | undefined;
}

/**
 * A change of the playbook somebody asked for in a line: shown as a difference, published by one tap as a version, taken
 * back by another. What it would change is kept as it was shown, with the version it was compared with.
 */
export interface MethodChange {
  /** Short id people can type: `G101`. */
  _id: string;
  rev: number;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
  /** The event it was asked for by. */
  originKey: string;
  /** The line itself: `加标签 慢病专项 到 关注点`. */
  wish: string;
  by: string;
  at: Date;
  state: 'open' | 'published' | 'dropped' | 'undone';
  /** The version it was compared with, and is published upon. */
  base: number;
  title: string;
  differences: Difference[];
  /** What it has to do with records that exist. */
  touches: string[];
  /** What the checker says of it. */
  warnings: string[];
  /** The version it became. */
  version?: number | undefined;
  /** Who brought it to its state, and when. */
  done?: { by: string; at: Date } | undefined;
}

/** `标签 › 关注点 › 标签值：加上 慢病专项`, one line a difference. */
export function differenceText({ label, before, after }: Difference): string {
  const [old, now] = [before?.replace(/^去掉：/, '去掉 '), after?.replace(/^加上：/, '加上 ')];
  const isWords = before?.startsWith('去掉：') || after?.startsWith('加上：');
  if (isWords) return `${label}：${[old, now].filter(Boolean).join('，')}`;
  if (before === undefined) return `${label}：新增${now && now.length <= SHORT ? ` ${now}` : ''}`;
  if (after === undefined) return `${label}：去掉${old && old.length <= SHORT ? ` ${old}` : ''}`;
  return `${label}：${old} → ${now}`;
}

/** A whole entry written out is no difference to read; its name stands in the label. */
const SHORT = 24;
