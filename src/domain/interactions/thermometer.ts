/** How often and how deep a customer is talked to (C14): counts by way and depth, a sentence, and the next best step. */
import type { ThermometerSettings } from '../playbook/thermometer.ts';
import type { Interaction } from './interaction.ts';

export const WAYS = ['微信', '电话', '面访'] as const;
export type Way = (typeof WAYS)[number];

export interface Thermometer {
  depths: string[];
  /** Contacts by way, in the order of `depths`. */
  counts: Record<Way, number[]>;
  contacts: number;
  /** 最近三次都在问交付周期，从未提价格; absent where nothing stands out. */
  sentence?: string | undefined;
  /** What the playbook advises then. */
  next?: string | undefined;
}

type Said = Pick<Interaction, 'text' | 'reached' | 'state' | 'visit' | 'objections'>;

const IN_PERSON = /拜访|上门|面谈|当面|见面|见了|见到|到现场|去了|科室里|演示了/;
const WECHAT = /微信|企微|朋友圈|加好友|发消息|群里/;
const MAX_NEVER = 2;

/**
 * Null without topics and depths in the playbook, or without a contact.
 * @param records of one customer, newest first
 */
export function thermometerOf(
  records: readonly Said[],
  { depths, topics, latest }: ThermometerSettings,
): Thermometer | null {
  const contacts = records.filter(({ reached, state }) => reached === 'yes' && state !== 'undone');
  if (!depths.length || !contacts.length) return null;
  const empty = () => depths.map(() => 0);
  const counts: Thermometer['counts'] = { 微信: empty(), 电话: empty(), 面访: empty() };
  for (const contact of contacts) {
    const row = counts[wayOf(contact)];
    const at = depthOf(saidIn(contact), depths);
    row[at] = (row[at] ?? 0) + 1;
  }
  return {
    depths: depths.map(({ label }) => label),
    counts,
    contacts: contacts.length,
    ...spoken(contacts, topics, latest),
  };
}

function spoken(
  contacts: readonly Said[],
  topics: ThermometerSettings['topics'],
  latest: number,
): Pick<Thermometer, 'sentence' | 'next'> {
  const newest = contacts.slice(0, latest).map(saidIn);
  if (newest.length < latest) return {};
  const has = (text: string, words: readonly string[]) => words.some((word) => text.includes(word));
  const again = topics.find(({ label, words }) => newest.every((text) => has(text, [label, ...words])));
  if (!again) return {};
  const all = contacts.map(saidIn);
  const never = topics
    .filter(({ label, words }) => !all.some((text) => has(text, [label, ...words])))
    .map(({ label }) => label)
    .slice(0, MAX_NEVER);
  return {
    sentence: `最近 ${latest} 次都在谈${again.label}${never.length ? `，从未提${never.join('、')}` : ''}`,
    next: again.next,
  };
}

function wayOf({ text, visit }: Said): Way {
  if (visit || IN_PERSON.test(text)) return '面访';
  return WECHAT.test(text) ? '微信' : '电话';
}

function depthOf(text: string, depths: ThermometerSettings['depths']): number {
  const at = depths.findLastIndex(({ label, words }) =>
    [label, ...words].some((word) => text.includes(word)),
  );
  return Math.max(0, at);
}

function saidIn({ text, objections }: Said): string {
  return [text, ...objections.map(({ label }) => label)].join(' ');
}

const FULL = 5;

/** One row of the picture: `询问 ■■■ 3  技术细节 · 合同条款 ■ 1`. */
export function heatRow(row: readonly number[], depths: readonly string[]): string {
  return depths
    .map((depth, i) => {
      const count = row[i] ?? 0;
      return count ? `${depth} ${'■'.repeat(Math.min(count, FULL))}${count}` : `${depth} ·`;
    })
    .join('  ');
}
