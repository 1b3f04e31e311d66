/** What intake says of a lead: in the audit log, to its owner and to the manager. */
import type { EffectBody, Op } from '../../core/effect.ts';
import type { Customer } from '../../domain/customer.ts';
import type { MovedIn } from '../../domain/intake/moved-in.ts';
import type { PreparedLead } from '../../domain/intake/prepare.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import { normalisePhone } from '../../domain/normalise/phone.ts';
import { truncateText } from '../../domain/normalise/text.ts';
import { type Colleague, subordinatesOf } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { alertTo, cardAbout } from '../messages.ts';
import type { FoundCustomer } from './known-customers.ts';

export type Notice = { to: Parameters<typeof resolveRecipients>[0]; text: string };

/** About a lead to be made: whose it is, and what else is going on there. */
export interface NewLead {
  found: FoundCustomer;
  project: string | undefined;
  /** The customer's other projects. */
  open: readonly Lead[];
  ownerId?: string | undefined;
  moved?: MovedIn | undefined;
}

/** So many people at one customer are the manager's business. */
const CROWD = 3;
const MAX_NEWS = 300;

type Brought = Pick<Lead, 'broughtBy' | 'ownerId'>;

/** Reps besides the owner who have brought the customer in, with this one. */
export function broughtAfter({ broughtBy = [], ownerId }: Brought, bringer: Colleague | undefined): string[] {
  const isRival = bringer?.role === 'rep' && bringer._id !== ownerId;
  return [...new Set(isRival ? [...broughtBy, bringer._id] : broughtBy)];
}

/**
 * Several people at one customer: the manager hears who was first, who came, and how to decide (A5). Nothing where
 * nobody has come since `before`.
 */
export function crowdOf(
  before: Brought,
  broughtBy: readonly string[],
  lead: Pick<Lead, '_id' | 'ownerId'>,
  people: ReadonlyMap<string, Colleague>,
): Notice[] {
  const all = [...new Set([...(lead.ownerId ? [lead.ownerId] : []), ...broughtBy])];
  if (broughtBy.length === new Set(before.broughtBy).size || all.length < CROWD) return [];
  const named = (ids: readonly string[]) => ids.map((id) => people.get(id)?.name ?? id).join('、');
  const owner = lead.ownerId ? `${named([lead.ownerId])} 是负责人，` : '还没有负责人，';
  const others = named(broughtBy.filter((id) => id !== lead.ownerId));
  const text =
    `撞单：同一客户已有 ${all.length} 人在跟。${owner}${others} 先后录入了同一家，没有另建客户。` +
    `归别人请发：指派 ${lead._id} 姓名`;
  return [{ to: ['manager'], text }];
}

/** A customer who came again: in the audit log, and to the lead's owner. */
export function told(
  lead: Lead,
  about: { because: string; said: string; bringer: Colleague | undefined; doubt: number | undefined },
): EffectBody[] {
  const { because, said, bringer, doubt } = about;
  const { _id: leadId, customerId, ownerId } = lead;
  const text = `客户再次来访（${because}）${said ? `：${said}` : ''}`;
  const by = bringer && bringer._id !== ownerId ? { by: bringer._id } : {};
  const params = { because, news: truncateText(said, MAX_NEWS, '…'), ...by, ...(doubt && { doubt }) };
  return [
    { type: 'audit', entry: { kind: 'lead.repeated', leadId, customerId, text } },
    ...(ownerId ? [cardAbout(lead, ownerId, 'lead-repeated', { params })] : []),
  ];
}

/** The API key it came by. */
export function submittersOf({ by }: Op): string[] | undefined {
  return by.startsWith('api:') ? [by.slice('api:'.length)] : undefined;
}

/** Likely but not sure: somebody who may see both looks, before two reps call the same house. */
export function suspicion({ suspect, doc }: FoundCustomer, lead: Lead, people: Directory): EffectBody[] {
  if (!suspect) return [];
  const { customer, because } = suspect;
  const bosses = resolveRecipients(['manager', 'manager-of-manager', 'director'], lead, people);
  const to = bosses.find((id) => seesCustomer(people.get(id), customer, people));
  const refs = { customer: customer._id, other: doc._id };
  return to ? [aboutSame(to, refs, because)] : [];
}

export function aboutSame(
  to: string,
  refs: { customer: string; other: string },
  because: string,
  urgency: 'normal' | 'digest' = 'normal',
): EffectBody {
  const message = { channel: 'chat', to, kind: 'same-customer', refs, params: { because }, urgency } as const;
  return { type: 'send', message };
}

type Directory = Parameters<typeof resolveRecipients>[2];

function seesCustomer(person: Colleague | undefined, customer: Customer, people: Directory): boolean {
  if (!person) return false;
  if (person.role === 'director' || person.role === 'admin') return true;
  const isRegion = person.role === 'regional-manager' && person.regions.includes(customer.region ?? '');
  return isRegion || subordinatesOf(person, people.values()).has(customer.ownerId ?? '');
}

export function created(lead: Lead) {
  return {
    kind: 'lead.created',
    leadId: lead._id,
    customerId: lead.customerId,
    text: `线索进入：${lead.company || lead.contactName}${lead.need ? `，${lead.need}` : ''}`,
    after: { source: lead.source, tags: lead.tags, playbookVersion: lead.playbookVersion },
  };
}

/** What follows from a customer of a book who has an owner, or made a deal, already. */
export function settledIn(lead: Lead, customer: Customer, { now }: Op): EffectBody[] {
  const { _id: leadId, customerId, ownerId, status, closedAt } = lead;
  // A deal without a day would look like one of today.
  const won = status === 'won' && closedAt !== undefined && closedAt < now;
  return [
    // History takes nobody's customer away.
    ...(ownerId && (isOpen(lead) || !customer.ownerId)
      ? [{ type: 'own-customer' as const, customerId, ownerId, since: now }]
      : []),
    ...(isOpen(lead) ? [{ type: 'settle-slots' as const, leadId }] : []),
    ...(won ? [{ type: 'settle-deal' as const, leadId }] : []),
  ];
}

/** Everything the customer said this time. */
export function newsOf({ lead }: PreparedLead): string {
  const phones = [...(lead.phone ? [lead.phone] : []), ...(lead.otherPhones ?? [])];
  return [
    lead.company,
    lead.contactName,
    lead.title,
    phones.map((phone) => normalisePhone(phone).display).join('、'),
    lead.wechat && `微信 ${lead.wechat}`,
    lead.email,
    lead.address,
    lead.need,
    lead.products.join('、'),
    lead.budget,
    lead.channel,
    lead.campaign,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** What somebody is told of a lead, to everybody it is for. */
export function noticed(
  notices: readonly Notice[],
  lead: Lead,
  people: Parameters<typeof resolveRecipients>[2],
): EffectBody[] {
  return notices.flatMap(({ to, text }) =>
    resolveRecipients(to, lead, people).map((id) => alertTo(lead, id, text)),
  );
}
