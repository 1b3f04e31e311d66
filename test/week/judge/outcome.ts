import type { Person } from '../company/cast.ts';
import type { Rules } from '../company/files.ts';
import type { Message } from '../instance/phones.ts';
import type { LeadNow, Story, Truth } from '../script/truth.ts';
import { keyOf, timeOf } from '../time/calendar.ts';

/** All there is to compare: what truly happened, and what the product shows at the end. */
export interface Outcome {
  truth: Truth;
  /** Leads by number; stories whose lead the product took for another's are not in it. */
  stories: ReadonlyMap<string, Story>;
  /** Every lead of the instance in full, by number. */
  leads: ReadonlyMap<string, LeadNow>;
  messages: readonly Message[];
  people: readonly Person[];
  rules: Rules;
  metrics: string;
  begin: number;
  end: number;
  /** ms after its moment at which a promised message still counts. */
  withinMs: number;
}

/** One line of the table: how many were looked at and which were not as they should be; or a measured value. */
export interface Row {
  id: string;
  of: number;
  /** A line each, with what is needed to find it again. */
  wrong: string[];
  /** Of rows that measure: the worst or average value. */
  value?: number;
}

export function row(id: string, of: number, wrong: string[], value?: number): Row {
  return { id, of, wrong, ...(value === undefined ? {} : { value }) };
}

export function when(moment: number): string {
  return `${keyOf(moment).slice(5)} ${timeOf(moment)}`;
}

/** A message that is no answer to something the person did. */
export function isUnasked(message: Message): boolean {
  return !message.mine && !message.id.includes('/reply/');
}

/** Whether a message speaks of a lead, by its number or its customer's name. */
export function speaksOf(message: Message, story: Story): boolean {
  return message.leads.includes(story.leadId) || message.text.includes(story.customer.company);
}

/** Number of the record made for an event, wherever it was put. */
export function recordsOf({ leads }: Outcome): Map<string, { leadId: string; record: string }[]> {
  const found = new Map<string, { leadId: string; record: string }[]>();
  for (const lead of leads.values()) {
    for (const { via, after } of lead.timeline) {
      const id = via?.replace(/^simulator:/, '');
      if (!id || !after?.interactionId) continue;
      const known = found.get(id) ?? [];
      if (!known.some(({ record }) => record === after.interactionId))
        known.push({ leadId: lead.id, record: after.interactionId });
      found.set(id, known);
    }
  }
  return found;
}
