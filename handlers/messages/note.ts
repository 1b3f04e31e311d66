import { isOpen } from '../../src/domain/lead.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/**
 * Anything else a person types is taken for a note about a customer (C1): "张主任 已报价50万 嫌贵 下周二下午3点回访".
 * Sure of the customer: recorded and shown back. Unsure: asked, never guessed. No sign of a note: say what can be
 * typed.
 */
export const note: Handler = {
  name: 'note',
  recognises: ({ event, text }) => (event.kind === 'message' || event.kind === 'action') && text.length > 0,
  async run(context) {
    const { command, services, scope, person, version, now, op } = context;
    const begun = await services.followUp.resume(op);
    if (begun) return [reply('log-confirm', { interaction: begun._id, lead: begun.leadId })];
    if (command?.verb === 'log') return recordFor(context, command.target, command.rest);
    const named = /(?<![A-Za-z0-9])L(\d{1,9})(?!\d)/i.exec(context.text);
    if (named) return recordFor(context, `L${named[1]}`, context.text.replace(named[0], ' ').trim());
    const read = await services.notes.read(context.text, { scope, person, version, now });
    if (!read.hasContent) return [sentence('没看懂这句话。'), reply('help')];
    if (read.leadId) return recordFor(context, read.leadId, context.text);
    return [reply('choose-customer', {}, { text: context.text, leadIds: read.candidates })];
  },
};

async function recordFor(context: HandlerContext, leadId: string, text: string): Promise<Reply[]> {
  const { services, scope, person, version, now, op } = context;
  const lead = await services.queries.lead(scope, leadId);
  if (!lead) return [sentence(`找不到线索 ${leadId}，或它已不在您名下。`)];
  if (lead.ownerId !== person._id) return [sentence(`${leadId} 由他人负责，只有负责人可以记录跟进。`)];
  if (!isOpen(lead)) return [sentence(`${leadId} 已关闭，不能再记录。`)];
  const facts = services.notes.understand(text, version, now);
  const interaction = await services.followUp.record(lead, facts, op);
  return [reply('log-confirm', { interaction: interaction._id, lead: leadId })];
}
