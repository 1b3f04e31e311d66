import { z } from 'zod';
import { ROLES } from '../people/person.ts';
import { APPROVERS } from './journey.ts';
import { condition, duration, id, label, option, words } from './values.ts';

/** Who can be asked to agree to an order: somebody who leads the requester, or everybody of finance. */
export const ORDER_APPROVERS = [...APPROVERS, 'finance'] as const;
export type OrderApprover = (typeof ORDER_APPROVERS)[number];

/** Who may do a step, besides roles: whoever has the order, and whoever asked for it. */
const PARTS = ['assignee', 'requester'] as const;
export const STEP_DOERS = [...PARTS, ...ROLES] as const;
export type StepDoer = (typeof STEP_DOERS)[number];

const fullField = z.strictObject({
  id,
  /** May be left out where `from` says what it is. */
  label: label.optional(),
  type: z.enum(['text', 'number', 'money', 'date', 'yes-no', 'choice', 'choices']).optional(),
  options: z.array(option).default([]),
  words,
  /** Property or field of the lead: taken from there when the order is opened. */
  from: z.string().optional(),
  /** Asked for before anybody gets the order; else where a step requires it. */
  required: z.boolean().default(true),
  prompt: z.string().trim().min(1).max(200).optional(),
  why: z.string().trim().min(1).max(200).optional(),
});
/** A bare name is a property of the lead that must be known. */
const orderField = z.union([
  id.transform(
    (name): z.output<typeof fullField> => ({
      id: name,
      from: name,
      options: [],
      words: [],
      required: true,
    }),
  ),
  fullField,
]);
export type OrderField = z.output<typeof fullField>;

const opening = z.strictObject({
  when: z.enum(['stage.entered', 'document.filed']),
  /** The stage that is entered. */
  stage: z.string().optional(),
  /** Name of the document that is filed. */
  document: z.string().optional(),
  /** Of the lead, as it is then. */
  if: condition.default({}),
});

const deadline = z.strictObject({
  /** Working time, or working days: `4h`, `2 workdays`. Then those who have to act and their lead are reminded. */
  within: duration,
  /** So much working time later it goes up; then every working day. */
  escalate: duration.default('4h'),
});

/** One kind of order: what one department asks of another, for a customer (E1, E4, E5). */
export const orderType = z.strictObject({
  id,
  label,
  words,
  /** What opens one by itself. */
  opens: z.union([opening.transform((one) => [one]), z.array(opening)]).default([]),
  /** Roles that may open one by hand, of leads they see. */
  hand: z.array(z.enum(ROLES)).default(['rep', 'team-lead', 'regional-manager', 'director']),
  /**
   * Whose queue it waits in. `region`: those of the lead's region; `fewest-open`: it is given to whoever has the fewest;
   * `picked`: the requester says who.
   */
  to: z
    .strictObject({
      role: z.enum(ROLES),
      choose: z.array(z.enum(['region', 'fewest-open', 'picked'])).default([]),
    })
    .optional(),
  fields: z.array(orderField).default([]),
  /** What must be so before anybody can take it; `reason` stands on the greyed button until then. */
  needs: z
    .array(
      z.strictObject({
        /** Of the lead. */
        if: condition.optional(),
        /** An order of this type is done. */
        order: z.string().optional(),
        reason: label,
      }),
    )
    .default([]),
  /** Who must agree before it goes to the queue, one after the other; never the requester. */
  approvals: z.array(z.strictObject({ by: z.enum(ORDER_APPROVERS), if: condition.optional() })).default([]),
  accept: deadline
    .extend({
      /** Said to whoever asked, once somebody has taken it. */
      tells: z.string().trim().min(1).max(200).default('{assigneeName} 已接单，电话 {assigneePhone}'),
    })
    .prefault({ within: '4h' }),
  /** Done in this order once the work has begun. */
  steps: z
    .array(
      z.strictObject({
        id,
        label,
        /** Ids of the order's fields, or `document:<name>` filed at the lead. */
        requires: z.array(z.string()).default([]),
        by: z.array(z.enum(STEP_DOERS)).default(['assignee']),
      }),
    )
    .max(12)
    .default([]),
  finish: deadline
    .extend({
      /** Who looks at it before it is done; never the requester, nor whoever did it. */
      approver: z.enum(ORDER_APPROVERS).optional(),
    })
    .prefault({ within: '2 workdays' }),
  /** Types opened when one of this type is done. */
  followedBy: z.array(z.string()).default([]),
  /** Several may be open for one lead at the same time. */
  many: z.boolean().default(false),
});
export type OrderType = z.output<typeof orderType>;
