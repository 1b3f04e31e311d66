import type { Customer } from '../../src/domain/customer.ts';
import type { Lead, RunningClock } from '../../src/domain/leads/lead.ts';
import { normalisePhone } from '../../src/domain/normalise/phone.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import type { CardRequest } from '../define.ts';
import { formatWhen, sourceOf } from '../format.ts';
import { type Fact, facts } from '../model.ts';
import { describeHistory } from './history.ts';

/** The whole need stands in the record; a phone shows its beginning. */
const MAX_NEED = 200;

/** What runs out when a clock does. */
export const CLOCK_LABELS: Record<string, string> = {
  assignment: '分配',
  'first-touch': '首次跟进',
  'follow-up': '回访',
  dwell: '停滞提醒',
};

/** What nearly every card about a lead shows. */
export interface LeadView {
  lead: Lead;
  customer: Customer | null;
  owner: Colleague | null;
  to: Colleague;
  version: PlaybookVersion;
  now: Date;
  timeZone: string;
}

/** Loads a lead with what belongs to it, or null when the lead is gone. */
export async function loadLeadView(request: CardRequest): Promise<LeadView | null> {
  const lead = await request.read.lead(request.refs.lead ?? '');
  if (!lead) return null;
  const [customer, owner, version] = await Promise.all([
    request.read.customer(lead.customerId),
    lead.ownerId ? request.read.person(lead.ownerId) : null,
    request.read.playbook(),
  ]);
  const timeZone = version.playbook.calendar.timeZone;
  return { lead, customer, owner, to: request.to, version, now: request.now, timeZone };
}

/** The short facts of a lead: who, where from, what for. */
export function leadFacts(view: LeadView): Fact[] {
  const { lead } = view;
  return facts({
    单位: lead.company,
    联系人: [lead.contactName, lead.title].filter(Boolean).join(' '),
    电话: lead.phone && normalisePhone(lead.phone).display,
    区域: [lead.region, lead.city].filter(Boolean).join(' · '),
    邮箱: lead.email,
    需求: lead.need && truncateText(lead.need, MAX_NEED, '…'),
    产品: lead.products.join('、'),
    预算: lead.budget,
    来源: sourceOf(lead, view.version.playbook),
    采购记录: view.customer ? describeHistory(view.customer, view.timeZone) : undefined,
  });
}

/** `11月23日(周一) 15:20 前 · 2小时（工作时间）`. */
export function dueLine(clock: RunningClock, now: Date, timeZone: string): string {
  return `${formatWhen(clock.dueAt, now, timeZone)} 前 · ${clock.because}`;
}

export function clockOf(lead: Lead, name: string): RunningClock | undefined {
  return lead.clocks.find((clock) => clock.name === name);
}

/** The moment a card speaks of: which assignment, and since when somebody waits for a contact. */
export interface Occasion {
  n: number;
  /** Absent: for the first contact of this assignment. */
  since?: Date | undefined;
}

/**
 * What has become of the lead since a card was sent to somebody on that occasion; undefined while that person still
 * has to act.
 */
export function whatBecame(view: LeadView, { n, since }: Occasion): string | undefined {
  const { lead, owner, now, timeZone } = view;
  if (lead.status === 'won') return '已成交';
  if (lead.status === 'lost') return '已关闭';
  const current = lead.assignments.at(-1);
  if (current && current.n > n)
    return `已转给 ${owner?.name ?? '他人'}（${formatWhen(current.at, now, timeZone)}）`;
  const last = lead.lastInteractionAt;
  const done = since ? last && last > since : lead.status === 'touched';
  return done && last ? `已跟进 · ${owner?.name ?? ''} · ${formatWhen(last, now, timeZone)}` : undefined;
}
