import type { Effect } from '../../core/effect.ts';
import type { Lead } from '../leads/lead.ts';
import type { Colleague } from '../people/person.ts';
import { hidesContacts, mayManage, type Scope } from '../people/scope.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { TemplateDraft } from './draft.ts';
import { BLANK, type ReadField } from './extract.ts';
import type { DocumentTemplate } from './template.ts';

export type DocumentState =
  | 'reading' // page by page
  | 'review' // read; the rep looks at it
  | 'filed' // its values stand in the records
  | 'discarded'
  | 'failed'; // could not be read

/** A value as it is shown: what was read, or what somebody put right. */
export interface DocumentValue extends ReadField {
  /** What was read, where somebody changed it or said yes to it. */
  read?: { value: string; confidence: number; by: string } | undefined;
}

/** What a filed document replaced, so that taking it back leaves the records as they were. */
export interface FilingTrace {
  at: Date;
  by: string;
  /** Concerns of the customer that came with it. */
  concerns: string[];
}

/** A form somebody sent as photo or PDF (D1). The original file is kept as it came. */
export interface SentDocument {
  /** Short id people can type: `D101`. */
  _id: string;
  rev: number;
  /** The message it came with, unique. */
  originKey: string;
  fileId: string;
  fileName: string;
  /** What its content says it is: `pdf`, `jpeg`, … */
  kind: string;
  /** SHA-256 of its bytes. */
  checksum: string;
  by: string;
  at: Date;
  state: DocumentState;
  owner?: string | undefined;
  leaseUntil?: Date | undefined;
  /** How often reading was begun. */
  attempts: number;
  pageCount: number;
  /** Pages read so far: files with the image and with the reading as JSON. */
  pages: { image: string; reading: string }[];
  template?: string | undefined;
  /** The template's label, or the name of the item a stage waits for. */
  label?: string | undefined;
  values: DocumentValue[];
  /** Labels the form shows and its template lacks. */
  others?: string[] | undefined;
  /** What it was sent for: the document a gate asked for, by its name, and the lead. A name on the form counts for more. */
  askedFor?: { leadId: string; name: string } | undefined;
  leadId?: string | undefined;
  /** Leads it may belong to, the likeliest first. */
  candidates: string[];
  /** Who looks after the customer the form names, where that is not the sender's. */
  heldBy?: string | undefined;
  filed?: FilingTrace | undefined;
  /** Another document that looks like the same paper; gone once somebody has said that it is not. */
  like?: { id: string; by: string; at: Date } | undefined;
  /** A template being made from it. */
  draft?: TemplateDraft | undefined;
  error?: string | undefined;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}

/**
 * Whether a person may see a document: their own, and those filed under a lead that is theirs or their people's (G1).
 * A form with a value that is hidden from them is not shown at all: it stands in the picture too.
 * @param lead the document's, as far as it is in the person's scope
 */
export function maySeeDocument(
  document: Pick<SentDocument, 'by' | 'template'>,
  lead: Pick<Lead, 'ownerId'> | null,
  person: Colleague,
  { scope, playbook }: { scope: Pick<Scope, 'hiddenFields'>; playbook: Pick<Playbook, 'documents'> },
): boolean {
  if (document.by === person._id) return true;
  if (!lead || hidesContacts(person.role)) return false;
  const template = playbook.documents.find(({ id }) => id === document.template);
  if (template?.fields.some(({ to }) => to !== undefined && scope.hiddenFields.has(to))) return false;
  return lead.ownerId === person._id || mayManage(person);
}

/** The values somebody has to look at before they are written: doubtful or missing, and going somewhere. */
export function openQuestions(
  document: Pick<SentDocument, 'values'>,
  template: DocumentTemplate | undefined,
): DocumentValue[] {
  return document.values.filter((value) => {
    const field = template?.fields.find(({ id }) => id === value.field);
    if (!field || value.sure) return false;
    const matters = field.to !== undefined || field.remind !== undefined;
    return field.required || (matters && value.value !== '');
  });
}

/** What somebody said about a value, over what was read. */
export function answered(document: SentDocument, field: string, value: string, by: string): DocumentValue[] {
  return document.values.map((old) => {
    if (old.field !== field) return old;
    const { doubt: _, ...rest } = old;
    const read = old.read ?? { value: old.value, confidence: old.confidence, by };
    return { ...rest, value, confidence: 1, sure: true, read: { ...read, by } };
  });
}

/**
 * Why a document cannot be called read in full: labelled values nobody could read, and fields of the template whose
 * label was not found while the form shows labels that nobody knows. By label.
 */
export function notRead(
  { values, others = [] }: Pick<SentDocument, 'values' | 'others'>,
  template: DocumentTemplate | undefined,
): string[] {
  return (template?.fields ?? []).flatMap(({ id, label }) => {
    const value = values.find(({ field }) => field === id);
    if (!value || value.value || value.read) return [];
    const unread = value.shown ? value.doubt !== BLANK : others.length > 0;
    return unread ? [label] : [];
  });
}
