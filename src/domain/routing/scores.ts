import { SOURCE_LABELS } from '../leads/sources.ts';
import type { Person } from '../people/person.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { capOf, openLeads } from './gates.ts';
import type { RoutableLead } from './routable-lead.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export type Factor = keyof Playbook['routing']['weights'];
type Routing = Playbook['routing'];

export interface FactorScore {
  factor: Factor;
  /** 0–100, one decimal. */
  score: number;
  /** Share of the total, 0–100. */
  share: number;
  /** What the score rests on, in Chinese. */
  because: string;
}

export const FACTOR_LABELS: Record<Factor, string> = {
  idleness: '空闲度',
  category: '品类匹配',
  region: '区域',
  source: '来源',
  industry: '行业',
  budget: '预算',
};

/** Neither for nor against. */
const NEUTRAL = 50;

interface Situation {
  person: Person;
  lead: RoutableLead;
  routing: Routing;
  now: Date;
}

type Judgement = { score: number; because: string };

/** The weighted factors of one person for one lead (B1). Factors without weight are left out. */
export function factorScores(situation: Situation): FactorScore[] {
  const weights = Object.entries(situation.routing.weights) as [Factor, number][];
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  return weights
    .filter(([, weight]) => weight > 0)
    .map(([factor, weight]) => {
      const { score, because } = JUDGES[factor](situation);
      return { factor, score: oneDecimal(score), share: (weight / sum) * 100, because };
    });
}

/** 0–100 with one decimal: what is shown is what is compared. */
export function weightedTotal(scores: readonly FactorScore[]): number {
  return oneDecimal(scores.reduce((total, { score, share }) => total + (score * share) / 100, 0));
}

export function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

/** Categories of the lead in which the person won a deal after `since`. */
export function soldSince(person: Person, lead: RoutableLead, since: Date, now: Date): string[] {
  return lead.categories.filter((category) =>
    person.wins.some((win) => win.category === category && win.at > since && win.at <= now),
  );
}

export function daysBefore(now: Date, days: number): Date {
  return new Date(now.getTime() - days * DAY_MS);
}

const JUDGES: Record<Factor, (situation: Situation) => Judgement> = {
  idleness: ({ person, lead, routing }) => {
    const open = openLeads(person, lead);
    const cap = capOf(person, { routing });
    const score = cap > 0 ? Math.max(0, 100 * (1 - open / cap)) : 0;
    return { score, because: `手上 ${open} 条未结线索，上限 ${cap}` };
  },

  /**
   * Everybody starts at 100 less the bonus, so that a new rep is not starved; recent deals in all the lead's
   * categories bring the whole bonus (+35 by default), in some of them their share.
   */
  category: ({ person, lead, routing, now }) => {
    const { days, bonus: configured } = routing.experience;
    const bonus = Math.min(100, Math.max(0, configured));
    const base = 100 - bonus;
    if (lead.categories.length === 0) return { score: base, because: '线索没有品类，大家一样' };
    const sold = soldSince(person, lead, daysBefore(now, days), now);
    const gained = (bonus * sold.length) / lead.categories.length;
    const because =
      sold.length > 0
        ? `${periodLabel(days)}成交过${sold.join('、')}，+${oneDecimal(gained)}`
        : `${periodLabel(days)}没有成交过${lead.categories.join('、')}`;
    return { score: base + gained, because };
  },

  region: ({ person, lead }) => {
    if (lead.region === undefined) return { score: NEUTRAL, because: '线索没有区域，大家一样' };
    if (person.regions.length === 0) return { score: NEUTRAL, because: '不限区域' };
    if (person.regions.includes(lead.region)) return { score: 100, because: `负责${lead.region}` };
    return { score: 0, because: `不负责${lead.region}` };
  },

  source: (situation) =>
    preference('source', situation, situation.lead.source, SOURCE_LABELS[situation.lead.source]),
  industry: (situation) => preference('industry', situation, situation.lead.industry),
  budget: (situation) => preference('budget', situation, situation.lead.budget),
};

function preference(
  by: 'source' | 'industry' | 'budget',
  { person, routing }: Situation,
  value: string | undefined,
  label = value,
): Judgement {
  if (value === undefined) return { score: NEUTRAL, because: `线索没有${FACTOR_LABELS[by]}，大家一样` };
  const lists = routing.prefer[by];
  const preferred = lists && Object.hasOwn(lists, value) ? lists[value] : undefined;
  if (!preferred || preferred.length === 0)
    return { score: NEUTRAL, because: `${label}没有指定优先的人，大家一样` };
  return preferred.includes(person._id)
    ? { score: 100, because: `在${label}的优先名单里` }
    : { score: 0, because: `${label}的优先名单里是别人` };
}

function periodLabel(days: number): string {
  return days >= 180 && days <= 186 ? '近半年' : `近 ${days} 天`;
}
