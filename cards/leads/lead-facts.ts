import { isStandingClock, stillRuns } from '../../src/domain/clocks/clock-rules.ts';
import type { Customer } from '../../src/domain/customer.ts';
import { standingWarning } from '../../src/domain/customer-standing.ts';
import { promisedContact } from '../../src/domain/interactions/promised-contact.ts';
import { stageLabel } from '../../src/domain/journey/stages.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { normalisePhone } from '../../src/domain/normalise/phone.ts';
import { truncateText } from '../../src/domain/normalise/text.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import type { RunningClock } from '../../src/domain/records/clock.ts';
import type { CardRequest, Moot } from '../define.ts';
import { formatWhen, sourceOf } from '../format.ts';
import { type Fact, facts } from '../model.ts';
import { describeAttempts } from './attempts.ts';
import { describeHistory } from './history.ts';

/** The whole need stands in the record; a phone shows its beginning. */
const MAX_NEED = 200;

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

/**
 * The short facts of a lead: who, the number, the deadline, the need, then the rest. WeCom shows six of them and a phone
 * the first few, so what a call needs comes first. The company is the card's title.
 * @param deadlines what stands between the number and the need
 */
export function leadFacts(view: LeadView, deadlines: readonly Fact[] = []): Fact[] {
  const { lead, customer } = view;
  const moved = customer?.lifecycle === 'moved' ? customer.address : undefined;
  return [
    ...facts({ 客户状态: customer ? standingWarning(customer) : undefined }),
    ...facts({
      联系人: [lead.contactName, lead.title].filter(Boolean).join(' '),
      电话: phones(lead),
      微信: lead.wechat,
    }),
    ...deadlines,
    ...facts({
      需求: lead.need && truncateText(lead.need, MAX_NEED, '…'),
      预算: lead.budget,
      产品: lead.products.join('、'),
      尝试联系: lead.attempts && describeAttempts(lead.attempts, view.now, view.timeZone),
      区域: [lead.region, lead.city].filter(Boolean).join(' · '),
      地址: moved ?? lead.address,
      邮箱: lead.email,
      来源: sourceOf(lead, view.version.playbook),
      采购记录: view.customer ? describeHistory(view.customer, view.timeZone) : undefined,
    }),
  ];
}

function phones({ phone, otherPhones = [] }: Lead): string | undefined {
  const all = [...(phone ? [phone] : []), ...otherPhones];
  return all.map((number) => normalisePhone(number).display).join('、') || undefined;
}

/** The clock that waits for somebody to act, before those that count how long a lead stands still. */
export function waitingClock({ clocks }: Pick<Lead, 'clocks'>): RunningClock | undefined {
  return clocks.find((clock) => !isStandingClock(clock)) ?? clocks[0];
}

export function clockOf(lead: Lead, name: string): RunningClock | undefined {
  return lead.clocks.find((clock) => clock.name === name);
}

/** What a card speaks of: which assignment, and which clock asks for a contact. */
export interface Occasion {
  n: number;
  /** Absent: the first contact of this assignment is what is asked for. */
  clock?: Started | undefined;
}

/** What has become of a lead: in a word, and in words for people. */
export interface Became {
  why: Moot;
  text: string;
}

type Started = Pick<RunningClock, 'name' | 'startedAt'>;

/** A clock of standing still runs on; what its owner did about it since it reminded is an answer all the same. */
function answeredSince({ lead, now, timeZone }: LeadView, clock: Started): Became | undefined {
  const running = lead.clocks.find((one) => stillRuns({ clocks: [one] }, clock));
  if (!running?.firedAt || !isStandingClock(running)) return undefined;
  const { firedAt } = running;
  const promise = lead.clocks.find(({ name }) => name === 'follow-up');
  if (promise && promise.startedAt > firedAt)
    return { why: 'moved', text: `已改约 ${formatWhen(promise.dueAt, now, timeZone)}` };
  return lead.lastContactAt && lead.lastContactAt > firedAt
    ? { why: 'contacted', text: `已跟进 · ${formatWhen(lead.lastContactAt, now, timeZone)}` }
    : undefined;
}

/**
 * What has become of the lead since a card was sent to somebody on that occasion; undefined while that person still
 * has to act.
 */
export function whatBecame(view: LeadView, { n, clock }: Occasion): Became | undefined {
  const { lead, owner, now, timeZone } = view;
  if (lead.status === 'won') return { why: 'closed', text: '已成交' };
  if (lead.status === 'lost') return { why: 'closed', text: '已关闭' };
  const current = lead.assignments.at(-1);
  if (current && current.n > n) {
    const when = formatWhen(current.at, now, timeZone);
    return { why: 'passed-on', text: `已转给 ${owner?.name ?? '他人'}（${when}）` };
  }
  // The clock itself says whether it still waits: comparing moments cannot tell a contact from what started it.
  if (clock && stillRuns(lead, clock)) return answeredSince(view, clock);
  if (!clock && lead.status !== 'touched') return undefined;
  if (clock?.name === 'stay')
    return { why: 'moved', text: `已到「${stageLabel(lead.stage, view.version.playbook)}」` };
  if (clock?.name === 'reply') return { why: 'contacted', text: '客户已有回音' };
  const promise = promisedContact(lead);
  const last = lead.lastContactAt;
  const movedOnly = clock && promise && !(last && last > clock.startedAt);
  if (movedOnly) return { why: 'moved', text: `已改约 ${formatWhen(promise.at, now, timeZone)}` };
  const text = ['已跟进', owner?.name, last && formatWhen(last, now, timeZone)].filter(Boolean).join(' · ');
  return { why: 'contacted', text };
}
