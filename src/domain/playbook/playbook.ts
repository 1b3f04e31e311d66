import { z } from 'zod';
import { documentTemplate } from '../documents/template.ts';
import { LEAD_SOURCES } from '../leads/lead.ts';
import { roleRule, USUAL_ROLES } from '../people/directory.ts';
import { ROLES } from '../people/person.ts';
import {
  condition,
  day,
  duration,
  hours,
  id,
  label,
  option,
  productCategory,
  term,
  timeOfDay,
  words,
} from './values.ts';

/**
 * Longer than 300 lines: one schema, read from top to bottom.
 *
 * The playbook: a company's sales method, in YAML that a sales manager can read (DESIGN.md section 5). This file
 * is its one definition; the loader in src/config turns a file into a checked `Playbook` and names file, line and
 * path of everything that is wrong. Unknown keys are errors: a misspelt rule must not be silently ignored.
 */
const field = z.strictObject({
  id,
  label,
  on: z.enum(['lead', 'customer']),
  type: z.enum(['text', 'number', 'money', 'date', 'yes-no', 'choice', 'choices', 'band']),
  options: z.array(option).default([]),
  words,
  /** A customer's date on which something ends, such as a contract: 今日重点 shows it so many days before (C16). */
  ends: z.number().int().positive().max(366).optional(),
  /** Counts for field completeness (F6). */
  core: z.boolean().default(false),
  /** Roles that may see it; everyone in scope when absent (G1). */
  visibleTo: z.array(z.enum(ROLES)).optional(),
});

/** Built-in lead properties a form may ask for besides the playbook's fields. */
export const BUILT_IN_FIELDS = [
  'company',
  'contactName',
  'title',
  'phone',
  'email',
  'city',
  'region',
  'industry',
  'products',
  'categories',
  'budget',
  'need',
] as const;
export type BuiltInField = (typeof BUILT_IN_FIELDS)[number];

const form = z.strictObject({
  id,
  title: label,
  intro: z.string().max(500).optional(),
  source: z.enum(LEAD_SOURCES),
  /** The lead's channel, which rules may ask for; the form's id when absent. */
  channel: label.optional(),
  campaign: z.string().max(80).optional(),
  questions: z
    .array(
      z.strictObject({
        /** A built-in property or a field id. */
        field: z.string(),
        label: label.optional(),
        as: z.enum(['input', 'textarea', 'dropdown', 'checkboxes', 'slider']).optional(),
        required: z.boolean().default(false),
        hint: z.string().max(120).optional(),
      }),
    )
    .min(1),
  thanks: z.string().max(300).default('已收到，我们会尽快联系您。'),
});

const lookup = z.strictObject({
  id,
  label,
  /** .csv beside the playbook, first row the column names. */
  file: z.string(),
  /** The column holding the name; an optional column of aliases separated by ；. */
  nameColumn: z.string(),
  aliasColumn: z.string().optional(),
  /** Lead property or field ← column. */
  fill: z.record(z.string(), z.string()),
});

const tagGroup = z.strictObject({
  id,
  label,
  /** The values; `from` a field means: the field's value is the tag. */
  values: z.array(label).default([]),
  from: z.string().optional(),
  /** At most one tag of this group on a record: the newest wins. */
  single: z.boolean().default(true),
});

/** `manager` of a lead without an owner: whoever leads the lead's region. */
const recipient = z.enum(['owner', 'manager', 'manager-of-manager', 'director', 'marketing', 'admin']);
export type Recipient = z.infer<typeof recipient>;

const clockStep = z.strictObject({
  after: duration,
  time: z.enum(['wall', 'working']).optional(),
  /** Card to send; the card's own kind. */
  card: z.enum(['first-touch-due', 'escalation', 'follow-up-due', 'stalled', 'pick-owner']).optional(),
  to: z.array(recipient).default([]),
  /** Give the lead to somebody else; of a lead without an owner: try again to find one. Comes before the card. */
  reroute: z.boolean().default(false),
});
export type ClockStep = z.infer<typeof clockStep>;

const clock = z.strictObject({
  time: z.enum(['wall', 'working']).default('wall'),
  /** Each `after` counts from the clock's start. */
  steps: z.array(clockStep).min(1),
  /** When the steps are used up the last one runs again this often: no open lead is without a clock. */
  repeat: duration.default('24h'),
});
export type ClockRule = z.infer<typeof clock>;

const vocabularyEntry = z.strictObject({ id, label, words });
const action = vocabularyEntry.extend({
  /** Counts as having reached the customer (B3); 未接通 does not. */
  touch: z.boolean().default(true),
  /** Ids of actions a note that says this does not say too: 未接通 is no 已电话沟通. */
  rulesOut: z.array(id).default([]),
  /** Closes the lead. */
  closes: z.enum(['won', 'lost']).optional(),
});

export const SCRIPT_PLACEHOLDERS = [
  'contactName',
  'title',
  'company',
  'need',
  'products',
  'ownerName',
] as const;

/** What `scripts.for` names besides the ids of objections. */
export const FIRST_TOUCH = 'first-touch';

const script = z.strictObject({
  id,
  title: label,
  style: z.enum(['price', 'function', 'service']).optional(),
  /** When it fits: a query over the lead; the first that fits is recommended. */
  if: condition.optional(),
  /** `first-touch`, or the id of an objection it answers. */
  for: z.array(z.string()).min(1),
  /** `SCRIPT_PLACEHOLDERS` in braces are filled in. */
  text: z.string().min(1).max(1000),
});
export type Script = z.infer<typeof script>;

const RULE_EVENTS = ['lead.created', 'lead.changed', 'lead.repeated', 'interaction.recorded'] as const;
const ruleAction = z.strictObject({
  tag: z.union([label, z.array(label)]).optional(),
  untag: z.union([label, z.array(label)]).optional(),
  /** Field id → value. */
  set: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])).optional(),
  notify: z.strictObject({ to: z.array(recipient).min(1), text: z.string().min(1).max(500) }).optional(),
  /** Sends the owner the matching script for this objection or situation. */
  script: z.string().optional(),
});
const rule = z.strictObject({
  name: label,
  when: z.union([z.enum(RULE_EVENTS), z.array(z.enum(RULE_EVENTS))]),
  if: condition.default({}),
  do: z.array(ruleAction).min(1),
});
export type Rule = z.infer<typeof rule>;
export type RuleEvent = (typeof RULE_EVENTS)[number];

const stage = z.strictObject({
  id,
  label,
  words,
  /** Field ids, or `document:<name>`, that must be there before the stage may be left. */
  requires: z.array(z.string()).default([]),
  /** Fields frozen on entering. */
  locks: z.array(z.string()).default([]),
  /** Longest stay without an interaction; then owner and manager are told. */
  dwell: duration.optional(),
  advice: z.string().max(200).optional(),
  end: z.enum(['won', 'lost']).optional(),
});

const routing = z.strictObject({
  policy: z.enum(['weighted', 'strict']).default('weighted'),
  /** Open leads one rep may carry. */
  cap: z.number().int().positive().default(50),
  /** `strict` or `any`: must the rep sell in the lead's region? */
  region: z.enum(['strict', 'any']).default('strict'),
  /** Percent; need not add up to 100, they are normalised. */
  weights: z
    .strictObject({
      idleness: z.number().nonnegative().default(40),
      category: z.number().nonnegative().default(60),
      region: z.number().nonnegative().default(0),
      source: z.number().nonnegative().default(0),
      industry: z.number().nonnegative().default(0),
      budget: z.number().nonnegative().default(0),
    })
    .prefault({}),
  /** Deals this recent count as experience in a category. */
  experience: z
    .strictObject({ days: z.number().int().positive().default(183), bonus: z.number().default(35) })
    .prefault({}),
  /** Who is preferred for a source, industry or budget band: value → person ids. */
  prefer: z
    .partialRecord(z.enum(['source', 'industry', 'budget']), z.record(z.string(), z.array(z.string())))
    .default({}),
  strict: z
    .strictObject({
      openBelow: z.number().int().positive().default(5),
      recentDays: z.number().int().positive().default(30),
    })
    .prefault({}),
  passReasons: z.array(label).default(['区域不符', '品类不熟', '客户指定他人', '近期无法跟进']),
});

const report = z.strictObject({
  id,
  kind: z.enum(['activation']),
  title: label,
  /** Off the full and half hour: the platforms ask for it. */
  at: timeOfDay.refine((t) => !/:(00|30)$/.test(t), '避开整点和半点，例如 10:02'),
  days: z.enum(['daily', 'workdays']).default('daily'),
  to: z.array(z.enum(ROLES)).min(1),
  /** Group chats it goes to as well, by the names of the platform's settings (`WECOM_GROUPS`). */
  groups: z.array(label).default([]),
  mail: z.boolean().default(false),
});
export type ReportRule = z.infer<typeof report>;

export const playbookSchema = z.strictObject({
  playbook: id,
  schema: z.literal(1),
  name: label,
  calendar: z
    .strictObject({
      timeZone: z.string().default('Asia/Shanghai'),
      workdays: z.array(z.number().int().min(1).max(7)).default([1, 2, 3, 4, 5]),
      hours: z.array(hours).default(['09:00-12:00', '13:30-18:00']),
      holidays: z.enum(['CN', 'none']).default('CN'),
      extraHolidays: z.array(day).default([]),
      extraWorkdays: z.array(day).default([]),
      quiet: z
        .strictObject({
          hours: z.array(hours).default([]),
          /** What waits until morning. Replies never wait. */
          holds: z.array(z.enum(['urgent', 'normal', 'digest'])).default(['normal', 'digest']),
        })
        .prefault({}),
    })
    .prefault({}),
  /** What the company sells, by category (超声 → 影像类). */
  products: z.array(productCategory).default([]),
  /** Sales regions; words are the provinces and cities that belong to each. */
  regions: z.array(term).default([]),
  /** Industries offered by forms; without them the property is free text. */
  industries: z.array(term).default([]),
  fields: z.array(field).default([]),
  budget: z.array(option).default([]),
  forms: z.array(form).default([]),
  lookups: z.array(lookup).default([]),
  tags: z.array(tagGroup).default([]),
  routing: routing.prefault({}),
  stages: z.array(stage).min(1),
  clocks: z.strictObject({
    /** From intake until somebody owns the lead. */
    assignment: clock,
    /** From assignment until the first follow-up record (B3). */
    'first-touch': clock,
    /** From the date a rep promised. */
    'follow-up': clock,
    /** From the last interaction, when no date was promised; a stage's `dwell` replaces the first step's `after`. */
    dwell: clock,
  }),
  followUp: z
    .strictObject({
      /** Promised contacts stand in the owner's calendar on the chat platform, too. */
      calendar: z.boolean().default(false),
    })
    .prefault({}),
  actions: z.array(action).min(1),
  objections: z.array(vocabularyEntry).default([]),
  scenes: z.array(vocabularyEntry).default([]),
  /** The three tappable answers after a call (C2): action ids. */
  quickActions: z.array(z.string()).max(3).default([]),
  scripts: z.array(script).default([]),
  rules: z.array(rule).default([]),
  reports: z.array(report).default([]),
  /** Forms people send as photo or PDF (D1). */
  documents: z.array(documentTemplate).default([]),
  /** Which members of the chat platform's directory take part, and as what. */
  roles: z.array(roleRule).default(USUAL_ROLES),
  metrics: z
    .strictObject({
      activationTarget: z.number().min(0).max(1).default(0.85),
      activationHours: z.number().positive().default(72),
    })
    .prefault({}),
  glossary: z.record(z.string(), z.string()).default({}),
});

/** A checked playbook; parsing one again gives the same. All defaults filled in. */
export type Playbook = z.infer<typeof playbookSchema>;
export type ClockName = keyof Playbook['clocks'];
export type PlaybookField = Playbook['fields'][number];
export type PlaybookForm = Playbook['forms'][number];
export type FieldOption = PlaybookField['options'][number];

/** Rows of a lookup table, by lookup id; loaded with the playbook and part of its version. */
export type LookupTables = Record<string, Record<string, string>[]>;

/** A playbook as it was when published: what every decision records the number of. */
export interface PlaybookVersion {
  version: number;
  playbook: Playbook;
  lookups: LookupTables;
}
