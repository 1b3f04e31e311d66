import { describe, expect, it } from 'vitest';
import { journeyOf } from '../../../../src/domain/journey/journey.ts';
import type { Person } from '../../../../src/domain/people/person.ts';
import {
  EVERYTHING,
  hidesContacts,
  mayManage,
  redact,
  scopeOf,
  seenInteraction,
} from '../../../../src/domain/people/scope.ts';
import { compiledOnce } from '../../../../src/domain/rules/condition.ts';
import { aLead, aPerson } from '../../../support/builders.ts';

const PEOPLE: Person[] = [
  aPerson({ _id: 'boss', role: 'director' }),
  aPerson({ _id: 'east', role: 'regional-manager', managerId: 'boss', regions: ['华东'] }),
  aPerson({ _id: 'team', role: 'team-lead', managerId: 'east', regions: ['华东'] }),
  aPerson({ _id: 'rep', managerId: 'team', regions: ['华东'] }),
  aPerson({ _id: 'other', managerId: 'elsewhere', regions: ['华南'] }),
  aPerson({ _id: 'everywhere', role: 'regional-manager', managerId: 'boss' }),
  aPerson({ _id: 'gone', active: false }),
  aPerson({ _id: 'loop', role: 'team-lead', managerId: 'loop' }),
  ...(['admin', 'marketing', 'finance', 'service', 'rnd'] as const).map((role) =>
    aPerson({ _id: role, role }),
  ),
];

const LEADS = {
  rep: { ownerId: 'rep', region: '华东' },
  other: { ownerId: 'other', region: '华南' },
  otherInEast: { ownerId: 'other', region: '华东' },
  eastUnowned: { ownerId: null, region: '华东' },
  southUnowned: { ownerId: null, region: '华南' },
};
type LeadName = keyof typeof LEADS;

function sees(id: string, collection: 'leads' | 'customers' = 'leads'): LeadName[] {
  const person = PEOPLE.find((p) => p._id === id);
  if (!person) throw new Error(id);
  const filter = compiledOnce(scopeOf(person, PEOPLE, [])[collection]);
  return (Object.keys(LEADS) as LeadName[]).filter((name) => filter.matches(LEADS[name]));
}

const ALL: LeadName[] = ['rep', 'other', 'otherInEast', 'eastUnowned', 'southUnowned'];

describe('what each role sees (G1)', () => {
  it.each([
    ['rep', ['rep'], ['rep']],
    ['other', ['other', 'otherInEast'], ['other', 'otherInEast']],
    ['team', ['rep', 'eastUnowned'], ['rep']],
    ['east', ['rep', 'otherInEast', 'eastUnowned'], ['rep', 'otherInEast', 'eastUnowned']],
    ['everywhere', ['eastUnowned', 'southUnowned'], ['eastUnowned', 'southUnowned']],
    ['boss', ALL, ALL],
    ['admin', ALL, ALL],
    ['marketing', ALL, ALL],
    ['finance', [], []],
    ['service', [], []],
    ['rnd', [], []],
    ['gone', [], []],
    ['loop', ['eastUnowned', 'southUnowned'], []],
  ] as [string, LeadName[], LeadName[]][])('%s', (id, leads, customers) => {
    expect(sees(id)).toEqual(leads);
    expect(sees(id, 'customers')).toEqual(customers);
  });

  it.each([
    ['rep', false],
    ['team-lead', false],
    ['regional-manager', false],
    ['director', false],
    ['admin', false],
    ['marketing', true],
    ['finance', true],
    ['service', true],
    ['rnd', true],
  ] as const)('%s works without the contact’s data: %s', (role, hidden) => {
    expect(hidesContacts(role)).toBe(hidden);
    expect(scopeOf(aPerson({ role }), PEOPLE, []).hidesContacts).toBe(hidden);
  });

  it('takes name, number and address out, and nothing else', () => {
    const record = { contactName: '王建国', phone: '138', email: 'a@b', need: '彩超' };
    expect(redact({ hidesContacts: true, hiddenFields: new Set() }, record)).toEqual({
      contactName: '',
      phone: undefined,
      email: undefined,
      need: '彩超',
    });
    expect(redact({ hidesContacts: false, hiddenFields: new Set() }, record)).toBe(record);
  });

  it('whose contact is seen may be decided of one record, whatever the role', () => {
    const record = { contactName: '王建国', phone: '138', fields: { floor: 2 } };
    const service = { hidesContacts: true, hiddenFields: new Set(['floor']) };
    expect(redact(service, record, true)).toEqual({ contactName: '王建国', phone: '138', fields: {} });
    expect(redact({ ...service, hidesContacts: false }, record, false).phone).toBeUndefined();
  });

  it('every kind of record has a scope: all for the product itself, none for who has left', () => {
    const { personId: _, hidesContacts: _hides, hiddenFields: _fields, ...kinds } = EVERYTHING;
    expect(Object.values(kinds)).toEqual(Object.values(kinds).map(() => ({})));
    const left = scopeOf(aPerson({ role: 'admin', active: false }), PEOPLE, []);
    for (const kind of Object.keys(kinds) as (keyof typeof kinds)[])
      expect(left[kind]).toEqual({ _id: { $in: [] } });
  });

  it('a field is seen by the roles it names, wherever the record keeps its value', () => {
    const fields = [{ id: 'floor', visibleTo: ['rep', 'director'] as const }, { id: 'chain' }].map(
      (field) => ({
        ...field,
        visibleTo: field.visibleTo && [...field.visibleTo],
      }),
    );
    const budget = { path: 'fields.floor', label: '底价', before: 1, after: 2 };
    const chain = { path: 'fields.chain', label: '决策链', before: null, after: '院长' };
    const proposal = { path: 'fields.floor', label: '底价', value: 3, by: 'rep', at: new Date(0) };
    const lead = aLead({
      fields: { floor: 2, chain: '院长' },
      traces: [{ interactionId: 'R1', clocks: [], tagsAdded: [], tagsRemoved: [], facts: [budget, chain] }],
      journey: { ...journeyOf(aLead()), proposals: [proposal] },
    });
    const shown = (role: Person['role']) => redact(scopeOf(aPerson({ role }), PEOPLE, fields), lead);
    expect(shown('rep')).toEqual(lead);
    const admin = shown('admin');
    expect(admin.fields).toEqual({ chain: '院长' });
    expect(admin.traces?.[0]?.facts).toEqual([chain]);
    expect(admin.journey?.proposals).toEqual([]);
    const record = {
      facts: {
        values: [
          { path: 'fields.floor', value: 2 },
          { path: 'budget', value: '50万' },
        ],
      },
    };
    expect(seenInteraction(scopeOf(aPerson({ role: 'admin' }), PEOPLE, fields), record).facts.values).toEqual(
      [{ path: 'budget', value: '50万' }],
    );
  });

  it.each([
    ['rep', true, false],
    ['team-lead', true, true],
    ['regional-manager', true, true],
    ['director', true, true],
    ['admin', true, true],
    ['marketing', true, false],
    ['director', false, false],
  ] as const)('%s, active %s: may manage %s', (role, active, may) => {
    expect(mayManage({ role, active })).toBe(may);
  });
});
