import { formatWhen } from '../../cards/format.ts';
import { isGenjinError } from '../../src/core/errors.ts';
import { gateTo, missingOf } from '../../src/domain/journey/gate.ts';
import { journeyOf, type StageMove } from '../../src/domain/journey/journey.ts';
import { frozenPaths, valueWords } from '../../src/domain/journey/locks.ts';
import { noSuchStage } from '../../src/domain/journey/move.ts';
import { MAX_GATES } from '../../src/domain/journey/proposed-move.ts';
import { endStage, readStage, stageLabel, wayTo } from '../../src/domain/journey/stages.ts';
import { type NamedField, namedField } from '../../src/domain/leads/field-names.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { valueAt } from '../../src/domain/leads/lead-fields.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import type { Stage } from '../../src/domain/playbook/journey.ts';
import { propertyShape } from '../../src/domain/playbook/options.ts';
import { itemOf } from '../../src/domain/questions/item.ts';
import { readAnswer } from '../../src/domain/questions/read-answer.ts';
import type { FieldValue } from '../../src/domain/records/field-value.ts';
import type { Moved } from '../../src/services/journey/journey.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type HandlerContext } from '../context.ts';
import { onLead } from '../leads/lead-actions.ts';

const MAX_REASON = 200;

/** 阶段 L1024: where it stands, since when, what is there and what is missing. */
export const stage = onLead('stage', async (lead, { services, op }) => {
  await services.people.setFocus(op.by, lead._id, op.now);
  return [reply('stage', { lead: lead._id })];
});

/** 推进 L1024 [节点]: to the next stage, or further. */
export const advance = onLead('advance', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const { playbook } = context.version;
  const named = rest ? readStage(rest, playbook) : undefined;
  if (rest && !named) return [sentence(noSuchStage(rest, playbook))];
  return moveOn(lead, named?.stage.id, context);
});

/** Moves a lead on, to the next stage where none is named; what its gate misses is asked. */
async function moveOn(lead: Lead, to: string | undefined, context: HandlerContext): Promise<Reply[]> {
  const { services, op } = context;
  const wish = { direction: 'forward' as const, to, from: lead.stage };
  return answer(await services.journey.moveStage(lead._id, wish, op), 'forward', context);
}

/**
 * What a record says of the end of its lead: the move to that end, past its gate. Undefined where the journey has no
 * stage for it.
 */
export async function endLead(
  lead: Lead,
  end: 'won' | 'lost',
  context: HandlerContext,
): Promise<Reply[] | undefined> {
  const target = endStage(end, context.version.playbook);
  if (!target) return undefined;
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  return end === 'won' ? closeAsWon(lead, target, context) : giveUp(lead, undefined, context);
}

/** A deal far ahead of its stage goes one node at a time: what its next gate misses is asked, and no questionnaire. */
async function closeAsWon(lead: Lead, target: Stage, context: HandlerContext): Promise<Reply[]> {
  const { playbook } = context.version;
  // An event that was cut off behind its own move is answered as it was before: from the node that move began at.
  const stood = ownMove(lead, context)?.from ?? lead.stage;
  const missing = missingOf(gateTo(target.id, { ...lead, stage: stood }, playbook) ?? []);
  const gates = new Set(missing.map(({ stage: at }) => at)).size;
  if (gates <= MAX_GATES) return moveOn(lead, target.id, context);
  const between = (wayTo(stood, target.id, playbook)?.length ?? 1) - 1;
  const far = `还不能记为成交：到「${target.label}」还要经过 ${between} 个节点，共缺 ${missing.length} 项。`;
  const how = `先推进到下一个节点；都已办妥的，请主管发：放行 ${lead._id} ${target.label} 原因`;
  return [sentence(`${far}\n${how}`), ...(await moveOn(lead, undefined, context))];
}

/** 退回 L1024 [节点] 原因. */
export const stepBack = onLead('step-back', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const named = readStage(rest, context.version.playbook);
  const reason = reasonIn(named ? named.rest : rest);
  const { services, op } = context;
  const wish = { direction: 'back' as const, to: named?.stage.id, from: lead.stage, reason };
  return answer(await services.journey.moveStage(lead._id, wish, op), 'back', context);
});

/** 丢单 L1024 原因. */
export const lose = onLead('lose', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  return giveUp(lead, reasonIn(rest), context);
});

async function giveUp(lead: Lead, reason: string | undefined, context: HandlerContext): Promise<Reply[]> {
  const { services, op } = context;
  const wish = { direction: 'lost' as const, from: lead.stage, reason };
  return answer(await services.journey.moveStage(lead._id, wish, op), 'lost', context);
}

/** 重新打开 L1024. */
export const reopen = onLead('reopen', async (lead, context, rest) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const { services, op } = context;
  const wish = { direction: 'reopen' as const, reason: reasonIn(rest) };
  return answer(await services.journey.moveStage(lead._id, wish, op), 'reopen', context);
});

/** 放行 L1024 [节点] 原因: a manager lets what is missing pass; it stays visible for ever. */
export const waive = onLead('waive', async (lead, context, rest) => {
  const { services, op, person, version } = context;
  if (!mayManage(person) || lead.ownerId === person._id)
    return [sentence(`放行要由主管来做。请把还缺的补齐，或请您的主管发：放行 ${lead._id} 原因`)];
  const named = readStage(rest, version.playbook);
  const reason = reasonIn(named ? named.rest : rest);
  if (!reason) return [sentence(`请写明原因，例如：放行 ${lead._id} 客户当面承诺下周补件`)];
  const wish = { direction: 'forward' as const, to: named?.stage.id, from: lead.stage, reason, waives: true };
  return answer(await services.journey.moveStage(lead._id, wish, op), 'forward', context);
});

/** The move this very event made before it was cut off, so that its second delivery says the same again. */
function ownMove(lead: Lead, { op }: HandlerContext): StageMove | undefined {
  return journeyOf(lead).moves.findLast(({ via }) => via !== undefined && via === op.via);
}

function movedTo({ _id }: Lead, { from, to }: Pick<StageMove, 'from' | 'to'>): Reply {
  return reply('stage', { lead: _id }, { moved: to, from });
}

/** What came of it, in a card or a sentence. */
function answer(
  done: Moved,
  direction: 'forward' | 'back' | 'lost' | 'reopen',
  context: HandlerContext,
): Reply[] | Promise<Reply[]> {
  const { version, now, services } = context;
  const { lead } = done;
  switch (done.kind) {
    case 'moved':
      return [movedTo(lead, done.move)];
    case 'blocked':
      return asked(done.to, context, lead);
    case 'repeated': {
      const { pending } = journeyOf(lead);
      const own = ownMove(lead, context);
      if (own) return [movedTo(lead, own)];
      return pending ? asked(pending.to, context, lead) : [reply('stage', { lead: lead._id })];
    }
    case 'needs-reason':
      return direction === 'back'
        ? services.questions.ask('back-reason', { record: lead._id, detail: done.to }, askerOf(context))
        : askedLost(done, context);
    case 'refused':
      return [sentence(done.text)];
    case 'stale':
      return told(done, async (id) => (await services.people.get(id))?.name ?? id);
  }

  async function told(
    { stage: at, last }: Extract<Moved, { kind: 'stale' }>,
    nameOf: (id: string) => Promise<string>,
  ): Promise<Reply[]> {
    const where = `${lead._id} 已在「${stageLabel(at, version.playbook)}」`;
    if (!last) return [sentence(`${where}。`)];
    const when = formatWhen(last.at, now, version.playbook.calendar.timeZone);
    return [
      sentence(`${where}：${await nameOf(last.by)} ${when} 已经移动过，这次没有再动。`),
      reply('stage', { lead: lead._id }),
    ];
  }
}

/** Why it is lost, or to whom: a question like any other, so that what is typed next may answer it. */
async function askedLost(
  { lead, lostTo }: Extract<Moved, { kind: 'needs-reason' }>,
  context: HandlerContext,
): Promise<Reply[]> {
  const { questions } = context.services;
  const asker = askerOf(context);
  if (!lostTo) return questions.ask('lost-reason', { record: lead._id }, asker);
  await questions.over('lost-reason', lead._id, asker);
  return questions.ask('lost-to', { record: lead._id, detail: lostTo }, asker);
}

/** The gate is closed: what is missing is asked here and now. */
function asked(to: string, context: HandlerContext, { _id }: Lead): Promise<Reply[]> {
  return context.services.questions.ask('gate', { record: _id, detail: to }, askerOf(context));
}

/** 请放行 L1024: the owner asks the manager to let it pass with what is missing. */
export const askWaive = onLead('ask-waive', async (lead, context) => {
  const no = notTheirs(lead, context);
  if (no) return [sentence(no)];
  const asked = await context.services.pendingMoves.askToWaive(lead._id, context.op);
  return [
    sentence(
      asked.length ? `已请${asked.join('、')}决定是否放行 ${lead._id}。` : `${lead._id} 没有等待推进的节点。`,
    ),
  ];
});

/** 请主管支持 L1024 [什么事]: the owner asks the manager for help. */
export const askSupport = onLead(
  'ask-support',
  async (lead, { services, op }, words) => {
    const asked = await services.journey.askSupport(lead._id, words.slice(0, MAX_REASON), op);
    return [
      sentence(
        asked.length ? `已请${asked.join('、')}支持 ${lead._id}。` : '没有可以请的主管，请直接联系总监。',
      ),
    ];
  },
  'owner',
);

/** 补填 L1024 决策人: asks for one field, with the control it needs; 补填 L1024 决策人 王院长 answers it at once. */
export const askField = onLead(
  'ask-field',
  async (lead, context, name) => {
    const { services, version, now } = context;
    const { questions } = services;
    const asker = askerOf(context);
    const open = await questions.open('field', { record: lead._id }, asker);
    const named = name ? namedField(name, version.playbook) : undefined;
    const id = named?.path.replace(/^fields\./, '');
    const item = open?.items.find((one) => one.id === id) ?? (name ? undefined : open?.items[0]);
    if (named?.rest && id) {
      const shape = propertyShape(version.playbook, id);
      const asked = item ?? (shape && itemOf(id, shape));
      const read = asked && readAnswer(named.rest, asked, { playbook: version.playbook, now });
      if (read && !read.ok)
        return [sentence(`“${named.rest.slice(0, 20)}”没看懂。${named.label}：${read.why}`)];
      return written(lead, id, read?.value ?? null, named.label, context);
    }
    if (!item) return [sentence(notAsked(lead, name, named, context))];
    return questions.ask('field', { record: lead._id }, asker, item.id);
  },
  'owner',
);

/** What stands in a field that nobody asks for now, and how it is changed all the same. */
function notAsked(lead: Lead, name: string, named: NamedField | undefined, { now }: HandlerContext): string {
  if (!name) return `${lead._id} 现在没有要补填的内容。`;
  if (!named) return `没有叫“${name.slice(0, 20)}”的字段。`;
  const { path, label } = named;
  const value = valueAt(lead, path);
  const stands = `${lead._id} 的${label}${value === undefined ? '还没有填' : `是：${valueWords(value)}`}`;
  if (frozenPaths(lead, now).has(path))
    return `${stands}，这个节点已锁定。要改请主管解锁：解锁 ${lead._id} ${label} 原因`;
  return `${stands}。要改请发：补填 ${lead._id} ${label} 新的内容`;
}

/** Writes one field; where it is locked, that is said and the manager decides. */
async function written(
  lead: Lead,
  id: string,
  value: FieldValue | null,
  label: string,
  { services, op }: HandlerContext,
): Promise<Reply[]> {
  try {
    await services.facts.set(lead._id, { [id]: value }, op);
    return [sentence(`${lead._id} 已记下：${label}`)];
  } catch (error) {
    if (isGenjinError(error, 'conflict') || isGenjinError(error, 'invalid'))
      return [sentence(error.userText)];
    throw error;
  }
}

export function notTheirs(lead: Lead, { person }: HandlerContext): string | undefined {
  return lead.ownerId === person._id || mayManage(person)
    ? undefined
    : `${lead._id} 由他人负责，只有负责人和主管可以移动阶段。`;
}

function reasonIn(text: string): string | undefined {
  const reason = text.trim().slice(0, MAX_REASON);
  return reason === '' ? undefined : reason;
}
