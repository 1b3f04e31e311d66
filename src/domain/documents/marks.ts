import { canonicalOption } from '../options.ts';
import { type Block, rightOf } from './blocks.ts';
import {
  asksForRange,
  inBrackets,
  isLabelTail,
  type LabelMeaning,
  meaningOf,
  meansSame,
} from './label-meaning.ts';
import { type Found, findWords, isWordCharacter, type LabelRank, labelRank } from './labels.ts';
import { gapBefore } from './rows.ts';
import type { DocumentField, DocumentTemplate } from './template.ts';

/** A label in its place. */
export interface Mark extends Found {
  block: number;
  rank: LabelRank;
  /** As the form prints it. */
  text: string;
  /** Ids of the fields it asks for. Empty: no field of the template. */
  fields: readonly string[];
  /** How well it is the field's own wording, the best 0: then aliases in their order, then what means the same. */
  distance: number;
  /** May have two days behind it, for the beginning and the end of something. */
  isRange: boolean;
}

/** A wider space than this, in text heights, begins something else. */
const PIECE_GAP = 1;
const MAX_LABEL = 18;
/** What counts the questions of a form: 3、 (2) 一、 */
const NUMBERING = /^(?:\d{1,2}[、.,)）]|[(（]?[\d一二三四五六七八九十]{1,2}[)）、.])\s*/u;

/** Where labels stand on a page: those of the template by their wording, and whatever else means or looks like one. */
export function marksOn(blocks: readonly Block[], template: Pick<DocumentTemplate, 'fields'>): Mark[] {
  const wordings = wordingsIn(template.fields);
  const exact = blocks.flatMap((block, i) => wordings.flatMap((wording) => marksOf(block, i, wording)));
  const meant = blocks.flatMap((_, i) => meantIn(blocks, i, template.fields));
  return longest([...exact, ...meant]);
}

interface Wording {
  text: string;
  fields: { id: string; distance: number }[];
  isRange: boolean;
}

function wordingsIn(fields: readonly DocumentField[]): Wording[] {
  const all = new Map<string, Wording>();
  for (const { id, label, aliases } of fields) {
    for (const [i, text] of [label, ...aliases].entries()) {
      const wording = all.get(text) ?? { text, fields: [], isRange: asksForRange(meaningOf(text)) };
      wording.fields.push({ id, distance: i });
      all.set(text, wording);
    }
  }
  return [...all.values()];
}

function marksOf(block: Block, index: number, { text, fields, isRange }: Wording): Mark[] {
  const marks: Mark[] = [];
  for (let found = findWords(block, text); found; found = findWords(block, text, found.from + 1)) {
    const rank = rankIn(block, found);
    const distance = Math.min(...fields.map((field) => field.distance));
    if (rank === 0 || goesOn(block, found)) continue;
    marks.push({ ...found, block: index, rank, text, fields: fields.map(({ id }) => id), distance, isRange });
  }
  return marks;
}

/** A label that fills its cell is one, whatever is around it. */
function rankIn(block: Block, found: Found): LabelRank {
  const rank = labelRank(block, found);
  const rest = block.glyphs.slice(found.to).filter(({ c }) => isWordCharacter(c));
  return block.cell && found.from === 0 && rest.length === 0 && rank < 2 ? 2 : rank;
}

/** Whether the word goes on as another label: 填表人 in 填表人电话. Words that only say how to fill in belong to it. */
function goesOn(block: Block, { to }: Found): boolean {
  const next = block.glyphs[to];
  if (!next || !isWordCharacter(next.c) || gapBefore(block, to) > 0.6) return false;
  const rest = block.glyphs.slice(to, to + 8);
  const end = rest.findIndex((glyph, i) => glyph.c === ':' || (i > 0 && gapBefore(block, to + i) > 0.6));
  const word = rest
    .slice(0, end < 0 ? rest.length : end)
    .map(({ c }) => c)
    .join('');
  return isLabelTail(word);
}

/** Pieces of a block that mean what a field of the template asks for, or that can be nothing but labels. */
function meantIn(blocks: readonly Block[], index: number, fields: readonly DocumentField[]): Mark[] {
  const block = blocks[index] as Block;
  return piecesOf(block).flatMap(({ from, to, isAsked }): Mark[] => {
    const text = block.glyphs
      .slice(from, to)
      .map(({ c }) => c)
      .join('')
      .replace(/^[^\p{L}\p{N}(（]+|[^\p{L}\p{N})）]+$/gu, '')
      .replace(NUMBERING, '');
    if (text.length < 2 || text.length > MAX_LABEL || !/\p{Script=Han}/u.test(text)) return [];
    // What can be chosen is no label: 推荐 beside 强烈推荐.
    if (!isAsked && fields.some((field) => canonicalOption(text, field.options) !== undefined)) return [];
    const isCell = block.cell !== undefined && rightOf(block, blocks) !== undefined;
    const rank: LabelRank = isAsked ? 3 : 2;
    const base = { from, to, wrong: 0, block: index, rank, text };
    const meant = fieldsMeant(text, fields);
    if (meant.length)
      return [{ ...base, fields: meant, distance: 20, isRange: asksForRange(meaningOf(text)) }];
    const range = asksForRange(meaningOf(text)) && (isAsked || isCell);
    if (range) return [{ ...base, fields: [], distance: 30, isRange: true }];
    const isAll = to === block.glyphs.length;
    const isLabel = isAsked ? /^\p{Script=Han}/u.test(text) : isCell && isAll && LABEL.test(text);
    return isLabel ? [{ ...base, fields: [], distance: 40, isRange: false }] : [];
  });
}

/** What labels that have no colon end in. */
const LABEL =
  /(?:名称|姓名|科室|部门|单位|机构|日期|时间|期限|电话|手机|方式|编号|号码|地址|意见|建议|周期|天数|职[称务]|型号|规格|价格|金额|预算|数量|签[字名]|备注|来源|类[型别]|等级|原因|内容|情况|盖章|负责人|经办人|联系人|形式|机关)(?:[（(].*)?$/u;

/** The fields a label asks for by its meaning: those it fits best. */
function fieldsMeant(text: string, fields: readonly DocumentField[]): string[] {
  const bracket = inBrackets(text);
  for (const one of bracket === undefined ? [text] : [text, bracket]) {
    const meaning = meaningOf(one);
    const found = fields.filter((field) => means(meaning, field));
    if (found.length) return found.map(({ id }) => id);
  }
  return [];
}

function means(meaning: LabelMeaning, { type, label, aliases }: DocumentField): boolean {
  // A day's label does not ask for a name, whatever it is called after.
  if (meaning.known.has('date') && type !== 'date') return false;
  // 有效期至 asks for what a template calls 有效期限（止）.
  const opened = type === 'date' ? [label.replace(/[（()）]/gu, '')] : [];
  return [label, ...aliases, ...opened].some((wording) => meansSame(meaning, meaningOf(wording)));
}

interface Piece {
  from: number;
  to: number;
  /** A colon stands behind it. */
  isAsked: boolean;
}

/** A cell that is all label, what stands before colons, and what stands between wide spaces. */
function piecesOf(block: Block): Piece[] {
  const { glyphs } = block;
  const pieces: Piece[] = [];
  let from = 0;
  for (let i = 0; i <= glyphs.length; i++) {
    const isColon = glyphs[i]?.c === ':' && !/\d/.test(glyphs[i - 1]?.c ?? '');
    const isEnd = i === glyphs.length;
    const isGap = !isEnd && i > from && gapBefore(block, i) > PIECE_GAP && !isSpaced(block, from, i);
    if (!isColon && !isEnd && !isGap) continue;
    if (i > from) pieces.push({ from, to: i, isAsked: isColon });
    from = isColon ? i + 1 : i;
  }
  // In a cell the line may be broken anywhere, and the value may stand under its label.
  const whole = block.cell && !glyphs.some(({ c }) => c === ':');
  return whole ? firstLines(block) : pieces;
}

/** The first line of a cell, the first two, … all of it: what fills them may be a label. */
function firstLines({ lines }: Block): Piece[] {
  let to = 0;
  return lines.map((line) => {
    to += line.glyphs.length;
    return { from: 0, to, isAsked: false };
  });
}

/** 姓　名, 职　称: a lone character goes on after a space. */
function isSpaced(block: Block, from: number, i: number): boolean {
  const { glyphs } = block;
  const next = glyphs[i + 1];
  const alone = !next || next.c === ':' || gapBefore(block, i + 1) > PIECE_GAP;
  const han = (at: number) => /\p{Script=Han}/u.test(glyphs[at]?.c ?? '');
  return i - from === 1 && han(from) && han(i) && alone;
}

/** Of labels that share characters the longest, then the surest, then the template's own wording. */
function longest(marks: readonly Mark[]): Mark[] {
  const kept: Mark[] = [];
  const length = ({ from, to }: Mark) => to - from;
  const order = [...marks].sort(
    (a, b) =>
      Number(b.fields.length > 0) - Number(a.fields.length > 0) ||
      length(b) - length(a) ||
      a.wrong - b.wrong ||
      a.distance - b.distance,
  );
  for (const mark of order) {
    const taken = kept.some((m) => m.block === mark.block && m.from < mark.to && mark.from < m.to);
    if (!taken) kept.push(mark);
  }
  return kept.sort((a, b) => a.block - b.block || a.from - b.from);
}
