import { type LeadDescription, PERSONAL } from '../leads/description.ts';
import { maskPhone } from '../normalise/phone.ts';
import type { Colleague, Person } from './person.ts';
import { subordinatesOf } from './person.ts';

/** A MongoDB filter document, built by us and never by a caller. */
export type Filter = Record<string, unknown>;

/**
 * What one person may see (G1). Every read of a record takes a scope, and the stores apply it; there is no read
 * without one. A rep sees own customers, a team lead the team's, a regional manager the region's and the team's,
 * a director and an admin all. Marketing sees all leads without the contact's personal data.
 */
export interface Scope {
  personId: string;
  leads: Filter;
  customers: Filter;
  /** Phone, e-mail and contact name are taken out. */
  hidesContacts: boolean;
}

/** The product itself: sweeps, cards addressed to an owner, reports. Never handed to a request of a person. */
export const EVERYTHING: Scope = { personId: 'system', leads: {}, customers: {}, hidesContacts: false };

/** Matches no record at all. */
const NOTHING: Filter = { _id: { $in: [] } };

/** Whether a role works without the contact's personal data. */
export function hidesContacts(role: Person['role']): boolean {
  return role === 'marketing' || role === 'finance' || role === 'service' || role === 'rnd';
}

export function scopeOf(person: Colleague, people: Iterable<Colleague>): Scope {
  if (!person.active)
    return { personId: person._id, leads: NOTHING, customers: NOTHING, hidesContacts: true };
  const base = { personId: person._id, hidesContacts: hidesContacts(person.role) };
  switch (person.role) {
    case 'director':
    case 'admin':
    case 'marketing':
      return { ...base, leads: {}, customers: {} };
    case 'rep':
      return { ...base, leads: { ownerId: person._id }, customers: { ownerId: person._id } };
    case 'team-lead':
    case 'regional-manager': {
      const owned: Filter = { ownerId: { $in: [person._id, ...subordinatesOf(person, people)] } };
      const unowned: Filter = { ownerId: null, ...inRegions(person) };
      const either = { $or: [owned, unowned] };
      if (person.role === 'team-lead') return { ...base, leads: either, customers: owned };
      const region = person.regions.length ? { $or: [owned, inRegions(person)] } : either;
      return { ...base, leads: region, customers: region };
    }
    default:
      // Finance, service and R&D see what is sent to them; they have no records of their own yet.
      return { ...base, leads: NOTHING, customers: NOTHING };
  }
}

function inRegions(person: Colleague): Filter {
  return person.regions.length ? { region: { $in: person.regions } } : {};
}

/** The record as this scope may show it: numbers written into the need are personal data too. */
export function redact<T extends Partial<LeadDescription>>(
  scope: Pick<Scope, 'hidesContacts'>,
  record: T,
): T {
  if (!scope.hidesContacts) return record;
  const hidden = Object.fromEntries(PERSONAL.map((name) => [name, undefined]));
  const need = record.need && maskPhone(record.need);
  return { ...record, ...hidden, contactName: '', ...(need && { need }) };
}

/** May give leads to people and hand over for those who leave. */
export function mayManage(person: Pick<Person, 'role' | 'active'>): boolean {
  return person.active && ['team-lead', 'regional-manager', 'director', 'admin'].includes(person.role);
}

/** May change the playbook for everybody: whoever leads sales, and the administrator (A7). */
export function mayChangePlaybook(person: Pick<Person, 'role' | 'active'>): boolean {
  return mayManage(person);
}
