/**
 * Values of the playbook's fields stated in words: 预算改成200万以上, 决策人是王院长 预算来源财政拨款. A field goes by its
 * label or one of its words; a value must fit its options or its type. Pure; linear in the text.
 */
import type { BuiltInField } from '../leads/description.ts';
import type { LeadPath } from '../leads/lead-fields.ts';
import { halfWidthInPlace } from '../normalise/text.ts';
import type { FieldOption } from '../playbook/fields.ts';
import { type PropertyShape, propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetBand } from '../tags/budget-band.ts';
import { findAmounts } from './amounts.ts';
import { dayIn } from './day-of-field.ts';
import { isListOf } from './list-of-fields.ts';
import { CLAUSE_BREAK } from './prepared-text.ts';
import type { Span } from './types.ts';

export interface FieldStatement {
  path: LeadPath;
  value: FieldValue;
  /** Name, connecting word and value, in the text as typed. */
  span: Span;
}

export interface FieldStatements {
  found: FieldStatement[];
  /** Chinese: what was plainly meant to be set and cannot be, and what can. */
  problems: string[];
}

/** A way of naming a property. */
interface Name {
  text: string;
  path: LeadPath;
  shape: PropertyShape;
  /** The label itself; its words are looser and need a connecting word before a free text. */
  isLabel: boolean;
  /** The line is a list of fields and their values, so that what stands behind a name is its value. */
  isListed?: boolean;
}

/** The built-in properties of a lead that are stated in words. A person or a company is not changed in passing. */
const STATED: readonly BuiltInField[] = ['budget', 'industry', 'region', 'city', 'products', 'need'];
/** Labels too common in notes: 产品太贵, 需求确认. They need 改成 or a colon. */
const COMMON: ReadonlySet<BuiltInField> = new Set(['region', 'city', 'products', 'need', 'industry']);

const SETS =
  /^[ ]*(?:改成了?|改为|改到|变成了?|变为|更新[为成]|调整[为到]|[涨降加]到|提高到|定为|确[认定]为|设为|填|[:=])[ ]*/;
const IS = /^[ ]*(?:现在|目前|已经?|应该|可能|就|大概|确[认定])*(?:是|为|有|在)[ ]*/;
const SPACE = /^[ ]+/;
const QUESTION = /[?？]|谁|什么|哪|怎么|多少|几[个家天]|吗|是不是|有没有/;
/** 决策人说, 竞品便宜: what follows says something of it and is no value. */
const NO_VALUE =
  /^(?:说|讲|问|嫌|不|没|未|要|想|在|也|还|又|去|来|让|很|太|更|比|觉得|认为|同意|出差|那边|这边|都|和|跟|对|的|了|们|看|给|报|便宜|贵|高|低|多|少|够|足|审批|流程|确认|方面)/;
const MAX_FREE = 30;
const MAX_ATTACHED = 10;
/** 设备科-分管院长-院采委 is one value, not a sentence. */
const CHAIN = /[-–—>→/]/;
/** 竞品降价了 tells what took place. */
const HAPPENED = /[了过]$/;
const YES = /^(?:是|有|要|需要|含|对|yes)(?![^\s,.;。，；、]{3})/i;
const NO = /^(?:否|无|没有|不是|不要|不需要|不用|不含|不|no)(?![^\s,.;。，；、]{3})/i;
const SUM =
  /^(?:大概|大约|约|差不多|不到|不超过|至少|超过|最多)?[\d.,零一二两三四五六七八九十百千几]+[ ]?(?:万|千万|百万|亿|w|k|元|块)*(?:[-–~—到至][\d.]+(?:万|亿|w|元)*)?(?:以上|以下|以内|左右|封顶|起)?/i;
const NUMBER = /^(?:大概|约)?(\d{1,9}(?:\.\d{1,4})?)(?:天|家|个|台|套|人|次|床|张|间)?/;

export function fieldStatements(raw: string, playbook: Playbook, now: Date): FieldStatements {
  const text = halfWidthInPlace(raw).toLowerCase();
  const names = namesIn(playbook);
  const plain = statementsOf(text, raw, names, playbook, now);
  // One that is stated for certain makes the others of a list certain.
  if (!plain.found.length || !isListOf(names, text)) return plain;
  const listed = names.map((name) => ({ ...name, isLabel: true, isListed: true }));
  return statementsOf(text, raw, listed, playbook, now);
}

function statementsOf(
  text: string,
  raw: string,
  names: readonly Name[],
  playbook: Playbook,
  now: Date,
): FieldStatements {
  const found: FieldStatement[] = [];
  const problems: string[] = [];
  let at = 0;
  while (at < text.length) {
    const name = names.find((candidate) => text.startsWith(candidate.text, at));
    if (!name) {
      at++;
      continue;
    }
    const read = readStatement(text, raw, at, name, names, playbook, now);
    if (read && 'problem' in read) problems.push(read.problem);
    else if (read) found.push(read);
    at = read && 'span' in read ? read.span[1] : at + name.text.length;
  }
  // Said twice in one line, the last one holds.
  const last = new Map(found.map((statement) => [statement.path, statement]));
  return { found: found.filter((statement) => last.get(statement.path) === statement), problems };
}

/** The text with its statements blanked out: their sums and dates are no quotation and no appointment. */
export function withoutStatements(raw: string, { found }: Pick<FieldStatements, 'found'>): string {
  const characters = raw.split('');
  for (const { span } of found) characters.fill(' ', ...span);
  return characters.join('').trim();
}

function readStatement(
  text: string,
  raw: string,
  start: number,
  name: Name,
  names: readonly Name[],
  playbook: Playbook,
  now: Date,
): FieldStatement | { problem: string } | undefined {
  const afterName = start + name.text.length;
  const rest = text.slice(afterName, afterName + 80);
  const sets = SETS.exec(rest)?.[0];
  const link = sets ?? IS.exec(rest)?.[0] ?? SPACE.exec(rest)?.[0] ?? '';
  if (!sets && COMMON.has(name.path as BuiltInField)) return undefined;
  const from = afterName + link.length;
  const clause = text.slice(from, clauseEnd(text, from));
  if (clause === '' || QUESTION.test(clause)) return undefined;
  const value = statedValue(
    clause,
    raw.slice(from, from + clause.length),
    name,
    { link, sets: sets !== undefined },
    names,
    playbook,
    now,
  );
  if (value) return { path: name.path, value: value.value, span: [start, from + value.length] };
  if (!sets || !name.shape.options) return undefined;
  const choices = name.shape.options
    .map((option) => option.value)
    .slice(0, 12)
    .join('、');
  return { problem: `「${name.shape.label}」没有“${clause.slice(0, 20)}”这一项，可以写：${choices}` };
}

interface Linked {
  link: string;
  /** 改成 and the like: plainly meant to set it. */
  sets: boolean;
}

interface Read {
  value: FieldValue;
  /** Characters of the clause it takes. */
  length: number;
}

function statedValue(
  clause: string,
  typed: string,
  name: Name,
  linked: Linked,
  names: readonly Name[],
  playbook: Playbook,
  now: Date,
): Read | undefined {
  const { type, options } = name.shape;
  switch (type) {
    case 'band':
      return bandIn(clause, playbook);
    case 'choice':
      return options ? optionIn(clause, options) : freeText(clause, typed, name, linked, names);
    case 'choices':
      return optionsIn(clause, options ?? []);
    case 'yes-no':
      return yesNoIn(clause, linked);
    case 'number': {
      const match = NUMBER.exec(clause);
      return match ? { value: Number(match[1]), length: match[0].length } : undefined;
    }
    case 'money': {
      const sum = findAmounts(clause).find(({ start }) => start <= 3);
      return sum && { value: sum.minFen / 100, length: sum.end };
    }
    case 'date':
      return dayIn(clause, now);
    case 'text':
      return freeText(clause, typed, name, linked, names);
  }
}

function bandIn(clause: string, playbook: Playbook): Read | undefined {
  const named = optionIn(clause, playbook.budget);
  const sum = SUM.exec(clause)?.[0] ?? '';
  if (named && named.length >= sum.length) return named;
  const band = /[万亿wk元块百千]/i.test(sum) ? budgetBand(sum, playbook) : undefined;
  return band === undefined ? undefined : { value: band, length: sum.length };
}

function optionIn(clause: string, options: readonly FieldOption[]): Read | undefined {
  const written = options.flatMap(({ value, words }) =>
    [value, ...words].map((word) => ({ value, word: halfWidthInPlace(word).toLowerCase() })),
  );
  const fits = written.filter(({ word }) => clause.startsWith(word));
  const [longest] = fits.sort((a, b) => b.word.length - a.word.length);
  return longest && { value: longest.value, length: longest.word.length };
}

function optionsIn(clause: string, options: readonly FieldOption[]): Read | undefined {
  const values: string[] = [];
  let at = 0;
  for (;;) {
    const read = optionIn(clause.slice(at), options);
    if (!read) break;
    values.push(String(read.value));
    at += read.length;
    at += /^(?:[、,和及与]| )?/.exec(clause.slice(at))?.[0].length ?? 0;
  }
  return values.length ? { value: [...new Set(values)], length: at } : undefined;
}

function yesNoIn(clause: string, { link }: Linked): Read | undefined {
  const no = NO.exec(clause);
  if (no) return { value: false, length: no[0].length };
  const yes = YES.exec(clause);
  if (yes) return { value: true, length: yes[0].length };
  // 是否招标项目是: the connecting word is the answer.
  return /[是有]/.test(link) && /^[\s,，。;；]|^$/.test(clause) ? { value: true, length: 0 } : undefined;
}

function freeText(
  clause: string,
  typed: string,
  { isLabel, isListed }: Name,
  { link, sets }: Linked,
  names: readonly Name[],
): Read | undefined {
  const isAttached = link.trim() === '';
  if (isAttached && !isLabel) return undefined;
  const next = names
    .map(({ text }) => clause.indexOf(` ${text}`))
    .filter((at) => at > 0)
    .reduce((a, b) => Math.min(a, b), clause.length);
  // One word, unless it is plainly set: 决策人是王院长 下周二再谈.
  const word = sets ? next : Math.min(next, clause.indexOf(' ') > 0 ? clause.indexOf(' ') : next);
  const value = typed.slice(0, word).trim();
  const most = isAttached && !isListed && !CHAIN.test(value) ? MAX_ATTACHED : MAX_FREE;
  if (value === '' || value.length > most) return undefined;
  if (isAttached && isListed && HAPPENED.test(value)) return undefined;
  if (!sets && NO_VALUE.test(value)) return undefined;
  return { value, length: word };
}

/** A space does not end it: options and sums may contain one. */
function clauseEnd(text: string, from: number): number {
  let end = from;
  while (end < text.length && (!CLAUSE_BREAK.test(text[end] ?? '') || isInside(text, end))) end++;
  return end;
}

function isInside(text: string, at: number): boolean {
  if (/[ /、~-]/.test(text[at] ?? '')) return true;
  return /[.,:]/.test(text[at] ?? '') && /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? '');
}

const known = new WeakMap<Playbook, Name[]>();

/** The longest name first, so that 预算来源 is not read as 预算. */
function namesIn(playbook: Playbook): readonly Name[] {
  const made = known.get(playbook);
  if (made) return made;
  const builtIn = STATED.flatMap((id) => namesOf(id, playbook, []));
  const own = playbook.fields.flatMap(({ id, words }) => namesOf(`fields.${id}`, playbook, words));
  const names = [...builtIn, ...own].sort((a, b) => b.text.length - a.text.length);
  known.set(playbook, names);
  return names;
}

function namesOf(path: LeadPath, playbook: Playbook, words: readonly string[]): Name[] {
  const shape = propertyShape(playbook, path.replace(/^fields\./, ''));
  if (!shape) return [];
  const plain = shape.label.replace(/[（(].*[）)]$/, '');
  const labels = [...new Set([shape.label, plain])];
  const name = (text: string, isLabel: boolean): Name => ({
    text: halfWidthInPlace(text).toLowerCase(),
    path,
    shape,
    isLabel,
  });
  return [...labels.map((text) => name(text, true)), ...words.map((word) => name(word, false))];
}
