/** What intake says of a lead: in the audit log, to its owner and to the manager. */
import type { Op } from '../../core/effect.ts';
import type { PreparedLead } from '../../domain/intake/prepare.ts';
import type { Lead } from '../../domain/leads/lead.ts';
import { normalisePhone } from '../../domain/normalise/phone.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { resolveRecipients } from '../people/directory.ts';
import type { FoundCustomer } from './known-customers.ts';

export type Notice = { to: Parameters<typeof resolveRecipients>[0]; text: string };

/** So many people at one customer are the manager's business. */
const CROWD = 3;

/** Reps besides the owner who have brought the customer in, with this one. */
export function broughtAfter({ broughtBy = [], ownerId }: Lead, bringer: Colleague | undefined): string[] {
  const isRival = bringer?.role === 'rep' && bringer._id !== ownerId;
  return isRival ? [...new Set([...broughtBy, bringer._id])] : broughtBy;
}

/** Several people at one customer: the manager hears who was first, who came, and how to decide (A5). */
export function crowdOf(
  lead: Lead,
  broughtBy: readonly string[],
  people: ReadonlyMap<string, Colleague>,
): Notice[] {
  const all = [...new Set([...(lead.ownerId ? [lead.ownerId] : []), ...broughtBy])];
  if (all.length < CROWD) return [];
  const names = all.map((id) => people.get(id)?.name ?? id);
  const [owner, ...others] = names;
  const text =
    `撞单：同一客户已有 ${all.length} 人在跟。${owner} 是负责人，${others.join('、')} 先后录入了同一家，都已并入这条线索。` +
    `归别人请发：指派 ${lead._id} 姓名`;
  return [{ to: ['manager'], text }];
}

/** The API key it came by. */
export function submittersOf({ by }: Op): string[] | undefined {
  return by.startsWith('api:') ? [by.slice('api:'.length)] : undefined;
}

/** Likely but not sure: somebody who knows both should look, before two reps call the same house. */
export function suspicion({ suspect }: FoundCustomer): Notice[] {
  if (!suspect) return [];
  return [
    { to: ['manager'], text: `可能与客户 ${suspect.customerId} 是同一家（${suspect.because}），请核对` },
  ];
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
