import type { CardReader } from '../../cards/define.ts';
import { startClock } from '../../src/domain/clocks/clock-rules.ts';
import type { Customer } from '../../src/domain/customer.ts';
import type { SentDocument } from '../../src/domain/documents/document.ts';
import type { ImportProgress } from '../../src/domain/intake/import.ts';
import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import type { Person } from '../../src/domain/people/person.ts';
import type { MethodChange } from '../../src/domain/playbook/change.ts';
import type { ActivationFigures, ActivationReport } from '../../src/domain/reports/activation.ts';
import { type RoutingDecision, summariseDecision } from '../../src/domain/routing/model.ts';
import { route } from '../../src/domain/routing/route.ts';
import { aLead } from './builders.ts';
import { type OrderWorld, orderListsOf, orderViewOf } from './card-orders.ts';
import { thePeople } from './company.ts';
import { examplePlaybook } from './playbooks.ts';
import { local } from './time.ts';

/** The moment the cards are built at. */
export const NOW = local('2026-11-23 13:00');
const ASSIGNED = local('2026-11-23 10:30');

const version = examplePlaybook('medical-devices');
const people = new Map(thePeople(ASSIGNED).map((person) => [person._id, person]));

/** L1001, given to 王敏 two and a half hours ago. */
export function leadOf(over: Partial<Lead> = {}): Lead {
  const draft = aLead({
    _id: 'L1001',
    customerId: 'C301',
    status: 'assigned',
    company: '杭州市第一人民医院',
    contactName: '王建国',
    title: '设备科主任',
    phone: '+8613812345678',
    city: '杭州',
    region: '华东',
    source: 'website',
    channel: 'equipment',
    products: ['超声', '血球仪'],
    categories: ['影像类', '检验类'],
    budget: '50–200万',
    need: '想换两台彩超，最好能对接 PACS',
    fields: { hospitalLevel: '三甲' },
    tags: ['三甲', '影像类', '检验类', '50–200万', '需系统对接'],
    stage: 'first-contact',
    ownerId: 'wang-min',
    assignments: [{ n: 1, ownerId: 'wang-min', at: ASSIGNED, by: 'api' }],
    assignedAt: ASSIGNED,
    firstAssignedAt: ASSIGNED,
    firstAssignedDay: '2026-11-23',
    createdAt: ASSIGNED,
    clocks: [startClock('first-touch', version, { at: ASSIGNED, assignment: 1 })],
  });
  return { ...draft, decision: summariseDecision('d_1', decisionOn(draft)), ...over };
}

function decisionOn(lead: Lead): RoutingDecision {
  return route({ lead, people: people.values(), playbookVersion: version, now: ASSIGNED });
}

const customer: Customer = {
  _id: 'C301',
  rev: 1,
  name: '杭州市第一人民医院',
  aliases: ['市一医院'],
  contacts: [
    { name: '王建国', title: '设备科主任', phone: '+8613812345678' },
    { name: '陈岚', title: '超声科副主任', phone: '+8657187065701' },
  ],
  fields: {},
  tags: [],
  identity: [],
  matchKeys: [],
  purchases: [
    { product: '超声', at: local('2023-05-04 00:00'), amountFen: 98_000_000_00 / 100 },
    { product: '血球仪', at: local('2024-11-20 00:00'), amountFen: 31_500_000 },
  ],
  concerns: [],
  ownerId: 'wang-min',
  lifecycle: 'active',
  createdAt: ASSIGNED,
  effects: [],
  applied: [],
};

/** C318, brought in by somebody else. */
const other: Customer = {
  ...customer,
  _id: 'C318',
  name: '杭州市第一人民医院集团',
  city: '杭州',
  contacts: [],
  purchases: [],
  ownerId: 'liu-yang',
  createdAt: local('2026-11-23 12:00'),
};

export function recordOf(over: Partial<Interaction> = {}): Interaction {
  return {
    _id: 'R101',
    originKey: 'test:1',
    rev: 1,
    leadId: 'L1001',
    customerId: 'C301',
    by: 'wang-min',
    at: NOW,
    day: '2026-11-23',
    week: '2026-W48',
    text: '王主任 已报价50万 嫌贵 下周二下午3点回访',
    actions: [{ id: 'quoted', label: '已报价' }],
    amountFen: 50_000_000,
    amountMaxFen: 50_000_000,
    objections: [{ id: 'price', label: '嫌贵' }],
    scenes: [],
    nextAt: local('2026-12-01 15:00'),
    nextPrecision: 'time',
    reached: 'yes',
    state: 'recorded',
    effects: [],
    applied: [],
    ...over,
  };
}

const LONGEST = [
  { leadId: 'L1003', company: '宁波市第一医院', ownerId: 'xu-jing', ownerName: '徐静', hours: 95.5 },
  { leadId: 'L1004', company: '', ownerId: 'wang-min', ownerName: '王敏', hours: 70 },
];

const report: ActivationReport = {
  _id: 'activation-2026-11-27.chen-guodong',
  kind: 'activation',
  period: '2026-11-27',
  madeAt: local('2026-11-27 10:02'),
  late: false,
  formulaVersion: 1,
  figures: {
    yesterday: { day: '2026-11-26', assigned: 4, activated: 3, share: 0.75, leadIds: [] },
    matured: { day: '2026-11-23', assigned: 5, activated: 2, share: 0.4, leadIds: [] },
    target: 0.85,
    withinHours: 72,
    top: LONGEST,
    moves: {
      day: '2026-11-26',
      forward: 9,
      won: 1,
      lost: 2,
      reopened: 0,
      waived: [{ userId: 'li-qiang', name: '李强', leads: 2 }],
    },
  },
  rows: LONGEST,
};

/** D101, read and to be looked at. */
const sent: SentDocument = {
  _id: 'D101',
  rev: 4,
  originKey: 'simulator:1',
  fileId: 'f_4',
  fileName: 'IMG_2041.jpg',
  kind: 'jpeg',
  checksum: 'ab12',
  by: 'wang-min',
  at: NOW,
  state: 'review',
  attempts: 1,
  pageCount: 2,
  pages: [],
  template: 'trial-feedback',
  label: '设备试用反馈表',
  values: [
    { field: 'hospital', value: '杭州市第一人民医院', confidence: 0.98, sure: true },
    { field: 'trialEnd', value: '2026-11-06', confidence: 0.45, sure: false, doubt: '也可能是“2026-11-08”' },
    { field: 'recommendation', value: '', confidence: 0.45, sure: false, doubt: '没有勾选' },
    { field: 'concerns', value: '售后响应慢、三维成像偏暗', confidence: 0.97, sure: true },
  ],
  leadId: 'L1001',
  candidates: ['L1001'],
  effects: [],
  applied: [],
};

const progress: ImportProgress = {
  rev: 1,
  effects: [],
  applied: [],
  _id: 'imp-1-zhou-xin',
  fileName: '展会名单.xlsx',
  fileId: 'f_1',
  checksum: '1',
  by: 'zhou-xin',
  originKey: 'simulator:1',
  startedAt: ASSIGNED,
  state: 'done',
  processed: 7,
  total: 7,
  notes: [],
  counts: { created: 4, merged: 2, rejected: 1, unread: 1 },
  unread: [{ row: 7, what: '电话：不是号码' }],
  rejected: [{ row: 5, reason: '电话、邮箱、公司至少要有一个' }],
  rejectedFile: { name: '未导入的行-展会名单.xlsx', fileId: 'f_2' },
};

export interface CardWorld {
  lead?: Partial<Lead>;
  decision?: RoutingDecision;
  record?: Partial<Interaction>;
  report?: Partial<Omit<ActivationReport, 'figures'>> & { figures?: Partial<ActivationFigures> };
  progress?: Partial<ImportProgress>;
  document?: Partial<SentDocument>;
  methodChange?: Partial<MethodChange>;
  toTouch?: Lead[];
  other?: Partial<Customer>;
  order?: Omit<OrderWorld, 'to'>;
}

export function person(id: string): Person {
  const found = people.get(id);
  if (!found) throw new Error(`nobody has the id ${id}`);
  return found;
}

const changeAsked: MethodChange = {
  _id: 'G101',
  rev: 1,
  effects: [],
  applied: [],
  originKey: 'simulator:7',
  wish: '改权重 空闲度 60',
  by: 'chen-guodong',
  at: NOW,
  state: 'open',
  base: 7,
  title: '权重「空闲度」：40 → 60（各项占比：空闲度 50%，品类 50%）',
  differences: [
    { path: 'routing.weights.idleness', label: '分配 › 权重 › 空闲度', before: '40', after: '60' },
  ],
  touches: ['只影响以后分配的线索，现在的负责人不变。发布前点「试跑」看最近的线索会怎样分'],
  warnings: [],
};

/** A reader over these few records. */
export function readerOf(world: CardWorld = {}, to: Person = person('wang-min')): CardReader {
  const lead = leadOf(world.lead);
  const around = { lead, version, people, at: ASSIGNED };
  const record = recordOf(world.record);
  return {
    lead: async (id) => (id === lead._id ? lead : null),
    customer: async (id) => (id === other._id ? { ...other, ...world.other } : customer),
    maySeeCustomer: async () => true,
    leadsOf: async (id) => [id === other._id ? { ...lead, _id: 'L1009', customerId: other._id } : lead],
    decisionOn: async () => world.decision ?? decisionOn(lead),
    interaction: async (id) => (id === record._id ? record : null),
    report: async () => ({
      ...report,
      ...world.report,
      figures: { ...report.figures, ...world.report?.figures },
    }),
    document: async () => ({ ...sent, ...world.document }),
    methodChange: async () => ({ ...changeAsked, ...world.methodChange }),
    importProgress: async () => ({ ...progress, ...world.progress }),
    timeline: async () => [
      { at: ASSIGNED, text: '线索进入：杭州市第一人民医院，想换两台彩超，最好能对接 PACS' },
      { at: ASSIGNED, text: '分配给 王敏' },
    ],
    order: async () => orderViewOf({ ...world.order, to }, around),
    orderState: async () => ({ state: 'accepted', assignee: '马超' }),
    orders: async () => orderListsOf(around),
    ownerName: async () => person(lead.ownerId ?? 'wang-min').name,
    notes: async () => [record],
    person: async (id) => people.get(id) ?? null,
    people: async () => people,
    peopleWithLoad: async () => people,
    playbook: async () => version,
    overdue: async () => ({
      leads: [{ ...lead, clocks: lead.clocks.map((clock) => ({ ...clock, step: 1 })) }],
      count: 38,
    }),
    unassigned: async () => ({ leads: [{ ...lead, _id: 'L1032' }, lead], count: 1_300 }),
    toTouch: async () => world.toTouch ?? [lead],
  };
}
