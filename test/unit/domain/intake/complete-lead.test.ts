import { describe, expect, it } from 'vitest';
import { completeLead } from '../../../../src/domain/intake/complete-lead.ts';
import { fieldsFromText } from '../../../../src/domain/intake/fields-from-text.ts';
import { formToSubmission } from '../../../../src/domain/intake/form.ts';
import { regionOf } from '../../../../src/domain/intake/region.ts';
import type { LeadFacts } from '../../../../src/domain/leads/lead-fields.ts';
import { applyRules } from '../../../../src/domain/rules/apply-rules.ts';
import { aPlaybook } from '../../../support/builders.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const medical = examplePlaybook('medical-devices');

describe('completeLead', () => {
  it('a form with a hospital’s name becomes level, city, region, category and budget tags (A3, A4)', () => {
    const lead: LeadFacts = {
      company: '杭州市第一人民医院',
      products: ['CT设备'],
      budget: '200万以上',
      source: 'website',
    };
    const completed = completeLead(lead, medical);
    expect(completed.lead).toEqual({
      ...lead,
      city: '杭州',
      region: '华东',
      categories: ['影像类'],
      fields: { hospitalLevel: '三甲' },
      tags: ['三甲', '影像类', '200万以上'],
    });
    expect(completed.set).toEqual({
      city: '杭州',
      region: '华东',
      categories: ['影像类'],
      'fields.hospitalLevel': '三甲',
    });
    expect(completed.matched).toEqual([{ lookup: 'hospitals', row: expect.any(Number), how: 'exact' }]);
    expect(applyRules('lead.created', completed.lead, medical).tags.add).toEqual(['重点客户']);
  });

  it('a note from the hotline does too', () => {
    const lead: LeadFacts = {
      company: '古荡社区',
      need: '要一台B超，最多二十万，领导已批',
      source: 'hotline',
    };
    expect(completeLead(lead, medical).lead.tags).toEqual(['社区', '影像类', '50万以下']);
  });

  it('takes the city from the name where nothing else tells it', () => {
    expect(completeLead<LeadFacts>({ company: '杭州市第三人民医院' }, medical).lead).toMatchObject({
      city: '杭州',
      region: '华东',
      tags: [],
    });
  });

  it('never overwrites what somebody gave', () => {
    const lead: LeadFacts = {
      company: '杭州市第一人民医院',
      region: '华北',
      city: '北京',
      budget: '50万以下',
      categories: ['耗材类'],
      fields: { hospitalLevel: '二甲' },
      need: '三甲医院，CT，预算300万',
    };
    const completed = completeLead(lead, medical);
    expect(completed.lead).toMatchObject({ ...lead, tags: ['二甲', '耗材类', '50万以下'] });
    expect(completed.set).toEqual({});
  });

  it('reads categories from free text only where nobody gave products', () => {
    const need = '配套的耗材柜要能扫码';
    expect(completeLead({ need, products: ['血球仪'] }, medical).lead.categories).toEqual(['检验类']);
    expect(completeLead({ need }, medical).lead.categories).toEqual(['手术室类']);
  });

  it('follows the linked choice of a field', () => {
    expect(completeLead({ fields: { department: '检验科' } }, medical).lead.tags).toEqual(['检验类']);
  });

  it('doing it again changes nothing', () => {
    const once = completeLead<LeadFacts>({ company: '浙一', need: 'CT，预算300万' }, medical).lead;
    const twice = completeLead(once, medical, once);
    expect(twice.lead).toEqual(once);
    expect(twice.set).toEqual({});
  });

  it('of a change, follows the new value', () => {
    const before: LeadFacts = { company: 'x', budget: '50万以下', tags: ['50万以下', '重点客户'] };
    const after = completeLead({ ...before, budget: '200万以上' }, medical, before);
    expect(after.lead.tags).toEqual(['200万以上', '重点客户']);
  });
});

describe('fieldsFromText', () => {
  const playbook = aPlaybook({
    fields: [
      {
        id: 'level',
        label: '等级',
        on: 'customer',
        type: 'choice',
        options: [{ value: '三甲', words: ['三级甲等'] }, '二甲'],
      },
      {
        id: 'strength',
        label: '强度',
        on: 'lead',
        type: 'choice',
        options: [
          { value: 'A 已立项', words: ['已立项', '立项了'] },
          { value: 'C 观望', words: ['观望'] },
        ],
      },
      {
        id: 'role',
        label: '角色',
        on: 'lead',
        type: 'choice',
        options: ['老板', '采购总监', { value: '技术负责人', words: ['技术总监', '总工'] }],
      },
      { id: 'opinion', label: '意见', on: 'lead', type: 'choice', options: ['推荐', '不推荐'] },
    ],
    tags: ['level', 'strength', 'role'].map((id) => ({ id, label: id, from: id })),
  });

  it.each<[what: string, lead: LeadFacts, values: object]>([
    ['the customer’s in the name', { company: '某三级甲等医院' }, { 'fields.level': '三甲' }],
    ['or in the need', { need: '我们是二甲' }, { 'fields.level': '二甲' }],
    ['the lead’s in the title', { title: '技术总监' }, { 'fields.role': '技术负责人' }],
    ['never the lead’s in the name', { company: '老板电器' }, {}],
    [
      'the name counts before the need',
      { company: '二甲医院', need: '和三甲一样的配置' },
      { 'fields.level': '二甲' },
    ],
    ['two options say nothing', { need: '三甲二甲都做' }, {}],
    ['denied ones do not count', { need: '不是三甲，是二甲' }, { 'fields.level': '二甲' }],
    ['what is there stays', { title: '老板', fields: { role: '采购总监' } }, {}],
    ['a field that feeds no tag is left alone', { need: '朋友推荐' }, {}],
    [
      'several fields at once',
      { title: '总工', need: '已立项，三甲' },
      { 'fields.level': '三甲', 'fields.strength': 'A 已立项', 'fields.role': '技术负责人' },
    ],
  ])('%s', (_what, lead, values) => {
    expect(fieldsFromText(lead, playbook)).toEqual(values);
  });
});

describe('regionOf', () => {
  it.each<[LeadFacts, string | undefined]>([
    [{ region: '华东' }, '华东'],
    [{ region: '华东区' }, '华东'],
    [{ region: '浙江省' }, '华东'],
    [{ region: '海外' }, '海外'],
    [{ city: '杭州市' }, '华东'],
    [{ city: '大连' }, undefined],
    [{ city: '柳州' }, '华南'],
    [{ company: '昆山市第三人民医院' }, '华东'],
    [{ company: '深圳市第三人民医院' }, '华南'],
    [{ company: '(浙江)台州医院' }, '华东'],
    [{ company: '复旦大学附属中山医院' }, '华东'],
    [{ company: '某医院北京分院' }, undefined],
    [{ city: '大连', company: '杭州某公司' }, '华东'],
    [{}, undefined],
  ])('%j → %s', (lead, region) => {
    expect(regionOf(lead, medical.playbook)).toBe(region);
  });
});

describe('the example of the industrial playbook (S2)', () => {
  const industrial = examplePlaybook('industrial-equipment');
  const trial = industrial.playbook.forms.find((form) => form.id === 'trial');

  function tagsOf(lead: LeadFacts): string[] {
    const completed = completeLead(lead, industrial).lead;
    const { add, remove } = applyRules('lead.created', completed, industrial).tags;
    return [...completed.tags.filter((tag) => !remove.includes(tag)), ...add].sort();
  }

  it('锂电池制造 + 免费试用申请 → A类 + 技术负责人 + 高预算, and the manager is told', () => {
    const answers = {
      company: '宁德某电池厂',
      contactName: '李工',
      phone: '13812345678',
      industry: '锂电',
      products: ['PLC'],
    };
    const filled = trial && formToSubmission(trial, answers, industrial.playbook);
    if (!filled?.ok) throw new Error(JSON.stringify(filled));
    const completed = completeLead<LeadFacts>(filled.submission, industrial).lead;
    expect(completed.tags).toEqual(['锂电池制造', '控制系统']);
    const outcome = applyRules('lead.created', completed, industrial);
    expect(outcome.tags).toEqual({ add: ['技术负责人', 'A类', '高预算'], remove: [] });
    expect(outcome.set).toEqual({ 'fields.counterpartRole': '技术负责人' });
    expect(outcome.notifications.map((n) => n.to)).toEqual([['manager']]);
  });

  it.each<[LeadFacts, string[]]>([
    [
      { title: '采购经理', need: '项目已经立项，要伺服', budget: '50–200万' },
      ['A类', '中预算', '采购总监', '驱动传动'],
    ],
    [{ title: '总经理', need: '下半年上六轴', budget: '200万以上' }, ['B类', '机器人', '老板', '高预算']],
    [{ need: '没有计划，了解一下PLC，需要技术支持' }, ['C类', '控制系统']],
  ])('%j', (lead, tags) => {
    expect(tagsOf(lead)).toEqual(tags.sort());
  });
});
