/** Lays a form out on paper: tables with cells of any size, lines with blanks, sentences with values in them. */
import { type Face, type Ink, PAPER, widthOf, wrap } from './ink.ts';

/** Boxes to tick, drawn or typed, brackets, a mark before the words, a ring around them, or nothing that shows. */
export interface Choice {
  options: readonly string[];
  chosen: readonly string[];
  how: 'drawn' | 'typed' | 'brackets' | 'mark' | 'ring' | 'bare';
  /** Options on one line; all when absent. */
  perLine?: number;
  /** The box stands behind its option: 是□. */
  isBehind?: boolean;
}

export interface Cell {
  /** What is printed or filled in; a choice is drawn. */
  of: string | Choice;
  /** Share of the table's width. */
  width: number;
  /** Printed on the form, not filled in. */
  isLabel?: boolean;
  at?: 'middle' | 'top';
  centred?: boolean;
}

export interface Blank {
  label: string;
  of: string | Choice;
  /** Share of the line. */
  width?: number;
}

export interface Style {
  size: number;
  /** Space between lines of one cell, as a share of the size. */
  pitch: number;
  pad: number;
  rules: 'all' | 'across' | 'none';
  colon: string;
  underline: 'line' | 'dots' | 'none';
  byHand?: boolean;
}

const LEFT = 60;
const WIDTH = PAPER.width - 2 * LEFT;

export class Paper {
  readonly ink: Ink[] = [];
  private readonly style: Style;
  private page = 0;
  private y = 60;

  constructor(style: Style) {
    this.style = style;
  }

  get pages(): number {
    return this.page + 1;
  }

  title(text: string, size = 20): void {
    this.text(text, (PAPER.width - widthOf(text, size)) / 2, this.y, size, 'bold');
    this.y += size * 2.1;
  }

  space(points: number): void {
    this.y += points;
  }

  nextPage(): void {
    this.page++;
    this.y = 70;
  }

  table(rows: readonly Cell[][]): void {
    const { size, pitch, pad, rules } = this.style;
    const top = this.y;
    for (const row of rows) {
      const widths = row.map(({ width }) => width * WIDTH);
      const texts = row.map(({ of }, i) =>
        typeof of === 'string' ? wrap(of, size, (widths[i] ?? 0) - 2 * pad) : of,
      );
      const heights = texts.map((text) => (Array.isArray(text) ? text.length : linesOf(text)) * size * pitch);
      const height = Math.max(...heights) + 2 * pad;
      let x = LEFT;
      for (const [i, cell] of row.entries()) {
        const width = widths[i] ?? 0;
        const from = this.y + (cell.at === 'top' ? pad : (height - (heights[i] ?? 0)) / 2);
        this.cell(texts[i] ?? [], cell, x, width, from);
        if (rules === 'all' && i > 0) this.rule([x, this.y], [x, this.y + height]);
        x += width;
      }
      if (rules !== 'none') this.rule([LEFT, this.y], [LEFT + WIDTH, this.y]);
      this.y += height;
    }
    if (rules !== 'none') this.rule([LEFT, this.y], [LEFT + WIDTH, this.y]);
    if (rules === 'all') for (const x of [LEFT, LEFT + WIDTH]) this.rule([x, top], [x, this.y]);
    this.y += 8;
  }

  /** Label, colon and a blank to fill in; what does not fit goes on below its own beginning. */
  line(...blanks: Blank[]): void {
    const { size, pitch, colon } = this.style;
    let x = LEFT;
    let lines = 1;
    for (const { label, of, width = 1 / blanks.length } of blanks) {
      const end = x + width * WIDTH - 10;
      const asked = `${label}${colon}`;
      this.text(asked, x, this.y, size, 'text');
      const from = x + widthOf(asked, size) + 6;
      if (typeof of === 'string') {
        const broken = wrap(of, size, end - from);
        for (const [n, text] of broken.entries()) {
          const y = this.y + n * size * pitch;
          this.filled(text, from, y);
          this.under(from - 2, end, y + size * 1.25);
        }
        lines = Math.max(lines, broken.length);
      } else {
        this.choice(of, from, this.y);
        lines = Math.max(lines, linesOf(of));
      }
      x += width * WIDTH;
    }
    this.y += lines * size * pitch + this.style.pad * 1.6;
  }

  /** Sentences; what stands between 〔 and 〕 was filled in and has a line under it. */
  paragraph(text: string): void {
    const { size, pitch } = this.style;
    let x = LEFT + 2 * size;
    for (const [i, part] of text.split(/[〔〕]/).entries()) {
      for (const piece of part.match(/[\w./-]+|./gu) ?? []) {
        const width = widthOf(piece, size);
        if (x + width > LEFT + WIDTH) {
          x = LEFT;
          this.y += size * pitch;
        }
        if (i % 2) this.filled(piece, x, this.y);
        else this.text(piece, x, this.y, size, 'text');
        if (i % 2) this.under(x, x + width, this.y + size * 1.22);
        x += width;
      }
    }
    this.y += size * pitch + this.style.pad;
  }

  seal(text: string, right: number, up: number): void {
    this.ink.push({ kind: 'seal', page: this.page, x: LEFT + WIDTH - right, y: this.y - up, text });
  }

  private cell(text: string[] | Choice, cell: Cell, x: number, width: number, from: number): void {
    const { size, pitch, pad } = this.style;
    if (!Array.isArray(text)) {
      this.choice(text, x + pad, from);
      return;
    }
    for (const [n, line] of text.entries()) {
      const at = cell.centred ? x + (width - widthOf(line, size)) / 2 : x + pad;
      const y = from + n * size * pitch + (size * (pitch - 1)) / 2;
      if (cell.isLabel) this.text(line, at, y, size, 'text');
      else this.filled(line, at, y);
    }
  }

  private choice(
    { options, chosen, how, isBehind, perLine = options.length }: Choice,
    x: number,
    y: number,
  ): void {
    const { size, pitch } = this.style;
    let at = x;
    for (const [i, option] of options.entries()) {
      if (i > 0 && i % perLine === 0) at = x;
      const top = y + Math.floor(i / perLine) * size * pitch + (size * (pitch - 1)) / 2;
      const isChosen = chosen.includes(option);
      at = this.option(option, isChosen, how, at, top, isBehind);
    }
  }

  private option(
    option: string,
    isChosen: boolean,
    how: Choice['how'],
    x: number,
    y: number,
    isBehind = false,
  ): number {
    const { size } = this.style;
    const wide = widthOf(option, size);
    if (how === 'drawn' && isBehind) {
      this.text(option, x, y, size, 'text');
      this.square(x + wide + size * 0.3, y + size * 0.12, size * 0.85, isChosen);
      return x + size * 2.9 + wide;
    }
    if (how === 'drawn') {
      this.square(x, y + size * 0.12, size * 0.85, isChosen);
      this.text(option, x + size * 1.25, y, size, 'text');
      return x + size * 2.9 + wide;
    }
    const before = {
      typed: isChosen ? '■' : '□',
      brackets: isChosen ? '（√）' : '（  ）',
      mark: isChosen ? '√' : '',
      ring: '',
      bare: '',
    }[how];
    this.text(isBehind ? `${option}${before}` : `${before}${option}`, x, y, size, 'text');
    const gap = widthOf(before, size);
    if (how === 'ring' && isChosen) {
      const [rx, ry] = [wide / 2 + size * 0.5, size * 0.85];
      this.ink.push({ kind: 'ring', page: this.page, x: x + wide / 2, y: y + size * 0.55, rx, ry });
    }
    return x + gap + wide + size * 1.6;
  }

  private square(x: number, y: number, side: number, isTicked: boolean): void {
    const corners = [
      [x, y],
      [x + side, y],
      [x + side, y + side],
      [x, y + side],
      [x, y],
    ] as const;
    this.ink.push({ kind: 'line', page: this.page, points: corners, width: 0.8 });
    if (!isTicked) return;
    const tick = [
      [x + side * 0.15, y + side * 0.5],
      [x + side * 0.45, y + side * 0.85],
      [x + side * 1.05, y - side * 0.1],
    ] as const;
    this.ink.push({ kind: 'line', page: this.page, points: tick, width: 1.5 });
  }

  private filled(text: string, x: number, y: number): void {
    const { size, byHand } = this.style;
    this.text(text, x, byHand ? y - 2 : y, byHand ? size + 3 : size, byHand ? 'hand' : 'text');
  }

  private text(text: string, x: number, y: number, size: number, face: Face): void {
    if (text.trim()) this.ink.push({ kind: 'text', page: this.page, x, y, size, face, text });
  }

  private rule(from: readonly [number, number], to: readonly [number, number]): void {
    this.ink.push({ kind: 'line', page: this.page, points: [from, to], width: 0.7 });
  }

  private under(from: number, to: number, y: number): void {
    const { underline } = this.style;
    if (underline === 'none' || to <= from) return;
    const points = [
      [from, y],
      [to, y],
    ] as const;
    const dash = underline === 'dots' ? { dash: 1.5 } : {};
    this.ink.push({ kind: 'line', page: this.page, points, width: 0.5, ...dash });
  }
}

function linesOf({ options, perLine = options.length }: Choice): number {
  return Math.ceil(options.length / perLine);
}
