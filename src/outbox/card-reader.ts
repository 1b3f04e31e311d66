import type { CardReader } from '../../cards/define.ts';
import type { PlaybookVersion } from '../domain/playbook.ts';
import { scopeOf } from '../domain/scope.ts';
import { toTouchFilter } from '../domain/views.ts';
import type { AuditStore } from '../stores/audit.ts';
import type { CustomerStore } from '../stores/customers.ts';
import type { ImportStore } from '../stores/imports.ts';
import type { InteractionStore } from '../stores/interactions.ts';
import type { LeadStore } from '../stores/leads.ts';
import type { PeopleStore } from '../stores/people.ts';
import type { ReportStore } from '../stores/reports.ts';

export interface CardReaderDeps {
  leads: LeadStore;
  customers: CustomerStore;
  interactions: InteractionStore;
  people: PeopleStore;
  reports: ReportStore;
  imports: ImportStore;
  audit: AuditStore;
  playbook(version?: number): Promise<PlaybookVersion>;
}

/**
 * What cards read, as the product itself: whom a card goes to was decided, within that person's rights, when the
 * message was queued.
 */
export function createCardReader(deps: CardReaderDeps): CardReader {
  return {
    lead: (id) => deps.leads.get(id),
    customer: (id) => deps.customers.get(id),
    interaction: (id) => deps.interactions.get(id),
    report: (id) => deps.reports.get(id),
    importProgress: (id) => deps.imports.get(id),
    timeline: (leadId) => deps.audit.ofLead(leadId),
    person: (id) => deps.people.get(id),
    people: async () => new Map((await deps.people.all()).map((p) => [p._id, p])),
    playbook: (version) => deps.playbook(version),
    toTouch: async (person, now) => {
      const scope = scopeOf(person, await deps.people.all());
      return deps.leads.list(scope, toTouchFilter(now), { sort: { assignedAt: -1 }, limit: 200 });
    },
  };
}
