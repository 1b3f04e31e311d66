import type { Customer } from '../src/domain/customer.ts';
import type { SentDocument } from '../src/domain/documents/document.ts';
import type { ImportProgress } from '../src/domain/intake/import.ts';
import type { Interaction } from '../src/domain/interactions/interaction.ts';
import type { Lead } from '../src/domain/leads/lead.ts';
import type { Order, OrderState } from '../src/domain/orders/order.ts';
import type { OrderView } from '../src/domain/orders/view.ts';
import type { Colleague, Person } from '../src/domain/people/person.ts';
import type { MethodChange } from '../src/domain/playbook/change.ts';
import type { PlaybookVersion } from '../src/domain/playbook/playbook.ts';
import type { Report } from '../src/domain/reports/define.ts';
import type { RoutingDecision } from '../src/domain/routing/model.ts';
import type { Card } from './model.ts';

/**
 * What a card may read, within the scope of the person it goes to: what they may not see is null.
 * Implemented over the stores in src/outbox/card-reader.ts.
 */
export interface CardReader {
  lead(id: string): Promise<Lead | null>;
  customer(id: string): Promise<Customer | null>;
  /** Whether the person this goes to may see a customer by itself. */
  maySeeCustomer(id: string): Promise<boolean>;
  /** The customer's leads in scope, with those of what was merged into it; newest first. */
  leadsOf(customerId: string, limit: number): Promise<Lead[]>;
  /** Who was considered for this lead, with the scores of each. */
  decisionOn(lead: Lead): Promise<RoutingDecision | null>;
  interaction(id: string): Promise<Interaction | null>;
  /** Narrow it with the definition's `of`. */
  report(id: string): Promise<Report | null>;
  importProgress(id: string): Promise<ImportProgress | null>;
  /** A document this person sent, or that is about one of their leads. */
  document(id: string): Promise<SentDocument | null>;
  /** A change of the playbook, for those who may change some of it. */
  methodChange(id: string): Promise<MethodChange | null>;
  /** An order with what this person may see and do of it. */
  order(id: string): Promise<OrderView | null>;
  /** How an order stands and who has it, even where nothing else of it may be seen. */
  orderState(id: string): Promise<{ state: OrderState; assignee: string | undefined } | null>;
  /** The open orders of this person. */
  orders(now: Date): Promise<OrderLists>;
  /** What was said and done about a lead, oldest first. */
  timeline(leadId: string): Promise<{ at: Date; text: string }[]>;
  /** Who has a lead, even where nothing else of it may be seen. */
  ownerName(leadId: string): Promise<string | null>;
  /** The newest records of a lead that count. */
  notes(leadId: string, limit: number): Promise<Interaction[]>;
  person(id: string): Promise<Colleague | null>;
  people(): Promise<ReadonlyMap<string, Colleague>>;
  /** With the leads everybody carries now. */
  peopleWithLoad(): Promise<ReadonlyMap<string, Person>>;
  /** The newest version when none is named. */
  playbook(version?: number): Promise<PlaybookVersion>;
  /** Leads to touch today (B5), newest first: a rep's own, a manager's people's. */
  toTouch(now: Date): Promise<Lead[]>;
  /** Leads that wait for a manager to pick an owner, newest first, and how many there are. */
  unassigned(limit: number): Promise<{ leads: Lead[]; count: number }>;
  /** Leads whose time has run out, assigned longest ago first, and how many there are. */
  overdue(limit: number): Promise<{ leads: Lead[]; count: number }>;
}

/** Open orders, the longest due first; one may stand in several. */
export interface OrderLists {
  /** They have it, or it is theirs to take. */
  mine: Order[];
  /** Their yes, or their step, is waited for. */
  asked: Order[];
  /** Anybody of their role may take it. */
  queue: Order[];
  /** They asked for it, or look after the lead. */
  requested: Order[];
  /** Of all they may see, those whose time has run out. */
  late: Order[];
}

export interface CardRequest {
  now: Date;
  to: Colleague;
  refs: Record<string, string>;
  params: Record<string, unknown>;
  read: CardReader;
}

/** A moment among a message's params. @throws TypeError for anything else: as text it would lose its milliseconds */
export function momentIn(params: CardRequest['params'], name: string): Date {
  const value = params[name];
  if (!(value instanceof Date)) throw new TypeError(`${name} is no moment: ${typeof value}`);
  return value;
}

/** The card that shows many of a kind at once: it goes out instead of them when they come in numbers. */
export interface Listing {
  card: string;
  /** So many within `everyMs` still go out by themselves. */
  above: number;
  /** The list goes out once in this time at most; ms of wall time. */
  everyMs: number;
}

/**
 * Why a card has nothing left to say. Counted under this name, and checked by the auditor against the records:
 * `contacted`, `moved` (another date was agreed), `passed-on`, `closed`; `gone`: what it is about is not there, or not
 * for this person to see; `nothing`: the question it answers has no answer any more.
 */
export type Moot = 'contacted' | 'moved' | 'passed-on' | 'closed' | 'gone' | 'nothing';

/**
 * One kind of card. `load` fetches what it shows at the moment of sending, or answers why there is nothing left to
 * say (null: it is gone); `render` turns that into a card and touches nothing else, so golden files can pin it.
 */
export interface CardDefinition<View extends object> {
  kind: string;
  listedAs?: Listing;
  load(request: CardRequest): Promise<View | Moot | null>;
  render(view: View): Card;
}

/** A card ready for the table: its view type is its own affair. */
export interface AnyCard {
  kind: string;
  listedAs?: Listing;
  build(request: CardRequest): Promise<Card | Moot>;
}

export function defineCard<View extends object>(
  definition: CardDefinition<View>,
): AnyCard & CardDefinition<View> {
  return {
    ...definition,
    async build(request) {
      const view = await definition.load(request);
      if (view === null) return 'gone';
      return typeof view === 'string' ? view : definition.render(view);
    },
  };
}
