import { type Op, wasBegun } from '../core/effect.ts';
import type { Customer } from '../domain/customer.ts';
import type { Interaction } from '../domain/interactions/interaction.ts';
import type { Lead } from '../domain/leads/lead.ts';
import type { Person } from '../domain/people/person.ts';
import { type Filter, type Scope, seenInteraction } from '../domain/people/scope.ts';
import type { RoutingDecision } from '../domain/routing/model.ts';
import type { AuditEntry, AuditStore } from '../stores/audit.ts';
import type { CustomerStore } from '../stores/customers.ts';
import type { DecisionStore } from '../stores/decisions.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PeopleStore } from '../stores/people.ts';

export interface QueryDeps {
  leads: LeadStore;
  customers: CustomerStore;
  interactions: InteractionStore;
  people: PeopleStore;
  audit: AuditStore;
  decisions: DecisionStore;
}

/** What pages, the API and handlers read. Every answer is within the asker's scope. */
export class Queries {
  private readonly deps: QueryDeps;

  constructor(deps: QueryDeps) {
    this.deps = deps;
  }

  async lead(scope: Scope, id: string): Promise<Lead | null> {
    return /^L\d{1,9}$/.test(id) ? this.deps.leads.find(scope, id) : null;
  }

  /** In scope, or out of it by what an earlier run of this very operation did to it. */
  async leadFor(scope: Scope, id: string, op: Op): Promise<Lead | null> {
    const seen = await this.lead(scope, id);
    if (seen || !/^L\d{1,9}$/.test(id)) return seen;
    const lead = await this.deps.leads.get(id);
    return lead && wasBegun(lead, op) ? lead : null;
  }

  /** Newest first; those of one moment in a fixed order too, so that pages neither repeat nor lose any. */
  async leads(scope: Scope, filter: Filter, limit: number): Promise<Lead[]> {
    return this.deps.leads.list(scope, filter, { sort: { createdAt: -1, _id: -1 }, limit });
  }

  /** Open leads with something due until `until`, the earliest first. */
  async dueUntil(scope: Scope, until: Date, limit: number): Promise<Lead[]> {
    return this.deps.leads.list(scope, { nextDueAt: { $lte: until } }, { sort: { nextDueAt: 1 }, limit });
  }

  /** Open leads somebody was already reminded of in vain, the next reminder first. */
  async overdue(scope: Scope, limit: number): Promise<Lead[]> {
    const filter = { nextDueAt: { $gt: new Date(0) }, clocks: { $elemMatch: { step: { $gt: 0 } } } };
    return this.deps.leads.list(scope, filter, { sort: { nextDueAt: 1 }, limit });
  }

  async customer(scope: Scope, id: string): Promise<Customer | null> {
    return /^C\d{1,9}$/.test(id) ? this.deps.customers.find(scope, id) : null;
  }

  /** The customer's leads that are in scope too, newest first. */
  async leadsOf(scope: Scope, customerId: string, limit: number): Promise<Lead[]> {
    const numbers = await this.deps.customers.numbersOf(customerId);
    return this.leads(scope, { customerId: { $in: numbers } }, limit);
  }

  /** Customers something was recorded about, newest first. */
  async customersWithNews(scope: Scope, limit: number): Promise<Customer[]> {
    const filter = { lastInteractionAt: { $ne: null } };
    return this.deps.customers.listWhole(scope, filter, { sort: { lastInteractionAt: -1 }, limit });
  }

  /** Customers with this date (`2026-12-31`) among their fields from one day to another, the earliest first. */
  async customersEnding(
    scope: Scope,
    fieldId: string,
    days: { from: string; until: string },
    limit: number,
  ): Promise<Customer[]> {
    const path = `fields.${fieldId}`;
    const filter = { [path]: { $gte: days.from, $lte: days.until } };
    return this.deps.customers.listWhole(scope, filter, { sort: { [path]: 1 }, limit });
  }

  /** What was recorded about a lead in scope, newest first; empty for whom contacts are hidden from: notes name people. */
  async notes(scope: Scope, leadId: string, limit: number): Promise<Interaction[]> {
    if (scope.hidesContacts || !(await this.lead(scope, leadId))) return [];
    const notes = await this.deps.interactions.ofLead(leadId, limit);
    return notes.filter((note) => note.state !== 'undone').map((note) => seenInteraction(scope, note));
  }

  /** A record, for the person who made it: the caller compares `by`. */
  async interaction(id: string): Promise<Interaction | null> {
    return /^R\d{1,9}$/.test(id) ? this.deps.interactions.get(id) : null;
  }

  /** The person's newest record that still counts, of one lead when it is given: what a 撤销 without its number means. */
  async lastRecordOf(personId: string, leadId?: string): Promise<Interaction | null> {
    return this.deps.interactions.lastOf(personId, leadId);
  }

  /** The newest visit of a person that counts. */
  async lastVisitOf(personId: string): Promise<Interaction | null> {
    return this.deps.interactions.lastVisitOf(personId);
  }

  /** Everything said and done about a lead in scope, oldest first; empty when it is out of scope. */
  async timeline(scope: Scope, leadId: string): Promise<AuditEntry[]> {
    return (await this.lead(scope, leadId)) ? this.deps.audit.ofLead(leadId) : [];
  }

  /** Who was considered for a lead that was read within a scope, and why each of them was chosen or not. */
  async decisionOn({ decision }: Lead): Promise<RoutingDecision | null> {
    return decision ? this.deps.decisions.get(decision.id) : null;
  }

  /** By id, or by name exactly. Several people may share a name. */
  async peopleNamed(name: string): Promise<Person[]> {
    const wanted = name.trim();
    return (await this.deps.people.all()).filter((p) => p._id === wanted || p.name === wanted);
  }
}
