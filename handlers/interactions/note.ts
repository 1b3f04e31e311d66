import { asksAboutWork } from '../../cards/likely-commands.ts';
import { step, wasBegun } from '../../src/core/effect.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import type { NoteFacts } from '../../src/domain/interactions/interaction-effects.ts';
import { isAskedOfBot } from '../../src/domain/interactions/reached.ts';
import { isOpen, type Lead } from '../../src/domain/leads/lead.ts';
import { halfWidthInPlace } from '../../src/domain/normalise/text.ts';
import { leadsAtHead } from '../../src/domain/note/leads-at-head.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { asRemark } from '../../src/services/interactions/interaction-effects.ts';
import type { NoteReading } from '../../src/services/interactions/note-reader.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';
import { aboutClosed, aboutCustomer, customerNumber, tagsAsFacts } from './customer-note.ts';

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
    if (begun) return [shown(begun)];
    if (command?.verb === 'log') return recordFor(context, command.target, command.rest, { kept: true });
    const customer = customerNumber(text);
    if (customer && (await services.queries.customer(scope, customer.id)))
      return recordFor(context, customer.id, customer.rest);
    const several = leadsAtHead(text);
    if (several?.differs)
      return [
        sentence('这一行有几个金额，分不清各是谁的，都没有记。请一条线索写一行，例如：L1002 已报价50万'),
      ];
    if (several)
      return recordEach(
        context,
        several.leadIds.map((leadId) => ({ leadId, text: several.rest })),
      );
    const named = /(?<![A-Za-z0-9])L(\d{1,9})(?!\d)/i.exec(halfWidthInPlace(text));
    if (named) {
      const others = `${text.slice(0, named.index)} ${text.slice(named.index + named[0].length)}`.trim();
      return recordFor(context, `L${named[1]}`, others);
    }
    const read = await services.notes.read(text, { scope, person, version, now });
    if (read.parts) return recordEach(context, read.parts);
    if (read.leadId && read.says) return recordFor(context, read.leadId, text);
    // A name and nothing else is a wish to look.
    if (read.leadId && read.nameOnly) return [reply('lead-detail', { lead: read.leadId })];
    const fresh = read.says ? undefined : freshLead(context, read);
    if (fresh) return [fresh];
    const asks = isAskedOfBot(text);
    // 今天有什么要做的 is asked about one's own work, whoever was open.
    if (read.leadId)
      return notRecorded(
        context,
        text,
        asks && read.byContext && asksAboutWork(text) ? undefined : read.leadId,
      );
    if (asks && !read.says) {
      const [only, ...others] = read.named ? read.candidates : [];
      return notRecorded(context, text, others.length ? undefined : only);
    }
    const mayBeNote = services.notes.doubtsIn(text, version, now).length > 0;
    if (!read.says && !read.named && !mayBeNote) return notRecorded(context, text);
    const stranger = read.says ? read.stranger : undefined;
    return [reply('choose-customer', {}, { text, leadIds: read.candidates, stranger })];
  },
};

/** 余姚中医院胡科长想看DR 139…: an organisation and a number that nobody in the book has are no record but a lead. */
function freshLead(
  { services, version, text }: HandlerContext,
  { leadId, byContext, candidates, named }: NoteReading,
): Reply | undefined {
  if (leadId && !byContext) return undefined;
  const typed = services.intake.readTyped(text, version);
  if (!typed.ok || !typed.submission.company || !typed.submission.phone) return undefined;
  const leadIds = leadId ? [leadId] : named ? candidates : [];
  return reply('choose-customer', {}, { text, leadIds, stranger: typed.submission.company, isLead: true });
}

/** Several customers in one line are several records, each shown; each under a key of its own. */
async function recordEach(
  context: HandlerContext,
  parts: readonly { leadId: string; text: string }[],
): Promise<Reply[]> {
  const replies: Reply[] = [];
  for (const [i, part] of parts.entries()) {
    const one = { ...context, op: step(context.op, `part-${i}`) };
    const begun = await context.services.followUp.resume(one.op);
    replies.push(...(begun ? [shown(begun)] : await recordFor(one, part.leadId, part.text)));
  }
  return replies;
}

/** `备注 L1024 院长下月退休`: kept as it is, no contact. A colleague's reaches the owner. */
export const remark: Handler = {
  name: 'remark',
  recognises: ({ command }) => command?.verb === 'remark',
  async run(context) {
    const begun = await context.services.followUp.resume(context.op);
    if (begun) return [shown(begun)];
    const { target = '', rest = '' } = context.command ?? {};
    if (!rest) return [sentence(`请把内容写在后面，例如：备注 ${target || 'L1024'} 院长下月退休`)];
    return onRecordable(context, target, { text: rest, facts: asRemark({ text: rest }) }, async (lead) => {
      return [shown(await context.services.followUp.remark(lead, rest, context.op))];
    });
  },
};

function shown({ _id, leadId }: Interaction): Reply {
  return reply('log-confirm', { interaction: _id, lead: leadId });
}

/** `标签 L1034 重点客户`, `去掉标签 L1034 重点客户`: several with 、 or spaces between them. */
function tagging(verb: 'tag' | 'untag'): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { services, op, command } = context;
      const begun = await services.followUp.resume(op);
      if (begun) return [shown(begun)];
      const { target = '', rest = '' } = command ?? {};
      const tags = [...new Set(rest.split(/[\s,，、;；]+/).filter(Boolean))];
      if (!tags.length || tags.length > MAX_TAGS || tags.some((tag) => tag.length > MAX_TAG))
        return [sentence(`请写明标签，每个不超过 ${MAX_TAG} 个字，例如：标签 ${target || 'L1024'} 重点客户`)];
      const change = verb === 'tag' ? { add: tags, remove: [] } : { add: [], remove: tags };
      const text = `${verb === 'tag' ? '标签' : '去掉标签'} ${tags.join('、')}`;
      const onCustomer = { text, facts: tagsAsFacts(text, change) };
      return onRecordable(context, target, onCustomer, async (lead) => {
        return [shown(await services.followUp.state(lead, text, { values: [], tags: change }, op))];
      });
    },
  };
}

export const tag = tagging('tag');
export const untag = tagging('untag');

const MAX_TAGS = 10;
const MAX_TAG = 20;

/** Nothing was done and nothing said by the customer: what it could be is offered, nothing is written down. */
function notRecorded({ services, version, now }: HandlerContext, text: string, leadId?: string): Reply[] {
  if (!leadId) return [reply('not-recorded', {}, { text })];
  const doubts = isAskedOfBot(text) ? [] : services.notes.doubtsIn(text, version, now);
  return [reply('not-recorded', { lead: leadId }, { text, doubts: doubts.map(({ label }) => label) })];
}

/**
 * A line about a lead. From its owner: recorded when it says something that happened, was tried, is planned or was
 * not done. From a manager: a remark to the owner, unless it is a question or a command to the bot.
 */
async function recordFor(
  context: HandlerContext,
  leadId: string,
  text: string,
  { kept = false } = {},
): Promise<Reply[]> {
  const { services, person, version, now, op } = context;
  // A bare number is a wish to look, not a record.
  if (!text && (await services.queries.lead(context.scope, leadId)))
    return [reply('lead-detail', { lead: leadId })];
  return onRecordable(context, leadId, { text, kept }, async (lead) => {
    const names = await services.notes.namesAt(lead);
    const makesRecord = services.notes.makesRecord(text, version, now, names);
    const unreadable = services.notes.unreadable(text, version, now);
    if (unreadable.length && !makesRecord) return [sentence(unreadable.join('\n'))];
    if (lead.ownerId !== person._id && makesRecord) {
      const facts = await services.notes.factsAbout(lead, text, version, now);
      if (facts.facts) return [shown(await services.followUp.record(lead, facts, op))];
    }
    if (lead.ownerId !== person._id)
      return isAskedOfBot(text)
        ? notRecorded(context, text, lead._id)
        : [shown(await services.followUp.remark(lead, text, op))];
    const open = await services.followUp.awaitingOutcome(lead, op);
    if (open && (wasBegun(open, op) || makesRecord)) {
      const facts = await services.notes.factsCompleted(open, text, version, now);
      return [shown(await services.corrections.complete(open._id, facts, op))];
    }
    if (!makesRecord) return notRecorded(context, text, lead._id);
    return [
      shown(
        await services.followUp.record(lead, await services.notes.factsAbout(lead, text, version, now), op),
      ),
    ];
  });
}

/**
 * The lead of a record that the person may make, or why not. Of a customer without an open lead it is a record on the
 * customer: `facts` at once, a line is asked about unless it was said to be kept there.
 */
async function onRecordable(
  context: HandlerContext,
  target: string,
  { text, facts, kept = false }: { text: string; facts?: NoteFacts; kept?: boolean },
  run: (lead: Lead) => Promise<Reply[]>,
): Promise<Reply[]> {
  const { services, scope, person } = context;
  if (target.startsWith('C')) {
    const onLead = (lead: Lead) => onRecordable(context, lead._id, { text }, run);
    return aboutCustomer(context, target, text, {
      kept: kept || facts !== undefined,
      own: facts?.facts?.tags !== undefined,
      onLead,
      ...(facts && { facts }),
    });
  }
  const lead = await services.queries.lead(scope, target);
  if (!lead) return [sentence(`找不到线索 ${target}，或它已不在您名下。`)];
  if (lead.ownerId !== person._id && !mayManage(person))
    return [sentence(`${target} 由他人负责，只有负责人和主管可以记录跟进。`)];
  return isOpen(lead) ? run(lead) : aboutClosed(context, lead, text, facts);
}
