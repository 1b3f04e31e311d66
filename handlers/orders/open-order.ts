import { isOpen, type Lead } from '../../src/domain/leads/lead.ts';
import {
  missingFields,
  orderFields,
  questionOf,
  readOrderType,
  valuesFromLead,
} from '../../src/domain/orders/order-type.ts';
import { isAway } from '../../src/domain/orders/parts.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import type { OrderType } from '../../src/domain/playbook/orders.ts';
import { readAnswer } from '../../src/domain/questions/read-answer.ts';
import { type LineRead, readLine } from '../../src/domain/questions/read-line.ts';
import type { FieldValue } from '../../src/domain/records/field-value.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';

const NUMBER = /[LＬ][\d０-９]{1,9}(?![\d０-９])/i;

/** 工单: mine, what waits for me, what I could take. */
export const orders: Handler = {
  name: 'orders',
  recognises: ({ command }) => command?.verb === 'orders',
  run: async () => [reply('orders')],
};

/** 开单 试用装机 L1024 [型号：DR-300] [马超]; without all of it, what is missing is offered. */
export const orderOpen: Handler = {
  name: 'order-open',
  recognises: ({ command }) => command?.verb === 'order-open',
  async run(context) {
    const { version, person } = context;
    const { type, lead: named, rest } = await readWish(context.command?.rest ?? '', context);
    const lead = named === undefined ? undefined : await named;
    if (lead === null) return [sentence('没有认出是哪条线索，请写线索编号，例如：开单 试用装机 L1024')];
    if (!type) {
      const known = version.playbook.orders.filter(({ hand }) => hand.includes(person.role));
      const names = known.map(({ label }) => label).join('、');
      if (rest) return [sentence(`没有“${rest.slice(0, 20)}”这种工单。${names ? `可以开：${names}` : ''}`)];
      return [reply('order-types', lead ? { lead: lead._id } : {})];
    }
    if (!type.hand.includes(person.role)) return [sentence(`「${type.label}」不由您来开。`)];
    if (!lead) return [sentence(`给哪位客户开「${type.label}」？请这样发：开单 ${type.label} L1024`)];
    if (!isOpen(lead) && lead.status === 'lost')
      return [sentence(`${lead._id} 已关闭，不能开单。需要请先发：重新打开 ${lead._id}`)];
    return open(type, lead, rest, context);
  },
};

async function open(type: OrderType, lead: Lead, rest: string, context: HandlerContext): Promise<Reply[]> {
  const { services, person, op, now } = context;
  const assigneeOf = await assigneeIn(rest, type, context);
  const words = assigneeOf ? rest.replace(assigneeOf.name, ' ').trim() : rest;
  const { values, problems, unread } = readWords(words, type, lead, context);
  if (assigneeOf && isAway(assigneeOf, now)) return [sentence(`${assigneeOf.name} 正在休假，请派给别人。`)];
  const wish = {
    type,
    lead,
    from: 'hand' as const,
    requesterId: person._id,
    byName: person.name,
    values,
    assignee: assigneeOf,
    originKey: `hand:${op.key}`,
  };
  const opened = await services.orders.open(wish, op);
  if (opened.kind === 'refused') return [sentence(opened.text)];
  const { order } = opened;
  if (opened.kind === 'exists')
    return [
      sentence(`${lead._id} 已有进行中的「${type.label}」，没有再开。`),
      reply('order', { order: order._id }),
    ];
  const lost = [
    ...problems.map(({ item, why }) => `“${item.label}”${why}`),
    ...(unread ? [`这几个字没看懂，没有记：“${unread.slice(0, 40)}”`] : []),
  ].map((text) => sentence(text));
  const asked =
    order.ready || order.approvers.length
      ? [reply('order', { order: order._id })]
      : await services.questions.ask('order', { record: order._id }, askerOf(context));
  return [...lost, ...asked];
}

/**
 * What the line says of the order's fields. Words that name no field answer the first question that would be asked:
 * 开单 投诉 L1001 屏幕花了.
 */
function readWords(
  words: string,
  type: OrderType,
  lead: Lead,
  { version: { playbook }, now }: HandlerContext,
): { values: Record<string, FieldValue>; problems: LineRead['problems']; unread: string } {
  const values: Record<string, FieldValue> = {};
  if (!words) return { values, problems: [], unread: '' };
  const reading = { playbook, now };
  const fields = orderFields(type, playbook);
  const { answers, problems, rest } = readLine(words, fields.map(questionOf), undefined, reading);
  for (const { item, value } of answers) if (value !== null) values[item] = value;
  const known = { ...valuesFromLead(type, lead, playbook), ...values };
  const [first] = missingFields(type, { fields: known }, playbook);
  const read = rest && first ? readAnswer(rest, questionOf(first), reading) : undefined;
  if (!first || !read?.ok || read.value === null) return { values, problems, unread: rest };
  return { values: { ...values, [first.id]: read.value }, problems, unread: '' };
}

/** A colleague who can take it and whose name stands in the line by itself. */
async function assigneeIn(
  rest: string,
  { to }: OrderType,
  { services }: HandlerContext,
): Promise<Colleague | undefined> {
  const able = [...(await services.directory.map()).values()].filter(
    ({ active, role }) => active && role === to?.role,
  );
  const words = rest.split(/[\s,，;；]+/);
  const named = able.filter(
    ({ name, _id }) => words.includes(name) || words.includes(`派给${name}`) || words.includes(_id),
  );
  return named.length === 1 ? named[0] : undefined;
}

/** The type, the lead, and whatever else the line says. `lead`: null where a name was not recognised. */
async function readWish(
  line: string,
  { services, scope, version, person, now, op }: HandlerContext,
): Promise<{ type: OrderType | undefined; lead: Promise<Lead | null> | undefined; rest: string }> {
  const number = NUMBER.exec(line);
  const others = number
    ? `${line.slice(0, number.index)} ${line.slice(number.index + number[0].length)}`.trim()
    : line;
  const read = readOrderType(others, version.playbook);
  const rest = read?.rest ?? others;
  if (number) {
    const id = number[0].normalize('NFKC').toUpperCase();
    return { type: read?.type, lead: services.queries.leadFor(scope, id, op), rest };
  }
  const [name = '', ...more] = rest.split(/\s+/);
  if (!read || !name) return { type: read?.type, lead: undefined, rest };
  const { leadId } = await services.notes.read(name, { scope, person, version, now });
  const lead = leadId ? services.queries.lead(scope, leadId) : Promise.resolve(null);
  return { type: read.type, lead, rest: more.join(' ') };
}
