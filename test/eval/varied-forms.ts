/** Measures reading on forms of layouts nobody tuned on (test/support/documents/varied), by how they were sent. */

import { readFileSync } from 'node:fs';
import { createDocumentReader } from '../../src/documents/document-reader.ts';
import type { ReadField } from '../../src/domain/documents/extract.ts';
import type { PageReading } from '../../src/domain/documents/page.ts';
import { understandDocument } from '../../src/domain/documents/read-document.ts';
import { type VariedForm, variedSet } from '../support/documents/varied/set.ts';
import { GROUP_OF } from '../support/documents/varied/ways.ts';
import { examplePlaybook } from '../support/playbooks.ts';
import { countError, countFigure, plain } from './documents.ts';
import type { EvalReport, EvalSuite, Floors } from './suite.ts';

export const variedFormsSuite: EvalSuite = {
  name: 'varied-forms',
  floors: JSON.parse(
    readFileSync(new URL('../../fixtures/documents/varied-floors.json', import.meta.url), 'utf8'),
  ) as Floors,
  async run() {
    const reader = createDocumentReader();
    const report: EvalReport = { figures: [], errors: [], misses: [] };
    try {
      for (const form of variedSet()) scoreVaried(report, form, await pagesOf(await form.file(), reader));
    } finally {
      await reader.close();
    }
    return report;
  },
};

export async function pagesOf(
  bytes: Uint8Array,
  reader: ReturnType<typeof createDocumentReader>,
): Promise<PageReading[]> {
  const pages: PageReading[] = [];
  const count = await reader.countPages(bytes);
  for (let page = 1; page <= count; page++) pages.push((await reader.readPage(bytes, page)).reading);
  return pages;
}

const PLAYBOOK = examplePlaybook('medical-devices').playbook;

/** Adds one form: right values, what was wrong as sure, and what is asked though it was clear. */
export function scoreVaried(report: EvalReport, form: VariedForm, pages: readonly PageReading[]): void {
  const { template, fields } = understandDocument(pages, PLAYBOOK.documents);
  const group = GROUP_OF[form.way];
  countFigure(report, form.half, 'type', template?.id === form.template, true);
  for (const [field, expected] of Object.entries(form.truth)) {
    const got = template?.id === form.template ? fields.find((read) => read.field === field) : undefined;
    const isTick = template?.fields.find(({ id }) => id === field)?.type === 'choice';
    scoreValue(report, form, field, expected, got, group, isTick);
  }
}

function scoreValue(
  report: EvalReport,
  form: VariedForm,
  field: string,
  expected: string | null,
  got: ReadField | undefined,
  group: string,
  isTick: boolean,
): void {
  const { half } = form;
  const sure = got?.sure ?? false;
  const right = expected === null ? !sure : plain(got?.value ?? '') === plain(expected);
  countFigure(report, half, group, right, expected !== null);
  countFigure(report, half, `${group} unasked`, sure || expected === null, expected !== null);
  countFigure(report, half, 'sure is right', right || !sure, sure);
  countError(report, half, 'wrong as sure', sure && !right ? 1 : 0);
  if (isTick) countError(report, half, 'ticks wrong as sure', sure && !right ? 1 : 0);
  if (right && sure === (expected !== null)) return;
  const id = `${form.id}${right ? ' asked' : sure ? ' SURE' : ''}`;
  report.misses.push({ part: half, id, field, text: got?.doubt ?? '', expected, got: got?.value });
}
