import { describe, expect, it } from 'vitest';
import { parseSubmission, type Submission } from '../../../../src/domain/intake/submission.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const least = { source: 'website', company: '杭州市第一人民医院', contactName: '王建国' };

function accepted(item: unknown, options = {}): Submission {
  const parsed = parseSubmission(item, playbook, options);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.submission;
}

function refused(item: unknown): { path: string; message: string }[] {
  const parsed = parseSubmission(item, playbook);
  expect(parsed.ok, JSON.stringify(item)).toBe(false);
  return parsed.ok ? [] : parsed.problems;
}

describe('parseSubmission', () => {
  it('takes everything the contract names', () => {
    const item = {
      ...least,
      title: '设备科主任',
      phone: '138 1234 5678',
      email: 'Wang@Example.COM',
      city: '杭州',
      channel: '官网首页',
      campaign: '秋季促销',
      region: '浙江',
      industry: '医院',
      products: ['CT机', '彩超', 'CT设备', '胶片机'],
      budget: 800_000,
      need: '  要能对接LIS\r\n\r\n\r\n预算已批 ',
      fields: {
        hospitalLevel: '三级甲等',
        trialDays: '30',
        bidding: '是',
        demoDate: '2026/12/1',
        quotedAmount: 5,
      },
      externalId: 'crm-77',
    };
    expect(accepted(item)).toEqual({
      company: '杭州市第一人民医院',
      contactName: '王建国',
      title: '设备科主任',
      phone: '+8613812345678',
      email: 'wang@example.com',
      city: '杭州',
      source: 'website',
      channel: '官网首页',
      campaign: '秋季促销',
      region: '华东',
      industry: '医院',
      products: ['CT设备', '超声', '胶片机'],
      categories: [],
      budget: '50–200万',
      need: '要能对接LIS\n\n预算已批',
      fields: {
        hospitalLevel: '三甲',
        trialDays: 30,
        bidding: true,
        demoDate: '2026-12-01',
        quotedAmount: 5,
      },
      externalId: 'crm-77',
    });
  });

  it.each<[what: string, item: object, part: Partial<Submission>]>([
    [
      'only a phone',
      { source: 'hotline', phone: '13812345678' },
      { phone: '+8613812345678', contactName: '' },
    ],
    ['only an e-mail', { source: 'partner', email: 'a@b.cn' }, { email: 'a@b.cn', contactName: '' }],
    ['only a company', { source: 'import', company: '浙一' }, { company: '浙一' }],
    [
      'null and empty mean not given',
      { ...least, title: null, email: '', products: null, fields: null },
      { title: undefined, products: [], fields: {} },
    ],
    [
      'two phones',
      { ...least, phone: '13812345678 / 0571-87065701', need: '询价' },
      { phone: '+8613812345678', otherPhones: ['+8657187065701'], need: '询价' },
    ],
    ['a phone as a number', { ...least, phone: 13812345678 }, { phone: '+8613812345678' }],
    [
      'a landline with extension',
      { ...least, phone: '0571-87065701转801' },
      { phone: '+8657187065701 转801' },
    ],
    [
      'hidden and full-width characters',
      { ...least, company: '\u202E市一\u200B医院（总院）\u0000' },
      { company: '市一医院(总院)' },
    ],
    ['a band', { ...least, budget: '50-200万' }, { budget: '50–200万' }],
    ['a sum in words', { ...least, budget: '一百多万' }, { budget: '50–200万' }],
    ['no budget yet', { ...least, budget: '待定' }, { budget: undefined }],
    ['a budget of 0', { ...least, budget: 0 }, { budget: undefined }],
    ['a region the playbook does not know', { ...least, region: '海外' }, { region: '海外' }],
    ['emoji', { ...least, need: '急👨‍👩‍👧！' }, { need: '急👨‍👩‍👧!' }],
    [
      'what looks like an operator is text',
      { ...least, company: '{"$gt":""}', need: "'; DROP TABLE" },
      { company: '{"$gt":""}' },
    ],
    ['5,000 characters of need', { ...least, need: '字'.repeat(5000) }, { need: '字'.repeat(5000) }],
  ])('accepts: %s', (_what, item, part) => {
    expect(accepted(item)).toMatchObject(part);
  });

  it.each<[what: string, item: unknown, path: string, message: RegExp]>([
    ['nothing', undefined, '', /名称: 值/],
    ['a list', [], '', /名称: 值/],
    ['a text', 'lead', '', /名称: 值/],
    ['neither phone, e-mail nor company', { source: 'website', contactName: '王' }, '', /至少要有一个/],
    ['no source', { company: '浙一' }, 'source', /website（官网）/],
    ['an unknown source', { ...least, source: 'tv' }, 'source', /website（官网）/],
    ['an unknown key', { ...least, compnay: 'x' }, 'compnay', /你是不是想写 company？/],
    ['an unknown key without likeness', { ...least, ownerId: 'x' }, 'ownerId', /没有“ownerId”这一项/],
    ['__proto__', JSON.parse('{"source":"website","company":"x","__proto__":{"a":1}}'), '__proto__', /没有/],
    ['a number for a name', { ...least, company: 5 }, 'company', /文字/],
    ['an object for a name', { ...least, company: { $gt: '' } }, 'company', /文字/],
    ['a long name', { ...least, company: '院'.repeat(121) }, 'company', /最多 120 个字/],
    ['a very long name', { ...least, company: '院'.repeat(100_000) }, 'company', /太长/],
    ['5,001 characters of need', { ...least, need: '字'.repeat(5001) }, 'need', /最多 5000 个字/],
    ['a phone that is none', { ...least, phone: '12345' }, 'phone', /手机号/],
    ['an e-mail that is none', { ...least, email: 'wang@' }, 'email', /邮箱/],
    ['a budget below zero', { ...least, budget: -1 }, 'budget', /不小于 0/],
    ['a budget object', { ...least, budget: { from: 1 } }, 'budget', /预算/],
    ['a budget nobody can read', { ...least, budget: '看情况' }, 'budget', /50–200万/],
    ['products as text', { ...least, products: 'CT' }, 'products', /列表/],
    ['51 products', { ...least, products: Array.from({ length: 51 }, () => 'CT') }, 'products', /最多 50 项/],
    ['a product that is a number', { ...least, products: ['CT', 5] }, 'products.1', /文字/],
    ['fields as a list', { ...least, fields: [] }, 'fields', /字段: 值/],
    [
      'an unknown field',
      { ...least, fields: { hospitallevel: '三甲' } },
      'fields.hospitallevel',
      /你是不是想写 hospitalLevel？/,
    ],
    [
      'a prototype field',
      { ...least, fields: JSON.parse('{"__proto__":"三甲"}') },
      'fields.__proto__',
      /没有字段/,
    ],
    [
      'an unknown option',
      { ...least, fields: { hospitalLevel: '四甲' } },
      'fields.hospitalLevel',
      /没有选项“四甲”.*你是不是想写/,
    ],
    [
      'an object in a field',
      { ...least, fields: { decisionMaker: { $ne: 1 } } },
      'fields.decisionMaker',
      /文字/,
    ],
    ['no number', { ...least, fields: { trialDays: '三周' } }, 'fields.trialDays', /数字/],
    ['no date', { ...least, fields: { demoDate: '2026-02-30' } }, 'fields.demoDate', /日期/],
    ['neither yes nor no', { ...least, fields: { bidding: '也许' } }, 'fields.bidding', /是 或 否/],
  ])('refuses: %s', (_what, item, path, message) => {
    const problem = refused(item).find((p) => p.path === path);
    expect(problem?.message ?? JSON.stringify(refused(item))).toMatch(message);
  });

  it('names every problem of an item at once', () => {
    expect(
      refused({ source: 'tv', company: 5, x: 1 })
        .map((p) => p.path)
        .sort(),
    ).toEqual(['company', 'source', 'x']);
    expect(refused({ ...least, phone: '1', budget: '?!', fields: { nope: 1 } }).map((p) => p.path)).toEqual([
      'phone',
      'budget',
      'fields.nope',
    ]);
  });

  it('a list keeps as words what it cannot read, so that no lead is lost', () => {
    const row = {
      ...least,
      source: 'import',
      phone: '12345',
      budget: '看情况',
      need: '询价',
      fields: { trialDays: '三周' },
    };
    expect(accepted(row, { unreadable: 'to-need' })).toMatchObject({
      phone: undefined,
      budget: undefined,
      need: '询价\n电话:12345\n预算:看情况\n试用周期（天）:三周'.replaceAll(':', '：'),
      fields: {},
    });
  });
});
