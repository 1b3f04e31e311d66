import { join } from 'node:path';
import { z } from 'zod';
import { STATUS_LABELS } from '../domain/leads/lead.ts';
import { LEAD_SOURCES } from '../domain/leads/sources.ts';
import { createReport, type Report } from './checks/findings.ts';
import { relativeTime } from './relative-time.ts';
import { configError, loadYamlFile } from './yaml-file.ts';

const text = z.string().min(1).max(200);
const texts = z.array(text).default([]);
const customerId = z.string().regex(/^C\d+$/, '写成 C101');
const personId = z.string().regex(/^[a-z-]+$/, '写成拼音，如 wang-min');
const fields = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())]))
  .default({});
/** 元. */
const amount = z.number().positive();

const customerSchema = z.strictObject({
  id: customerId,
  name: text,
  aliases: texts,
  city: text,
  region: text,
  owner: personId,
  fields,
  tags: texts,
  contacts: z
    .array(
      z.strictObject({ name: text, title: text.optional(), phone: text.optional(), email: text.optional() }),
    )
    .min(1),
  purchases: z
    .array(z.strictObject({ product: text, at: relativeTime, amount: amount.optional() }))
    .default([]),
  concerns: texts,
});

const noteSchema = z.strictObject({
  at: relativeTime,
  /** As the rep typed it. */
  text,
  /** Ids of the playbook's actions, objections and scenes. */
  actions: texts,
  objections: texts,
  scenes: texts,
  amount: amount.optional(),
  /** The date promised to the customer. */
  next: relativeTime.optional(),
});

const leadSchema = z.strictObject({
  id: z.string().regex(/^L\d+$/, '写成 L1001'),
  customer: customerId,
  contactName: text,
  title: text.optional(),
  phone: text.optional(),
  source: z.enum(LEAD_SOURCES),
  channel: text.optional(),
  campaign: text.optional(),
  products: texts,
  budget: text.optional(),
  need: text.optional(),
  fields,
  /** Tags beyond those that follow from the fields. */
  tags: texts,
  status: z.enum(
    Object.keys(STATUS_LABELS) as [keyof typeof STATUS_LABELS, ...(keyof typeof STATUS_LABELS)[]],
  ),
  stage: text,
  created: relativeTime,
  closed: relativeTime.optional(),
  /** Oldest first; the last one owns the lead. */
  assignments: z.array(z.strictObject({ owner: personId, at: relativeTime, reason: text.optional() })).min(1),
  /** Oldest first, written by whoever owned the lead then. */
  notes: z.array(noteSchema).default([]),
});

export type DemoCustomer = z.infer<typeof customerSchema>;
export type DemoLead = z.infer<typeof leadSchema>;

/** Times are ms from the start of the demo, negative before it (`fromStart`); amounts are 元. */
export interface DemoData {
  customers: DemoCustomer[];
  leads: DemoLead[];
}

/**
 * `customers.yaml` and `leads.yaml` of a folder. Throws a `config` error: wrong shape, doubled ids, a lead of an
 * unknown customer, times out of order. What belongs to a playbook or a team is not checked here.
 */
export function loadDemoData(folder: string): DemoData {
  const customers = loadYamlFile(
    join(folder, 'customers.yaml'),
    z.strictObject({ customers: z.array(customerSchema).min(1) }),
  );
  const leads = loadYamlFile(
    join(folder, 'leads.yaml'),
    z.strictObject({ leads: z.array(leadSchema).min(1) }),
  );
  const customerReport = createReport(customers.source);
  const leadReport = createReport(leads.source);
  const known = customers.value.customers.map((customer) => customer.id);
  checkIds('customers', known, customerReport);
  checkIds(
    'leads',
    leads.value.leads.map((lead) => lead.id),
    leadReport,
  );
  for (const [i, lead] of leads.value.leads.entries()) {
    leadReport.refer(['leads', i, 'customer'], '客户', lead.customer, known);
    checkOrder(lead, ['leads', i], leadReport);
  }
  const errors = [...customerReport.errors, ...leadReport.errors];
  if (errors.length > 0) throw configError(errors);
  return { customers: customers.value.customers, leads: leads.value.leads };
}

function checkIds(list: string, ids: readonly string[], report: Report): void {
  for (const [i, id] of ids.entries()) {
    if (ids.indexOf(id) < i) report.error([list, i, 'id'], `“${id}”重复了`);
  }
}

type Step = [path: (string | number)[], at: number];

/** Created, then assigned, then noted, then closed; nothing of it in the future. */
function checkOrder(lead: DemoLead, path: (string | number)[], report: Report): void {
  const assigned = lead.assignments.map(({ at }, i): Step => [['assignments', i, 'at'], at]);
  const noted = lead.notes.map(({ at }, i): Step => [['notes', i, 'at'], at]);
  const closed: Step[] = lead.closed === undefined ? [] : [[['closed'], lead.closed]];
  inTurn([[['created'], lead.created], ...assigned, ...closed], path, report);
  inTurn([...assigned.slice(0, 1), ...noted, ...closed], path, report);
  const isClosed = lead.status === 'won' || lead.status === 'lost';
  if (isClosed !== (lead.closed !== undefined)) {
    report.error([...path, 'status'], 'closed 只写在已成交或已关闭的线索上');
  }
}

function inTurn(steps: readonly Step[], path: (string | number)[], report: Report): void {
  let previous = Number.NEGATIVE_INFINITY;
  for (const [where, at] of steps) {
    if (at < previous || at > 0) report.error([...path, ...where], '时间顺序不对');
    previous = at;
  }
}
