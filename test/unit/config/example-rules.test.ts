import { expect, it } from 'vitest';
import type { RuleEvent } from '../../../src/domain/playbook/rules.ts';
import { applyRules, type RuleDocument } from '../../../src/domain/rules/apply-rules.ts';
import { type EXAMPLES, examplePlaybook } from '../../support/playbooks.ts';

type Example = (typeof EXAMPLES)[number];
interface Outcome {
  tags?: string[];
  told?: string[];
  scripts?: string[];
  set?: Record<string, unknown>;
}

const medical: Example = 'medical-devices';
const industrial: Example = 'industrial-equipment';
const pharma: Example = 'pharma-chain';

const objection = (id: string): RuleDocument => ({
  interaction: { actions: [], objections: [{ id, label: id }], scenes: [] },
});

const cases: [does: string, playbook: Example, event: RuleEvent, doc: RuleDocument, outcome: Outcome][] = [
  [
    'a big project of a top hospital reaches manager and director',
    medical,
    'lead.created',
    { categories: ['影像类'], budget: '200万以上', fields: { hospitalLevel: '三甲' } },
    { tags: ['重点客户'], told: ['manager', 'director'] },
  ],
  [
    'the same of a county hospital does not',
    medical,
    'lead.created',
    { categories: ['影像类'], budget: '200万以上', fields: { hospitalLevel: '二甲' } },
    {},
  ],
  [
    'LIS in whatever order and case',
    medical,
    'lead.created',
    { need: '你们有没有能对接我们lis系统的血球仪' },
    { tags: ['需系统对接'] },
  ],
  ['a system without a connection', medical, 'lead.created', { need: 'LIS 厂家是哪家' }, {}],
  [
    'an operating room renewal',
    medical,
    'lead.changed',
    { need: '手术室整体改造，净化级别百级' },
    { tags: ['手术室升级需求'] },
  ],
  ['a tender, by tick', medical, 'lead.changed', { fields: { bidding: true } }, { tags: ['招标项目'] }],
  ['a tender, by word', medical, 'lead.created', { need: '下月挂网采购' }, { tags: ['招标项目'] }],
  ['a repeated enquiry', medical, 'lead.repeated', {}, { tags: ['多次咨询', '高意向'] }],
  [
    'a price objection brings a script and the manager',
    medical,
    'interaction.recorded',
    objection('price'),
    { tags: ['价格敏感'], told: ['manager'], scripts: ['price'] },
  ],
  [
    'worry about service brings a script',
    medical,
    'interaction.recorded',
    objection('service'),
    { scripts: ['service'] },
  ],
  [
    'a trial that is strongly recommended',
    medical,
    'lead.changed',
    { tags: ['需培育'], fields: { recommendation: '强烈推荐' } },
    { tags: ['高意向'], told: ['owner', 'manager'] },
  ],
  [
    'a trial request of a lithium battery maker (A4)',
    industrial,
    'lead.created',
    { channel: '免费试用申请', industry: '锂电池制造' },
    {
      tags: ['A类', '技术负责人', '高预算'],
      told: ['manager'],
      set: { 'fields.counterpartRole': '技术负责人' },
    },
  ],
  [
    'a trial request of a bakery',
    industrial,
    'lead.created',
    { channel: '免费试用申请', industry: '食品饮料' },
    {},
  ],
  ['a plan for the half year', industrial, 'lead.changed', { fields: { plan: '半年内' } }, { tags: ['B类'] }],
  [
    'delivery too late',
    industrial,
    'interaction.recorded',
    objection('delivery'),
    { tags: ['交期紧'], scripts: ['delivery'] },
  ],
  [
    'a clinic without licence number',
    pharma,
    'lead.created',
    { fields: { customerType: '诊所' } },
    { tags: ['资质待补'] },
  ],
  [
    'a clinic that handed it in',
    pharma,
    'lead.changed',
    { tags: ['资质待补'], fields: { customerType: '诊所', licenceNumber: 'PDY00001' } },
    {},
  ],
  [
    'never price, always clinical data: the adviser (F10)',
    pharma,
    'lead.changed',
    { budget: '年采购50–120万', fields: { clinicalDataAsked: true } },
    { told: ['owner', 'manager'] },
  ],
  [
    'a question about evidence is remembered',
    pharma,
    'interaction.recorded',
    objection('evidence'),
    { tags: ['关注临床数据'], scripts: ['evidence'], set: { 'fields.clinicalDataAsked': true } },
  ],
];

it.each(cases)('%s (%s, %s)', (_, playbook, event, doc, outcome) => {
  const result = applyRules(event, doc, examplePlaybook(playbook));
  expect({
    tags: result.tags.add.toSorted(),
    told: result.notifications.flatMap((notification) => notification.to),
    scripts: result.scripts,
    set: result.set,
  }).toEqual({ told: [], scripts: [], set: {}, ...outcome, tags: (outcome.tags ?? []).toSorted() });
});
