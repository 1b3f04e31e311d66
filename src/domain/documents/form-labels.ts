import { isWordCharacter } from './labels.ts';
import { type Box, type Glyph, middle, overlap, type PageReading, type TickBox } from './page.ts';
import { gapBefore, type Row, rowsOf } from './rows.ts';

/** What a form asks for, as far as the page shows it without anybody having said what to look for. */
export interface FormLabel {
  /** As it is printed, without colon and number. */
  wording: string;
  /** What stands beside boxes to tick. */
  options: string[];
}

/** A wider space than this, in text heights, begins another cell. */
const CELL_GAP = 1;
const MAX_LABEL = 14;
const MAX_OPTION = 12;
const SAME_SIZE = 0.15;
/** What recognition makes of a box. */
const LIKE_BOX = /[口囗四团囚回国因困固园围图画目日曰田凶区0ODEVv√“”[\]()]/;
/** What labels end in; told from values by it where nothing else tells. */
const ENDING =
  /(?:名称|姓名|科室|部门|单位|机构|日期|时间|期限|电话|手机|方式|编号|号码?|地址|意见|建议|周期|天数|职[称务]|型号|规格|价格|金额|预算|数量|签[字名]|备注|来源|类[型别]|等级|原因|内容|情况|[^\p{N}]人)$/u;
/** What forms are called. */
const FORM_NAME = /(?:表|书|单|证|函|卡|报告|协议|合同|清单|申请|通知|记录|回执|凭证)$/;

/** A piece of a row: a cell, or what stands before or behind a colon or a box. */
interface Piece {
  glyphs: Glyph[];
  /** Ended by a colon. */
  isAsked: boolean;
  /** Behind a box to tick. */
  isOption: boolean;
}

/** The labels of one page in reading order, each once. */
export function labelsOn(page: PageReading): FormLabel[] {
  const labels = rowsOf(page.glyphs).flatMap((row) => labelsIn(row, boxesIn(row, page)));
  return labels.filter(({ wording }, i) => labels.findIndex((one) => one.wording === wording) === i);
}

/** The name of the form: of the first lines the one that is called like a form, else the one in the largest letters. */
export function titleOn(page: PageReading, labels: readonly FormLabel[]): string | undefined {
  const upper = rowsOf(page.glyphs).filter(({ y }) => y < page.height * 0.4);
  const titles = upper.slice(0, 8).flatMap((row, i) => {
    const text = textOfGlyphs(row.glyphs).replace(/[《》]/g, '');
    const isOne = /^[\p{Script=Han}\p{L}\p{N}()（）]{4,24}$/u.test(text);
    if (!isOne || labels.some(({ wording }) => text.startsWith(wording))) return [];
    const size = Math.max(...row.glyphs.map(({ y0, y1 }) => y1 - y0)) / row.em;
    return [{ text, worth: (FORM_NAME.test(text) ? 2 : 0) + 2 * size - i / 4 }];
  });
  return titles.sort((a, b) => b.worth - a.worth)[0]?.text;
}

/**
 * The boxes of this row, at least two of one size. On a photo many strokes of characters look like small squares: there
 * a box is where recognition read something like a box, or nothing.
 */
function boxesIn(row: Row, page: PageReading): TickBox[] {
  const level = page.ticks.filter((tick) => Math.abs(middle(tick).y - row.y) < row.em * 0.7);
  const side = (box: Box) => box.x1 - box.x0;
  const over = (tick: TickBox) => row.glyphs.filter((g) => g.x0 < middle(tick).x && middle(tick).x < g.x1);
  const isBox = (tick: TickBox) =>
    page.source === 'text-layer' || over(tick).some(({ c }) => LIKE_BOX.test(c));
  const sure = level.filter(isBox);
  const usual = sure.map(side).sort((a, b) => a - b)[Math.floor(sure.length / 2)] ?? 0;
  const boxes = level.filter(
    (tick) => Math.abs(side(tick) - usual) <= usual * SAME_SIZE && (isBox(tick) || !over(tick).length),
  );
  // Squares within characters are never empty.
  const isRow = boxes.length >= 2 && boxes.some(({ state }) => state === 'empty');
  return isRow ? boxes.sort((a, b) => a.x0 - b.x0) : [];
}

function labelsIn(row: Row, boxes: readonly TickBox[]): FormLabel[] {
  const pieces = piecesOf(row, boxes);
  // The letters of a title may stand far apart.
  if (/^\p{Script=Han}+$/u.test(textOfGlyphs(row.glyphs)) && FORM_NAME.test(textOfGlyphs(row.glyphs)))
    return [];
  const asks = pieces.some(({ isAsked }) => isAsked);
  const found: FormLabel[] = [];
  let open = false;
  for (const [i, piece] of pieces.entries()) {
    const label = found.at(-1);
    if (piece.isOption) {
      label?.options.push(optionText(piece));
      open = false;
      continue;
    }
    const wording = wordingOf(piece);
    const next = pieces[i + 1];
    const isCell = !asks && next !== undefined && !next.isAsked && /^\p{Script=Han}/u.test(wording ?? '');
    open = wording !== undefined && (piece.isAsked || (isCell && (!open || ENDING.test(wording))));
    if (open && wording) found.push({ wording, options: [] });
  }
  return found.map(({ wording, options }) => {
    const isChoice = options.length > 1 && options.every((text) => text !== '' && text.length <= MAX_OPTION);
    return { wording, options: isChoice ? options : [] };
  });
}

/** Cut at wide spaces, behind colons and at boxes; the letters of 姓　名 stay together. */
function piecesOf(row: Row, boxes: readonly TickBox[]): Piece[] {
  const pieces: Piece[] = [];
  // Recognition reads a box as some character.
  const inBox = (glyph: Glyph) =>
    boxes.some((b) => {
      const isOver = middle(glyph).x > b.x0 && middle(glyph).x < b.x1;
      return isOver || (LIKE_BOX.test(glyph.c) && overlap(glyph, b));
    });
  const glyphs = row.glyphs.filter((glyph) => !inBox(glyph));
  const written = { ...row, glyphs };
  for (const [i, glyph] of glyphs.entries()) {
    const [before, last] = [glyphs[i - 1], pieces.at(-1)];
    const box = boxes.some((b) => b.x0 < glyph.x0 && (!before || b.x0 >= before.x0));
    const apart = !last || box || last.isAsked || gapBefore(written, i) > CELL_GAP;
    const isColon = endsLabel(written, i, boxes);
    if (isColon && last) last.isAsked = true;
    else if (apart && !(last && !box && !last.isAsked && isSpaced(last, glyphs, i)))
      pieces.push({ glyphs: [glyph], isAsked: false, isOption: box });
    else last?.glyphs.push(glyph);
  }
  return pieces;
}

/** A colon that is not part of a time; one read as a semicolon has space or a box behind it. */
function endsLabel(row: Row, i: number, boxes: readonly TickBox[]): boolean {
  const [before, glyph, next] = [row.glyphs[i - 1], row.glyphs[i] as Glyph, row.glyphs[i + 1]];
  if (/\d/.test(before?.c ?? '')) return false;
  if (glyph.c !== ';') return glyph.c === ':';
  const isBefore = (b: TickBox) => b.x0 > glyph.x0 && (!next || b.x0 < next.x1);
  return boxes.some(isBefore) || (next !== undefined && gapBefore(row, i + 1) > CELL_GAP);
}

/** Whether this lone character goes on with a label of which one lone character has come: 姓　名. */
function isSpaced({ glyphs: last, isOption }: Piece, glyphs: readonly Glyph[], i: number): boolean {
  const han = (glyph: Glyph | undefined) => /\p{Script=Han}/u.test(glyph?.c ?? '');
  const [here, next] = [glyphs[i] as Glyph, glyphs[i + 1]];
  const alone = !next || next.c === ':' || next.x0 - here.x1 > (here.x1 - here.x0) * CELL_GAP;
  return !isOption && last.length === 1 && han(last[0]) && han(here) && alone;
}

/** What a piece would be as a label: behind the last sentence mark, without a number before it. */
function wordingOf({ glyphs }: Piece): string | undefined {
  const text = textOfGlyphs(glyphs)
    .replace(/^.*[,，。;；!！?？]/u, '')
    .replace(/^(?:[一二三四五六七八九十]{1,2}[、.]|\d{1,2}[、.)）]|[^\p{L}\p{N}(])+/u, '')
    .replace(/[^\p{L}\p{N})）]+$/u, '');
  const words = [...text].filter(isWordCharacter).length;
  const isOne = words >= 2 && words <= MAX_LABEL && /\p{Script=Han}{2}/u.test(text) && !/\d{3}/.test(text);
  return isOne ? text : undefined;
}

function optionText({ glyphs }: Piece): string {
  return textOfGlyphs(glyphs).replace(/^[^\p{L}\p{N}]+|(?:[^\p{L}\p{N})）]|ˇ)+$/gu, '');
}

function textOfGlyphs(glyphs: readonly Glyph[]): string {
  return glyphs.map(({ c }) => c).join('');
}
