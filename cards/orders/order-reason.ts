import { ORDER_STATES } from '../../src/domain/orders/order.ts';
import { button, type Verb } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';

interface View {
  id: string;
  title: string;
  what: keyof typeof REASONS;
  state: string | undefined;
}

/** What is usually the reason; another one is typed. */
const REASONS = {
  return: { ask: '为什么退回？', verb: 'order-return', reasons: ['信息不全', '时间排不开', '不归我管'] },
  reject: { ask: '为什么驳回？', verb: 'order-reject', reasons: ['条件不合适', '信息不全', '暂不需要'] },
  cancel: { ask: '为什么取消？', verb: 'order-cancel', reasons: ['客户改变计划', '开错了', '不再需要'] },
  fail: { ask: '为什么没做成？', verb: 'order-fail', reasons: ['客户不配合', '条件不具备', '无法解决'] },
} as const satisfies Record<string, { ask: string; verb: Verb; reasons: readonly string[] }>;

/** Giving an order back, refusing it and giving it up need a reason. */
export const orderReason = defineCard<View>({
  kind: 'order-reason',
  async load({ read, refs, params }) {
    const view = await read.order(refs.order ?? '');
    if (!view) return null;
    const { order } = view;
    const isOver = order.closedAt !== undefined;
    return {
      id: order._id,
      title: `${order._id} ${order.label} · ${order.company}`,
      what: params.what as View['what'],
      state: isOver ? ORDER_STATES[order.state] : undefined,
    };
  },
  render({ id, title, what, state }): Card {
    const { ask, verb, reasons } = REASONS[what];
    if (state) return { kind: 'order-reason', title, facts: [], buttons: [], state };
    return {
      kind: 'order-reason',
      title,
      emphasis: { text: ask, tone: 'info' },
      facts: [],
      body: `也可以直接回复：${button('', verb, id, { rest: '原因' }).command}`,
      buttons: reasons.map((reason) => button(reason, verb, id, { rest: reason })),
    };
  },
});
