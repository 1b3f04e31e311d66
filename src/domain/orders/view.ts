import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import type { Scope } from '../people/scope.ts';
import { fillPlaceholders } from '../placeholders.ts';
import type { OrderType } from '../playbook/orders.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { describeValue } from '../records/field-value.ts';
import { waitsFor } from './act.ts';
import { type Offer, offersFor } from './offers.ts';
import { isOpenOrder, ORDER_STATES, type Order } from './order.ts';
import { missingFields, orderFields } from './order-type.ts';
import { contactOfOrder, type OrderContact, redactOrder } from './sight.ts';

/** An order as one person sees it, whatever shows it: card, page. */
export interface OrderView {
  order: Order;
  type: OrderType;
  version: PlaybookVersion;
  contact: OrderContact | undefined;
  /** What this person can do with it now. */
  offers: Offer[];
  fields: { label: string; value: string }[];
  /** Labels of what is required and not known. */
  missing: string[];
  steps: { label: string; done: boolean }[];
  /** How it stands, in a few words: 待接单，等李强审批. */
  stands: string;
  /** Said to whoever asked once somebody has it. */
  taken: string | undefined;
  assignee: Colleague | undefined;
  requesterName: string | undefined;
}

export interface OrderReading {
  order: Order;
  type: OrderType;
  version: PlaybookVersion;
  lead: Lead;
  person: Colleague;
  people: ReadonlyMap<string, Colleague>;
  scope: Scope;
  /** Whether this person may see the lead itself. */
  inScope: boolean;
}

export function orderView(reading: OrderReading): OrderView {
  const { type, version, lead, person, people, scope, inScope } = reading;
  const order = redactOrder(scope, reading.order, type);
  const assignee = order.assigneeId ? people.get(order.assigneeId) : undefined;
  const fields = orderFields(type, version.playbook).flatMap(({ id, label, shape }) => {
    const value = order.fields[id];
    if (value === undefined) return [];
    return [{ label, value: shape.type === 'money' ? `${value}元` : describeValue(value) }];
  });
  const requester = order.requesterId ? people.get(order.requesterId) : undefined;
  const missing = isOpenOrder(order)
    ? missingFields(type, reading.order, version.playbook).map(({ label }) => label)
    : [];
  return {
    order,
    type,
    version,
    contact: contactOfOrder(order, lead, scope, inScope),
    offers: offersFor(order, type, lead, person, people, missing.length > 0),
    fields,
    missing,
    steps: type.steps.map(({ id, label }) => ({ label, done: order.steps[id] !== undefined })),
    stands: standsOf(order, type, assignee, people),
    taken: assignee && takenText(type, order, assignee),
    assignee,
    requesterName: requester?.name,
  };
}

function standsOf(
  order: Order,
  type: OrderType,
  assignee: Colleague | undefined,
  people: ReadonlyMap<string, Colleague>,
): string {
  const state = ORDER_STATES[order.state];
  if (order.state === 'waiting' && !order.ready) return `${state}，${waitsFor(order, people)}`;
  if (order.state === 'waiting' && assignee) return `${state}，已派给${assignee.name}`;
  if (order.check && !order.check.decided) return `${state}，${waitsFor(order, people)}`;
  if (order.pause) return `${state}：${order.pause.reason}`;
  const step = order.state === 'doing' ? type.steps.find(({ id }) => !order.steps[id]) : undefined;
  if (step) return `${state}，接下来：${step.label}`;
  return order.reason ? `${state}：${order.reason}` : state;
}

function takenText({ accept, label }: OrderType, { company }: Order, { name, phone }: Colleague): string {
  return fillPlaceholders(accept.tells, { assigneeName: name, assigneePhone: phone, company, label });
}
