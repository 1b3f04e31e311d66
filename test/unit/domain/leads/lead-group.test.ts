import { describe, expect, it } from 'vitest';
import type { Lead } from '../../../../src/domain/leads/lead.ts';
import { leadGroupMembers, leadGroupTitle, newsForGroup } from '../../../../src/domain/leads/lead-group.ts';
import type { Colleague } from '../../../../src/domain/people/person.ts';
import { leadOf } from '../../../support/card-world.ts';

const AT = new Date('2026-11-23T02:00:00.437Z');
const group = { id: 'g', at: AT, by: 'wang-min', named: ['xu-jing'] };
const clock = { name: 'first-touch', step: 0, startedAt: AT, dueAt: AT, playbookVersion: 1, because: '' };
const lead = leadOf({ group, clocks: [{ ...clock, assignment: 1 }] });

/** What is said of this change. */
function saidOf(change: Partial<Lead>, before: Lead = lead): unknown {
  const [effect, ...more] = newsForGroup(before, { ...before, ...change });
  expect(more).toEqual([]);
  return effect?.type === 'send' ? { kind: effect.message.kind, ...effect.message.params } : undefined;
}

describe('what a group hears', () => {
  it.each<[string, Partial<Lead>, unknown]>([
    ['another owner', { ownerId: 'xu-jing' }, [{ what: 'owner', ownerId: 'xu-jing' }]],
    ['another stage', { stage: 'offer' }, [{ what: 'stage' }]],
    ['won', { status: 'won' }, [{ what: 'status' }]],
    [
      'time has run out',
      { clocks: [{ ...clock, step: 1, assignment: 1 }] },
      [{ what: 'overdue', clock: 'first-touch' }],
    ],
    ['both at once', { stage: 'offer', status: 'lost' }, [{ what: 'stage' }, { what: 'status' }]],
  ])('%s', (_what, change, news) => {
    expect(saidOf(change)).toEqual({ kind: 'lead-news', news, added: [] });
  });

  it.each<[string, Partial<Lead>]>([
    ['a record', { interactions: 7, lastInteractionAt: AT }],
    ['accepted', { status: 'accepted' }],
    ['a clock begun anew', { clocks: [{ ...clock, step: 1, startedAt: new Date(0), assignment: 2 }] }],
    ['a clock stopped', { clocks: [] }],
    ['nobody any more', { ownerId: undefined }],
  ])('nothing of %s', (_what, change) => expect(saidOf(change)).toBeUndefined());

  it('begins with the whole lead, and names who comes later', () => {
    expect(saidOf({ group }, leadOf({}))).toEqual({ kind: 'lead-detail' });
    expect(saidOf({ group: { ...group, named: ['xu-jing', 'zhao-lei'] } })).toEqual({
      kind: 'lead-news',
      news: [],
      added: ['zhao-lei'],
    });
  });

  it('hears nothing where there is none', () =>
    expect(newsForGroup(leadOf({}), leadOf({ stage: 'x' }))).toEqual([]));
});

describe('who is in it', () => {
  const person = (_id: string, more: Partial<Colleague> = {}): [string, Colleague] => [
    _id,
    { _id, name: _id, role: 'rep', regions: [], active: true, accounts: [], ...more },
  ];
  const people = new Map([
    person('owner', { managerId: 'lead' }),
    person('lead'),
    person('asker'),
    person('named'),
    person('gone', { active: false }),
  ]);

  it.each([
    [{ ownerId: 'owner', by: 'asker', named: ['named'] }, ['owner', 'lead', 'asker', 'named']],
    [{ ownerId: 'owner', by: 'lead', named: ['owner', 'gone', 'unknown'] }, ['owner', 'lead']],
    [{ ownerId: undefined, by: 'asker', named: [] }, ['asker']],
  ])('%j', (roster, expected) => {
    expect(leadGroupMembers(roster, people).map(({ _id }) => _id)).toEqual(expected);
  });

  it('its name has 50 characters at most', () => {
    expect([...leadGroupTitle({ _id: 'L1', company: '𠮷'.repeat(60) })]).toHaveLength(50);
  });
});
