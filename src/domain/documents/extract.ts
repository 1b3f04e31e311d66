import { tickedOption } from './choice.ts';
import { type Box, type Glyph, type PageReading, union } from './page.ts';
import { LabelledRows, type Region } from './region.ts';
import { type Row, rowsOf, textOf } from './rows.ts';
import type { DocumentField, DocumentTemplate } from './template.ts';
import { readValue } from './values.ts';

/** What a document says for one field of its template. */
export interface ReadField {
  field: string;
  /** In the spelling of `readValue`; empty when nothing was found. */
  value: string;
  /** 0 … 1: how likely it is right. */
  confidence: number;
  /** Below the threshold, or something speaks against it: the rep is asked. */
  sure: boolean;
  /** Why not sure, in Chinese. */
  doubt?: string | undefined;
  /** Where it stands: page from 1, pixels of that page's image. */
  page?: number | undefined;
  box?: Box | undefined;
}

/** What is read as confidently as this is shown as sure. */
export const SURE = 0.93;

/** Readings that agree are nearly always right, a single one mostly, of two different ones at most one is. */
const AGREED = 0.98;
const ALONE = 0.7;
const DIFFERENT = 0.45;
const NOT_FOUND = 0;

interface Candidate {
  value: string;
  box: Box;
  /** Of the least certain character. */
  least: number;
}

/** Reads every field of a template from the pages of a document. */
export function extractFields(pages: readonly PageReading[], template: DocumentTemplate): ReadField[] {
  const looks = pages.map((page) => ({
    page,
    first: new LabelledRows(rowsOf(page.glyphs), template),
    second: new LabelledRows(rowsOf(page.second), template),
  }));
  const read = template.fields.map((field) => {
    const found = looks.map(({ page, first, second }, i) => ({
      ...readField(field, page, first.regionOf(field), second.regionOf(field)),
      page: i + 1,
    }));
    // A field may stand on any page; where it was read best counts.
    const best = found.reduce((a, b) => (b.confidence > a.confidence ? b : a), found[0] ?? nothing(field));
    return best.box ? best : { ...best, page: undefined };
  });
  return inOrder(read, template);
}

function readField(
  field: DocumentField,
  page: PageReading,
  first: Region | undefined,
  second: Region | undefined,
): ReadField {
  if (field.type === 'choice') {
    const ticked = [first, second].map((region) => region && ticksOf(region, field, page));
    const told =
      ticked.find((found) => found?.kind === 'one') ?? ticked.find((found) => found?.kind === 'doubt');
    const different =
      ticked.every((f) => f?.kind === 'one') && tickedValue(ticked[0]) !== tickedValue(ticked[1]);
    if (told?.kind === 'one' && !different) {
      return { field: field.id, value: told.value, confidence: AGREED, sure: true, box: told.box };
    }
    if (told) {
      const doubt = told.kind === 'doubt' ? told.why : '勾选看不清';
      return {
        field: field.id,
        value: told.value ?? '',
        confidence: DIFFERENT,
        sure: false,
        doubt,
        box: told.box,
      };
    }
  }
  return combined(field, page, candidate(first, field), candidate(second, field), first ?? second);
}

function ticksOf(region: Region, field: DocumentField, page: PageReading) {
  const glyphs = [...region.glyphs, ...region.below.flatMap((row) => row.glyphs)];
  return tickedOption([region.row, ...region.below], glyphs, field.options, page.ticks);
}

function tickedValue(found: ReturnType<typeof ticksOf> | undefined): string | undefined {
  return found?.kind === 'one' ? found.value : undefined;
}

function candidate(region: Region | undefined, field: DocumentField): Candidate | undefined {
  if (!region) return undefined;
  const { em } = region.row;
  const lines = [region.glyphs, ...region.below.map((row: Row) => row.glyphs)];
  const value = readValue(lines.map((line) => textOf(line, em)).join(''), field);
  if (value === undefined) return undefined;
  const glyphs = glyphsOf(value, lines.flat());
  return { value, box: union(glyphs), least: Math.min(...glyphs.map(({ confidence }) => confidence)) };
}

/** The glyphs a value is made of; all of them where it is spelt differently, as a day is. */
function glyphsOf(value: string, glyphs: readonly Glyph[]): readonly Glyph[] {
  const text = glyphs.map(({ c }) => c).join('');
  const at = text.indexOf(value.replace(/\s/g, ''));
  const oneEach = text.length === glyphs.length;
  return at >= 0 && oneEach ? glyphs.slice(at, at + value.replace(/\s/g, '').length) : glyphs;
}

function combined(
  field: DocumentField,
  page: PageReading,
  first: Candidate | undefined,
  second: Candidate | undefined,
  region: Region | undefined,
): ReadField {
  const best = !first ? second : !second || first.least >= second.least ? first : second;
  if (!best)
    return {
      ...nothing(field),
      box: region && union(region.row.glyphs.slice(region.label.from, region.label.to)),
    };
  const base = { field: field.id, value: best.value, box: best.box };
  if (page.source === 'text-layer') return { ...base, confidence: 1, sure: true };
  if (!first || !second) return { ...base, confidence: ALONE * best.least, sure: false, doubt: '只读到一次' };
  if (first.value !== second.value) {
    const other = best === first ? second : first;
    return { ...base, confidence: DIFFERENT * best.least, sure: false, doubt: `也可能是“${other.value}”` };
  }
  const confidence = AGREED * Math.min(first.least, second.least);
  return {
    ...base,
    confidence,
    sure: confidence >= SURE,
    ...(confidence < SURE ? { doubt: '字迹不清' } : {}),
  };
}

function nothing(field: DocumentField): ReadField {
  return { field: field.id, value: '', confidence: NOT_FOUND, sure: false, doubt: '没有读到' };
}

/** Days in the wrong order: one of the two was misread, or the form itself is wrong. */
function inOrder(read: ReadField[], template: DocumentTemplate): ReadField[] {
  const byId = new Map(read.map((field) => [field.field, field]));
  const wrong = template.checks.filter(({ field, after }) => {
    const [late, early] = [byId.get(field)?.value, byId.get(after)?.value];
    return late && early && late < early;
  });
  const labelOf = (id: string) => template.fields.find((field) => field.id === id)?.label ?? id;
  return read.map((value) => {
    const check = wrong.find(({ field, after }) => field === value.field || after === value.field);
    if (!check) return value;
    const doubt = `“${labelOf(check.field)}”早于“${labelOf(check.after)}”`;
    return { ...value, confidence: Math.min(value.confidence, DIFFERENT), sure: false, doubt };
  });
}
