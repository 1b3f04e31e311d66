import { z } from 'zod';
import { recipient } from './clocks.ts';
import { condition, duration, id, label, words } from './values.ts';

/** A role that can be asked to agree to a move. `manager`: whoever leads the owner, at any level. */
export const APPROVERS = ['manager', 'manager-of-manager', 'director', 'admin'] as const;
export type Approver = (typeof APPROVERS)[number];

const fullItem = z.strictObject({
  /** A field's id, `document:<name>`, `tick:<id>`, `order:<id>` or `approval:<role>`. */
  item: z.string().trim().min(1).max(80),
  /** What people call it; a tick must say it. */
  label: label.optional(),
  /** Asked for only where this holds of the lead. */
  if: condition.optional(),
  /** The question that asks for it. */
  prompt: z.string().trim().min(1).max(200).optional(),
  /** Why it is asked; said to whoever wonders. */
  why: z.string().trim().min(1).max(200).optional(),
});
const shortItem = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .transform((item): z.output<typeof fullItem> => ({ item }));

/** One thing a gate asks for. */
export const requirement = z.union([shortItem, fullItem]);
export type Requirement = z.output<typeof requirement>;

/** A node of the customer's journey. */
export const stage = z.strictObject({
  id,
  label,
  words,
  /** What must be there before the stage may be left; of the stage that is won, before it may be entered. */
  requires: z.array(requirement).default([]),
  /** Fields frozen on entering, until the lead goes back behind this stage. */
  locks: z.array(z.string()).default([]),
  /** Stages that can follow; the one below it in the file when nothing is said. */
  next: z.array(z.string()).default([]),
  /** Actions that propose the move to this stage when they are recorded. */
  by: z.array(z.string()).default([]),
  /** What moves a lead here by itself when it comes: `document:<name>`. The gates on the way must hold all the same. */
  automatic: z.array(z.string()).default([]),
  /** Longest stay without an interaction; then owner and manager are told. */
  dwell: duration.optional(),
  /** Longest stay in the stage, whatever is recorded meanwhile. */
  stay: duration.optional(),
  advice: z.string().max(200).optional(),
  /** Told when a lead comes here; of a stage that ends it also when the lead is opened again. */
  tells: z.array(recipient).default([]),
  end: z.enum(['won', 'lost']).optional(),
});
export type Stage = z.output<typeof stage>;

/** What holds for every stage. */
export const journey = z.strictObject({
  /** Why a lead goes back; somebody may write another reason. */
  backReasons: z.array(label).max(20).default(['录入有误', '客户改变计划', '时间推迟', '内容要重做']),
  /** Why a lead is lost: one of these, and more words if wanted. */
  lostReasons: z
    .array(label)
    .min(1)
    .max(20)
    .default(['价格', '选了竞品', '预算没批', '项目取消', '没有需求', '联系不上', '其他']),
  /** Of the reasons, those that ask to whom the deal was lost. */
  lostTo: z.array(label).max(20).default(['选了竞品']),
  /** The field that names the competitors there are: offered when it is asked to whom a deal was lost. */
  competitors: id.optional(),
  /** The field of type money that says what a won deal is worth. */
  dealAmount: id.optional(),
  /** The paper that says when the contract will be signed, how long after it, and how many days off it may be moved without a reason. */
  signing: z
    .strictObject({ document: label, after: duration, tolerance: z.number().int().min(0).max(60).default(3) })
    .optional(),
  /** Stage ids of earlier versions → where their leads stand now. */
  replaces: z.record(id, id).default({}),
  /** Why a manager lets a lead pass with what is missing; another reason may be typed. */
  waiveReasons: z
    .array(label)
    .min(1)
    .max(10)
    .default(['客户承诺补齐', '先走流程后补', '已当面核实', '这位客户不适用']),
  /** So long after it was won a deal may be taken back. */
  undoWon: duration.default('24h'),
  /** So long after it was lost a lead may be opened again. */
  reopen: duration.default('30d'),
  /** So long an unlocked field may be changed, once. */
  unlock: duration.default('24h'),
});
