/** What of an order somebody may see (G1). */
import type { Lead } from '../leads/lead.ts';
import { maskPhone } from '../normalise/phone.ts';
import type { OrderType } from '../playbook/orders.ts';
import type { Filter, Viewer } from '../records/sight.ts';
import { isUnderWay, type Order } from './order.ts';

const OPEN = ['waiting', 'accepted', 'booked', 'doing', 'paused'];

/**
 * Which orders are somebody's to see: those they have, asked for, look after or are asked to agree to, those that wait in
 * their role's queue, and those whose next step is their role's; and those of the people they lead.
 */
export function ordersOf({ person, below }: Viewer): Filter {
  const { _id: me, role, regions } = person;
  if (role === 'director' || role === 'admin') return {};
  const theirs = [me, ...below];
  const region = regions.length ? { $or: [{ queueRegion: null }, { queueRegion: { $in: regions } }] } : {};
  return {
    $or: [
      { assigneeId: { $in: theirs } },
      { requesterId: { $in: theirs } },
      { ownerId: { $in: theirs } },
      { approvers: me },
      { queue: role, state: 'waiting', ready: true, assigneeId: null, ...region },
      { turn: role, state: { $in: OPEN } },
    ],
  };
}

/**
 * Whoever works on an order sees the number of its customer, as long as they work on it: not before they have taken it,
 * not after, and of no other.
 */
export function seesContact(order: Order, personId: string): boolean {
  return order.assigneeId === personId && (isUnderWay(order) || order.state === 'paused');
}

/** What of a scope matters here; `Scope` has it. */
interface Sight {
  personId: string;
  hidesContacts: boolean;
  hiddenFields: ReadonlySet<string>;
}

/** The order as this scope may show it: without fields hidden from the role, and without numbers in what was written. */
export function redactOrder(scope: Sight, order: Order, type: Pick<OrderType, 'fields'> | undefined): Order {
  const hidden = type?.fields.filter(({ from }) => from !== undefined && scope.hiddenFields.has(from)) ?? [];
  const shown = Object.entries(order.fields).filter(([id]) => !hidden.some((field) => field.id === id));
  const masks = scope.hidesContacts && !seesContact(order, scope.personId);
  const masked = (text: string) => (masks ? maskPhone(text) : text);
  return {
    ...order,
    fields: Object.fromEntries(
      shown.map(([id, value]) => [id, typeof value === 'string' ? masked(value) : value]),
    ),
    log: order.log.map((line) => ({ ...line, text: masked(line.text) })),
    ...(order.reason && { reason: masked(order.reason) }),
  };
}

/** Whom to call, and where to go. */
export interface OrderContact {
  name: string;
  phone?: string | undefined;
  address?: string | undefined;
}

/**
 * @param lead of the order
 * @param inScope whether this person may see the lead itself
 */
export function contactOfOrder(
  order: Order,
  lead: Lead,
  { personId, hidesContacts }: Pick<Sight, 'personId' | 'hidesContacts'>,
  inScope: boolean,
): OrderContact | undefined {
  if (!seesContact(order, personId) && (!inScope || hidesContacts)) return undefined;
  const { contactName, title, phone, address, city } = lead;
  return {
    name: [contactName, title].filter(Boolean).join(' '),
    ...(phone && { phone }),
    ...((address ?? city) && { address: address ?? city }),
  };
}
