import type { Verb } from '../../cards/actions.ts';
import { companyOf, formatWhen } from '../../cards/format.ts';
import { step, wasBegun } from '../../src/core/effect.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { situationIn } from '../../src/domain/scripts.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { Handler, HandlerContext } from '../context.ts';

/** A command about one lead the person may see. Anything else is answered the same way as a lead that is not there. */
export function onLead(
  verb: Verb,
  run: (lead: Lead, context: HandlerContext, rest: string) => Promise<Reply[]>,
  who: 'anyone' | 'owner' = 'anyone',
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, scope, services, person, op } = context;
      const lead = await services.queries.leadFor(scope, command?.target ?? '', op);
      if (!lead) return [sentence(`找不到线索 ${command?.target ?? ''}，或它已不在您名下。`)];
      if (who === 'owner' && lead.ownerId !== person._id && !wasBegun(lead, op)) {
        return [sentence(`${lead._id} 现在由他人负责，这张卡片已过期。`)];
      }
      if (who === 'owner' && !isOpen(lead) && !wasBegun(lead, op)) return [sentence(`${lead._id} 已关闭。`)];
      return run(lead, context, command?.rest ?? '');
    },
  };
}

export const accept = onLead(
  'accept',
  async (lead, { event, services, op }) => {
    if (lead.status !== 'assigned' && !wasBegun(lead, op))
      return [sentence(`${lead._id} 已在跟进中，无需重复接单。`)];
    await services.followUp.accept(lead, op);
    // The tapped card itself says 已接单.
    if (event.kind === 'action') return [];
    return [sentence(`已接单 ${lead._id}。联系后回复一句话即可记录，例如：已报价50万 下周二下午3点回访`)];
  },
  'owner',
);

/**
 * "已联系 L1024" says that there was a call, not what came of it: that is asked, and until it is answered nothing
 * counts. With words that say it, it is a note like any other.
 */
const recordTouch = onLead(
  'touched',
  async (lead, context, rest) => {
    const { notes, followUp } = context.services;
    const open = await followUp.awaitingOutcome(lead, context.op);
    if (open && !rest) return [askOutcome(open)];
    const facts = await notes.factsAbout(lead, `已联系 ${rest}`.trim(), context.version, context.now);
    const outcomeAsked = facts.reached === 'no' ? true : undefined;
    return touchReplies(await followUp.record(lead, { ...facts, outcomeAsked }, context.op));
  },
  'owner',
);

export const touched: Handler = {
  ...recordTouch,
  async run(context) {
    const begun = await context.services.followUp.resume(context.op);
    return begun ? touchReplies(begun) : recordTouch.run(context);
  },
};

function touchReplies(record: Interaction): Reply[] {
  return [
    record.outcomeAsked
      ? askOutcome(record)
      : reply('log-confirm', { interaction: record._id, lead: record.leadId }),
  ];
}

function askOutcome({ _id, leadId }: Interaction): Reply {
  return reply('call-outcome', { lead: leadId, interaction: _id });
}

export const passOn = onLead(
  'pass-on',
  async (lead, { services, person, op }, reason) => {
    if (!reason) return [reply('pass-on', { lead: lead._id })];
    const after = await services.handover.passOn(lead, reason, op);
    return after.ownerId === person._id
      ? [sentence(`${lead._id} 暂时没有可接手的同事，已请主管指派；在此之前仍由您负责。`)]
      : [sentence(`${lead._id} 已转出。`)];
  },
  'owner',
);

export const why = onLead('why', async (lead) => [
  lead.decision ? reply('why-me', { lead: lead._id }) : sentence(`${lead._id} 还没有分配记录。`),
]);

export const view = onLead('view', async (lead, { services, event, op }) => {
  await services.people.setFocus(op.by, lead._id, op.now);
  const link = services.pages.customer(event.platform, lead);
  return [reply('lead-detail', { lead: lead._id }, { link })];
});

/** `话术 L1024`, `话术 L1024 嫌贵`, `话术 L1024 嫌贵 价格型`: the style asked for is remembered (C9). */
export const scripts = onLead('scripts', async (lead, { version, services, person, tapped }, words) => {
  const { what, style } = situationIn(words, version.playbook);
  if (style) await services.scriptUses.prefer(style, person);
  const shown = reply('scripts', { lead: lead._id }, { for: what });
  const isTapped = tapped?.kind === 'scripts' && tapped.refs.lead === lead._id && tapped.params.for === what;
  return style && isTapped ? [] : [shown];
});

export const postpone = onLead(
  'postpone',
  async (lead, { services, version, now, op }, when) => {
    if (lead.status !== 'touched') return [sentence(`${lead._id} 还没有首次联系，不能推迟；请先联系客户。`)];
    const next = services.notes.when(when, version, now);
    if (!next || next <= now) {
      return [sentence(`「${when}」看不懂或已经过去。请写一个将来的时间：推迟 ${lead._id} 周五上午10点`)];
    }
    await services.followUp.postpone(lead, { at: next, because: '改约的跟进时间' }, op);
    return [reply('lead-detail', { lead: lead._id })];
  },
  'owner',
);

/** After an attempt in vain: when to try again. */
export const retry = onLead(
  'retry',
  async (lead, { services, version, now, op }, when) => {
    const next = services.notes.when(when, version, now);
    if (!next || next <= now) {
      return [sentence(`「${when}」看不懂或已经过去。请写一个将来的时间：再打 ${lead._id} 明天9点`)];
    }
    await services.followUp.planTry(lead, { at: next, because: '约定再次联系' }, op);
    const at = formatWhen(next, now, version.playbook.calendar.timeZone);
    return [sentence(`好的，${at} 提醒您再联系 ${companyOf(lead)}（${lead._id}）。`)];
  },
  'owner',
);

/** A manager gives a lead to somebody; without a name, the card to pick from. */
export const assign = onLead('assign', async (lead, { services, person, op, asOf }, name) => {
  if (!mayManage(person)) return [sentence('只有主管可以指派；您可以用「转出」请系统重新分配。')];
  if (!name)
    return [reply('pick-owner', { lead: lead._id }, { assignment: lead.assignments.at(-1)?.n ?? 0 })];
  const found = await services.queries.peopleNamed(name);
  const [only, ...others] = found.filter((p) => p.role === 'rep' && p.active);
  if (!only) return [sentence(`没有叫「${name}」的在职销售。`)];
  if (others.length)
    return [sentence(`有多位「${name}」，请从卡片中选择。`), reply('pick-owner', { lead: lead._id })];
  const after = await services.handover.assignTo(lead, only._id, op, asOf);
  if (after.ownerId === only._id) return [sentence(`${lead._id} 已分配给 ${only.name}。`)];
  const owner = after.ownerId ? await services.people.get(after.ownerId) : null;
  return [sentence(`${lead._id} 已由他人分配给 ${owner?.name ?? '其他同事'}，这张卡片已过期。`)];
});

const LEAD_IDS = /L\d{1,9}/gi;

/** `催办 L1003`, or several at once: a manager asks the owners to act. */
export const nudge: Handler = {
  name: 'nudge',
  recognises: ({ command }) => command?.verb === 'nudge',
  async run({ command, services, scope, person, op }) {
    if (!mayManage(person)) return [sentence('只有主管可以催办；您自己的线索请直接联系客户。')];
    const ids = [command?.target ?? '', ...(command?.rest.normalize('NFKC').match(LEAD_IDS) ?? [])];
    const lines: string[] = [];
    for (const id of new Set(ids.map((one) => one.toUpperCase()))) {
      const lead = await services.queries.leadFor(scope, id, op);
      const owner = lead && (await services.nudges.nudge(lead, step(op, id)));
      const name = lead?.company || lead?.contactName;
      if (!lead) lines.push(`找不到线索 ${id}`);
      else lines.push(owner ? `已催办 ${owner}：${id} ${name}` : `${id} ${name} 没有可催办的负责人，请改派`);
    }
    return [sentence(lines.join('\n'))];
  },
};
