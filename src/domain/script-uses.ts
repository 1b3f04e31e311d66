/** What came of scripts that were used (C9): counts with the intervals they allow, never a bare share. */
import { journeyOf } from './journey/journey.ts';
import type { Lead } from './leads/lead.ts';

/** One script taken for one lead. */
export interface ScriptUse {
  /** Key of the tap. */
  _id: string;
  script: string;
  style?: string | undefined;
  leadId: string;
  by: string;
  at: Date;
}

export interface ScriptFigures {
  script: string;
  /** Leads it was used for; twice for one lead counts once, the first time. */
  used: number;
  /** Of these, reached afterwards; moved on afterwards; lost afterwards. One lead may be in several. */
  answered: number;
  moved: number;
  lost: number;
}

/** 0–1, where the true share lies with 95 % confidence. */
export interface Interval {
  from: number;
  to: number;
}

const Z = 1.96;

/** Wilson's interval, which is honest for few cases and for none. */
export function wilson(hits: number, of: number): Interval {
  if (of === 0) return { from: 0, to: 1 };
  const p = hits / of;
  const z2 = Z * Z;
  const middle = (p + z2 / (2 * of)) / (1 + z2 / of);
  const half = (Z / (1 + z2 / of)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of * of));
  return { from: Math.max(0, middle - half), to: Math.min(1, middle + half) };
}

/** By script, the most used first. @param leads those of the uses the reader may see; others are left out */
export function scriptFigures(uses: readonly ScriptUse[], leads: ReadonlyMap<string, Lead>): ScriptFigures[] {
  const first = new Map<string, ScriptUse>();
  for (const use of [...uses].sort((a, b) => a.at.getTime() - b.at.getTime())) {
    const key = `${use.script}|${use.leadId}`;
    if (leads.has(use.leadId) && !first.has(key)) first.set(key, use);
  }
  const figures = new Map<string, ScriptFigures>();
  for (const { script, leadId, at } of first.values()) {
    const lead = leads.get(leadId);
    if (!lead) continue;
    const one = figures.get(script) ?? { script, used: 0, answered: 0, moved: 0, lost: 0 };
    const later = journeyOf(lead).moves.filter((move) => move.at > at);
    one.used += 1;
    if (lead.lastContactAt && lead.lastContactAt > at) one.answered += 1;
    if (later.some(({ kind }) => kind === 'forward' || kind === 'won')) one.moved += 1;
    if (lead.status === 'lost' && later.every(({ kind }) => kind !== 'won')) one.lost += 1;
    figures.set(script, one);
  }
  return [...figures.values()].sort((a, b) => b.used - a.used || a.script.localeCompare(b.script));
}
