import { calendarOf } from '../clocks/clock-rules.ts';
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import type { OrderType } from '../playbook/orders.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { lacks } from './act.ts';
import type { OrderNews } from './decision.ts';
import type { Order } from './order.ts';
import { unmetNeed, valuesFromLead } from './order-type.ts';
import { becomesReady, withLog } from './progress.ts';

export interface OpenWish {
  type: OrderType;
  lead: Lead;
  /** `hand` waits for its fields and is refused while its precondition is unmet; the others go out as they are. */
  from: 'hand' | 'rule';
  /** Who asks for it; the lead's owner where a rule does. */
  requesterId?: string | undefined;
  /** As the log says: a name, 流程, 接口. */
  byName: string;
  by: string;
  values: Record<string, FieldValue>;
  /** Who is to take it, where the requester said so. */
  assignee?: Colleague | undefined;
  originKey: string;
  submittedBy?: string | undefined;
}

export interface OpenContext {
  version: PlaybookVersion;
  people: ReadonlyMap<string, Colleague>;
  open: ReadonlyMap<string, number>;
  now: Date;
}

type NewOrder = Omit<Order, 'rev' | 'effects' | 'effectsAt' | 'applied'>;

export type Opened =
  | { kind: 'opened'; order: NewOrder; news: OrderNews }
  /** Its fields are asked for first. */
  | { kind: 'draft'; order: NewOrder }
  | { kind: 'refused'; text: string };

/** A new order as it begins. */
export function openOrder(id: string, wish: OpenWish, context: OpenContext): Opened {
  const { type, lead, from } = wish;
  const { version } = context;
  const need = unmetNeed(type, lead);
  if (need && from !== 'rule') return { kind: 'refused', text: `还不能开「${type.label}」：${need}` };
  const order = begun(id, wish, context);
  const asApplied = { ...order, rev: 0, effects: [], applied: [] } as Order;
  if (from === 'hand' && lacks(asApplied, { type, version })) return { kind: 'draft', order };
  const decision = becomesReady(asApplied, {}, { ...context, type });
  if (decision.kind === 'refused') return decision;
  return decision.kind === 'done'
    ? { kind: 'opened', order: { ...order, ...decision.set }, news: decision.news }
    : { kind: 'draft', order };
}

function begun(id: string, wish: OpenWish, { version, people, now }: OpenContext): NewOrder {
  const { type, lead, requesterId, values, assignee } = wish;
  const { to, many } = type;
  const inRegion = [...people.values()].some(
    ({ active, role, regions }) =>
      active && role === to?.role && lead.region && regions.includes(lead.region),
  );
  const byRegion = to?.choose.includes('region') && inRegion;
  return {
    _id: id,
    type: type.id,
    label: type.label,
    playbookVersion: version.version,
    leadId: lead._id,
    customerId: lead.customerId,
    company: lead.company || lead.contactName,
    ...(lead.ownerId && { ownerId: lead.ownerId }),
    ...(lead.region && { region: lead.region }),
    ...((requesterId ?? lead.ownerId) && { requesterId: requesterId ?? lead.ownerId }),
    state: 'waiting',
    ready: false,
    fields: { ...valuesFromLead(type, lead, version.playbook), ...values },
    ...(to && { queue: to.role }),
    ...(byRegion && { queueRegion: lead.region }),
    ...(assignee && { assigneeId: assignee._id }),
    turn: [],
    approvals: [],
    approvers: [],
    steps: {},
    returns: [],
    ...withLog({ log: [] }, wish.by, `${wish.byName} 开单`, now),
    clocks: [],
    createdAt: now,
    createdDay: calendarOf(version.playbook).dayKey(now),
    originKey: wish.originKey,
    ...(!many && { openFor: openForOf(type.id, lead._id) }),
    ...(wish.submittedBy && { submittedBy: wish.submittedBy }),
  };
}

/** What two people at once cannot both open. */
export function openForOf(type: string, leadId: string): string {
  return `${type}:${leadId}`;
}
