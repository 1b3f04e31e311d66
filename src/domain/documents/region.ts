import { lineBetween, linesAround } from './between-lines.ts';
import { type Block, blocksOf, rightOf, under } from './blocks.ts';
import { isLabelTail } from './label-meaning.ts';
import { isWordCharacter } from './labels.ts';
import { type Mark, marksOn } from './marks.ts';
import { type Box, type Glyph, middle, type PageReading } from './page.ts';
import { gapBefore, type Row } from './rows.ts';
import type { DocumentField, DocumentTemplate } from './template.ts';

/** A label in its place, and what stands for its value. */
export interface Region {
  mark: Mark;
  /** Where the label stands. */
  label: Box[];
  /** Height of the page's text. */
  em: number;
  /** The lines of the value, top down. */
  lines: Row[];
  /** Whether it is plain where the value ends: in its own cell, or behind a colon. */
  isPlain: boolean;
}

/** An empty space this wide ends a value: the next cell of a table. */
const CELL_GAP = 2.2;
/** Lines further apart than this do not belong together, in text heights. */
const LINE_PITCH = 2.3;
const MAX_LINES = 3;

/** Where the labels of a template stand on a page, and what stands behind them. */
export class LabelledPage {
  readonly blocks: readonly Block[];
  readonly marks: readonly Mark[];

  constructor(
    glyphs: readonly Glyph[],
    cells: PageReading['cells'],
    template: Pick<DocumentTemplate, 'fields'>,
  ) {
    this.blocks = blocksOf(glyphs, cells);
    this.marks = marksOn(this.blocks, template);
  }

  /** How many different fields of the template have a label of their own wording here. */
  get count(): number {
    return new Set(this.marks.filter(({ distance }) => distance < 20).map(({ text }) => text)).size;
  }

  /** Where the value of a field may stand; the surest label first, of one label the likeliest place first. */
  regionsOf(field: DocumentField): Region[] {
    const own = this.marks.filter(({ fields }) => fields.includes(field.id));
    return this.regionsBehind(own, field).sort(
      (a, b) =>
        Number(hasText(b)) - Number(hasText(a)) ||
        a.mark.distance - b.mark.distance ||
        b.mark.rank - a.mark.rank ||
        a.mark.block - b.mark.block,
    );
  }

  /** What stands behind labels that may have two days behind them. */
  rangesOf(field: DocumentField): Region[] {
    return this.regionsBehind(
      this.marks.filter(({ isRange }) => isRange),
      field,
    );
  }

  private regionsBehind(marks: readonly Mark[], field: DocumentField): Region[] {
    return marks.flatMap((mark) => {
      const places = this.placesBehind(mark, field);
      const block = this.blocks[mark.block] as Block;
      const label = block.glyphs.slice(mark.from, mark.to);
      return places.map((place) => ({ mark, label, em: block.em, ...place }));
    });
  }

  private placesBehind(mark: Mark, field: DocumentField): Pick<Region, 'lines' | 'isPlain'>[] {
    const block = this.blocks[mark.block] as Block;
    const behind = this.behind(mark, field);
    const written = behind.glyphs.some(({ c }) => isWordCharacter(c));
    if (block.cell) {
      const isPlain = mark.rank === 3 || endsLine(block, mark);
      if (written) return [{ lines: linesWith(block, behind.glyphs), isPlain }];
      return this.cellsFor(block).map(({ lines }) => ({ lines, isPlain: true }));
    }
    const around = this.betweenLines(mark, written);
    if (around) return [{ lines: around, isPlain: mark.rank >= 2 }];
    if (!written && behind.isWhole) {
      const column = this.columnUnder(mark);
      if (column) return [column];
    }
    const goesOn = field.type === 'text' || field.type === 'phrases' || field.type === 'choice';
    const below = goesOn ? this.linesBelow(mark, behind.glyphs) : [];
    const lines = [{ ...block, glyphs: behind.glyphs }, ...below];
    return [{ lines, isPlain: mark.rank >= 2 }];
  }

  /** The cell at the right, unless another label stands there; else, or for want of one, the cell below. */
  private cellsFor(block: Block): Block[] {
    const isFree = (other: Block | undefined): other is Block => other !== undefined && !this.isLabel(other);
    const right = rightOf(block, this.blocks);
    if (isFree(right)) return [right];
    const below = under(block, this.blocks);
    return isFree(below) ? [below] : [];
  }

  /** Whether a block begins with a label. */
  private isLabel(block: Block): boolean {
    const at = this.blocks.indexOf(block);
    return this.marks.some((mark) => mark.block === at && mark.from <= 1);
  }

  /** The rest of the row up to the next label or cell. */
  private behind(mark: Mark, field: DocumentField): { glyphs: Glyph[]; isWhole: boolean } {
    const block = this.blocks[mark.block] as Block;
    const end = this.nextLabel(mark);
    let from = this.labelEnd(mark, end);
    while (from < end && /[:_.\s]/.test(block.glyphs[from]?.c ?? '')) from++;
    let to = from;
    const cells = !block.cell && (field.type === 'text' || field.type === 'person' || field.type === 'code');
    while (to < end && !(cells && to > from && gapBefore(block, to) > CELL_GAP)) to++;
    const glyphs = block.glyphs.slice(from, to);
    const tail = isLabelTail(glyphs.map(({ c }) => c).join(''));
    return { glyphs: tail ? [] : glyphs, isWhole: from >= end };
  }

  /** Behind the brackets that belong to a label: （单选）. */
  private labelEnd(mark: Mark, end: number): number {
    const { glyphs } = this.blocks[mark.block] as Block;
    if (glyphs[mark.to]?.c !== '(') return mark.to;
    const close = glyphs.findIndex(({ c }, i) => i > mark.to && c === ')');
    const isShort = close > 0 && close < end && close - mark.to < 14;
    // A bracket with a colon behind it, or as the last of the label's cell, says how to fill in.
    const after = glyphs[close + 1];
    return isShort &&
      (!after || after.c === ':' || gapBefore(this.blocks[mark.block] as Block, close + 1) > 0.4)
      ? close + 1
      : mark.to;
  }

  /** The glyph at which the next label of the block begins. */
  private nextLabel(mark: Mark): number {
    const block = this.blocks[mark.block] as Block;
    const next = this.marks.filter((m) => m.block === mark.block && m.from >= mark.to && m.rank >= 2);
    return Math.min(block.glyphs.length, ...next.map(({ from }) => from));
  }

  /** Rows that go on with a value: no label in them, and not further left than the value. */
  private linesBelow(mark: Mark, glyphs: readonly Glyph[]): Row[] {
    const block = this.blocks[mark.block] as Block;
    const left = (glyphs[0]?.x0 ?? block.glyphs[mark.to - 1]?.x1 ?? 0) - block.em;
    const right = this.columnEnd(mark);
    const lines: Row[] = [];
    let { y } = block;
    for (let i = mark.block + 1; i < this.blocks.length && lines.length < MAX_LINES; i++) {
      const next = this.blocks[i] as Block;
      const labelled = this.marks.some((m) => m.block === i && m.rank >= 2);
      if (next.cell || next.y - y > LINE_PITCH * block.em) break;
      const part = next.glyphs.filter(({ x0 }) => x0 >= left && x0 < right);
      const isWhole = part.length === next.glyphs.length;
      if (labelled || !part.length || (!isWhole && right === Number.POSITIVE_INFINITY)) break;
      lines.push({ ...next, glyphs: part });
      ({ y } = next);
    }
    return lines;
  }

  /** In a table without rules: lines above and below the label's, or one line beside a label of two. */
  private betweenLines(mark: Mark, isWritten: boolean): Row[] | undefined {
    const block = this.blocks[mark.block] as Block;
    const from = (block.glyphs[mark.to - 1]?.x1 ?? 0) + block.em * 0.2;
    const column = { from, to: this.columnEnd(mark) };
    const around = linesAround(this.blocks, this.marks, mark, column);
    if (around) return around;
    const line = isWritten ? undefined : lineBetween(this.blocks, this.marks, mark, column);
    return line && [line];
  }

  /** Where the next label of the row begins, in pixels. */
  private columnEnd(mark: Mark): number {
    const block = this.blocks[mark.block] as Block;
    const next = this.nextLabel(mark);
    return next < block.glyphs.length ? (block.glyphs[next]?.x0 ?? 0) - block.em : Number.POSITIVE_INFINITY;
  }

  /** Under a row of nothing but labels: what stands in this label's column. */
  private columnUnder(mark: Mark): Pick<Region, 'lines' | 'isPlain'> | undefined {
    const block = this.blocks[mark.block] as Block;
    const heads = this.marks.filter((m) => m.block === mark.block);
    if (heads.length < 2) return undefined;
    const places = heads.map((m) => middleOf(block.glyphs.slice(m.from, m.to)));
    const own = places[heads.indexOf(mark)] ?? 0;
    const lines: Row[] = [];
    const counts: number[] = [];
    let { y } = block;
    for (let i = mark.block + 1; i < this.blocks.length && lines.length < MAX_LINES; i++) {
      const next = this.blocks[i] as Block;
      const tooFar = next.y - y > (lines.length ? LINE_PITCH : 1.6 * LINE_PITCH) * block.em;
      if (next.cell || tooFar || this.marks.some((m) => m.block === i && m.rank >= 2)) break;
      const runs = runsOf(next);
      const glyphs = runs.flatMap((run) => (nearest(places, middleOf(run)) === own ? run : []));
      if (glyphs.length) lines.push({ ...next, glyphs });
      counts.push(
        new Set(runs.map((run) => nearest(places, middleOf(run)))).size === runs.length ? runs.length : 0,
      );
      ({ y } = next);
    }
    // One line with one value under every head: nothing can belong to another column.
    const isPlain = counts.length === 1 && counts[0] === heads.length;
    return lines.length ? { lines, isPlain } : undefined;
  }
}

/** The label fills the first lines of its cell, and the value stands under it. */
function endsLine({ lines, glyphs }: Block, { from, to }: Mark): boolean {
  const last = glyphs[to - 1];
  return from === 0 && lines.some((line) => line.glyphs.at(-1) === last);
}

function hasText({ lines }: Region): boolean {
  return lines.some(({ glyphs }) => glyphs.some(({ c }) => isWordCharacter(c)));
}

/** The lines of a cell, as far as these glyphs stand in them. */
function linesWith(block: Block, glyphs: readonly Glyph[]): Row[] {
  const wanted = new Set(glyphs);
  return block.lines
    .map((line) => ({ ...line, glyphs: line.glyphs.filter((glyph) => wanted.has(glyph)) }))
    .filter((line) => line.glyphs.length > 0);
}

/** Words with wide spaces between them. */
function runsOf(row: Row): Glyph[][] {
  const runs: Glyph[][] = [];
  for (const [i, glyph] of row.glyphs.entries()) {
    if (gapBefore(row, i) > 1) runs.push([glyph]);
    else runs.at(-1)?.push(glyph);
  }
  return runs;
}

function middleOf(glyphs: readonly Glyph[]): number {
  const [first, last] = [glyphs[0], glyphs.at(-1)];
  return first && last ? (middle(first).x + middle(last).x) / 2 : 0;
}

function nearest(places: readonly number[], x: number): number {
  return places.reduce((a, b) => (Math.abs(b - x) < Math.abs(a - x) ? b : a), places[0] ?? 0);
}
