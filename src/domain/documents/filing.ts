import { calendarOf } from '../clocks/clock-rules.ts';
import { readFieldValue } from '../intake/field-value.ts';
import { afterPostponing } from '../interactions/next-clocks.ts';
import type { Proposal } from '../journey/journey.ts';
import { frozenPaths } from '../journey/locks.ts';
import type { FiledDocument } from '../leads/filed-document.ts';
import type { Lead } from '../leads/lead.ts';
import { fieldOf, type LeadPath, type LeadValues, leadPath, valueAt } from '../leads/lead-fields.ts';
import { type Writer, writeFacts } from '../leads/write-facts.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import type { RuleOutcome } from '../rules/apply-rules.ts';
import { deriveTags } from '../tags/derive-tags.ts';
import { createWordFinder } from '../tags/word-finder.ts';
import type { SentDocument } from './document.ts';
import { type DocumentTemplate, titlesOf } from './template.ts';
import { splitPhrases } from './values.ts';

export interface AfterFiling {
  set: Partial<Lead>;
  /** What it says of fields a stage has frozen. */
  refused: Proposal[];
  notifications: RuleOutcome['notifications'];
  requests: RuleOutcome['requests'];
}

/** What a lead becomes when a document is filed under it: its values, the rules on them, the day it names (D1). */
export function afterFiling(
  lead: Lead,
  document: SentDocument,
  template: DocumentTemplate | undefined,
  version: PlaybookVersion,
  { by, now }: Writer,
): AfterFiling {
  const { playbook } = version;
  const read = Object.entries(leadValuesOf(document, template, playbook)) as [LeadPath, FieldValue][];
  const values = read.map(([path, value]) => ({ path, value }));
  const facts = writeFacts(lead, { values }, version, { by, now });
  const refused = new Set(facts.refused.map(({ path }) => path));
  const written = Object.fromEntries(read.filter(([path]) => !refused.has(path)));
  const trace: FiledDocument = {
    id: document._id,
    names: template ? titlesOf(template) : [document.label ?? ''],
    at: now,
    before: Object.fromEntries(
      Object.keys(written).map((path) => [path, valueAt(lead, path as LeadPath) ?? null]),
    ),
    written,
    clocks: lead.clocks,
    tags: lead.tags,
  };
  const next = reminderOf(document, template, playbook, now);
  return {
    set: {
      ...facts.set,
      ...(next ? { clocks: afterPostponing(lead, next, version, now) } : {}),
      documents: [...(lead.documents ?? []), trace],
    },
    refused: facts.refused,
    notifications: facts.notifications,
    requests: facts.requests,
  };
}

/** The lead as if the document had not been filed; what was changed since, or is frozen, stays as it is. */
export function afterUnfiling(
  lead: Lead,
  documentId: string,
  playbook: Playbook,
  now: Date,
): Partial<Lead> | null {
  const trace = lead.documents?.find(({ id }) => id === documentId);
  if (!trace) return null;
  const fields = { ...lead.fields };
  const builtIn: Record<string, unknown> = {};
  const locked = frozenPaths(lead, now);
  for (const [path, value] of Object.entries(trace.written)) {
    if (locked.has(path)) continue;
    if (JSON.stringify(valueAt(lead, path as LeadPath)) !== JSON.stringify(value)) continue;
    const before = trace.before[path] ?? undefined;
    if (!path.startsWith('fields.')) builtIn[path] = before;
    else if (before === undefined) delete fields[path.slice('fields.'.length)];
    else fields[path.slice('fields.'.length)] = before;
  }
  const restored: Lead = { ...lead, ...builtIn, fields };
  const untouched = lead.clocks.filter(({ name }) => !['follow-up', 'dwell', 'first-touch'].includes(name));
  const reminded = trace.clocks.length && lead.clocks.some(({ because }) => because.includes(documentId));
  const gained = lead.tags.filter((tag) => !trace.tags.includes(tag));
  const tags = deriveTags(
    { ...restored, tags: lead.tags.filter((tag) => !gained.includes(tag)) },
    playbook,
    lead,
  );
  return {
    ...builtIn,
    fields,
    tags: [...new Set([...tags, ...trace.tags])],
    ...(reminded ? { clocks: [...untouched, ...trace.clocks.filter((c) => !untouched.includes(c))] } : {}),
    documents: lead.documents?.filter(({ id }) => id !== documentId),
  };
}

/** The values that go to the lead, each read by the type of where it goes. */
function leadValuesOf(
  { values }: SentDocument,
  template: DocumentTemplate | undefined,
  playbook: Playbook,
): LeadValues {
  const found: LeadValues = {};
  for (const field of template?.fields ?? []) {
    const path = field.to === undefined ? undefined : leadPath(field.to, playbook);
    const shape = field.to === undefined ? undefined : propertyShape(playbook, field.to);
    const text = values.find((value) => value.field === field.id)?.value;
    const read = path && shape && text ? readFieldValue(text, shape) : undefined;
    if (path && read?.ok && read.value !== undefined) found[path] = read.value;
  }
  return found;
}

/** Those of its values that describe the customer, by field id. */
export function customerFieldsOf(
  document: SentDocument,
  template: DocumentTemplate | undefined,
  playbook: Playbook,
): FiledDocument['written'] {
  const all = Object.entries(leadValuesOf(document, template, playbook));
  return Object.fromEntries(
    all.flatMap(([path, value]) => {
      const field = fieldOf(path as LeadPath, playbook);
      return field?.on === 'customer' && value !== undefined ? [[field.id, value]] : [];
    }),
  );
}

/** The next contact a day of the document asks for; none when the day has passed. */
function reminderOf(
  { _id, values }: SentDocument,
  template: DocumentTemplate | undefined,
  playbook: Playbook,
  now: Date,
): { at: Date; because: string } | undefined {
  for (const { id, remind } of template?.fields ?? []) {
    const day = values.find(({ field }) => field === id)?.value;
    if (!remind || !day) continue;
    const at = calendarOf(playbook).at(day, playbook.calendar.hours[0]?.slice(0, 5) ?? '09:00');
    if (at > now) return { at, because: `${remind}（${_id}）` };
  }
  return undefined;
}

export interface Concerns {
  /** As they are kept with the customer: the lexicon's word where it has one, else what the form says. */
  labels: string[];
  /** What the lexicon does not know yet. */
  fresh: string[];
}

/** Up to three concerns a form names, in the words of the playbook's objections (D1, D2). */
export function concernsOf(
  { values }: SentDocument,
  template: DocumentTemplate | undefined,
  playbook: Playbook,
): Concerns {
  const find = createWordFinder(
    playbook.objections.map(({ label, words }) => ({ value: label, words: [label, ...words] })),
  );
  const phrases = (template?.fields ?? [])
    .filter(({ to }) => to === 'concerns')
    .flatMap(({ id }) => splitPhrases(values.find(({ field }) => field === id)?.value ?? ''));
  const read = phrases.map((phrase) => ({ phrase, label: find(phrase)[0]?.value }));
  return {
    labels: [...new Set(read.map(({ phrase, label }) => label ?? phrase))],
    fresh: read.filter(({ label }) => label === undefined).map(({ phrase }) => phrase),
  };
}
