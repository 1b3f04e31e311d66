import type { Effect } from '../../core/effect.ts';
import type { FiledDocument } from '../documents/document.ts';
import type { DecisionSummary } from '../routing/model.ts';
import type { LeadGroup } from './lead-group.ts';

export const LEAD_SOURCES = ['website', 'hotline', 'exhibition', 'partner', 'import', 'chat'] as const;
export type LeadSource = (typeof LEAD_SOURCES)[number];

export const SOURCE_LABELS: Record<LeadSource, string> = {
  website: '官网',
  hotline: '400热线',
  exhibition: '展会',
  partner: '合作伙伴',
  import: '批量导入',
  chat: '聊天录入',
};

/** Other ways people write a source in lists and forms. */
const SOURCE_WORDS: Record<LeadSource, readonly string[]> = {
  website: ['官方网站', '网站', '网页', '官网表单', '线上', '小程序', '公众号'],
  hotline: ['400', '400电话', '400热线电话', '热线', '电话', '客服热线', '来电'],
  exhibition: ['展会扫码', '展览', '展览会', '会展', '会议', '学术会议', '展台'],
  partner: ['伙伴', '渠道', '渠道伙伴', '经销商', '代理商', '转介绍', '合作方'],
  import: ['导入', 'excel', '表格导入'],
  chat: ['微信', '企业微信', '钉钉', '销售录入', '自拓', '聊天'],
};

/** The source somebody meant by `官网` or `website`; undefined when it is none of them. */
export function sourceOf(written: string): LeadSource | undefined {
  const word = written.trim().toLowerCase();
  return LEAD_SOURCES.find(
    (source) =>
      source === word || SOURCE_LABELS[source].toLowerCase() === word || SOURCE_WORDS[source].includes(word),
  );
}

/** How far the current owner has come with it. */
export type LeadStatus =
  | 'new' // nobody's yet
  | 'assigned' // given to a rep
  | 'accepted' // the rep said yes
  | 'touched' // first contact made
  | 'won'
  | 'lost';

export const STATUS_LABELS: Record<LeadStatus, string> = {
  new: '待分配',
  assigned: '已分配',
  accepted: '已接单',
  touched: '已跟进',
  won: '已成交',
  lost: '已关闭',
};

export const OPEN_STATUSES: readonly LeadStatus[] = ['new', 'assigned', 'accepted', 'touched'];

export function isOpen(lead: Pick<Lead, 'status'>): boolean {
  return OPEN_STATUSES.includes(lead.status);
}

export type FieldValue = string | number | boolean | string[];

/**
 * A clock running on a record (DESIGN.md section 3.7). Its rule is frozen: the steps are read from the playbook
 * version it was started under, whatever is published meanwhile.
 */
export interface RunningClock {
  /** Name of the clock in the playbook: `assignment`, `first-touch`, `follow-up`, `dwell`. */
  name: string;
  /** Index of the step that fires at `dueAt`. */
  step: number;
  startedAt: Date;
  dueAt: Date;
  /** When its first step is, or was, due: the deadline people know. Absent on clocks older than this. */
  deadline?: Date | undefined;
  playbookVersion: number;
  /** Why it is due then, in Chinese, for the card. */
  because: string;
  /** The assignment it belongs to; a new assignment starts a new clock. */
  assignment: number;
}

/** What a record replaced on its lead, so that taking it back leaves the lead as it was. */
export interface NoteTrace {
  interactionId: string;
  /** The clocks it stopped, with the step each had come to. */
  clocks: RunningClock[];
  tagsAdded: string[];
  tagsRemoved: string[];
}

export interface Assignment {
  /** 1 for the first owner, 2 after the first re-assignment, … */
  n: number;
  ownerId: string;
  at: Date;
  by: string;
  reason?: string | undefined;
}

export interface Lead {
  /** Short id people can type: `L1024`. */
  _id: string;
  rev: number;
  customerId: string;
  status: LeadStatus;
  company: string;
  contactName: string;
  title?: string | undefined;
  phone?: string | undefined;
  email?: string | undefined;
  city?: string | undefined;
  source: LeadSource;
  channel?: string | undefined;
  campaign?: string | undefined;
  region?: string | undefined;
  industry?: string | undefined;
  products: string[];
  /** Product categories, from the playbook's product words; what routing matches. */
  categories: string[];
  /** Label of the budget band. */
  budget?: string | undefined;
  need?: string | undefined;
  /** The playbook's own fields, by field id. */
  fields: Record<string, FieldValue>;
  tags: string[];
  stage: string;
  ownerId?: string | undefined;
  /** The current assignment last; bounded. */
  assignments: Assignment[];
  /** Who must not get it back: passed it on, let it lie, or left. */
  excluded: string[];
  /** Why it is to be given to somebody else; stands until the next assignment. */
  handover?: { by: string; reason: string; at: Date } | undefined;
  /** The group chat that hears of it. */
  group?: LeadGroup | undefined;
  /** The newest routing decision; its score table ("为什么是我") lies beside the lead. */
  decision?: DecisionSummary | undefined;
  clocks: RunningClock[];
  /** Of the current owner's newest records, oldest first; bounded. */
  traces?: NoteTrace[] | undefined;
  /** Documents filed under it, with what each replaced. */
  documents?: FiledDocument[] | undefined;
  /** The earliest `dueAt` of the clocks; the sweep's index. */
  nextDueAt?: Date | undefined;
  /** The customer's id while the lead is open: a customer has at most one open lead (A5). */
  openFor?: string | undefined;
  createdAt: Date;
  createdDay: string;
  /** First assignment ever; the cohort of the activation report, never reset by re-assignment. */
  firstAssignedAt?: Date | undefined;
  firstAssignedDay?: string | undefined;
  assignedAt?: Date | undefined;
  acceptedAt?: Date | undefined;
  /** First interaction since the first assignment. */
  firstTouchedAt?: Date | undefined;
  lastInteractionAt?: Date | undefined;
  interactions: number;
  closedAt?: Date | undefined;
  /** Where it came from, unique: the same row, request or submission never makes two leads. */
  originKey: string;
  externalId?: string | undefined;
  playbookVersion: number;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}

/** No owner yet, or an owner who is to be replaced. The assignment clock is the one sign of it. */
export function awaitsOwner(lead: Pick<Lead, 'clocks'>): boolean {
  return lead.clocks.some((clock) => clock.name === 'assignment');
}

/** The number of the current assignment, 0 before the first. */
export function assignmentNumber(lead: Pick<Lead, 'assignments'>): number {
  return lead.assignments.at(-1)?.n ?? 0;
}

export function earliestDue(clocks: readonly RunningClock[]): Date | undefined {
  return clocks.reduce<Date | undefined>(
    (first, c) => (first && first <= c.dueAt ? first : c.dueAt),
    undefined,
  );
}
