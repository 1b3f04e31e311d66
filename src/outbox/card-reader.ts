import type { CardReader } from '../../cards/define.ts';
import { maySeeDocument } from '../domain/documents/document.ts';
import { OVERDUE, toTouchFilter, UNASSIGNED } from '../domain/leads/views.ts';
import type { Colleague } from '../domain/people/person.ts';
import { mayChangePlaybook, scopeOf, seenFields, seenInteraction } from '../domain/people/scope.ts';
import type { PlaybookVersion } from '../domain/playbook/playbook.ts';
import type { AuditStore } from '../stores/audit.ts';
import type { CustomerStore } from '../stores/customers.ts';
import type { DecisionStore } from '../stores/decisions.ts';
import type { DocumentStore } from '../stores/documents.ts';
import type { ImportStore } from '../stores/imports.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { MethodChangeStore } from '../stores/method-changes.ts';
import type { OrderStore } from '../stores/orders.ts';
import type { PeopleStore } from '../stores/people.ts';
import type { ReportStore } from '../stores/reports.ts';
import { readOrder, readOrderLists } from './order-reader.ts';

export interface CardReaderDeps {
  leads: LeadStore;
  customers: CustomerStore;
  interactions: InteractionStore;
  orders: OrderStore;
  people: PeopleStore;
  /** Who is who. */
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  reports: ReportStore;
  imports: ImportStore;
  documents: DocumentStore;
  methodChanges: MethodChangeStore;
  audit: AuditStore;
  decisions: DecisionStore;
  playbook(version?: number): Promise<PlaybookVersion>;
}

const MAX_TO_TOUCH = 200;

/** What the cards to one person read: nothing that person may not see (G1), at the moment of sending. */
export async function createCardReader(deps: CardReaderDeps, to: Colleague): Promise<CardReader> {
  const colleagues = await deps.colleagues();
  const { playbook: inForce } = await deps.playbook();
  const scope = scopeOf(to, colleagues.values(), inForce.fields);
  const lead = (id: string) => deps.leads.find(scope, id);
  const orders = { ...deps, people: colleagues, scope, person: to };
  return {
    lead,
    // A customer is shown beside a lead that was allowed.
    customer: async (id) => {
      const customer = await deps.customers.get(id);
      return customer && { ...customer, fields: seenFields(scope, customer.fields) };
    },
    maySeeCustomer: async (id) => (await deps.customers.find(scope, id)) !== null,
    leadsOf: async (id, limit) => {
      const customerId = { $in: await deps.customers.numbersOf(id) };
      return deps.leads.list(scope, { customerId }, { sort: { createdAt: -1 }, limit });
    },
    decisionOn: async ({ decision }) => (decision ? deps.decisions.get(decision.id) : null),
    interaction: async (id) => {
      const interaction = await deps.interactions.get(id);
      return interaction && seenInteraction(scope, interaction);
    },
    report: (id) => deps.reports.get(id),
    importProgress: (id) => deps.imports.get(id),
    document: async (id) => {
      const document = await deps.documents.get(id);
      const of = document?.leadId ? await lead(document.leadId) : null;
      return document && maySeeDocument(document, of, to, { scope, playbook: inForce }) ? document : null;
    },
    methodChange: async (id) => (mayChangePlaybook(to) ? deps.methodChanges.get(id) : null),
    order: (id) => readOrder(orders, id),
    orderState: async (id) => {
      const order = await deps.orders.get(id);
      const assignee = order?.assigneeId ? colleagues.get(order.assigneeId)?.name : undefined;
      return order && { state: order.state, assignee };
    },
    orders: (now) => readOrderLists(orders, now),
    // Notes may name people and numbers.
    timeline: async (leadId) =>
      scope.hidesContacts || !(await lead(leadId)) ? [] : deps.audit.ofLead(leadId),
    notes: async (leadId, limit) => {
      if (scope.hidesContacts || !(await lead(leadId))) return [];
      const notes = await deps.interactions.ofLead(leadId, limit);
      return notes.filter((note) => note.state !== 'undone').map((note) => seenInteraction(scope, note));
    },
    ownerName: async (leadId) => {
      const ownerId = (await deps.leads.get(leadId))?.ownerId;
      return ownerId ? (colleagues.get(ownerId)?.name ?? null) : null;
    },
    person: async (id) => colleagues.get(id) ?? null,
    people: async () => colleagues,
    peopleWithLoad: async () => new Map((await deps.people.all()).map((p) => [p._id, p])),
    playbook: (version) => deps.playbook(version),
    toTouch: (now) =>
      deps.leads.list(scope, toTouchFilter(now), { sort: { assignedAt: -1 }, limit: MAX_TO_TOUCH }),
    unassigned: async (limit) => {
      const leads = await deps.leads.list(scope, UNASSIGNED, { sort: { createdAt: -1 }, limit });
      return { leads, count: await deps.leads.count(scope.leads, UNASSIGNED) };
    },
    overdue: async (limit) => {
      const leads = await deps.leads.list(scope, OVERDUE, { sort: { assignedAt: 1 }, limit });
      return { leads, count: await deps.leads.count(scope.leads, OVERDUE) };
    },
  };
}
