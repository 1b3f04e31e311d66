import type { Lead } from '../../src/domain/leads/lead.ts';
import type { Person } from '../../src/domain/people/person.ts';
import { type Playbook, playbookSchema } from '../../src/domain/playbook/playbook.ts';

/** Records with every required property; a test names only what it is about. */
export function aPerson(over: Partial<Person> = {}): Person {
  return {
    _id: 'wang-min',
    name: '王敏',
    role: 'rep',
    regions: [],
    active: true,
    slots: [],
    wins: [],
    focus: [],
    accounts: [],
    ...over,
  };
}

export function aLead(over: Partial<Lead> = {}): Lead {
  return {
    _id: 'L1001',
    rev: 0,
    customerId: 'C101',
    status: 'new',
    company: '杭州市第一人民医院',
    contactName: '王建国',
    source: 'website',
    products: [],
    categories: [],
    fields: {},
    tags: [],
    stage: 'new',
    assignments: [],
    clocks: [],
    excluded: [],
    createdAt: new Date('2026-11-21T02:00:00Z'),
    createdDay: '2026-11-21',
    interactions: 0,
    originKey: 'test:1',
    playbookVersion: 1,
    effects: [],
    applied: [],
    ...over,
  };
}

const clock = { steps: [{ after: '2h', to: ['owner'] }] };

/** A playbook in the words of its YAML, checked by the schema. */
export function aPlaybook(over: Record<string, unknown> = {}): Playbook {
  return playbookSchema.parse({
    playbook: 'test',
    schema: 1,
    name: '测试方案',
    stages: [{ id: 'new', label: '新线索' }],
    clocks: { assignment: clock, 'first-touch': clock, 'follow-up': clock, dwell: clock },
    actions: [{ id: 'quoted', label: '已报价' }],
    ...over,
  });
}

export function slots(count: number, prefix = 'L'): string[] {
  return Array.from({ length: count }, (_, n) => `${prefix}${n}`);
}

export function daysAgo(now: Date, days: number): Date {
  return new Date(now.getTime() - days * 86_400_000);
}
