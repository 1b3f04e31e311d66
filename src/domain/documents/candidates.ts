import { daysIn, rangeOfDays } from './days.ts';
import { endOf, isLabelTail, meaningOf } from './label-meaning.ts';
import { type Box, type Glyph, union } from './page.ts';
import type { LabelledPage, Region } from './region.ts';
import { textOf } from './rows.ts';
import { sentencedValue } from './sentences.ts';
import type { DocumentField } from './template.ts';
import { readWritten } from './values.ts';

/** What one reading of a page gives for a field. */
export interface Candidate {
  value: string;
  box: Box;
  /** Of the least certain character. */
  least: number;
  /** What speaks against it, in Chinese. */
  doubt?: string | undefined;
  offered?: string[] | undefined;
}

const OPEN_END = '不能确定写到哪里为止';

/** The first value of the field's kind: behind its own labels, or as an end of a range of days. */
export function candidateIn(
  page: LabelledPage,
  regions: readonly Region[],
  ranges: readonly Region[],
  field: DocumentField,
): Candidate | undefined {
  const end = endOf(field);
  const read = (region: Region) => (end && endOfRange(region, end)) ?? valueIn(region, field, page);
  for (const [i, region] of regions.entries()) {
    const found = read(region);
    if (found) return besideAlike(found, region, regions.slice(i + 1), read);
  }
  return (end && inRanges(ranges, field, end)) ?? inSentences(page, field);
}

/** The same label stands there twice, for two parties, and each says something else. */
function besideAlike(
  found: Candidate,
  { mark }: Region,
  rest: readonly Region[],
  read: (region: Region) => Candidate | undefined,
): Candidate {
  const printed = (text: string) => text.replace(/[目曰]期/gu, '日期');
  const alike = rest.filter(
    (other) => printed(other.mark.text) === printed(mark.text) && other.mark.rank >= 2,
  );
  const other = alike.map(read).find((one) => one && one.value !== found.value);
  return other ? { ...found, doubt: `表上有两处，另一处是“${other.value}”`, offered: [other.value] } : found;
}

function inSentences({ blocks }: LabelledPage, field: DocumentField): Candidate | undefined {
  const found = sentencedValue(blocks, field);
  if (!found) return undefined;
  const least = Math.min(...found.glyphs.map(({ confidence }) => confidence));
  return { value: found.value, box: union(found.glyphs), least };
}

function inRanges(
  ranges: readonly Region[],
  field: DocumentField,
  end: 'start' | 'end',
): Candidate | undefined {
  // A field for another kind of days has a label of its own.
  const free = ranges.filter(({ mark }) => !mark.fields.length || mark.fields.includes(field.id));
  return [...free, ...ranges].map((region) => endOfRange(region, end)).find((found) => found !== undefined);
}

/** One end of 2026年3月5日 至 2026年3月25日. */
function endOfRange(region: Region, end: 'start' | 'end'): Candidate | undefined {
  const days = rangeOfDays(textIn(region));
  return days && candidateOf(days[end === 'start' ? 0 : 1], region);
}

function valueIn(region: Region, field: DocumentField, page: LabelledPage): Candidate | undefined {
  const text = textIn(region);
  const written = readWritten(text, field);
  if (!written || isLabel(written.value, field, page)) return undefined;
  if (isOtherEnd(text, region, field)) return undefined;
  return candidateOf(written.value, region, written.doubt);
}

/** Behind a label that asks for both ends, a single day is the beginning unless 至 stands before it. */
function isOtherEnd(text: string, { mark }: Region, field: DocumentField): boolean {
  const end = endOf(field);
  if (!end || !mark.isRange || daysIn(text).length !== 1) return false;
  const { known } = meaningOf(mark.text.replace(/[（()）]/gu, ''));
  if (known.has('start') || known.has('end')) return false;
  return /^[^\d〇一二三四五六七八九十]*[至到止]/u.test(text.trim()) === (end === 'start');
}

/** The next words of a form are no value: the tail of a label, or another label. */
function isLabel(value: string, { type }: DocumentField, { marks }: LabelledPage): boolean {
  if (
    type === 'person' &&
    /签[字名章]|日期|科室|负责|盖章|姓名|电话|填表|审核|职[称务]|主任|单位/.test(value)
  )
    return true;
  if (type !== 'text' && type !== 'person' && type !== 'phrases') return false;
  const plain = value.replace(/\s+/g, '');
  return isLabelTail(plain) || marks.some(({ text, rank }) => rank >= 2 && text === plain);
}

function textIn({ lines, em }: Region): string {
  let text = '';
  for (const { glyphs } of lines) {
    const line = textOf(glyphs, em);
    // Words of a Latin script are kept apart over the end of a line; Chinese goes on.
    text += /[A-Za-z0-9]$/.test(text) && /^[A-Za-z0-9]/.test(line) ? ` ${line}` : line;
  }
  return text;
}

function candidateOf(value: string, region: Region, doubt?: string): Candidate {
  const all = region.lines.flatMap(({ glyphs }) => glyphs);
  const glyphs = glyphsOf(value, all);
  return {
    value,
    box: union(glyphs),
    least: Math.min(...glyphs.map(({ confidence }) => confidence)),
    doubt: doubt ?? (region.isPlain ? undefined : OPEN_END),
  };
}

/** The glyphs a value is made of; all of them where it is spelt differently, as a day is. */
function glyphsOf(value: string, glyphs: readonly Glyph[]): readonly Glyph[] {
  const text = glyphs.map(({ c }) => c).join('');
  const at = text.indexOf(value.replace(/\s/g, ''));
  const oneEach = text.length === glyphs.length;
  return at >= 0 && oneEach ? glyphs.slice(at, at + value.replace(/\s/g, '').length) : glyphs;
}
