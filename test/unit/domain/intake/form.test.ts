import { describe, expect, it } from 'vitest';
import { formToSubmission } from '../../../../src/domain/intake/form.ts';
import { impliedValues } from '../../../../src/domain/intake/implied.ts';
import { aPlaybook } from '../../../support/builders.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const form = playbook.forms.find((candidate) => candidate.id === 'equipment');
if (!form) throw new Error('the example has no form equipment');
const least = { company: '浙一', contactName: '王建国', phone: '13812345678' };

function fill(values: Record<string, unknown>) {
  return formToSubmission(form as NonNullable<typeof form>, values, playbook);
}

describe('formToSubmission', () => {
  it('选 CT设备 → 影像类, without typing anything twice', () => {
    expect(fill({ ...least, products: ['CT设备', '血球仪'], budget: '50–200万' })).toMatchObject({
      ok: true,
      submission: {
        company: '浙一',
        phone: '+8613812345678',
        source: 'website',
        channel: 'equipment',
        products: ['CT设备', '血球仪'],
        categories: ['影像类', '检验类'],
        budget: '50–200万',
      },
    });
  });

  it('what was ticked stays ticked beside what is implied', () => {
    const filled = fill({ ...least, products: 'CT设备', categories: ['耗材类'], department: '超声科' });
    expect(filled).toMatchObject({
      submission: {
        products: ['CT设备', '超声'],
        categories: ['耗材类', '影像类'],
        fields: { department: '超声科' },
      },
    });
  });

  it.each<[what: string, values: Record<string, unknown>, path: string, message: RegExp]>([
    ['a required answer is missing', { ...least, company: '  ' }, 'company', /请填写医院名称/],
    ['an option that is none', { ...least, products: ['飞机'] }, 'products', /关注的产品：没有选项/],
    ['a band that is none', { ...least, budget: '一点点' }, 'budget', /预算区间/],
    ['a field option that is none', { ...least, department: '食堂' }, 'department', /没有选项/],
    ['a phone that is none', { ...least, phone: '110' }, 'phone', /手机号/],
    ['an answer of the wrong kind', { ...least, need: { $gt: 1 } }, 'need', /文字/],
  ])('%s', (_what, values, path, message) => {
    const filled = fill(values);
    expect(filled.ok ? [] : filled.problems).toEqual([{ path, message: expect.stringMatching(message) }]);
  });

  it('ignores what was not asked, whoever posts it', () => {
    const filled = fill({
      ...least,
      source: 'partner',
      ownerId: 'me',
      fields: { quotedAmount: 1 },
      quotedAmount: 1,
      __proto__: 1,
    });
    expect(filled).toMatchObject({ ok: true, submission: { source: 'website', fields: {} } });
  });
});

describe('impliedValues', () => {
  const linked = aPlaybook({
    fields: [
      {
        id: 'a',
        label: 'a',
        on: 'lead',
        type: 'choice',
        options: [{ value: 'x', implies: { b: 'y', c: ['1', '2'] } }],
      },
      {
        id: 'b',
        label: 'b',
        on: 'lead',
        type: 'choice',
        options: [{ value: 'y', implies: { c: '3', a: 'x' } }, 'z'],
      },
      { id: 'c', label: 'c', on: 'lead', type: 'choices', options: ['1', '2', '3', '4'] },
    ],
  });

  it.each([
    ['through a chain, once round a circle', { a: 'x' }, { 'fields.b': 'y', 'fields.c': ['1', '2', '3'] }],
    ['a single value is not overwritten', { a: 'x', b: 'z' }, { 'fields.c': ['1', '2'] }],
    ['a list is added to', { b: 'y', c: ['4'] }, { 'fields.a': 'x', 'fields.c': ['4', '3', '1', '2'] }],
    ['nothing chosen, nothing implied', {}, {}],
  ])('%s', (_what, fields, expected) => {
    expect(impliedValues({ fields }, linked)).toEqual(expected);
  });
});
