import { type Candidate, candidateIn } from './candidates.ts';
import { type Ticked, tickedOption } from './choice.ts';
import { type Box, overlap, type PageReading, union } from './page.ts';
import { LabelledPage, type Region } from './region.ts';
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
  /** What it may be instead, the likeliest first: a tap takes it. */
  offered?: string[] | undefined;
  /** The form has a label for it, whether or not something stands behind it. */
  shown?: boolean | undefined;
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
/** Of a value whose place leaves open where it ends. */
const UNPLAIN = 0.85;
const NOT_FOUND = 0;
/** What is said of a label with nothing behind it. */
export const BLANK = '没有填写';

interface Look {
  page: PageReading;
  first: LabelledPage;
  second: LabelledPage;
}

/** Reads every field of a template from the pages of a document. */
export function extractFields(pages: readonly PageReading[], template: DocumentTemplate): ReadField[] {
  const looks = pages.map((page) => ({
    page,
    first: new LabelledPage(page.glyphs, page.cells, template),
    second: new LabelledPage(page.second, page.cells, template),
  }));
  const read = template.fields.map((field) => {
    const found = looks.map((look, i) => ({ ...readField(field, look), page: i + 1 }));
    // A field may stand on any page; where it was read best counts.
    const best = found.reduce(
      (a, b) => (b.confidence > a.confidence || (!a.shown && b.shown && !a.value) ? b : a),
      found[0] ?? nothing(field),
    );
    return best.box ? againstOtherPages(best, found) : { ...best, page: undefined };
  });
  return inOrder(read, template);
}

/** Two forms in one file say different things of the same field. */
function againstOtherPages<T extends ReadField>(best: T, found: readonly T[]): T {
  const other = found.find(({ sure, value }) => sure && value !== best.value);
  if (!best.sure || !other) return best;
  const doubt = `第 ${best.page} 页是“${best.value}”，第 ${other.page} 页是“${other.value}”`;
  return { ...best, confidence: DIFFERENT, sure: false, doubt, offered: [other.value] };
}

function readField(field: DocumentField, { page, first, second }: Look): ReadField {
  const regions = [first.regionsOf(field), second.regionsOf(field)] as const;
  if (field.type === 'choice') {
    const told = tickedIn(regions, field, page);
    if (told) return told;
  }
  const ranges = [first.rangesOf(field), second.rangesOf(field)] as const;
  return combined(
    field,
    page,
    candidateIn(first, regions[0], ranges[0], field),
    candidateIn(second, regions[1], ranges[1], field),
    regions[0][0] ?? regions[1][0],
  );
}

/** What the boxes say, in both readings of the words beside them; undefined where there are none. */
function tickedIn(
  regions: readonly (readonly Region[])[],
  field: DocumentField,
  page: PageReading,
): ReadField | undefined {
  const told = regions.flatMap((all): Ticked[] => {
    const found = all
      .filter((region) => !isWrittenOut(region, field, page))
      .map((region) => ticksOf(region, field, page))
      .filter(({ kind }) => kind !== 'no-boxes');
    return found[0] ? [found[0]] : [];
  });
  if (!told.length) return undefined;
  const values = new Set(told.flatMap((one) => (one.kind === 'one' ? [one.value] : [])));
  const sure = told.find((one) => one.kind === 'one');
  // Marks are seen in the pixels, once for both readings: what speaks against them counts, wherever it was noticed.
  const against = told.find((one) => one.kind === 'doubt' && /和|看不清$|没有勾选/.test(one.why));
  const base = { field: field.id, shown: true };
  if (sure?.kind === 'one' && values.size === 1 && !against)
    return { ...base, value: sure.value, confidence: AGREED, sure: true, box: sure.box };
  const doubt = against ?? told.find((one) => one.kind === 'doubt');
  const value =
    values.size === 1 && !against ? [...values][0] : doubt?.kind === 'doubt' ? doubt.value : undefined;
  return {
    ...base,
    value: value ?? '',
    confidence: DIFFERENT,
    sure: false,
    doubt: doubt?.kind === 'doubt' ? doubt.why : '勾选看不清',
    box: doubt?.kind === 'doubt' ? doubt.box : sure?.kind === 'one' ? sure.box : undefined,
  };
}

/** One option and nothing else: squares within its characters are no boxes. An empty box is one. */
function isWrittenOut({ lines, em }: Region, field: DocumentField, page: PageReading): boolean {
  const glyphs = lines.flatMap((line) => line.glyphs);
  if (!glyphs.length || readValue(glyphs.map(({ c }) => c).join(''), field) === undefined) return false;
  const around = union(glyphs);
  const reach = { ...around, x0: around.x0 - 3 * em, x1: around.x1 + 3 * em };
  return !page.ticks.some((tick) => tick.state === 'empty' && overlap(tick, reach));
}

function ticksOf({ lines, label, em }: Region, field: DocumentField, page: PageReading): Ticked {
  const labelled = union(label);
  // In a row the label ends where the first box may begin; in a cell of its own the label is elsewhere.
  const isBeside = lines[0] !== undefined && Math.abs(lines[0].y - (labelled.y0 + labelled.y1) / 2) < em;
  const from = isBeside && labelled.x1 <= (lines[0]?.glyphs[0]?.x0 ?? 0) ? labelled.x1 - 2 : 0;
  return tickedOption(lines, from, field.options, page.ticks, page.source === 'text-layer');
}

function combined(
  field: DocumentField,
  page: PageReading,
  first: Candidate | undefined,
  second: Candidate | undefined,
  region: Region | undefined,
): ReadField {
  const best = !first ? second : !second || first.least >= second.least ? first : second;
  if (!best) return { ...nothing(field), ...(region ? unfilled(region) : {}) };
  const offered = best.offered ?? first?.offered ?? second?.offered;
  const base = {
    field: field.id,
    value: best.value,
    box: best.box,
    shown: true,
    ...(offered && { offered }),
  };
  const open = best.doubt ?? first?.doubt ?? second?.doubt;
  if (page.source === 'text-layer')
    return { ...base, confidence: open ? UNPLAIN : 1, sure: !open, ...(open ? { doubt: open } : {}) };
  if (!first || !second) return { ...base, confidence: ALONE * best.least, sure: false, doubt: '只读到一次' };
  if (first.value !== second.value) {
    const other = best === first ? second : first;
    return {
      ...base,
      confidence: DIFFERENT * best.least,
      sure: false,
      doubt: `也可能是“${other.value}”`,
      offered: [other.value],
    };
  }
  const confidence = AGREED * clarity(field, Math.min(first.least, second.least)) * (open ? UNPLAIN : 1);
  const isSure = confidence >= SURE;
  return { ...base, confidence, sure: isSure, ...(isSure ? {} : { doubt: open ?? '字迹不清' }) };
}

/**
 * How much the least certain character counts where two readings agree. A day or a number that was misread would
 * seldom be one twice; names are misread the same way twice.
 */
function clarity({ type }: DocumentField, least: number): number {
  const weight = { date: 0.1, number: 0.2, code: 0.2, text: 0.25, phrases: 0.25, choice: 0.25, person: 1 }[
    type
  ];
  return 1 - weight * (1 - least);
}

function nothing(field: DocumentField): ReadField {
  return {
    field: field.id,
    value: '',
    confidence: NOT_FOUND,
    sure: false,
    doubt: '没有找到这一栏',
    shown: false,
  };
}

/** The label is there, and nothing of the field's kind behind it. */
function unfilled({ lines, label }: Region): Pick<ReadField, 'doubt' | 'shown' | 'box'> {
  const written = lines.some(({ glyphs }) => glyphs.length > 0);
  return { doubt: written ? '没有读出来' : BLANK, shown: true, box: union(label) };
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
