import type { NoteFacts } from '../../src/domain/interactions/interaction-effects.ts';
import { isAskedOfBot } from '../../src/domain/interactions/reached.ts';
import { isOpen, type Lead } from '../../src/domain/leads/lead.ts';
import { ofCustomer } from '../../src/domain/leads/write-customer-facts.ts';
import { halfWidthInPlace } from '../../src/domain/normalise/text.ts';
import type { FactsWish } from '../../src/domain/records/facts.ts';
import { asRemark } from '../../src/services/interactions/interaction-effects.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { HandlerContext } from '../context.ts';

/** `C114 …` at the head of a line, and what stands behind it. */
export function customerNumber(text: string): { id: string; rest: string } | null {
  const [whole = '', digits] = /^\s*C(\d{1,9})(?!\d)[\s:：,，]*/i.exec(halfWidthInPlace(text)) ?? [];
  return digits ? { id: `C${digits}`, rest: text.slice(whole.length).trim() } : null;
}

/**
 * What is said of a customer by its number. One with an open lead is spoken of by that lead; of one without, `kept`
 * goes on the customer at once (记录 C114 …, 备注 C114 …) and anything else is asked about.
 */
export async function aboutCustomer(
  context: HandlerContext,
  id: string,
  text: string,
  how: {
    kept: boolean;
    /** Of the customer itself, whatever lead is open. */
    own: boolean;
    onLead: (lead: Lead) => Promise<Reply[]>;
    facts?: NoteFacts;
  },
): Promise<Reply[]> {
  const { services, scope } = context;
  const customer = await services.queries.customer(scope, id);
  const leads = customer ? await services.queries.leadsOf(scope, id, LEADS) : [];
  const [newest] = leads;
  if (!customer || !newest) return [sentence(`找不到客户 ${id}，或它已不在您名下。`)];
  const open = leads.find(isOpen);
  if (open && !how.own) return how.onLead(open);
  if (!text) return [reply('lead-detail', { lead: newest._id })];
  return how.kept ? [await kept(context, newest, text, how.facts)] : asked(context, newest, text);
}

const LEADS = 20;

/** A line about a lead that is closed: on the customer's open one if it has one, else on the customer. */
export async function aboutClosed(
  context: HandlerContext,
  lead: Lead,
  text: string,
  facts?: NoteFacts,
): Promise<Reply[]> {
  const { services, scope } = context;
  const name = lead.company || lead.contactName;
  if (!(await services.queries.customer(scope, lead.customerId)))
    return [sentence(`${lead._id} 已关闭，${name} 现由他人跟进，这条没有记录。`)];
  const open = (await services.queries.leadsOf(scope, lead.customerId, LEADS)).find(isOpen);
  if (open) return [reply('choose-customer', {}, { text, leadIds: [open._id] })];
  return facts ? [await kept(context, lead, text, facts)] : asked(context, lead, text);
}

/** Tags by hand, on the customer itself. */
export function tagsAsFacts(text: string, tags: FactsWish['tags']): NoteFacts {
  return { ...asRemark({ text, facts: { values: [], ...(tags && { tags }) } }), remark: undefined };
}

async function asked(context: HandlerContext, lead: Lead, text: string): Promise<Reply[]> {
  const { services, version, now } = context;
  const unreadable = services.notes.unreadable(text, version, now);
  if (unreadable.length && !services.notes.makesRecord(text, version, now))
    return [sentence(unreadable.join('\n'))];
  if (isAskedOfBot(text)) return [reply('not-recorded', { lead: lead._id }, { text })];
  const facts = await services.notes.factsAbout(lead, text, version, now);
  // What is true of the customer needs no lead; what is true of a lead (预算) has none to stand on.
  const own = facts.facts && ofCustomer(facts.facts, version.playbook);
  const isOwn = own?.values.length && own.values.length === facts.facts?.values.length;
  if (isOwn && facts.reached === 'no') {
    const stated = { ...asRemark({ text, facts: own }), remark: undefined };
    return [await kept(context, lead, text, stated)];
  }
  return [reply('customer-note', { lead: lead._id }, { text })];
}

async function kept(
  { services, version, now, op }: HandlerContext,
  lead: Lead,
  text: string,
  given?: NoteFacts,
): Promise<Reply> {
  const facts = given ?? (await services.notes.factsAbout(lead, text, version, now));
  const record = await services.followUp.recordOnCustomer(lead, facts, op);
  return reply('log-confirm', { interaction: record._id, lead: record.leadId });
}
