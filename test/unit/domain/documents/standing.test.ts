import { expect, it } from 'vitest';
import type { DocumentValue, SentDocument } from '../../../../src/domain/documents/document.ts';
import { byStanding, standingsOf } from '../../../../src/domain/documents/standing.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const template = examplePlaybook('medical-devices').playbook.documents.find(
  ({ id }) => id === 'trial-feedback',
);

type Looked = Pick<SentDocument, 'state' | 'values'>;
const base = { confidence: 1, sure: true };
const filed = (value: DocumentValue): Looked => ({ state: 'filed', values: [value] });
const putRight = filed({
  ...base,
  field: 'signer',
  value: '王敏',
  read: { value: '王梅', confidence: 0.9, by: 'w' },
});
const confirmed = filed({
  ...base,
  field: 'signer',
  value: '王敏',
  read: { value: '王敏', confidence: 0.7, by: 'w' },
});
const asItStood = filed({ ...base, field: 'signer', value: '王敏' });
const times = (n: number, one: Looked) => Array.from({ length: n }, () => one);

it('counts what was confirmed or filed as it stood, and what was put right', () => {
  const missing = filed({
    ...base,
    field: 'signer',
    value: '王敏',
    read: { value: '', confidence: 0, by: 'w' },
  });
  const looked = [putRight, confirmed, asItStood, missing, { ...asItStood, state: 'review' as const }];
  expect(standingsOf(looked).get('signer')).toEqual({ right: 2, wrong: 1 });
  // Old ones no longer count.
  expect(standingsOf([...times(20, asItStood), ...times(9, putRight)]).get('signer')).toEqual({
    right: 20,
    wrong: 0,
  });
});

it.each([
  ['put right twice of six times', [...times(2, putRight), ...times(4, asItStood)], false],
  ['put right once of twelve times', [...times(1, putRight), ...times(11, asItStood)], true],
  ['put right twice of two times', times(2, putRight), true],
])('a field %s is sure: %s', (_, looked, sure) => {
  const value = { field: 'signer', value: '赵国强', confidence: 0.97, sure: true };
  expect(byStanding([value], template, standingsOf(looked))[0]).toMatchObject({ sure });
});

it('a good record outweighs what is hard to read, never a tick and never a second reading', () => {
  const standings = new Map(['signer', 'recommendation'].map((field) => [field, { right: 12, wrong: 0 }]));
  const sure = (field: string, doubt: string) =>
    byStanding([{ field, value: 'x', confidence: 0.9, sure: false, doubt }], template, standings)[0]?.sure;
  expect(sure('signer', '字迹不清')).toBe(true);
  expect(sure('signer', '也可能是“y”')).toBe(false);
  expect(sure('recommendation', '字迹不清')).toBe(false);
});
