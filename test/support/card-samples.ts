/** Every kind of card as the product builds it: for golden texts, and for how each platform renders it. */
import { CARDS } from '../../cards/index.ts';
import type { Card } from '../../cards/model.ts';
import type { TemplateDraft } from '../../src/domain/documents/draft.ts';
import { ORDER_SAMPLES } from './card-orders.ts';
import { type CardWorld, leadOf, NOW, person, readerOf } from './card-world.ts';
import { local } from './time.ts';

export interface Sample {
  /** Golden file; its beginning is the card's kind. */
  name: string;
  kind: string;
  to?: string;
  refs?: Record<string, string>;
  params?: Record<string, unknown>;
  world?: CardWorld;
}

const NOT_BEGUN = {
  state: 'asking' as const,
  processed: 0,
  counts: { created: 0, merged: 0, rejected: 0, unread: 0 },
  rejected: [],
  unread: [],
  rejectedFile: undefined,
};
const LONG_LIST = {
  columns: ['客户名称 → 公司', '联系人', '手机 → 电话', '负责人'],
  rows: ['杭州市拱墅康复医院 · 冯敏 · 彩超', '宁波市海曙骨科医院 · 沈浩 · 监护仪'],
  rejected: 0,
};
export const LEAD = { lead: 'L1001' };
const STARTED = local('2026-11-23 10:30');
export const DUE = { assignment: 1, startedAt: STARTED, clock: 'first-touch' };
const PROMISED = {
  assignment: 1,
  startedAt: local('2026-11-23 12:00'),
  clock: 'follow-up',
  lastNote: '已发资料',
};
const promise = {
  name: 'follow-up',
  step: 1,
  startedAt: PROMISED.startedAt,
  dueAt: local('2026-11-24 13:00'),
  deadline: local('2026-11-23 13:00'),
  playbookVersion: 1,
  because: '24小时（自然时间）',
  assignment: 1,
};
const IDLE_SINCE = local('2026-11-20 12:00');
export const touched = {
  status: 'touched' as const,
  lastContactAt: local('2026-11-23 12:40'),
  clocks: [],
};
const NOTHING_SAID = {
  actions: [],
  objections: [],
  amountFen: undefined,
  amountMaxFen: undefined,
  nextAt: undefined,
};
const NO_JOURNEY = { moves: [], locks: [], unlocks: [], proposals: [], given: {} };
/** A move a manager let pass, and what one of its gates went by is gone since. */
const WAIVED = {
  kind: 'forward' as const,
  from: 'need-confirmed',
  to: 'demo-booked',
  at: local('2026-11-23 12:00'),
  by: 'li-qiang',
  items: ['categories', 'need'],
  waived: [{ item: 'budget', label: '预算' }],
  withdrawn: [{ item: 'need', label: '需求', at: local('2026-11-23 12:40') }],
  reason: '院长当面说下周补',
  playbookVersion: 1,
};
const LOCKED = {
  ...NO_JOURNEY,
  since: local('2026-11-23 12:00'),
  locks: ['budget', 'fields.decisionChain', 'fields.competitors'].map((path) => ({
    path,
    stage: 'quotation',
    at: local('2026-11-23 12:00'),
    by: 'wang-min',
    value: null,
  })),
  proposals: [
    { path: 'budget', label: '预算', value: '200万以上', by: 'wang-min', at: local('2026-11-23 12:30') },
    {
      path: 'fields.decisionChain',
      label: '决策链',
      by: 'wang-min',
      at: local('2026-11-23 12:40'),
      reason: '院长换人了',
    },
  ],
};
/** 已联系, and nothing said yet of what came of it. */
const ASKED = { ...NOTHING_SAID, text: '已联系', reached: 'no' as const, outcomeAsked: true };
/** A visit that is being asked about. */
const VISITED = {
  ...NOTHING_SAID,
  text: '上门拜访 带了样机 护士不会用',
  visit: {
    pains: [{ id: 'training', label: '不会用' }],
    ticks: [],
    todos: [{ text: '周五前发接口文档', by: '2026-11-27' }],
    passed: [],
    score: { points: 0, sum: 0, cap: 10, red: true, terms: [] },
    open: true,
  },
};
const VISIT_OVER = {
  ...VISITED,
  nextAt: local('2026-11-26 09:00'),
  nextPrecision: 'day' as const,
  visit: {
    ...VISITED.visit,
    open: false,
    ticks: [
      { id: 'sample', label: '带了样机耗材', of: 'sample' as const },
      { id: 'solved-training', label: '现场培训', of: 'solved' as const },
    ],
    score: {
      ...{ points: 5, sum: 5, cap: 10, red: false },
      terms: [
        { of: 'solved' as const, count: 1, weight: 3 },
        { of: 'sample' as const, count: 1, weight: 2 },
      ],
    },
    hints: [{ kind: 'many' as const, visits: 5, minutes: 10 }],
  },
};
const VISIT = { interaction: 'R101', lead: 'L1001' };
const IN_VAIN = {
  ...NOTHING_SAID,
  text: '没人接',
  reached: 'attempt' as const,
  actions: [{ id: 'no-answer', label: '未接通' }],
};
/** Wants to go on, and the date is missing. */
const AT_GATE = {
  stage: 'demo-booked',
  journey: {
    ...NO_JOURNEY,
    since: local('2026-11-23 12:00'),
    pending: { to: 'demo-done', by: 'wang-min', at: local('2026-11-23 12:50') },
  },
};
const GATE_ASKED = {
  to: 'demo-done',
  link: { label: '一次填完', url: 'https://genjin.example/questions/gate/L1001' },
};
const DEMO_DATE = { id: 'demoDate', label: '演示日期', words: [], kind: 'date', options: [] };
const TRIED = { calls: 2, visits: 0, lastAt: local('2026-11-23 11:50') };
const handedOn = {
  ownerId: 'xu-jing',
  assignments: [
    { n: 1, ownerId: 'wang-min', at: STARTED, by: 'api' },
    { n: 2, ownerId: 'xu-jing', at: local('2026-11-23 12:50'), by: 'wang-min', reason: '品类不熟' },
  ],
};
const nobody = {
  status: 'new' as const,
  ownerId: undefined,
  assignments: [],
  region: '华南',
  decision: { id: 'd_2', policy: 'weighted' as const, playbookVersion: 1, at: STARTED },
};
const nobodyFits = {
  policy: 'weighted' as const,
  playbookVersion: 1,
  at: STARTED,
  candidates: [
    {
      userId: 'wang-min',
      eligible: false,
      reasons: ['区域不符：负责华东，线索在华南'],
      scores: {},
      total: 0,
    },
  ],
};

const DRAFT: TemplateDraft = {
  label: '采购需求调研表',
  title: '采购需求调研表',
  fields: [
    {
      wording: '医院名称',
      label: '医院名称',
      type: 'text',
      options: [],
      to: 'customer',
      required: true,
      kept: true,
      read: { value: '杭州市第一人民医院', confidence: 0.98, sure: true },
    },
    {
      wording: '预算来源',
      label: '钱从哪来',
      type: 'choice',
      options: [
        { value: '财政拨款', words: ['财政资金'] },
        { value: '捐赠', words: [] },
      ],
      to: 'budgetSource',
      required: false,
      kept: true,
      read: { value: '捐赠', confidence: 0.45, sure: false, doubt: '“捐赠”有没有勾选看不清' },
    },
    {
      wording: '填表说明',
      label: '填表说明',
      type: 'text',
      options: [],
      required: false,
      kept: false,
      read: { value: '如实填写', confidence: 0.98, sure: true },
    },
  ],
};

export const SAMPLES: Sample[] = [
  { name: 'lead-assigned', kind: 'lead-assigned', refs: LEAD, params: { assignment: 1 } },
  {
    name: 'lead-assigned.accepted',
    kind: 'lead-assigned',
    refs: LEAD,
    params: { assignment: 1 },
    world: { lead: { status: 'accepted', acceptedAt: local('2026-11-23 10:35') } },
  },
  {
    name: 'lead-assigned.touched',
    kind: 'lead-assigned',
    refs: LEAD,
    params: { assignment: 1 },
    world: { lead: touched },
  },
  {
    name: 'lead-assigned.handed-on',
    kind: 'lead-assigned',
    to: 'xu-jing',
    refs: LEAD,
    params: { assignment: 2 },
    world: { lead: handedOn },
  },
  { name: 'first-touch-due.owner', kind: 'first-touch-due', refs: LEAD, params: DUE },
  { name: 'first-touch-due.manager', kind: 'first-touch-due', to: 'li-qiang', refs: LEAD, params: DUE },
  {
    name: 'first-touch-due.done',
    kind: 'first-touch-due',
    refs: LEAD,
    params: { ...DUE, sent: true },
    world: { lead: touched },
  },
  { name: 'escalation', kind: 'escalation', to: 'zhao-xuemei', refs: LEAD, params: DUE },
  {
    name: 'follow-up-due.owner',
    kind: 'follow-up-due',
    refs: LEAD,
    params: PROMISED,
    world: { lead: { status: 'touched', clocks: [promise] } },
  },
  {
    name: 'follow-up-due.manager',
    kind: 'follow-up-due',
    to: 'li-qiang',
    refs: LEAD,
    params: PROMISED,
    world: { lead: { status: 'touched', clocks: [promise] } },
  },
  {
    name: 'stalled',
    kind: 'stalled',
    refs: LEAD,
    params: { ...PROMISED, clock: 'dwell', startedAt: IDLE_SINCE },
    world: { lead: { status: 'touched', clocks: [{ ...promise, name: 'dwell', startedAt: IDLE_SINCE }] } },
  },
  { name: 'nudge', kind: 'nudge', refs: LEAD, params: { by: 'li-qiang', assignment: 1 } },
  {
    name: 'finding',
    kind: 'finding',
    to: 'sun-li',
    params: {
      title: '系统自查：1 条提醒没有送达',
      items: [
        {
          leadId: 'L1001',
          text: 'L1001 应提醒 李强（首次联系），没有生成',
          todo: '请点「催办」提醒负责人，并告诉 李强',
        },
      ],
    },
  },
  {
    name: 'pick-owner.nobody',
    kind: 'pick-owner',
    to: 'li-qiang',
    refs: LEAD,
    params: { assignment: 0 },
    world: { lead: nobody, decision: nobodyFits },
  },
  {
    name: 'pick-owner.picked',
    kind: 'pick-owner',
    to: 'li-qiang',
    refs: LEAD,
    params: { assignment: 1, sent: true },
    world: { lead: handedOn },
  },
  {
    name: 'lead-repeated',
    kind: 'lead-repeated',
    refs: LEAD,
    params: { because: '电话相同', news: '李工 · 还想看内镜' },
  },
  {
    name: 'lead-repeated.asked',
    kind: 'lead-repeated',
    refs: LEAD,
    params: { because: '名称相同', news: '毛静 · 手术室麻醉机三台', by: 'liu-yang', doubt: 1 },
    world: { lead: { doubts: [{ n: 1, at: NOW, wish: leadOf(), changed: [] }] } },
  },
  {
    name: 'cases',
    kind: 'cases',
    params: {
      title: '案例：LIS对接',
      cases: [
        {
          id: 'R88',
          who: '华东 · 医院',
          said: '检验科问LIS对接要不要另收接口费，答应首年含双向对接',
          outcome: 'moved',
          became: '推进到「演示预约」',
          because: ['LIS对接'],
          helped: 2,
          parts: ['首年含对接'],
        },
      ],
    },
  },
  { name: 'cases.none', kind: 'cases', params: { title: '案例：月球', cases: [] } },
  {
    name: 'script-effects',
    kind: 'script-effects',
    params: { figures: [{ script: 'first-lab', used: 4, answered: 3, moved: 1, lost: 0 }] },
  },
  {
    name: 'visit-quality',
    kind: 'visit-quality',
    to: 'li-qiang',
    params: {
      week: {
        visits: 6,
        red: [
          {
            id: 'R101',
            leadId: 'L1001',
            company: '杭州市第一人民医院',
            by: '王敏',
            score: '带样品 1×2 = 2 分',
          },
        ],
      },
    },
  },
  { name: 'visit', kind: 'visit', refs: VISIT, world: { record: VISITED } },
  { name: 'visit.over', kind: 'visit', refs: VISIT, world: { record: VISIT_OVER } },
  {
    name: 'visit-minutes',
    kind: 'visit-minutes',
    to: 'li-qiang',
    refs: VISIT,
    world: { record: VISIT_OVER },
  },
  { name: 'log-confirm.visit', kind: 'log-confirm', refs: VISIT, world: { record: VISIT_OVER } },
  ...[
    { name: 'same-customer', other: {} },
    { name: 'same-customer.merged', other: { mergedInto: 'C301' } },
    { name: 'same-customer.denied', other: { notSame: ['C301'] } },
  ].map(({ name, other }) => ({
    name,
    kind: 'same-customer',
    to: 'li-qiang',
    refs: { customer: 'C301', other: 'C318' },
    params: { because: '是另一名称的简称，城市相同' },
    world: { other },
  })),
  {
    name: 'leaver-customers',
    kind: 'leaver-customers',
    to: 'li-qiang',
    refs: { person: 'wang-min' },
    params: { count: 7 },
  },
  { name: 'log-confirm', kind: 'log-confirm', refs: { interaction: 'R101', lead: 'L1001' } },
  {
    name: 'log-confirm.confirmed',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: { record: { state: 'confirmed' } },
  },
  {
    name: 'log-confirm.undone',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: { record: { state: 'undone' } },
  },
  {
    name: 'log-confirm.closes',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: {
      record: {
        text: '王主任 已成交 120万',
        actions: [],
        doubtful: [{ of: 'action', id: 'won', label: '已成交' }],
        amountFen: 120_000_000,
        amountMaxFen: 120_000_000,
        objections: [],
        nextAt: undefined,
      },
    },
  },
  {
    name: 'log-confirm.closed',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: {
      record: {
        text: '王主任 已成交',
        state: 'confirmed',
        actions: [{ id: 'won', label: '已成交' }],
        objections: [],
        nextAt: undefined,
      },
    },
  },
  {
    name: 'log-confirm.unread',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: {
      record: {
        text: '王主任 已报价50万 11月31日回访',
        nextAt: undefined,
        unread: [{ text: '11月31日', why: 'no-such-date' }],
      },
    },
  },
  {
    name: 'log-confirm.doubtful',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: {
      record: {
        text: '找王主任聊了会，彩页在他桌上',
        actions: [],
        objections: [],
        doubtful: [
          { of: 'action', id: 'visited', label: '已拜访' },
          { of: 'objection', id: 'price', label: '嫌贵' },
        ],
      },
    },
  },
  {
    name: 'choose-customer',
    kind: 'choose-customer',
    params: { text: '已发资料', leadIds: ['L1001', 'L9999'] },
  },
  {
    name: 'choose-customer.stranger',
    kind: 'choose-customer',
    params: { text: '余姚疾控中心 已报价18万', leadIds: ['L1001'], stranger: '余姚疾控中心' },
  },
  {
    name: 'choose-customer.lead',
    kind: 'choose-customer',
    params: {
      text: '余姚中医院胡科长想看DR 13911112222',
      leadIds: [],
      stranger: '余姚中医院',
      isLead: true,
    },
  },
  { name: 'customer-note', kind: 'customer-note', refs: LEAD, params: { text: '下周三去拜访' } },
  {
    name: 'log-confirm.customer',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: { record: { onCustomer: true, nextAt: undefined, nextPrecision: undefined } },
  },
  { name: 'choose-customer.none', kind: 'choose-customer', params: { text: '已发资料', leadIds: [] } },
  {
    name: 'call-outcome',
    kind: 'call-outcome',
    refs: { lead: 'L1001', interaction: 'R101' },
    world: { record: ASKED },
  },
  {
    name: 'call-outcome.answered',
    kind: 'call-outcome',
    refs: { lead: 'L1001', interaction: 'R101' },
  },
  {
    name: 'log-confirm.attempt',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: { record: IN_VAIN, lead: { attempts: TRIED } },
  },
  {
    name: 'log-confirm.remark',
    kind: 'log-confirm',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: { record: { ...ASKED, outcomeAsked: undefined, text: '今天太忙没打' } },
  },
  {
    name: 'log-confirm.passed-on',
    kind: 'log-confirm',
    to: 'li-qiang',
    refs: { interaction: 'R101', lead: 'L1001' },
    world: {
      record: { ...ASKED, outcomeAsked: undefined, by: 'li-qiang', remark: true, text: '王敏你抓紧打一下' },
    },
  },
  {
    name: 'not-recorded',
    kind: 'not-recorded',
    refs: LEAD,
    params: { text: '院长看了直摇头' },
  },
  {
    name: 'not-recorded.doubtful',
    kind: 'not-recorded',
    refs: LEAD,
    params: { text: '价一亮他就没声了', doubts: ['已报价', '嫌贵'] },
  },
  {
    name: 'not-recorded.question',
    kind: 'not-recorded',
    refs: LEAD,
    params: { text: '这家医院在哪个区？' },
  },
  {
    name: 'not-recorded.term',
    kind: 'not-recorded',
    to: 'li-qiang',
    params: { text: '线索激活率是怎么算的？' },
  },
  {
    name: 'not-recorded.manager',
    kind: 'not-recorded',
    to: 'li-qiang',
    refs: LEAD,
    params: { text: '在哪个区？' },
  },
  { name: 'not-recorded.nobody', kind: 'not-recorded', to: 'li-qiang', params: { text: '哪个组最慢' } },
  {
    name: 'first-touch-due.tried',
    kind: 'first-touch-due',
    refs: LEAD,
    params: DUE,
    world: { lead: { attempts: TRIED } },
  },
  {
    name: 'alert',
    kind: 'alert',
    to: 'li-qiang',
    refs: LEAD,
    params: { text: '客户提出价格异议，必要时请介入。' },
  },
  { name: 'rerouted', kind: 'rerouted', to: 'li-qiang', refs: LEAD, params: DUE, world: { lead: handedOn } },
  {
    name: 'reminders',
    kind: 'reminders',
    to: 'li-qiang',
    params: {
      items: [
        { kind: 'first-touch-due', lead: 'L1001', params: DUE },
        { kind: 'alert', lead: 'L1001', params: { text: '客户提出价格异议' } },
      ],
    },
  },
  {
    name: 'reminders.settled',
    kind: 'reminders',
    to: 'li-qiang',
    params: { items: [{ kind: 'rerouted', lead: 'L1001', params: DUE }] },
    world: { lead: handedOn },
  },
  { name: 'scripts', kind: 'scripts', refs: LEAD, params: { for: 'price' } },
  { name: 'why-me', kind: 'why-me', refs: LEAD },
  { name: 'pass-on', kind: 'pass-on', refs: LEAD },
  {
    name: 'leaver-confirm',
    kind: 'leaver-confirm',
    to: 'li-qiang',
    refs: { person: 'wang-min' },
    params: { person: 'wang-min', count: 5 },
  },
  { name: 'today', kind: 'today' },
  { name: 'today.manager', kind: 'today', to: 'li-qiang' },
  { name: 'today.nothing', kind: 'today', world: { toTouch: [] } },
  {
    name: 'today.many',
    kind: 'today',
    world: { toTouch: Array.from({ length: 12 }, (_, i) => leadOf({ _id: `L${1001 + i}` })) },
  },
  { name: 'lead-detail.owner', kind: 'lead-detail', refs: LEAD },
  { name: 'stage.owner', kind: 'stage', refs: LEAD },
  { name: 'gate', kind: 'gate', refs: LEAD, params: GATE_ASKED, world: { lead: AT_GATE } },
  {
    name: 'gate.file',
    kind: 'gate',
    refs: LEAD,
    params: { to: 'equipment-review' },
    world: {
      lead: {
        stage: 'demo-done',
        fields: { hospitalLevel: '三甲', customerQuestions: '能否对接 PACS', secondDemo: false },
        journey: { ...NO_JOURNEY, pending: { ...AT_GATE.journey.pending, to: 'equipment-review' } },
      },
    },
  },
  {
    name: 'gate.manager',
    kind: 'gate',
    to: 'li-qiang',
    refs: LEAD,
    params: GATE_ASKED,
    world: { lead: AT_GATE },
  },
  {
    name: 'gate.done',
    kind: 'gate',
    refs: LEAD,
    params: { ...GATE_ASKED, sent: true },
    world: {
      lead: {
        stage: 'demo-done',
        journey: { ...NO_JOURNEY, moves: [{ ...WAIVED, from: 'demo-booked', to: 'demo-done' }] },
      },
    },
  },
  {
    name: 'question',
    kind: 'question',
    refs: LEAD,
    params: { item: { ...DEMO_DATE, why: '工程师要按日期排' } },
  },
  {
    name: 'stage.pending',
    kind: 'stage',
    refs: LEAD,
    world: {
      lead: {
        stage: 'demo-booked',
        journey: {
          ...NO_JOURNEY,
          since: local('2026-11-23 12:00'),
          moves: [WAIVED],
          pending: { to: 'demo-done', by: 'wang-min', at: local('2026-11-23 12:50') },
        },
      },
    },
  },
  {
    name: 'stage.moved.manager',
    kind: 'stage',
    to: 'li-qiang',
    refs: LEAD,
    params: { moved: 'quotation', from: 'trial-running' },
    world: { lead: { stage: 'quotation', journey: LOCKED } },
  },
  {
    name: 'stage.lost',
    kind: 'stage',
    refs: LEAD,
    world: { lead: { stage: 'lost', status: 'lost', clocks: [], closedAt: NOW } },
  },
  {
    name: 'move-reason.back',
    kind: 'move-reason',
    refs: LEAD,
    params: { to: 'first-contact', direction: 'back' },
  },
  { name: 'move-reason.lost', kind: 'move-reason', refs: LEAD, params: { to: 'lost', direction: 'lost' } },
  {
    name: 'lock-request',
    kind: 'lock-request',
    to: 'li-qiang',
    refs: LEAD,
    params: { paths: ['budget', 'fields.decisionChain'] },
    world: { lead: { stage: 'quotation', journey: LOCKED } },
  },
  {
    name: 'lock-request.decided',
    kind: 'lock-request',
    to: 'li-qiang',
    refs: LEAD,
    params: { paths: ['budget'], sent: true },
  },
  {
    name: 'approval',
    kind: 'approval',
    to: 'li-qiang',
    refs: LEAD,
    world: {
      lead: {
        stage: 'quotation',
        budget: '200万以上',
        fields: { quotedAmount: 2_300_000 },
        journey: {
          ...NO_JOURNEY,
          pending: { to: 'committee-scheduled', by: 'wang-min', at: local('2026-11-23 12:50') },
        },
      },
    },
  },
  { name: 'approval.done', kind: 'approval', to: 'li-qiang', refs: LEAD, params: { sent: true } },
  { name: 'lead-detail.manager', kind: 'lead-detail', to: 'li-qiang', refs: LEAD },
  {
    name: 'activation-report',
    kind: 'activation-report',
    to: 'chen-guodong',
    refs: { report: 'activation-2026-11-27.chen-guodong' },
  },
  {
    name: 'activation-report.late-and-healthy',
    kind: 'activation-report',
    to: 'chen-guodong',
    world: {
      report: {
        late: true,
        figures: {
          top: [],
          matured: { day: '2026-11-23', assigned: 5, activated: 5, share: 1, leadIds: [] },
        },
      },
    },
  },
  {
    name: 'figure',
    kind: 'figure',
    to: 'chen-guodong',
    params: {
      shown: {
        id: 'sla-2h',
        title: 'SLA达标率',
        formula: 'SLA达标率 = 创建后2小时（工作时间）内首次外呼或联系的线索数 ÷ 当期创建的线索数',
        unit: '%',
        target: 0.95,
        isLessBetter: false,
        from: '2026-11-16',
        to: '2026-11-22',
        value: 45 / 52,
        numerator: 45,
        denominator: 52,
        pending: 3,
        groups: [
          { key: '华东一组', label: '华东一组', value: 0.9, numerator: 36, denominator: 40 },
          { key: '', label: '未分组', value: 0.75, numerator: 9, denominator: 12 },
        ],
        isNow: false,
        of: [],
        asked: 'SLA 上周 按组',
        before: { from: '2026-11-09', to: '2026-11-15', value: 0.9, n: 60 },
      },
    },
  },
  {
    name: 'figure.now-and-few',
    kind: 'figure',
    params: {
      shown: {
        id: 'forecast',
        title: '预计签约金额',
        formula: '预计签约金额 = 有预计签约日的在跟线索的金额之和（元）',
        unit: '元',
        target: null,
        isLessBetter: false,
        from: '2026-10-29',
        to: '2026-11-27',
        value: 1_280_000,
        numerator: 2,
        denominator: 3,
        pending: 0,
        groups: [{ key: '2026-12', label: '2026-12', value: 1_280_000, numerator: 2, denominator: 3 }],
        isNow: true,
        of: ['王敏'],
        asked: '预计签约 王敏 按月',
      },
    },
  },
  {
    name: 'figure-list',
    kind: 'figure-list',
    params: {
      from: '2026-10-29',
      to: '2026-11-27',
      shown: [
        {
          title: '分配后首联率',
          unit: '%',
          value: 0.8,
          numerator: 8,
          denominator: 10,
          target: 0.95,
          isLessBetter: false,
        },
        {
          title: '成交数',
          unit: '条',
          value: 1,
          numerator: 1,
          denominator: 4,
          target: null,
          isLessBetter: false,
        },
      ],
      all: ['SLA达标率', '成交数'],
    },
  },
  { name: 'activation-details', kind: 'activation-details', to: 'chen-guodong' },
  { name: 'unassigned', kind: 'unassigned', to: 'li-qiang', refs: {} },
  { name: 'overdue.owner', kind: 'overdue', refs: {} },
  { name: 'overdue.manager', kind: 'overdue', to: 'li-qiang', refs: {} },
  { name: 'import-report', kind: 'import-report', to: 'zhou-xin', refs: { import: 'imp-1-zhou-xin' } },
  {
    name: 'import-report.running',
    kind: 'import-report',
    to: 'zhou-xin',
    world: {
      progress: { state: 'running', processed: 480, total: 12_000, rejected: [], rejectedFile: undefined },
    },
  },
  {
    name: 'import-report.failed',
    kind: 'import-report',
    to: 'zhou-xin',
    world: { progress: { state: 'failed', error: '文件在第 6,000 行中断，请重新导出后再发' } },
  },
  {
    name: 'import-report.book',
    kind: 'import-report',
    to: 'zhou-xin',
    world: {
      progress: {
        ...NOT_BEGUN,
        total: 300,
        book: {
          owners: [
            { id: 'wang-min', name: '王敏', rows: 120 },
            { id: 'liu-yang', name: '刘洋', rows: 90 },
          ],
          strangers: [{ name: '老赵', rows: 12 }],
          closed: 61,
        },
        preview: LONG_LIST,
      },
    },
  },
  {
    name: 'import-report.preview',
    kind: 'import-report',
    to: 'zhou-xin',
    world: { progress: { ...NOT_BEGUN, total: 190, preview: { ...LONG_LIST, rejected: 3 } } },
  },
  {
    name: 'import-report.undone',
    kind: 'import-report',
    to: 'zhou-xin',
    world: {
      progress: {
        state: 'undone',
        counts: { created: 4, merged: 2, rejected: 1, unread: 1, undone: 4, left: 0 },
      },
    },
  },
  { name: 'document', kind: 'document' },
  {
    name: 'document.reading',
    kind: 'document',
    world: { document: { state: 'reading', label: undefined, pages: [{ image: 'f_5', reading: 'f_6' }] } },
  },
  {
    name: 'document.failed',
    kind: 'document',
    world: {
      document: { state: 'failed', label: undefined, error: '图片损坏，打不开；请重新拍照或重新发送' },
    },
  },
  {
    name: 'document.unknown',
    kind: 'document',
    world: { document: { template: undefined, label: undefined, values: [], leadId: undefined } },
  },
  {
    name: 'document.like',
    kind: 'document',
    world: { document: { like: { id: 'D98', by: 'xu-jing', at: local('2026-11-20 16:00') } } },
  },
  {
    name: 'document.unknown-manager',
    kind: 'document',
    to: 'li-qiang',
    world: { document: { template: undefined, label: undefined, values: [], leadId: undefined } },
  },
  {
    name: 'document.filed',
    kind: 'document',
    world: { document: { state: 'filed', filed: { at: NOW, by: 'wang-min', concerns: [] } } },
  },
  { name: 'template-draft', kind: 'template-draft', to: 'li-qiang', world: { document: { draft: DRAFT } } },
  {
    name: 'template-draft.published',
    kind: 'template-draft',
    to: 'li-qiang',
    world: { document: { draft: { ...DRAFT, published: 7 } } },
  },
  {
    name: 'template-item',
    kind: 'template-item',
    to: 'li-qiang',
    params: { item: 2 },
    world: { document: { draft: DRAFT } },
  },
  { name: 'method-change', kind: 'method-change', to: 'chen-guodong', refs: { change: 'G101' } },
  {
    name: 'method-change.published',
    kind: 'method-change',
    to: 'li-qiang',
    refs: { change: 'G101' },
    world: {
      methodChange: {
        wish: '加词 嫌贵 太贵了点',
        title: '异议「嫌贵」新增说法“太贵了点”',
        differences: [
          { path: 'objections.price.words', label: '异议 › 嫌贵 › 别的说法', after: '加上：太贵了点' },
        ],
        touches: ['从下一句话起这样理解，以前的记录不变'],
        state: 'published',
        version: 8,
        done: { by: 'li-qiang', at: NOW },
      },
    },
  },
  {
    name: 'method.history',
    kind: 'method',
    to: 'chen-guodong',
    params: {
      title: '打法的历史',
      body: '第 8 版（现行） 今天 10:40 李强：异议「嫌贵」新增说法“太贵了点”\n第 7 版 11月20日 周五 09:00 陈国栋：第一次发布',
      choices: [{ label: '回到第 7 版', line: '回退规则 7' }],
    },
  },
  {
    name: 'method.unclear',
    kind: 'method',
    to: 'chen-guodong',
    params: {
      title: '没有改动',
      body: '没有叫「关心点」的标签组。您是不是想写：加标签 慢病专项 到 关注点',
      choices: [{ label: '就是这样', line: '加标签 慢病专项 到 关注点' }],
    },
  },
  {
    name: 'question-help',
    kind: 'question-help',
    params: {
      record: 'L1001',
      item: { ...DEMO_DATE, why: '排工程师和样机要用。' },
      why: '要写成哪一天',
      link: { label: '一次填完', url: 'https://genjin.example/questions/gate/L1001' },
    },
  },
  {
    name: 'which-question',
    kind: 'which-question',
    params: {
      text: '周五',
      shown: [
        { record: 'L1001', label: '演示日期' },
        { record: 'L1002', label: '院采委会议日期' },
      ],
      more: 3,
    },
  },
  {
    name: 'answer-or-note',
    kind: 'answer-or-note',
    params: { text: '主任嫌贵，怕售后跟不上', record: 'L1001', label: '客户疑问清单' },
  },
  { name: 'document-question', kind: 'document-question', params: { field: 'recommendation' } },
  { name: 'text', kind: 'text', params: { body: '已接单 L1001。' } },
  {
    name: 'text.pages',
    kind: 'text',
    params: { title: '网页', links: [{ label: '今日重点', url: 'https://genjin.example/board' }] },
  },
  {
    name: 'welcome',
    kind: 'welcome',
    params: {
      links: [{ label: '记一笔', url: 'https://genjin.example/me/note' }],
      picture: { url: 'https://genjin.example/b.png', alt: '', ratio: 2 },
    },
  },
  { name: 'board', kind: 'board' },
  {
    name: 'board.manager',
    kind: 'board',
    to: 'li-qiang',
    params: { link: { label: '今日重点', url: 'https://genjin.example/board' } },
  },
  {
    name: 'lead-news',
    kind: 'lead-news',
    to: 'li-qiang',
    refs: LEAD,
    params: {
      news: [
        { what: 'owner', ownerId: 'xu-jing' },
        { what: 'stage' },
        { what: 'overdue', clock: 'first-touch' },
      ],
    },
  },
  {
    name: 'lead-news.added',
    kind: 'lead-news',
    to: 'li-qiang',
    refs: LEAD,
    params: { news: [], added: ['xu-jing'] },
  },
  { name: 'help.groups', kind: 'help', params: { gathers: true } },
  {
    name: 'text.file',
    kind: 'text',
    params: {
      title: '今日待触达',
      body: '共 2 条，见附件。',
      file: { name: '今日待触达-20261123-1300.xlsx', fileId: 'f_3' },
    },
  },
  {
    name: 'bundle',
    kind: 'bundle',
    params: { lines: ['· 新线索 L1002 · 宁波市第一医院', '· 新线索 L1003 · 绍兴市人民医院'] },
  },
  {
    name: 'word-advice',
    kind: 'word-advice',
    to: 'li-qiang',
    params: {
      advised: [
        {
          label: '已报价',
          word: '亮价',
          cases: 3,
          examples: ['王主任那边亮价了', '亮价后他没吭声', '上午跟采购亮价'],
          missed: ['R88', 'R93'],
        },
      ],
    },
  },
  { name: 'word-advice.none', kind: 'word-advice', to: 'li-qiang' },
  ...ORDER_SAMPLES,
  { name: 'help.rep', kind: 'help' },
  { name: 'help.manager', kind: 'help', to: 'li-qiang' },
  { name: 'help.worker', kind: 'help', to: 'ma-chao' },
  { name: 'help.marketing', kind: 'help', to: 'zhou-xin' },
];

/** Each sample's card under its name. */
export async function sampleCards(): Promise<[name: string, card: Card][]> {
  return Promise.all(
    SAMPLES.map(async (sample): Promise<[string, Card]> => [sample.name, await cardOf(sample)]),
  );
}

export async function cardOf({
  name,
  kind,
  to = 'wang-min',
  refs = {},
  params = {},
  world,
}: Sample): Promise<Card> {
  const card = await CARDS.get(kind)?.build({
    now: NOW,
    to: person(to),
    refs,
    params,
    read: readerOf(world, person(to)),
  });
  if (!card || typeof card === 'string') throw new Error(`${name} was not built: ${card}`);
  return card;
}
