/** What a typed answer says, by the kind of its question. Pure; linear in the text. */
import { readFieldValue } from '../intake/field-value.ts';
import { cleanText } from '../normalise/text.ts';
import { findAmounts } from '../note/amounts.ts';
import { parseNumber } from '../note/numerals.ts';
import { parseWhen } from '../note/parse-note.ts';
import { canonicalOption } from '../options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetBand } from '../tags/budget-band.ts';
import type { QuestionItem } from './item.ts';

export type ReadAnswer =
  | { ok: true; value: FieldValue | null }
  /** Chinese: what is wrong with it. */
  | { ok: false; why: string };

export interface ReadingContext {
  playbook: Pick<Playbook, 'budget'>;
  now: Date;
}

const MAX_TEXT = 500;
const MAX_NAME = 20;
const NOTHING = /^(?:无|没有|没填|没有填写|空|不填|暂无|还没有)$/;
const CONFIRMS = /^(?:对|对的|正确|没错|就是|是这个)$/;
const YES = /^(?:是的?|有的?|对的?|嗯+|好的?|可以|行|要的?|需要|含|包含|已经?|确定|必须|yes|y|√)$/i;
const NO =
  /^(?:否|不是|没有|没|无|不|不要|不需要|不用|无需|不必|暂不|暂时不|暂时不用|不含|不包含|不行|no|n|×)$/i;
/** What may stand around a value without changing it. */
const AROUND =
  /^(?:就?[是为在定约]|[:：=]|大概|大约|约|应该|可能|暂定|改[成到为])+|(?:吧|左右|的样子|上下|就行|即可|啦|了|哦|哈|呢)+$/g;
const ENDS = /^[\s,，。.;；!！、]+|[\s,，。.;；!！、]+$/g;
const COUNTED =
  /^(\d{1,9}(?:\.\d{1,4})?|[零〇一二两三四五六七八九十百千万]{1,9})\s*(?:个?工作日|天|日|周|个月|月|年|家|个|台|套|人|次|床|张|间|%|份|位|例|家店)?$/;

/**
 * Reads one answer. An answer is present or it is not: 否 and 0 are answers.
 * @param typed the words of this answer alone
 */
export function readAnswer(typed: string, item: QuestionItem, context: ReadingContext): ReadAnswer {
  const text = cleanText(typed, { max: MAX_TEXT, multiline: item.kind === 'text', keepWidth: true }).replace(
    ENDS,
    '',
  );
  if (text === '') return { ok: false, why: '还没有写内容' };
  if (item.suggested !== undefined && CONFIRMS.test(text)) return { ok: true, value: item.suggested };
  if (item.optional && NOTHING.test(text)) return { ok: true, value: null };
  const value = answerOf(text.normalize('NFKC'), text, item, context);
  return value === undefined ? { ok: false, why: WANTED[item.kind](item) } : { ok: true, value };
}

/** Whether these words can hardly be anything but an answer to this question; a free text may be anything. */
export function isPlainAnswer(typed: string, item: QuestionItem, context: ReadingContext): boolean {
  return item.kind !== 'text' && item.kind !== 'file' && readAnswer(typed, item, context).ok;
}

/** What an answer looks like, for whoever was not understood. Empty for a free text. */
export function exampleOf({ kind, options }: Pick<QuestionItem, 'kind' | 'options'>): string {
  switch (kind) {
    case 'choice':
    case 'band':
      return options[0]?.value ?? '';
    case 'choices':
      return options
        .slice(0, 2)
        .map(({ value }) => value)
        .join('、');
    case 'number':
      return '30';
    case 'money':
      return '50万';
    case 'date':
      return '周五、12月8日';
    case 'yes-no':
      return '是 或 否';
    case 'person':
      return '王建国';
    case 'file':
      return '直接把照片或 PDF 发到这里';
    case 'text':
      return '';
  }
}

const MAX_LISTED = 8;
const listed = ({ options }: Pick<QuestionItem, 'options'>) => {
  const names = options
    .slice(0, MAX_LISTED)
    .map(({ value }) => value)
    .join('、');
  return `可以写：${names}${options.length > MAX_LISTED ? '…' : ''}`;
};
const WANTED: Record<QuestionItem['kind'], (item: QuestionItem) => string> = {
  choice: listed,
  choices: listed,
  band: listed,
  text: () => `最多 ${MAX_TEXT} 个字`,
  number: () => '要写成数字',
  money: () => '要写成金额，并带单位',
  date: () => '要写成哪一天',
  'yes-no': () => '请回答 是 或 否',
  person: () => '要写成姓名',
  file: () => '这一项要一份文件',
};

function answerOf(
  text: string,
  typed: string,
  item: QuestionItem,
  { playbook, now }: ReadingContext,
): FieldValue | undefined {
  const bare = text.replace(AROUND, '').replace(ENDS, '');
  switch (item.kind) {
    case 'choice':
      if (!item.options.length) return typed;
      return canonicalOption(text, item.options) ?? canonicalOption(bare, item.options);
    case 'band':
      return canonicalOption(text, item.options) ?? bandOf(bare, item, playbook);
    case 'choices':
      return choicesOf(text, item);
    case 'yes-no':
      return YES.test(text) ? true : NO.test(text) ? false : undefined;
    case 'number':
      return numberOf(bare);
    case 'money':
      return sumOf(bare);
    case 'date':
      return dayOf(bare, now);
    case 'person':
      return nameOf(text);
    case 'text':
      return typed;
    case 'file':
      return undefined;
  }
}

function bandOf(text: string, item: QuestionItem, playbook: Pick<Playbook, 'budget'>): string | undefined {
  const band = /\d|[一二三四五六七八九十百千万]/.test(text) ? budgetBand(text, playbook) : undefined;
  return item.options.some(({ value }) => value === band) ? band : undefined;
}

function choicesOf(text: string, { options, label }: QuestionItem): string[] | undefined {
  const shape = {
    label,
    type: 'choices' as const,
    options: options.map((o) => ({ value: o.value, words: [...o.words] })),
  };
  const whole = readFieldValue(text.replace(/\s+|和|及/g, '、'), shape);
  return whole.ok && Array.isArray(whole.value) ? whole.value : undefined;
}

function numberOf(text: string): number | undefined {
  const [, digits] = COUNTED.exec(text) ?? [];
  return digits === undefined ? undefined : parseNumber(digits);
}

/** 50万, 120,000元; a bare number is 元 where nobody can mean 万 by it. */
function sumOf(text: string): number | undefined {
  const plain = /^\d{4,12}(?:\.\d{1,2})?$/.exec(text.replace(/,/g, ''));
  if (plain) return Number(plain[0]);
  if (text === '0') return 0;
  const [sum, ...others] = findAmounts(text.toLowerCase());
  const isAll = sum && !others.length && sum.start === 0 && text.length - sum.end <= 1;
  return isAll && sum.minFen === sum.maxFen ? sum.minFen / 100 : undefined;
}

/** A day as `2026-12-04`; words that say more than a day are no plain answer. */
function dayOf(text: string, now: Date): string | undefined {
  const written = readFieldValue(text, { label: '', type: 'date', options: undefined });
  if (written.ok) return typeof written.value === 'string' ? written.value : undefined;
  const when = parseWhen(text, now);
  if (!when || when.precision === 'week' || when.precision === 'month') return undefined;
  const isAll = when.span[0] === 0 && text.length - when.span[1] <= 2;
  return isAll ? shanghaiDay(when.at) : undefined;
}

/** Days that people type are those of Asia/Shanghai, which has no summer time. */
function shanghaiDay(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
}

function nameOf(text: string): string | undefined {
  const isName =
    /^[\p{Script=Han}A-Za-z·•. ]+$/u.test(text) &&
    text.length <= MAX_NAME &&
    !/[说想要去来了吗呢]/.test(text);
  return isName ? text : undefined;
}
