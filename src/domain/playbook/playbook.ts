import { z } from 'zod';
import { documentTemplate } from '../documents/template.ts';
import { roleRule, USUAL_ROLES } from '../people/directory.ts';
import { calendar } from './calendar.ts';
import { clocks } from './clocks.ts';
import { field, type LookupTables, lookup, tagGroup } from './fields.ts';
import { form } from './forms.ts';
import { journey, stage } from './journey.ts';
import { metrics } from './metrics.ts';
import { orderType } from './orders.ts';
import { report } from './reports.ts';
import { routing } from './routing.ts';
import { rule } from './rules.ts';
import { thermometer } from './thermometer.ts';
import { id, label, option, productCategory, term } from './values.ts';
import { visits } from './visits.ts';
import { action, objection, script, vocabularyEntry } from './words.ts';

/**
 * The playbook: a company's sales method, in YAML that a sales manager can read. A section is a file beside this
 * one; the loader in src/config turns a file into a checked `Playbook` and names file, line and path of everything
 * that is wrong. Unknown keys are errors: a misspelt rule must not be silently ignored.
 */
export const playbookSchema = z.strictObject({
  playbook: id,
  schema: z.literal(1),
  name: label,
  calendar,
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
  journey: journey.prefault({}),
  clocks,
  followUp: z
    .strictObject({
      /** Promised contacts stand in the owner's calendar on the chat platform, too. */
      calendar: z.boolean().default(false),
    })
    .prefault({}),
  actions: z.array(action).min(1),
  objections: z.array(objection).default([]),
  scenes: z.array(vocabularyEntry).default([]),
  /** The three tappable answers after a call (C2): action ids. */
  quickActions: z.array(z.string()).max(3).default([]),
  visits: visits.prefault({}),
  thermometer: thermometer.prefault({}),
  scripts: z.array(script).default([]),
  rules: z.array(rule).default([]),
  reports: z.array(report).default([]),
  /** Forms people send as photo or PDF (D1). */
  documents: z.array(documentTemplate).default([]),
  /** What departments ask of each other for a customer (E1, E4, E5). */
  orders: z.array(orderType).default([]),
  /** Which members of the chat platform's directory take part, and as what. */
  roles: z.array(roleRule).default(USUAL_ROLES),
  metrics,
  glossary: z.record(z.string(), z.string()).default({}),
});

/** A checked playbook; parsing one again gives the same. All defaults filled in. */
export type Playbook = z.infer<typeof playbookSchema>;

/** A playbook as it was when published: what every decision records the number of. */
export interface PlaybookVersion {
  version: number;
  playbook: Playbook;
  lookups: LookupTables;
}
