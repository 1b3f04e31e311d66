import { describe, expect, it } from 'vitest';
import type { LeadFacts } from '../../../../src/domain/leads/lead-fields.ts';
import { deriveTags } from '../../../../src/domain/tags/derive-tags.ts';
import { addTags } from '../../../../src/domain/tags/tag-groups.ts';
import { aPlaybook } from '../../../support/builders.ts';

const playbook = aPlaybook({
  products: [{ category: '影像类' }, { category: '检验类' }],
  budget: [
    { value: '50万以下', to: 500_000 },
    { value: '50万以上', from: 500_000 },
  ],
  fields: [
    { id: 'level', label: '等级', on: 'customer', type: 'choice', options: ['三甲', '二甲'] },
    { id: 'bidding', label: '招标', on: 'lead', type: 'yes-no' },
    { id: 'note', label: '备注', on: 'lead', type: 'text' },
  ],
  tags: [
    { id: 'level', label: '医院等级', from: 'level' },
    { id: 'category', label: '品类', from: 'categories', single: false },
    { id: 'budget', label: '预算', from: 'budget' },
    { id: 'industry', label: '行业', from: 'industry', values: ['锂电池制造', '食品厂'] },
    { id: 'bidding', label: '招标项目', from: 'bidding' },
    { id: 'note', label: '备注', from: 'note' },
    { id: 'priority', label: '级别', values: ['重点', '标准'] },
    { id: 'topic', label: '关注点', values: ['对接', '竞品'], single: false },
  ],
});

describe('deriveTags', () => {
  it.each<[what: string, lead: LeadFacts, tags: string[]]>([
    ['nothing known', {}, []],
    [
      'in the order of groups and values',
      { budget: '50万以下', categories: ['检验类', '影像类'], fields: { level: '三甲' } },
      ['三甲', '影像类', '检验类', '50万以下'],
    ],
    ['a value that names a tag of a closed group', { industry: '锂电池制造业' }, ['锂电池制造']],
    ['a value that names none', { industry: '光伏' }, []],
    ['an option’s other spelling is not a tag', { fields: { level: '三级甲等' } }, []],
    ['yes', { fields: { bidding: true } }, ['招标项目']],
    ['no', { fields: { bidding: false } }, []],
    ['free text', { fields: { note: '急' } }, ['急']],
    ['too long to be a tag', { fields: { note: '急'.repeat(61) } }, []],
    [
      'others stay, free ones last',
      { tags: ['自由', '竞品', '对接', '重点'], budget: '50万以下' },
      ['50万以下', '重点', '对接', '竞品', '自由'],
    ],
    ['what is derived wins over what was there', { tags: ['二甲'], fields: { level: '三甲' } }, ['三甲']],
    [
      'several may stay in a group that is not single',
      { tags: ['检验类'], categories: ['影像类'] },
      ['影像类', '检验类'],
    ],
    ['each once', { tags: ['三甲', '三甲', 'x', 'x'], fields: { level: '三甲' } }, ['三甲', 'x']],
  ])('%s', (_what, lead, tags) => {
    expect(deriveTags(lead, playbook)).toEqual(tags);
  });

  const before: LeadFacts = { fields: { level: '三甲', note: '急' }, categories: ['影像类'] };

  it.each<[what: string, lead: LeadFacts, tags: string[]]>([
    [
      'a new value takes the old one’s tag away',
      { fields: { level: '二甲', note: '急' }, tags: ['三甲', '急'], categories: ['影像类'] },
      ['二甲', '急'],
    ],
    ['so does a value taken away', { fields: {}, tags: ['三甲', '影像类', '急'] }, []],
    [
      'a hand-made tag of an unchanged property stays',
      { ...before, tags: ['二甲', '检验类'] },
      ['二甲', '检验类'],
    ],
    ['a tag taken off by hand stays off', { ...before, tags: [] }, []],
    [
      'one list item more is added',
      { ...before, categories: ['影像类', '检验类'], tags: ['三甲', '影像类'] },
      ['三甲', '影像类', '检验类'],
    ],
  ])('of a change: %s', (_what, lead, tags) => {
    expect(deriveTags(lead, playbook, before)).toEqual(tags);
  });

  it('doing it again changes nothing', () => {
    const lead: LeadFacts = {
      budget: '50万以下',
      industry: '食品厂',
      fields: { level: '三甲', note: 'x' },
      tags: ['自由', '重点'],
    };
    const once = deriveTags(lead, playbook);
    expect(deriveTags({ ...lead, tags: once }, playbook)).toEqual(once);
    expect(deriveTags({ ...lead, tags: once }, playbook, { ...lead, tags: once })).toEqual(once);
  });
});

describe('addTags', () => {
  it.each<[string[], string[], string[]]>([
    [['标准', 'x'], ['重点'], ['x', '重点']],
    [['对接'], ['竞品', '对接'], ['对接', '竞品']],
    [['二甲'], ['三甲'], ['三甲']],
    [[], ['新的'], ['新的']],
  ])('%j and %j', (tags, added, result) => {
    expect(addTags(tags, added, playbook)).toEqual(result);
  });
});
