import type { OrderLists } from '../../cards/define.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import { orderClocks } from '../../src/domain/orders/deadlines.ts';
import { openOrder } from '../../src/domain/orders/open.ts';
import type { Order } from '../../src/domain/orders/order.ts';
import { orderTypeOf } from '../../src/domain/orders/order-type.ts';
import { type OrderView, orderView } from '../../src/domain/orders/view.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { scopeOf } from '../../src/domain/people/scope.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import type { Sample } from './card-samples.ts';
import { local } from './time.ts';

export interface OrderWorld {
  /** A type of the playbook; the trial's installation where it is not said. */
  type?: string;
  order?: Partial<Order>;
  to: Person;
}

interface Around {
  lead: Lead;
  version: PlaybookVersion;
  people: ReadonlyMap<string, Person>;
  at: Date;
}

/** W101, opened for the lead of these cards. */
function orderOf({ type: id = 'trial-service', order: over }: Omit<OrderWorld, 'to'>, around: Around): Order {
  const { lead, version, people, at: now } = around;
  const type = orderTypeOf(id, version.playbook);
  if (!type) throw new Error(`no orders of type ${id}`);
  const values = { model: 'DR-300', startDate: '2026-11-25' };
  const wish = {
    type,
    lead,
    from: 'rule' as const,
    by: 'wang-min',
    byName: '流程',
    values,
    originKey: 'test',
  };
  const opened = openOrder('W101', wish, { version, people, open: new Map(), now });
  if (opened.kind === 'refused') throw new Error(opened.text);
  const whole = { ...opened.order, rev: 1, effects: [], applied: [], ...over } as Order;
  return { ...whole, ...orderClocks(undefined, whole, type, version, now), ...over };
}

export function orderViewOf(world: OrderWorld, around: Around): OrderView {
  const order = orderOf(world, around);
  const { version, people, lead } = around;
  const { to: person } = world;
  const type = orderTypeOf(order.type, version.playbook);
  if (!type) throw new Error(`no orders of type ${order.type}`);
  const scope = scopeOf(person, people.values(), version.playbook.fields);
  return orderView({
    order,
    type,
    version,
    lead,
    person,
    people,
    scope,
    inScope: lead.ownerId === person._id,
  });
}

export function orderListsOf(around: Around): OrderLists {
  const mine = orderOf({ order: { state: 'accepted', assigneeId: 'ma-chao' } }, around);
  const complaint = orderOf({ type: 'complaint', order: { _id: 'W102', company: '绍兴市立医院' } }, around);
  return { mine: [mine], asked: [], queue: [complaint], requested: [], late: [complaint] };
}

const MODEL = {
  id: 'model',
  label: '型号',
  words: [],
  kind: 'text' as const,
  options: [],
  prompt: '装哪个型号？',
};
const ORDER = { order: 'W101' };
const TAKEN = { state: 'accepted' as const, assigneeId: 'ma-chao', acceptedAt: local('2026-11-23 11:00') };

export const ORDER_SAMPLES: readonly Sample[] = [
  { name: 'order', kind: 'order', to: 'ma-chao', refs: ORDER },
  { name: 'order.working', kind: 'order', to: 'ma-chao', refs: ORDER, world: { order: { order: TAKEN } } },
  {
    name: 'order.taken',
    kind: 'order',
    refs: ORDER,
    params: { news: 'accept' },
    world: { order: { order: TAKEN } },
  },
  {
    name: 'order.late',
    kind: 'order',
    to: 'ma-chao',
    refs: ORDER,
    params: { late: '接单已超时' },
  },
  {
    name: 'order.cancelled',
    kind: 'order',
    to: 'ma-chao',
    refs: ORDER,
    world: {
      order: {
        order: {
          state: 'cancelled',
          reason: '客户改变计划',
          clocks: [],
          closedAt: local('2026-11-23 12:00'),
        },
      },
    },
  },
  {
    name: 'order.approval',
    kind: 'order',
    to: 'li-qiang',
    refs: ORDER,
    world: {
      order: {
        type: 'quote-approval',
        order: { fields: { amount: 830_000, grounds: '对手报了 80 万' }, clocks: [] },
      },
    },
  },
  {
    name: 'order-question',
    kind: 'order-question',
    refs: ORDER,
    params: { item: MODEL },
    world: { order: { order: { fields: {} } } },
  },
  { name: 'order-question.known', kind: 'order-question', refs: ORDER, params: { item: MODEL } },
  { name: 'order-reason', kind: 'order-reason', to: 'ma-chao', refs: ORDER, params: { what: 'return' } },
  { name: 'order-types', kind: 'order-types', refs: { lead: 'L1001' } },
  { name: 'order-types.no-lead', kind: 'order-types' },
  { name: 'orders', kind: 'orders', to: 'ma-chao' },
];
