import { ORDER_STATES, type Order } from '../../src/domain/orders/order.ts';
import { button } from '../actions.ts';
import { defineCard, type OrderLists } from '../define.ts';
import { formatWhen } from '../format.ts';
import type { Card, CardButton } from '../model.ts';

interface View extends OrderLists {
  now: Date;
  timeZone: string;
}

const LINES = 5;
const BUTTONS = 4;

/** My orders, those that wait for me, and those I could take. */
export const orders = defineCard<View>({
  kind: 'orders',
  async load({ read, now }) {
    const { playbook } = await read.playbook();
    return { ...(await read.orders(now)), now, timeZone: playbook.calendar.timeZone };
  },
  render(view): Card {
    const { mine, asked, queue, requested, late } = view;
    const others = requested.filter(({ _id }) => !mine.some((one) => one._id === _id));
    const parts = [
      part('我的工单', mine, view),
      part('等我处理', asked, view),
      part('队列里可接', queue, view),
      part('我开的', others, view),
    ].filter(Boolean);
    return {
      kind: 'orders',
      title: '工单',
      emphasis: late.length ? { text: `${late.length} 张已超时`, tone: 'danger' } : undefined,
      facts: [],
      body: parts.length ? parts.join('\n') : '现在没有您要处理的工单。开单请发：开单',
      buttons: buttonsOf(view),
    };
  },
});

function part(name: string, list: readonly Order[], { now, timeZone }: View): string {
  if (!list.length) return '';
  const lines = list.slice(0, LINES).map((one) => {
    const due = one.clocks[0]?.deadline ?? one.clocks[0]?.dueAt;
    const when = due ? `，${formatWhen(due, now, timeZone)}${due <= now ? ' 已超时' : ' 前'}` : '';
    return `· ${one._id} ${one.label} ${one.company}（${ORDER_STATES[one.state]}${when}）`;
  });
  const more = list.length > LINES ? [`· 还有 ${list.length - LINES} 张`] : [];
  return [`${name} ${list.length}`, ...lines, ...more].join('\n');
}

function buttonsOf({ mine, asked, queue }: View): CardButton[] {
  const open = [...asked, ...mine].slice(0, BUTTONS);
  const take = queue.slice(0, BUTTONS - open.length);
  return [
    ...open.map(({ _id }) => button(`查看 ${_id}`, 'order-view', _id, { id: `view-${_id}` })),
    ...take.map(({ _id }) => button(`接单 ${_id}`, 'order-accept', _id, { id: `accept-${_id}` })),
  ];
}
