import { extractFields, type ReadField } from './extract.ts';
import type { PageReading } from './page.ts';
import { recogniseType } from './recognise-type.ts';
import { rowsOf } from './rows.ts';
import type { DocumentTemplate } from './template.ts';

export interface UnderstoodDocument {
  /** Absent when its type was not recognised. */
  template?: DocumentTemplate | undefined;
  fields: ReadField[];
}

/** What a document is and what it says (D1). With `as`, it is taken for that type whatever its title says. */
export function understandDocument(
  pages: readonly PageReading[],
  templates: readonly DocumentTemplate[],
  as?: string,
): UnderstoodDocument {
  const template =
    templates.find(({ id }) => id === as) ??
    recogniseType(
      pages.map((page) => rowsOf(page.glyphs)),
      templates,
    ) ??
    recogniseType(
      pages.map((page) => rowsOf(page.second)),
      templates,
    );
  return template ? { template, fields: extractFields(pages, template) } : { fields: [] };
}
