import { step } from '../../src/core/effect.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { halfWidthInPlace } from '../../src/domain/normalise/text.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/**
 * Anything else a person types is taken for a note about a customer (C1): "张主任 已报价50万 嫌贵 下周二下午3点回访".
 * Sure of the customer and of something to record: recorded and shown back. Otherwise asked, never guessed: a
 * question or a chat must not stop a clock.
 */
export const note: Handler = {
  name: 'note',
  recognises: ({ event, text }) => (event.kind === 'message' || event.kind === 'action') && text.length > 0,
  async run(context) {
    const { command, services, scope, person, version, now, op, text } = context;
    const begun = await services.followUp.resume(op);
    if (begun) return [reply('log-confirm', { interaction: begun._id, lead: begun.leadId })];
    if (command?.verb === 'log') return recordFor(context, command.target, command.rest);
    const named = /(?<![A-Za-z0-9])L(\d{1,9})(?!\d)/i.exec(halfWidthInPlace(text));
    if (named) {
      const others = `${text.slice(0, named.index)} ${text.slice(named.index + named[0].length)}`.trim();
      return recordFor(context, `L${named[1]}`, others);
    }
    const read = await services.notes.read(text, { scope, person, version, now });
    if (read.parts) return recordEach(context, read.parts);
    if (read.leadId) {
      return read.says ? recordFor(context, read.leadId, text) : askWhetherNote(read.leadId, text);
    }
    if (!read.says && !read.named) return [sentence('没看懂这句话。'), reply('help')];
    return [
      reply(
        'choose-customer',
        {},
        { text, leadIds: read.candidates, stranger: read.says ? read.stranger : undefined },
      ),
    ];
  },
};

/** Several customers in one line are several records, each shown; each under a key of its own. */
async function recordEach(
  context: HandlerContext,
  parts: readonly { leadId: string; text: string }[],
): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const [i, part] of parts.entries()) {
    const one = { ...context, op: step(context.op, `part-${i}`) };
    const begun = await context.services.followUp.resume(one.op);
    const shown = begun && [reply('log-confirm', { interaction: begun._id, lead: begun.leadId })];
    replies.push(...(shown ?? (await recordFor(one, part.leadId, part.text))));
  }
  return replies;
}

/** The customer is clear, but nothing was said that a record could hold. */
function askWhetherNote(leadId: string, text: string): Reply[] {
  return [reply('choose-customer', {}, { text, leadIds: [leadId] }), reply('lead-detail', { lead: leadId })];
}

async function recordFor(context: HandlerContext, leadId: string, text: string): Promise<Reply[]> {
  const { services, scope, person, version, now, op } = context;
  const lead = await services.queries.lead(scope, leadId);
  if (!lead) return [sentence(`找不到线索 ${leadId}，或它已不在您名下。`)];
  // A bare number is a wish to look, not a record.
  if (!text) return [reply('lead-detail', { lead: leadId })];
  if (lead.ownerId !== person._id && !mayManage(person))
    return [sentence(`${leadId} 由他人负责，只有负责人和主管可以记录跟进。`)];
  if (!isOpen(lead)) {
    const name = lead.company || lead.contactName;
    return [
      sentence(
        `${name} 目前没有进行中的线索（${leadId} 已关闭）。有新需求请发：新线索 ${name} 联系人 电话 需求`,
      ),
    ];
  }
  const facts = await services.notes.factsAbout(lead, text, version, now);
  const interaction = await services.followUp.record(lead, facts, op);
  return [reply('log-confirm', { interaction: interaction._id, lead: leadId })];
}
