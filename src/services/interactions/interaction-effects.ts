import type { AuditFact, EffectBody } from '../../core/effect.ts';
import type { Interaction } from '../../domain/interactions/interaction.ts';
import type { AfterInteraction, NoteFacts } from '../../domain/interactions/interaction-effects.ts';
import { counts } from '../../domain/interactions/visit.ts';
import { isOpen, type Lead } from '../../domain/leads/lead.ts';
import type { Colleague } from '../../domain/people/person.ts';
import { resolveRecipients } from '../../domain/people/recipients.ts';
import { requestedBy } from '../../domain/rules/outcome.ts';
import { askAbout } from '../journey/proposals.ts';
import { alertTo, cardAbout, textTo } from '../messages.ts';

/**
 * What a contact causes beyond its lead: the people the rules name are told, whoever recorded it gets the scripts,
 * and a lead that closes by it frees its owner's place.
 */
export function contactEffects(
  lead: Lead,
  after: AfterInteraction,
  by: string,
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  const { set, refused, notifications, scripts } = after;
  const closes = isOpen(lead) && set.status !== undefined && !isOpen({ status: set.status });
  return [
    ...notifications.flatMap(({ to, text }) =>
      resolveRecipients(to, lead, people).map((id) => alertTo(lead, id, text)),
    ),
    ...requestedBy(after, lead._id),
    ...askAbout(lead, refused, people),
    ...scripts.map((what) => cardAbout(lead, by, 'scripts', { params: { for: what }, urgency: 'reply' })),
    ...(closes ? closingEffects(lead, set.status === 'won') : []),
  ];
}

function closingEffects(lead: Lead, won: boolean): EffectBody[] {
  if (!lead.ownerId) return [];
  const { _id: leadId } = lead;
  return [{ type: 'settle-slots', leadId }, ...(won ? [{ type: 'settle-deal' as const, leadId }] : [])];
}

/** What somebody else than the owner says about a lead reaches the owner. */
export function passedOn(
  { _id, ownerId, company, contactName }: Lead,
  { by, remark, text }: Interaction,
  people: ReadonlyMap<string, Colleague>,
): EffectBody[] {
  if (!remark || !ownerId || by === ownerId) return [];
  const title = `${people.get(by)?.name ?? '主管'}：${_id} ${company || contactName}`;
  return [textTo(ownerId, text, { title, urgency: 'urgent' })];
}

/** One line of the timeline. */
export function describeContact(interaction: Interaction): string {
  const labels = [...interaction.actions, ...interaction.objections].map((x) => x.label);
  const what = interaction.visit
    ? counts(interaction)
      ? '拜访记录'
      : '开始拜访'
    : interaction.reached !== 'no'
      ? '跟进记录'
      : interaction.facts
        ? '更新资料'
        : '备注';
  return `${what} ${interaction._id}${labels.length ? `（${labels.join('、')}）` : ''}：${interaction.text}`;
}

export function auditOf(
  about: Pick<Lead, '_id' | 'customerId'>,
  kind: string,
  text: string,
  after?: Record<string, unknown>,
): AuditFact {
  return { kind, leadId: about._id, customerId: about.customerId, text, after };
}

/** The part of an interaction that was understood from its text. */
export function storedFacts(facts: NoteFacts): NoteFacts {
  const { text, contact, actions, objections, scenes, amountFen, amountMaxFen, nextAt, nextPrecision } =
    facts;
  const { reached, remark, outcomeAsked, doubtful, unread, visit, facts: stated } = facts;
  return {
    ...{ text, contact, actions, objections, scenes, amountFen, amountMaxFen, nextAt, nextPrecision },
    ...{ reached, remark, outcomeAsked, doubtful, unread, visit, facts: stated },
  };
}

/** The words and the values they state: no contact, no deed, no promise, whatever they mention. */
export function asRemark({ text, contact, facts }: Pick<NoteFacts, 'text' | 'contact' | 'facts'>): NoteFacts {
  return { text, contact, facts, reached: 'no', remark: true, actions: [], objections: [], scenes: [] };
}
