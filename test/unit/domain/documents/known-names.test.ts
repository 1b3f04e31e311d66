import { expect, it } from 'vitest';
import type { DocumentValue } from '../../../../src/domain/documents/document.ts';
import { againstKnown } from '../../../../src/domain/documents/known-names.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const template = examplePlaybook('medical-devices').playbook.documents.find(
  ({ id }) => id === 'trial-feedback',
);
const KNOWN = { people: ['林佳怡', '王敏'], departments: ['脊柱外科三病区'] };

function beside(field: string, value: string, more: Partial<DocumentValue> = {}) {
  const read = { field, value, confidence: 0.96, sure: true, ...more };
  return againstKnown([read], template, KNOWN)[0];
}

it.each([
  ['signer', '林佳总', '林佳怡'],
  ['signer', '王民', '王敏'],
  ['department', '麻酯科', '麻醉科'],
  ['department', '脊柱外科二病区', '脊柱外科三病区'],
])('%s %s is asked, and %s can be tapped', (field, value, offered) => {
  expect(beside(field, value)).toMatchObject({ value, sure: false, offered: [offered] });
});

it.each([
  ['signer', '林佳怡'],
  ['signer', '赵国强'],
  ['signer', '王强'],
  ['department', '麻醉科'],
  ['department', '放疗中心'],
  ['device', '麻酯科'],
])('%s %s stays sure', (field, value) => {
  expect(beside(field, value)).toMatchObject({ value, sure: true });
});

it('a name the customer has is read rightly, however hard it was to read', () => {
  const doubtful = { confidence: 0.6, sure: false, doubt: '只读到一次' };
  expect(beside('signer', '林佳怡', doubtful)).toMatchObject({ sure: true });
  expect(beside('signer', '林佳怡', { ...doubtful, doubt: '表上有两处' })).toMatchObject({ sure: false });
});

it('what somebody typed, or confirmed, is not doubted', () => {
  expect(beside('signer', '林佳总', { confidence: 1 })).toMatchObject({ sure: true });
  const read = { value: '林佳总', confidence: 0.9, by: 'wang-min' };
  expect(beside('signer', '林佳总', { read })).toMatchObject({ sure: true });
});
