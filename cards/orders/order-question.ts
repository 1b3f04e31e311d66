import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { isOpenOrder } from '../../src/domain/orders/order.ts';
import type { OrderView } from '../../src/domain/orders/view.ts';
import type { QuestionItem } from '../../src/domain/questions/item.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import type { Card } from '../model.ts';
import { controlsOf } from '../questions/controls.ts';

interface View extends OrderView {
  item: QuestionItem;
  known: boolean;
  now: Date;
}

const DAYS_OFFERED = 3;

/** One field of an order, with the control it needs. */
export const orderQuestion = defineCard<View>({
  kind: 'order-question',
  async load({ read, refs, params, now }) {
    const item = params.item as QuestionItem | undefined;
    const view = item && (await read.order(refs.order ?? ''));
    if (!item || !view) return null;
    const { order } = view;
    const has = item.id === 'assignee' ? order.assigneeId : order.fields[item.id];
    return { ...view, item, now, known: has !== undefined || !isOpenOrder(order) };
  },
  render({ order, item, known, now, version }): Card {
    const title = `${item.prompt ?? `${item.label}？`} ${order._id} ${order.label} · ${order.company}`;
    if (known) return { kind: 'order-question', title, facts: [], buttons: [], state: '已填' };
    const calendar = calendarOf(version.playbook);
    const days = Array.from({ length: DAYS_OFFERED }, (_, i) =>
      calendar.dayKey(calendar.addWorkdays(now, i + 1)),
    );
    const { buttons, selects, how } = controlsOf(item, order._id, days);
    return {
      kind: 'order-question',
      title,
      facts: [],
      body: [item.why, how].filter(Boolean).join('\n'),
      selects,
      buttons: [...buttons, button('稍后', 'ask-later', order._id)],
    };
  },
});
