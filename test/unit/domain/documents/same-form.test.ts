import { describe, expect, it } from 'vitest';
import { looksSame } from '../../../../src/domain/documents/same-form.ts';

type Document = Parameters<typeof looksSame>[0];

const PAPER = { hospital: '市一医院', trialEnd: '2026-11-06', signer: '王建国', concerns: '太贵' };

function read(values: Record<string, string>, over: Partial<Document> = {}, unsure: string[] = []): Document {
  return {
    template: 'trial-feedback',
    leadId: 'L1001',
    by: 'wang-min',
    values: Object.entries(values).map(([field, value]) => ({
      field,
      value,
      confidence: 0.9,
      sure: !unsure.includes(field),
    })),
    ...over,
  };
}

describe('two photos of one paper', () => {
  it.each<[string, Document, boolean]>([
    ['all the same', read(PAPER), true],
    ['one value read differently, and doubted', read({ ...PAPER, signer: '王建田' }, {}, ['signer']), true],
    ['one value missing', read({ ...PAPER, signer: '' }), true],
    ['spelt with a space', read({ ...PAPER, hospital: '市一 医院' }), true],
    ['a value that is surely another', read({ ...PAPER, signer: '陈伟' }), false],
    ['too little in common', read({ hospital: '市一医院', trialEnd: '2026-11-06' }), false],
    ['another type', read(PAPER, { template: 'trial-consent' }), false],
    ['another customer', read(PAPER, { leadId: 'L1002' }), false],
    ['no customer yet, another sender', read(PAPER, { leadId: undefined, by: 'xu-jing' }), false],
  ])('%s', (_, other, expected) => {
    const one = other.leadId ? read(PAPER) : read(PAPER, { leadId: undefined });
    expect(looksSame(one, other)).toBe(expected);
  });
});
