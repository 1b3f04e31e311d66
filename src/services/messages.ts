import type { EffectBody } from '../core/effect.ts';
import { type OutboundMessage, subjectOf, type Urgency } from '../core/message.ts';
import type { Lead } from '../domain/leads/lead.ts';

/** A card about a lead to one person, as an effect of a change to that lead. */
export function cardAbout(
  lead: Pick<Lead, '_id'>,
  to: string,
  kind: string,
  options: { urgency?: Urgency; params?: Record<string, unknown> } = {},
): Extract<EffectBody, { type: 'send' }> {
  const { urgency = 'urgent', params = {} } = options;
  return { type: 'send', message: { channel: 'chat', to, kind, refs: { lead: lead._id }, params, urgency } };
}

/** What a rule has somebody told of a lead. */
export function alertTo(lead: Pick<Lead, '_id'>, to: string, text: string): EffectBody {
  return cardAbout(lead, to, 'alert', { params: { text }, urgency: 'normal' });
}

/** A sentence to one person. */
export function textTo(
  to: string,
  body: string,
  options: { urgency?: Urgency; title?: string } = {},
): EffectBody {
  const { urgency = 'normal', title } = options;
  const params = { body, ...(title ? { title } : {}) };
  return { type: 'send', message: { channel: 'chat', to, kind: 'text', refs: {}, params, urgency } };
}

/** Cards about the lead that people have before them are shown anew. */
export function refreshLead(leadId: string, except?: string[]): EffectBody {
  return { type: 'refresh', subject: subjectOf('lead', leadId), ...(except && { except }) };
}

/** What a handler answers: a card or sentence for the person who asked, without the envelope. */
export type Reply = Pick<OutboundMessage, 'kind' | 'refs' | 'params'>;

export function reply(
  kind: string,
  refs: Record<string, string> = {},
  params: Record<string, unknown> = {},
): Reply {
  return { kind, refs, params };
}

export function sentence(body: string, title?: string): Reply {
  return reply('text', {}, title ? { title, body } : { body });
}
