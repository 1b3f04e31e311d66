import { extractFields, type ReadField } from './extract.ts';
import type { PageReading } from './page.ts';
import { recogniseType } from './recognise-type.ts';
import { LabelledPage } from './region.ts';
import type { DocumentTemplate } from './template.ts';

export interface UnderstoodDocument {
  /** Absent when its type was not recognised. */
  template?: DocumentTemplate | undefined;
  fields: ReadField[];
  /** Labels the form shows and the template lacks, as they are printed. */
  others: string[];
}

/** What a document is and what it says (D1). With `as`, it is taken for that type whatever its title says. */
export function understandDocument(
  pages: readonly PageReading[],
  templates: readonly DocumentTemplate[],
  as?: string,
): UnderstoodDocument {
  const template =
    templates.find(({ id }) => id === as) ??
    recogniseType(pages, templates) ??
    recogniseType(
      pages.map(({ second, cells }) => ({ glyphs: second, cells })),
      templates,
    );
  return template
    ? { template, fields: extractFields(pages, template), others: otherLabels(pages, template) }
    : { fields: [], others: [] };
}

const MAX_OTHERS = 8;

/** What the form asks for besides: nobody should think that it was read. */
export function otherLabels(pages: readonly PageReading[], template: DocumentTemplate): string[] {
  const found = pages.flatMap(({ glyphs, cells }) =>
    new LabelledPage(glyphs, cells, template).marks.filter(
      ({ fields, isRange, rank }) => !fields.length && !isRange && rank >= 2,
    ),
  );
  return [...new Set(found.map(({ text }) => text))].slice(0, MAX_OTHERS);
}
