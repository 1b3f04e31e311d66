/** What can be done with an order, and what comes of wanting it. */
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import type { OrderType } from '../playbook/orders.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import type { Order } from './order.ts';
import type { ShapedField } from './order-type.ts';

export type OrderAction =
  | { do: 'accept' }
  | { do: 'assign'; to: Colleague }
  | { do: 'return'; reason: string }
  | { do: 'book'; at: Date }
  /** Without a name: the next one. */
  | { do: 'step'; step?: string | undefined }
  | { do: 'finish' }
  | { do: 'fail'; reason: string }
  | { do: 'pause'; reason: string; until: Date }
  | { do: 'resume' }
  | { do: 'cancel'; reason: string }
  | { do: 'approve' }
  | { do: 'reject'; reason: string }
  /** `assignee`: who is to take it, where the requester says who. */
  | { do: 'fill'; values: Record<string, FieldValue>; assignee?: Colleague | undefined };

/** What has happened, for those who are told. */
export type OrderNews = OrderAction['do'] | 'check' | 'done' | 'ready' | 'asked';

export type OrderDecision =
  | { kind: 'done'; set: Partial<Order>; news: OrderNews }
  /** Chinese: why not, and what can be done. Somebody else was faster, it is over, it is not theirs. */
  | { kind: 'refused'; text: string }
  /** Fields that must be known first. */
  | { kind: 'asks'; fields: ShapedField[] }
  | { kind: 'needs-reason' };

export interface OrderContext {
  type: OrderType;
  version: PlaybookVersion;
  lead: Lead;
  people: ReadonlyMap<string, Colleague>;
  by: Colleague;
  now: Date;
  /** How many orders people have open now. */
  open: ReadonlyMap<string, number>;
}

export function refuse(text: string): OrderDecision {
  return { kind: 'refused', text };
}
