import { readFieldValue } from '../intake/field-value.ts';
import { fieldOf, leadPath } from '../leads/lead-fields.ts';
import { idFor } from '../playbook/new-id.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { extractFields, type ReadField } from './extract.ts';
import type { PageReading } from './page.ts';
import { DOCUMENT_TARGETS, type DocumentField, type DocumentTemplate } from './template.ts';

/** What a value of the sample is proposed to become in a new template. */
export interface DraftField extends Pick<DocumentField, 'label' | 'type' | 'options' | 'to' | 'required'> {
  /** As the form prints it: what is looked for, whatever people call it. */
  wording: string;
  pattern?: string | undefined;
  /** False: left out of the template. */
  kept: boolean;
  /** What reading the sample by the draft gave. */
  read: Omit<ReadField, 'field'>;
}

/** A template for documents of a kind the playbook does not know yet, made from a sample (D1). */
export interface TemplateDraft {
  /** Empty until somebody names it, where no title was found. */
  label: string;
  /** The sample's own title. */
  title?: string | undefined;
  fields: DraftField[];
  /** The version of the playbook it became part of. */
  published?: number | undefined;
}

/** What people call where a value goes. */
export function targetLabel(to: string | undefined, playbook: Playbook): string {
  if (to === undefined) return '只随文件保存';
  if (to === 'customer') return '客户名称';
  if (to === 'concerns') return '客户顾虑';
  return propertyShape(playbook, to)?.label ?? to;
}

/** Every place a value can go, by what people call it. */
export function targetsOf(playbook: Playbook): { to: string; label: string }[] {
  const builtIn = ['contactName', 'title', 'phone', 'email', 'city', 'region', 'budget', 'need'];
  const names = [...DOCUMENT_TARGETS, ...playbook.fields.map(({ id }) => id), ...builtIn];
  return names.flatMap((to) => {
    const known = (DOCUMENT_TARGETS as readonly string[]).includes(to) || leadPath(to, playbook);
    return known ? [{ to, label: targetLabel(to, playbook) }] : [];
  });
}

/** The template a draft stands for. Its id is made of the label's syllables and unlike those in use. */
export function templateFrom(draft: TemplateDraft, taken: readonly string[] = []): DocumentTemplate {
  const fields: DocumentTemplate['fields'] = [];
  for (const { wording, label, type, options, pattern, to, required, kept } of draft.fields) {
    if (!kept) continue;
    const ids = fields.map(({ id }) => id);
    fields.push({
      id: idFor(label, ids),
      label,
      aliases: wording === label ? [] : [wording],
      type,
      options,
      required,
      ...(pattern === undefined ? {} : { pattern }),
      ...(to === undefined ? {} : { to }),
    });
  }
  const titles = draft.title && draft.title !== draft.label ? [draft.title] : [];
  return { id: idFor(draft.label, taken), label: draft.label, titles, fields, checks: [] };
}

/** The draft with what it reads from the sample: tried anew after every change. */
export function tryDraft(draft: TemplateDraft, pages: readonly PageReading[]): TemplateDraft {
  const all = draft.fields.map((field) => ({ ...field, kept: true }));
  const read = extractFields(pages, templateFrom({ ...draft, fields: all }));
  return {
    ...draft,
    fields: draft.fields.map((field, i) => {
      const { field: _, ...value } = read[i] ?? { field: '', value: '', confidence: 0, sure: false };
      return { ...field, read: value };
    }),
  };
}

/** Why the sample's value cannot go where it is meant to; undefined when it can, or there is none. */
export function misfitOf({ to, read }: DraftField, playbook: Playbook): string | undefined {
  const shape = to === undefined ? undefined : propertyShape(playbook, to);
  const tried = shape && read.value ? readFieldValue(read.value, shape) : undefined;
  return tried && !tried.ok ? tried.message : undefined;
}

/** Options of the form, in the words of the record they go to where it has the same ones. */
export function optionsFor(options: DraftField['options'], to: string | undefined, playbook: Playbook) {
  const path = to === undefined ? undefined : leadPath(to, playbook);
  const known = path && (fieldOf(path, playbook)?.options ?? propertyShape(playbook, to ?? '')?.options);
  return options.map((option) => {
    const names = [option.value, ...option.words];
    const same =
      known?.find(({ value, words }) => [value, ...words].some((name) => names.includes(name))) ??
      known?.find(({ value }) => isMisread(option.value, value));
    if (!same || same.value === option.value) return option;
    return { value: same.value, words: [...new Set(names.filter((name) => name !== same.value))] };
  });
}

/** One character of four or more read wrongly. */
function isMisread(read: string, meant: string): boolean {
  const letters = [...meant];
  return (
    read.length === meant.length &&
    letters.length >= 4 &&
    letters.filter((c, i) => read[i] !== c).length === 1
  );
}
