/** Measures reading by kind of trouble (test/support/documents/kinds) on forms made by code: seconds, no recognition. */
import { readFileSync } from 'node:fs';
import { createDocumentReader } from '../../src/documents/document-reader.ts';
import type { PageReading } from '../../src/domain/documents/page.ts';
import { understandDocument } from '../../src/domain/documents/read-document.ts';
import { type KindForm, kindSet } from '../support/documents/kinds/set.ts';
import { examplePlaybook } from '../support/playbooks.ts';
import { countError, countFigure, plain } from './documents.ts';
import type { EvalReport, EvalSuite, Floors } from './suite.ts';
import { pagesOf } from './varied-forms.ts';

export const formKindsSuite: EvalSuite = {
  name: 'form-kinds',
  floors: JSON.parse(
    readFileSync(new URL('../../fixtures/documents/kind-floors.json', import.meta.url), 'utf8'),
  ) as Floors,
  async run() {
    const reader = createDocumentReader();
    const report: EvalReport = { figures: [], errors: [], misses: [] };
    try {
      for (const form of kindSet()) {
        const pages = form.readings ?? (form.file ? await pagesOf(form.file, reader) : []);
        scoreKinds(report, form, pages);
      }
    } finally {
      await reader.close();
    }
    return report;
  },
};

const PLAYBOOK = examplePlaybook('medical-devices').playbook;

/** Adds one form: of every kind what was read rightly, what was wrong as sure, and what was asked. */
export function scoreKinds(report: EvalReport, form: KindForm, pages: readonly PageReading[]): void {
  const { template, fields } = understandDocument(pages, PLAYBOOK.documents);
  const { half } = form;
  countFigure(report, half, 'type', template?.id === form.template, true);
  for (const [field, [expected, kind]] of Object.entries(form.values)) {
    const got = template?.id === form.template ? fields.find((read) => read.field === field) : undefined;
    const sure = got?.sure ?? false;
    const right = expected === null ? !sure : plain(got?.value ?? '') === plain(expected);
    for (const name of ['all', kind]) {
      countFigure(report, half, name, right, expected !== null);
      countFigure(report, half, `${name}, unasked`, sure || expected === null, expected !== null);
    }
    const isTick = template?.fields.find(({ id }) => id === field)?.type === 'choice';
    countError(report, half, 'wrong as sure', sure && !right ? 1 : 0);
    countError(report, half, 'ticks wrong as sure', isTick && sure && !right ? 1 : 0);
    if (sure && !right) countError(report, half, `wrong as sure: ${kind}`);
    if (right && sure === (expected !== null)) continue;
    const id = `${form.id}${right ? ' asked' : sure ? ' SURE' : ''}`;
    report.misses.push({ part: half, id, field, text: got?.doubt ?? '', expected, got: got?.value });
  }
}
