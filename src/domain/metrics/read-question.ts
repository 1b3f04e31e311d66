/** What somebody asks of the figures, in their words: 指标 SLA 上周 按组; 指标 激活率 本月 张伟. */
import { closest } from '../../core/suggest.ts';
import { halfWidthInPlace } from '../normalise/text.ts';
import type { Dimension, FigureDefinition } from './figure.ts';
import { FIGURES } from './index.ts';
import { PERIOD_WORDS, type Period, readPeriod, usualPeriod } from './period.ts';

const BY: readonly [RegExp, Dimension][] = [
  [/按(?:每个)?(?:人|销售|负责人|员工|代表)/, 'person'],
  [/按(?:小)?(?:组|团队|部门)/, 'team'],
  [/按(?:区域|地区|大区|片区)/, 'region'],
  [/按(?:来源|渠道)/, 'source'],
  [/按产品/, 'product'],
  [/按(?:节点|阶段)/, 'stage'],
  [/按(?:天|日)/, 'day'],
  [/按月/, 'month'],
];
export const BY_WORDS = '按人 按组 按区域 按来源 按产品 按节点 按天 按月';

/** A part of the company, by the key and the name people call it. */
export interface NamedSlice {
  by: Dimension;
  key: string;
  name: string;
}

export type Where = Partial<Record<Dimension, string>>;

export type Question =
  /** The figures that are looked at first, of a person, a team or a stretch of days where one is named. */
  | { kind: 'list'; period?: Period; where: NamedSlice[] }
  | { kind: 'figure'; figure: FigureDefinition; period: Period; by?: Dimension; where: NamedSlice[] }
  /** Chinese: what was not understood, and what can be written instead. */
  | { kind: 'unknown'; text: string };

/** @param slices people, teams, regions and sources that may be named */
export function readQuestion(text: string, slices: readonly NamedSlice[], today: string): Question {
  let rest = halfWidthInPlace(text).trim();
  const by = BY.find(([words]) => words.test(rest));
  if (by) rest = rest.replace(by[0], ' ');
  const dated = readPeriod(rest, today);
  if (dated) rest = dated.rest;
  const named = figureIn(rest);
  const { where, left } = slicesIn(named?.rest ?? rest, slices);
  if (!named) {
    if (left) return { kind: 'unknown', text: unknownFigure(left) };
    if (by) return { kind: 'unknown', text: `${text.trim()}：要哪个指标？例如：指标 SLA 上周 按组` };
    return { kind: 'list', where, ...(dated && { period: dated.period }) };
  }
  if (left) return { kind: 'unknown', text: unknownWords(left, slices) };
  const period = dated?.period ?? usualPeriod(today);
  return { kind: 'figure', figure: named.figure, period, where, ...(by && { by: by[1] }) };
}

/** The people and parts of the company a text names, one of each dimension, and what is left of it. */
function slicesIn(text: string, slices: readonly NamedSlice[]): { where: NamedSlice[]; left: string } {
  let rest = text;
  const where: NamedSlice[] = [];
  for (const slice of [...slices].sort((a, b) => b.name.length - a.name.length)) {
    if (!slice.name || !rest.includes(slice.name) || where.some(({ by }) => by === slice.by)) continue;
    where.push(slice);
    rest = rest.replace(slice.name, ' ');
  }
  return { where, left: rest.replace(/[\s,，、。的:：]+/g, ' ').trim() };
}

/** The figure a text names, the longest name first. */
export function figureIn(text: string): { figure: FigureDefinition; rest: string } | undefined {
  const line = text.toLowerCase();
  const [best] = FIGURES.flatMap((figure) => namesOf(figure).map((name) => ({ figure, name })))
    .filter(({ name }) => placeOf(name, line) >= 0)
    .sort((a, b) => b.name.length - a.name.length);
  if (!best) return undefined;
  const at = placeOf(best.name, line);
  return { figure: best.figure, rest: `${text.slice(0, at)} ${text.slice(at + best.name.length)}` };
}

/** Letters must be the whole word: SLAA is none. */
function placeOf(name: string, line: string): number {
  const at = line.indexOf(name);
  const around = `${line[at - 1] ?? ''}${line[at + name.length] ?? ''}`;
  return at >= 0 && /^[a-z]/.test(name) && /[a-z0-9]/.test(around) ? -1 : at;
}

function namesOf({ id, title, words }: FigureDefinition): string[] {
  return [id, title, ...words].map((name) => name.toLowerCase());
}

/** Undefined figure: the nearest one, and all there are. */
export function unknownFigure(said: string): string {
  const word = said.trim().slice(0, 30);
  const near = closest(
    word,
    FIGURES.flatMap(({ id, title, words }) => [title, id, ...words]),
  );
  const meant = near ? `，你是不是想写 ${near}？` : '。';
  return `没有叫“${word}”的指标${meant}可以写：${FIGURES.map(({ title }) => title).join('、')}`;
}

function unknownWords(left: string, slices: readonly NamedSlice[]): string {
  const near = closest(left, [...PERIOD_WORDS, ...slices.map(({ name }) => name)]);
  const meant = near ? `，你是不是想写 ${near}？` : '。';
  return `没看懂“${left.slice(0, 30)}”${meant}时间可以写 ${PERIOD_WORDS.join(' ')}、11月1日到11月15日；分组可以写 ${BY_WORDS}；也可以写人名、组名、区域、来源`;
}
