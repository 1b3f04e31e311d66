import { findWords } from './labels.ts';
import type { Box, Glyph } from './page.ts';
import { LabelledPage } from './region.ts';
import { type Row, rowsOf } from './rows.ts';
import { type DocumentTemplate, titlesOf } from './template.ts';

/** A title stands alone in its row, give or take a number or a logo. */
const MAX_BESIDE_TITLE = 8;
/** Without a title: this share of a template's fields must be labelled, and no other template may have as many. */
const LEAST_LABELS = 0.6;

/** One reading of a page. */
export interface Look {
  glyphs: readonly Glyph[];
  cells?: Box[] | undefined;
}

/** Which template a document follows, by its earliest title, else by its labels; undefined when neither tells. */
export function recogniseType(
  pages: readonly Look[],
  templates: readonly DocumentTemplate[],
): DocumentTemplate | undefined {
  return (
    pages.reduce<DocumentTemplate | undefined>(
      (found, { glyphs }) => found ?? byTitle(rowsOf(glyphs), templates),
      undefined,
    ) ?? byLabels(pages, templates)
  );
}

/** The earliest title counts: a 确认书 also mentions the 反馈表. Of titles in one row the longest. */
function byTitle(rows: readonly Row[], templates: readonly DocumentTemplate[]): DocumentTemplate | undefined {
  for (const row of rows) {
    const [best] = templates
      .flatMap((template) => titlesOf(template).map((title) => ({ template, title })))
      .filter(({ title }) => findWords(row, title) && row.glyphs.length <= title.length + MAX_BESIDE_TITLE)
      .sort((a, b) => b.title.length - a.title.length);
    if (best) return best.template;
  }
  return undefined;
}

function byLabels(
  pages: readonly Look[],
  templates: readonly DocumentTemplate[],
): DocumentTemplate | undefined {
  const labels = (template: DocumentTemplate) =>
    pages.reduce((sum, { glyphs, cells }) => sum + new LabelledPage(glyphs, cells, template).count, 0);
  const [first, second] = templates
    .map((template) => ({ template, share: labels(template) / template.fields.length }))
    .sort((a, b) => b.share - a.share);
  if (!first || first.share < LEAST_LABELS || first.share === second?.share) return undefined;
  return first.template;
}
