/** Measures what is read from forms sent as photo or PDF (fixtures/documents; its README says what the labels mean). */
import { readFileSync } from 'node:fs';
import { createDocumentReader } from '../../src/documents/document-reader.ts';
import type { PageReading } from '../../src/domain/documents/page.ts';
import { understandDocument } from '../../src/domain/documents/read-document.ts';
import type { LabelledForm, Variant } from '../support/documents/labelled.ts';
import { examplePlaybook } from '../support/playbooks.ts';
import type { EvalReport, EvalSuite, Figure, Floors } from './suite.ts';

const SET = new URL('../../fixtures/documents/', import.meta.url);

/** The kinds of form that have goals of their own. */
const GROUPS: Record<string, readonly Variant[]> = {
  printed: ['clean', 'scan', 'mixed'],
  photo: ['photo', 'seal', 'small'],
  handwriting: ['handwriting'],
};

export const documentsSuite: EvalSuite = {
  name: 'documents',
  floors: JSON.parse(readFileSync(new URL('floors.json', SET), 'utf8')) as Floors,
  run: evaluateDocuments,
};

async function evaluateDocuments(): Promise<EvalReport> {
  const reader = createDocumentReader({ workers: 2 });
  try {
    const forms = labelledForms();
    const readings = await Promise.all(forms.map((form) => readForm(form, reader)));
    return scoreForms(forms, readings);
  } finally {
    await reader.close();
  }
}

export function labelledForms(): LabelledForm[] {
  const lines = readFileSync(new URL('labels.jsonl', SET), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line) as LabelledForm);
}

export async function readForm(
  { file }: LabelledForm,
  reader: ReturnType<typeof createDocumentReader>,
): Promise<PageReading[]> {
  const bytes = readFileSync(new URL(file, SET));
  const pages: PageReading[] = [];
  const count = await reader.countPages(bytes);
  for (let page = 1; page <= count; page++) pages.push((await reader.readPage(bytes, page)).reading);
  return pages;
}

export function scoreForms(forms: readonly LabelledForm[], readings: readonly PageReading[][]): EvalReport {
  const { documents } = examplePlaybook('medical-devices').playbook;
  const report: EvalReport = { figures: [], errors: [], misses: [] };
  for (const [i, form] of forms.entries()) {
    const { template, fields } = understandDocument(readings[i] ?? [], documents);
    countFigure(report, form.part, 'type', template?.id === form.template, true);
    if (template?.id !== form.template) countError(report, form.part, 'wrong type');
    for (const [field, expected] of Object.entries(form.values)) {
      const got = fields.find((read) => read.field === field);
      const isTick = template?.fields.find(({ id }) => id === field)?.type === 'choice';
      score(report, form, field, expected, got, isTick);
    }
  }
  return report;
}

function score(
  report: EvalReport,
  form: LabelledForm,
  field: string,
  expected: string | null,
  got: { value: string; sure: boolean } | undefined,
  isTick: boolean,
): void {
  const { part, variant } = form;
  const sure = got?.sure ?? false;
  // Where nothing clear was filled in, asking is the right answer.
  const right = expected === null ? !sure : plain(got?.value ?? '') === plain(expected);
  const groups = Object.keys(GROUPS).filter((group) => GROUPS[group]?.includes(variant));
  for (const name of [...groups, field, 'all']) countFigure(report, part, name, right, expected !== null);
  countError(report, part, 'asked back', sure ? 0 : 1);
  countError(report, part, 'wrong as sure', sure && !right ? 1 : 0);
  if (isTick) countError(report, part, 'ticks wrong as sure', sure && !right ? 1 : 0);
  if (!right || (sure && !right)) {
    report.misses.push({
      part,
      id: `${form.file}${sure ? ' SURE' : ''}`,
      field,
      text: variant,
      expected,
      got: got?.value,
    });
  }
}

/** Exactly equal, but for space, width and case. */
export function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}

export function countFigure(
  report: EvalReport,
  part: string,
  field: string,
  right: boolean,
  present: boolean,
): void {
  let figure = report.figures.find((one) => one.part === part && one.field === field);
  if (!figure) {
    figure = { part, field, right: 0, of: 0, rightWherePresent: 0, present: 0 } satisfies Figure;
    report.figures.push(figure);
  }
  figure.of++;
  if (right) figure.right++;
  if (present) figure.present++;
  if (present && right) figure.rightWherePresent++;
}

export function countError(report: EvalReport, part: string, name: string, by = 1): void {
  const known = report.errors.find((one) => one.part === part && one.name === name);
  if (known) known.count += by;
  else report.errors.push({ part, name, count: by });
}
