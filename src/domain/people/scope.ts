import type { Interaction } from '../interactions/interaction.ts';
import { type LeadDescription, PERSONAL } from '../leads/description.ts';
import type { ProjectDoubt } from '../leads/doubt.ts';
import { customersOf, leadsOf } from '../leads/scope.ts';
import { maskPhone } from '../normalise/phone.ts';
import { ordersOf } from '../orders/sight.ts';
import type { PlaybookField } from '../playbook/fields.ts';
import type { FieldValue } from '../records/field-value.ts';
import { type Filter, NOTHING, type ScopeRule } from '../records/sight.ts';
import type { Colleague, Person } from './person.ts';
import { subordinatesOf } from './person.ts';

export type { Filter };

/** Which records of each kind somebody may see. An area adds its kind here; the stores of that kind apply it. */
const RECORD_SCOPES = { leads: leadsOf, customers: customersOf, orders: ordersOf } satisfies Record<
  string,
  ScopeRule
>;

type ScopedKind = keyof typeof RECORD_SCOPES;
const SCOPED_KINDS = Object.keys(RECORD_SCOPES) as ScopedKind[];

/**
 * What one person may see (G1). Every read of a record takes a scope, and the stores apply it; there is no read
 * without one. A rep sees own customers, a team lead the team's, a regional manager the region's and the team's,
 * a director and an admin all. Marketing sees all leads without the contact's personal data. Whoever works for a customer
 * sees the orders that are theirs.
 */
export interface Scope extends Record<ScopedKind, Filter> {
  personId: string;
  /** Phone, e-mail and contact name are taken out, but of records that say otherwise of themselves. */
  hidesContacts: boolean;
  /** Ids of the playbook's fields this person's role may not see (`visibleTo`). */
  hiddenFields: ReadonlySet<string>;
}

function everyKind(filterOf: (kind: ScopedKind) => Filter): Record<ScopedKind, Filter> {
  return Object.fromEntries(SCOPED_KINDS.map((kind) => [kind, filterOf(kind)])) as Record<ScopedKind, Filter>;
}

/** The product itself: sweeps, cards addressed to an owner, reports. Never handed to a request of a person. */
export const EVERYTHING: Scope = {
  personId: 'system',
  ...everyKind(() => ({})),
  hidesContacts: false,
  hiddenFields: new Set(),
};

/** Whether a role works without the contact's personal data. */
export function hidesContacts(role: Person['role']): boolean {
  return role === 'marketing' || role === 'finance' || role === 'service' || role === 'rnd';
}

/** @param fields those of the playbook in force */
export function scopeOf(
  person: Colleague,
  people: Iterable<Colleague>,
  fields: readonly Pick<PlaybookField, 'id' | 'visibleTo'>[],
): Scope {
  const hidden = fields.filter(({ visibleTo }) => visibleTo && !visibleTo.includes(person.role));
  const viewer = { person, below: mayManage(person) ? [...subordinatesOf(person, people)] : [] };
  return {
    personId: person._id,
    ...everyKind((kind) => (person.active ? RECORD_SCOPES[kind](viewer) : NOTHING)),
    hidesContacts: hidesContacts(person.role) || !person.active,
    hiddenFields: new Set(hidden.map(({ id }) => id)),
  };
}

/** What a scope takes out of a record, as far as the record has it. */
interface Showable extends Partial<LeadDescription> {
  fields?: Record<string, FieldValue> | undefined;
  traces?: { facts?: { path: string }[] | undefined }[] | undefined;
  journey?: { proposals: { path: string }[] } | undefined;
  doubts?: ProjectDoubt[] | undefined;
}

type Sight = Pick<Scope, 'hidesContacts' | 'hiddenFields'>;

/**
 * The record as this scope may show it: numbers written into the need are personal data too.
 * @param seesContact decided of this one record, where its reader has it to do with its contact whatever their role: whoever
 *   works on an order calls that order's customer, and no other
 */
export function redact<T extends Showable>(scope: Sight, record: T, seesContact = !scope.hidesContacts): T {
  const seen = withoutHidden(scope, record);
  if (seesContact) return seen;
  const hidden = Object.fromEntries(PERSONAL.map((name) => [name, undefined]));
  const need = record.need && maskPhone(record.need);
  // What somebody wanted besides names the contact too.
  const doubts = record.doubts && { doubts: undefined };
  return { ...seen, ...hidden, ...doubts, contactName: '', ...(need && { need }) };
}

/** The values of hidden fields are gone wherever the record keeps them: as they are, as they were, as proposed. */
function withoutHidden<T extends Showable>(scope: Sight, record: T): T {
  if (!scope.hiddenFields.size) return record;
  const { fields, traces, journey, doubts } = record;
  return {
    ...record,
    ...(fields && { fields: seenFields(scope, fields) }),
    ...(traces && {
      traces: traces.map((trace) => ({ ...trace, facts: trace.facts && seenPaths(scope, trace.facts) })),
    }),
    ...(journey && { journey: { ...journey, proposals: seenPaths(scope, journey.proposals) } }),
    ...(doubts && { doubts: doubts.map((doubt) => seenDoubt(scope, doubt)) }),
  };
}

function seenDoubt(scope: Sight, { wish, changed, ...doubt }: ProjectDoubt): ProjectDoubt {
  return {
    ...doubt,
    wish: { ...wish, fields: seenFields(scope, wish.fields) },
    changed: changed.filter(({ property }) => property !== 'fields'),
  };
}

/** Of values by field id, those this scope may show. */
export function seenFields<V>(
  scope: Pick<Scope, 'hiddenFields'>,
  values: Record<string, V>,
): Record<string, V> {
  return Object.fromEntries(Object.entries(values).filter(([id]) => !hides(scope, id)));
}

/** Of values with the path of their field, those this scope may show. */
export function seenPaths<T extends { path: string }>(
  scope: Pick<Scope, 'hiddenFields'>,
  values: readonly T[],
): T[] {
  return values.filter(({ path }) => !hides(scope, path));
}

/** A record of follow-up without what it states of hidden fields; its text is the person's own words and stays. */
export function seenInteraction<T extends Pick<Interaction, 'facts'>>(
  scope: Pick<Scope, 'hiddenFields'>,
  interaction: T,
): T {
  const { facts } = interaction;
  return facts
    ? { ...interaction, facts: { ...facts, values: seenPaths(scope, facts.values) } }
    : interaction;
}

/** @param path a field's id, or `fields.` and its id */
function hides({ hiddenFields }: Pick<Scope, 'hiddenFields'>, path: string): boolean {
  return hiddenFields.has(path.replace(/^fields\./, ''));
}

/** May give leads to people and hand over for those who leave. */
export function mayManage(person: Pick<Person, 'role' | 'active'>): boolean {
  return person.active && ['team-lead', 'regional-manager', 'director', 'admin'].includes(person.role);
}

/** May change the playbook for everybody, or some of it: whoever leads people, and the administrator (A7). */
export function mayChangePlaybook(person: Pick<Person, 'role' | 'active'>): boolean {
  return mayManage(person);
}

/** How a team speaks: its scripts, and the words that are understood. */
const SPEECH = /^(?:scripts(?:\.|$)|(?:actions|objections|scenes)\.[^.]+\.words(?:\.|$))/;

/**
 * A team lead changes how the team speaks; the rest is for whoever leads sales or keeps the product (A7).
 * @param path of the playbook: `scripts.price-value.text`, `routing.weights.idleness`
 */
export function mayChangePart(person: Pick<Person, 'role' | 'active'>, path: string): boolean {
  return mayChangePlaybook(person) && (person.role !== 'team-lead' || SPEECH.test(path));
}
