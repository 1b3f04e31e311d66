import { type Found, findWords, type LabelRank, labelRank } from './labels.ts';
import type { Glyph } from './page.ts';
import { gapBefore, type Row } from './rows.ts';
import type { DocumentField, DocumentTemplate } from './template.ts';

/** A label in its place, and the glyphs that stand for its value. */
export interface Region {
  row: Row;
  label: Found;
  /** Right of the label up to the next one. */
  glyphs: Glyph[];
  /** Value lines below, for texts that go on. */
  below: Row[];
}

/** An empty space this wide ends a value: the next cell of a table. */
const CELL_GAP = 2.2;
/** Lines further apart than this do not belong together, in text heights. */
const LINE_PITCH = 2.3;

interface Mark extends Found {
  row: number;
  rank: LabelRank;
  wording: string;
}

/** Where the labels of a template stand on a page. */
export class LabelledRows {
  private readonly rows: readonly Row[];
  private readonly marks: Mark[];

  constructor(rows: readonly Row[], template: DocumentTemplate) {
    this.rows = rows;
    const wordings = [...new Set(template.fields.flatMap(wordingsOf))];
    this.marks = longest(rows.flatMap((row, i) => wordings.flatMap((wording) => marksIn(row, i, wording))));
  }

  /** How many different wordings of the template stand here as labels. */
  get count(): number {
    return new Set(this.marks.map(({ wording }) => wording)).size;
  }

  /** Where the value of a field stands; the surest label first, then the one with something behind it. */
  regionOf(field: DocumentField): Region | undefined {
    const wordings = wordingsOf(field);
    const regions = this.marks
      .filter(({ wording }) => wordings.includes(wording))
      .map((mark) => ({ mark, region: this.behind(mark, field) }))
      .sort(
        (a, b) =>
          b.mark.rank - a.mark.rank ||
          Number(b.region.glyphs.length > 0) - Number(a.region.glyphs.length > 0) ||
          a.mark.row - b.mark.row,
      );
    return regions[0]?.region;
  }

  private behind(mark: Mark, field: DocumentField): Region {
    const row = this.rows[mark.row] as Row;
    const end = this.nextLabel(mark);
    let from = mark.to;
    while (from < end && /[:_.\s]/.test(row.glyphs[from]?.c ?? '')) from++;
    let to = from;
    const cells = field.type === 'text' || field.type === 'person' || field.type === 'code';
    while (to < end && !(cells && to > from && gapBefore(row, to) > CELL_GAP)) to++;
    const glyphs = row.glyphs.slice(from, to);
    const goesOn = field.type === 'text' || field.type === 'phrases' || field.type === 'choice';
    return { row, label: mark, glyphs, below: goesOn ? this.linesBelow(mark, glyphs) : [] };
  }

  /** The glyph at which the next label of the row begins. */
  private nextLabel(mark: Mark): number {
    const row = this.rows[mark.row] as Row;
    const next = this.marks.filter((m) => m.row === mark.row && m.from >= mark.to && m.rank >= 2);
    return Math.min(row.glyphs.length, ...next.map(({ from }) => from));
  }

  /** Rows that go on with a value: no label in them, and not further left than the value. */
  private linesBelow(mark: Mark, glyphs: readonly Glyph[]): Row[] {
    const row = this.rows[mark.row] as Row;
    const left = (glyphs[0]?.x0 ?? row.glyphs[mark.to - 1]?.x1 ?? 0) - row.em;
    const lines: Row[] = [];
    let y = row.y;
    for (let i = mark.row + 1; i < this.rows.length && lines.length < 3; i++) {
      const next = this.rows[i] as Row;
      const labelled = this.marks.some((m) => m.row === i);
      if (labelled || next.y - y > LINE_PITCH * row.em || (next.glyphs[0]?.x0 ?? 0) < left) break;
      lines.push(next);
      y = next.y;
    }
    return lines;
  }
}

function wordingsOf({ label, aliases }: DocumentField): string[] {
  return [label, ...aliases];
}

function marksIn(row: Row, index: number, wording: string): Mark[] {
  const marks: Mark[] = [];
  let found = findWords(row, wording);
  while (found) {
    const rank = labelRank(row, found);
    if (rank > 0) marks.push({ ...found, row: index, rank, wording });
    found = findWords(row, wording, found.from + 1);
  }
  return marks;
}

/** Of labels that share characters the longest, then the one read best: 试用开始日期 is no 开始日期. */
function longest(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  for (const mark of [...marks].sort((a, b) => b.to - b.from - (a.to - a.from) || a.wrong - b.wrong)) {
    const taken = kept.some((m) => m.row === mark.row && m.from < mark.to && mark.from < m.to);
    // The same wording of two fields is one place: 有效期限 自 … 至 ….
    if (!taken) kept.push(mark);
  }
  return kept;
}
