import type { Effect } from '../../core/effect.ts';
import type { Role } from '../people/person.ts';
import type { OrderApprover } from '../playbook/orders.ts';
import type { RunningClock } from '../records/clock.ts';
import type { FieldValue } from '../records/field-value.ts';

/** The same for every type; what a company calls the parts of its own work are the steps of `doing`. */
export type OrderState =
  | 'waiting' // for its fields, an approval, or somebody to take it
  | 'accepted'
  | 'booked' // a time is agreed on
  | 'doing'
  | 'paused'
  | 'done'
  | 'failed' // ended without its work done
  | 'cancelled';

export const ORDER_STATES: Record<OrderState, string> = {
  waiting: '待接单',
  accepted: '已接单',
  booked: '已约',
  doing: '进行中',
  paused: '暂停',
  done: '已完成',
  failed: '未完成',
  cancelled: '已取消',
};

const OPEN: readonly OrderState[] = ['waiting', 'accepted', 'booked', 'doing', 'paused'];
export const OPEN_ORDER_STATES = OPEN;

export function isOpenOrder({ state }: Pick<Order, 'state'>): boolean {
  return OPEN.includes(state);
}

/** Somebody has it and can work on it. */
export function isUnderWay({ state }: Pick<Order, 'state'>): boolean {
  return state === 'accepted' || state === 'booked' || state === 'doing';
}

/** A yes that is asked for. Of several the first without an answer is the one that is waited for. */
export interface OrderApproval {
  by: OrderApprover;
  /** Ids of those who were asked, as of then: who comes later does not take part. */
  asked: string[];
  decided?: { by: string; at: Date; yes: boolean; reason?: string | undefined } | undefined;
}

/** One line of an order's log. */
export interface OrderEntry {
  at: Date;
  by: string;
  text: string;
}

/** What one department asked of another, for a customer. */
export interface Order {
  /** `W101`. */
  _id: string;
  rev: number;
  /** Id of its type in the playbook. */
  type: string;
  /** As it was called when it was opened. */
  label: string;
  /** The version whose type it follows to its end. */
  playbookVersion: number;
  leadId: string;
  customerId: string;
  /** For lists; as the lead was when it was opened. */
  company: string;
  /** The lead's owner and region, kept in step with the lead. */
  ownerId?: string | undefined;
  region?: string | undefined;
  /** A person, or the lead's owner where a rule opened it; absent where the lead has none. */
  requesterId?: string | undefined;
  state: OrderState;
  /** It has what it needs and everybody's yes: those who can take it see it. */
  ready: boolean;
  fields: Record<string, FieldValue>;
  /** Whose queue it waits in, and of which region only. */
  queue?: Role | undefined;
  queueRegion?: string | undefined;
  /** Who has it; while it is waiting: who is to take it. */
  assigneeId?: string | undefined;
  /** Roles whose step is the next one. */
  turn: string[];
  /** Before it goes to the queue. */
  approvals: OrderApproval[];
  /** When it is done, before it counts as done. */
  check?: OrderApproval | undefined;
  /** Who is asked for a yes now; follows from the two above. */
  approvers: string[];
  /** By id of the step. */
  steps: Record<string, { by: string; at: Date }>;
  /** The agreed time, `booked` or later. */
  bookedAt?: Date | undefined;
  pause?:
    | {
        reason: string;
        until: Date;
        from: OrderState;
        /** The clock that stands still meanwhile, with the working time it had left. */
        stopped?: { clock: RunningClock; leftMs: number } | undefined;
      }
    | undefined;
  /** Oldest first; bounded. */
  returns: { by: string; at: Date; reason: string }[];
  /** Oldest first; bounded. */
  log: OrderEntry[];
  clocks: RunningClock[];
  nextDueAt?: Date | undefined;
  createdAt: Date;
  createdDay: string;
  /** When it went to those who can take it. */
  readyAt?: Date | undefined;
  acceptedAt?: Date | undefined;
  closedAt?: Date | undefined;
  /** Why it was cancelled, refused or not done. */
  reason?: string | undefined;
  /** Unique: an event, a request or a rule opens one. */
  originKey: string;
  /** Type and lead while it is open, unless there may be several: two people at once open one. */
  openFor?: string | undefined;
  /** The API key it came by. */
  submittedBy?: string | undefined;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}

/** What a lead knows of its orders: gates ask for them, and moves follow them. */
export interface LeadOrder {
  id: string;
  type: string;
  state: OrderState;
  at: Date;
}
