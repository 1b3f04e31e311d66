import type { Verb } from '../../cards/actions.ts';
import { formatWhen } from '../../cards/format.ts';
import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import type { OrderAction } from '../../src/domain/orders/decision.ts';
import type { Order } from '../../src/domain/orders/order.ts';
import { orderFields, questionOf } from '../../src/domain/orders/order-type.ts';
import { readLine } from '../../src/domain/questions/read-line.ts';
import { type Reply, reply, sentence } from '../../src/services/messages.ts';
import type { ActedOn } from '../../src/services/orders/orders.ts';
import { askerOf, type Handler, type HandlerContext } from '../context.ts';

const MAX_REASON = 200;

/** A command about one order that the person may see. */
function onOrder(
  verb: Verb,
  run: (order: Order, context: HandlerContext, rest: string) => Promise<Reply[]>,
): Handler {
  return {
    name: verb,
    recognises: ({ command }) => command?.verb === verb,
    async run(context) {
      const { command, services, scope, op } = context;
      const order = await services.orders.find(scope, command?.target ?? '', op);
      if (order) return run(order, context, command?.rest ?? '');
      return [sentence(await whyNot(command?.target ?? '', context))];
    },
  };
}

/** Out of sight: somebody else has taken it from the queue, or it never was theirs; only the former is told. */
async function whyNot(id: string, { services, person }: HandlerContext): Promise<string> {
  const taken = await services.orders.takenBy(id, person);
  return taken ? `${id} 已由${taken}接单。` : `找不到工单 ${id}，或它不在您的范围里。`;
}

/** Does it, and says what came of it; the card that was tapped shows it anew by itself. */
async function act(order: Order, action: OrderAction, context: HandlerContext): Promise<Reply[]> {
  const done = await context.services.orders.act(order._id, action, context.person, context.op);
  return answer(done, action, context);
}

async function answer(done: ActedOn, action: OrderAction, context: HandlerContext): Promise<Reply[]> {
  const { order } = done;
  switch (done.kind) {
    case 'refused':
      return [sentence(done.text)];
    case 'needs-reason':
      return [reply('order-reason', { order: order._id }, { what: action.do })];
    case 'asks': {
      const detail = action.do === 'step' ? (action.step ?? '') : 'finish';
      return context.services.questions.ask('order', { record: order._id, detail }, askerOf(context));
    }
    case 'done':
    case 'repeated':
      return shown(order, context);
  }
}

/** Typed, the card comes as the answer; tapped on it, it is changed where it stands. */
function shown({ _id }: Order, { tapped }: HandlerContext): Reply[] {
  const isOn = tapped?.kind === 'order' && tapped.refs.order === _id;
  return isOn ? [] : [reply('order', { order: _id })];
}

export const orderView = onOrder('order-view', async ({ _id }) => [reply('order', { order: _id })]);
export const orderAccept = onOrder('order-accept', (order, context) => act(order, { do: 'accept' }, context));
export const orderReturn = onOrder('order-return', (order, context, rest) =>
  act(order, { do: 'return', reason: reasonIn(rest) }, context),
);
export const orderFinish = onOrder('order-finish', (order, context) => act(order, { do: 'finish' }, context));
export const orderFail = onOrder('order-fail', (order, context, rest) =>
  act(order, { do: 'fail', reason: reasonIn(rest) }, context),
);
export const orderResume = onOrder('order-resume', (order, context) => act(order, { do: 'resume' }, context));
export const orderCancel = onOrder('order-cancel', (order, context, rest) =>
  act(order, { do: 'cancel', reason: reasonIn(rest) }, context),
);
export const orderApprove = onOrder('order-approve', (order, context) =>
  act(order, { do: 'approve' }, context),
);
export const orderReject = onOrder('order-reject', (order, context, rest) =>
  act(order, { do: 'reject', reason: reasonIn(rest) }, context),
);

/** 步骤 W101 [到场]: does the next step, or the one that is named. */
export const orderStep = onOrder('order-step', async (order, context, rest) => {
  const { type } = await context.services.orders.typeOf(order);
  const next = type.steps.find(({ id }) => !order.steps[id]);
  return act(order, { do: 'step', step: rest || next?.label }, context);
});

/** 转派 W101 马超. */
export const orderAssign = onOrder('order-assign', async (order, context, name) => {
  const { services } = context;
  const { type } = await services.orders.typeOf(order);
  const role = type.to?.role;
  const example = `转派 ${order._id} 姓名`;
  if (!name) return [sentence(`请写派给谁，例如：${example}`)];
  const found = (await services.queries.peopleNamed(name)).filter((one) => one.active && one.role === role);
  const [only, ...others] = found;
  if (!only) return [sentence(`没有叫「${name.slice(0, 20)}」、能接「${order.label}」的在职同事。`)];
  if (others.length) {
    const ids = found.map(({ _id }) => _id).join('、');
    return [sentence(`有多位「${only.name}」，请写编号：${ids}`)];
  }
  return act(order, { do: 'assign', to: only }, context);
});

/** 约 W101 周三14:00. */
export const orderBook = onOrder('order-book', async (order, context, when) => {
  const { services, version, now } = context;
  const at = services.notes.when(when, version, now);
  if (!at)
    return [sentence(`「${when.slice(0, 20)}」看不懂，或已经过去。请这样写：约 ${order._id} 周三14:00`)];
  return act(order, { do: 'book', at }, context);
});

/** 暂停 W101 等客户腾场地 到周五: a pause has a reason and an end. */
export const orderPause = onOrder('order-pause', async (order, context, words) => {
  const { services, version, now } = context;
  const day = services.notes.startOf(words, version, now);
  // With the work of that day, not at midnight.
  const until = day && calendarOf(version.playbook).nextWorkingTime(day);
  const reason = reasonIn(words).replace(
    /[\s,，到至]*(?:下?下?(?:周|星期|礼拜).{1,2}|[\d月日号天后明大-]+)\s*$/u,
    '',
  );
  if (!until || !reason) {
    const example = `暂停 ${order._id} 等客户腾场地 下周三`;
    return [sentence(`暂停要写原因和到哪一天，例如：${example}`)];
  }
  const done = await services.orders.act(
    order._id,
    { do: 'pause', reason, until },
    context.person,
    context.op,
  );
  if (done.kind !== 'done') return answer(done, { do: 'pause', reason, until }, context);
  const when = formatWhen(until, now, version.playbook.calendar.timeZone);
  return [sentence(`${order._id} 已暂停到 ${when}，到时自动恢复并提醒您。`)];
});

/** 补填 W101, or `W101 型号：DR-300`: asks for what is missing, or writes what is said. */
export const orderFill = onOrder('order-fill', async (order, context, words) => {
  const { services, asked, version, now, op, person } = context;
  const asker = askerOf(context);
  if (!words) return services.questions.ask('order', { record: order._id }, asker);
  const isAsked = asked.some((one) => one.record === order._id && (one.open || one.last?.key === op.key));
  if (isAsked) {
    const heard = await services.questionListener.answerTo(order._id, words, asked, asker, op);
    if (heard) return heard;
  }
  const { type } = await services.orders.typeOf(order);
  const items = orderFields(type, version.playbook).map(questionOf);
  const { answers, problems, rest } = readLine(words, items, undefined, { playbook: version.playbook, now });
  const wrong = problems.map(({ item, why }) => sentence(`“${item.label}”${why}`));
  if (!answers.length) {
    const known = items.map(({ label }) => label).join('、');
    return wrong.length
      ? wrong
      : [
          sentence(
            `“${words.slice(0, 20)}”没看懂。${order._id} 可以填：${known}，例如：${order._id} ${items[0]?.label ?? '项目'}：内容`,
          ),
        ];
  }
  const values = Object.fromEntries(
    answers.flatMap(({ item, value }) => (value === null ? [] : [[item, value] as const])),
  );
  const done = await services.orders.act(order._id, { do: 'fill', values }, person, op);
  const left = rest ? [sentence(`这几个字没看懂，没有记：“${rest.slice(0, 40)}”`)] : [];
  return [...wrong, ...left, ...(await answer(done, { do: 'fill', values }, context))];
});

function reasonIn(rest: string): string {
  return rest.trim().slice(0, MAX_REASON);
}
