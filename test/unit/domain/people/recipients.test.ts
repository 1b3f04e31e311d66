import { describe, expect, it } from 'vitest';
import type { Colleague, Role } from '../../../../src/domain/people/person.ts';
import { type Recipient, resolveRecipients } from '../../../../src/domain/people/recipients.ts';
import { recipient } from '../../../../src/domain/playbook/clocks.ts';

function person(_id: string, role: Role, rest: Partial<Colleague> = {}): [string, Colleague] {
  return [_id, { _id, name: _id, role, regions: [], active: true, accounts: [], ...rest }];
}

const people = new Map([
  person('rep', 'rep', { managerId: 'lead' }),
  person('gone', 'rep', { managerId: 'lead', active: false }),
  person('lead', 'team-lead', { managerId: 'boss', regions: ['华东'] }),
  person('boss', 'director'),
  person('fitter', 'service'),
  person('fitter-gone', 'service', { active: false }),
  person('money', 'finance'),
]);

describe('resolveRecipients', () => {
  it.each<[Recipient[], object, string[]]>([
    [['owner', 'manager', 'manager-of-manager'], { ownerId: 'rep' }, ['rep', 'lead', 'boss']],
    [['manager', 'manager-of-manager'], { region: '华东' }, ['lead', 'boss']],
    [['manager'], { region: '华北' }, ['boss']],
    [['owner', 'manager'], { ownerId: 'gone' }, ['lead']],
    [
      ['assignee', 'requester', 'owner'],
      { ownerId: 'rep', assigneeId: 'fitter', requesterId: 'rep' },
      ['fitter', 'rep'],
    ],
    [['assignee'], { assigneeId: 'fitter-gone' }, []],
    [['assignee', 'requester'], { ownerId: 'rep' }, []],
    [['service', 'finance', 'rnd'], {}, ['fitter', 'money']],
    [['person:money', 'finance', 'person:gone', 'person:nobody'], {}, ['money']],
  ])('%j of %j are %j', (to, about, ids) => {
    expect(resolveRecipients(to, about, people)).toEqual(ids);
  });

  it.each([
    ['owner', true],
    ['service', true],
    ['person:wang-min', true],
    ['person:张三', true],
    ['person:', false],
    ['person:a b', false],
    ['manger', false],
    // A lead is assigned to its owner, and nobody asked for it.
    ['assignee', false],
    ['requester', false],
  ])('a playbook may name %s for a lead: %s', (written, isOne) => {
    expect(recipient.safeParse(written).success).toBe(isOne);
  });
});
