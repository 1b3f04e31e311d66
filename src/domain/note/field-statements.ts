/**
 * Values of the playbook's fields stated in words: 预算改成200万以上, 决策人是王院长 预算来源财政拨款. A field goes by its
 * label or one of its words; a value must fit its options or its type. Pure; linear in the text.
 */
import type { BuiltInField } from '../leads/description.ts';
import type { LeadPath } from '../leads/lead-fields.ts';
import { halfWidthInPlace } from '../normalise/text.ts';
import { type PropertyShape, propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetSaid } from './budget-said.ts';
import { isListOf } from './list-of-fields.ts';
import { CLAUSE_BREAK } from './prepared-text.ts';
import { IS, SETS } from './setting-words.ts';
import { bandIn, type Name, statedValue } from './stated-value.ts';
import type { Span } from './types.ts';

export interface FieldStatement {
  path: LeadPath;
  value: FieldValue;
  /** Name, connecting word and value, in the text as typed. */
  span: Span;
}

export interface FieldStatements {
  found: FieldStatement[];
  /** Sums that speak of the budget and are not what it is: 预算追加了50万, 超预算5万. No quotation either. */
  asides: Span[];
  /** Chinese: what was plainly meant to be set and cannot be, and what can. */
  problems: string[];
}

/** The built-in properties of a lead that are stated in words. A person or a company is not changed in passing. */
const STATED: readonly BuiltInField[] = ['budget', 'industry', 'region', 'city', 'products', 'need'];
/** Labels too common in notes: 产品太贵, 需求确认. They need 改成 or a colon. */
const COMMON: ReadonlySet<BuiltInField> = new Set(['region', 'city', 'products', 'need', 'industry']);

const SPACE = /^[ ]+/;
const OFF_BY = /(?:超出?了?|高出|低于|多出|差)$/;
const QUESTION = /[?？]|谁|什么|哪|怎么|多少|几[个家天]|吗|是不是|有没有/;

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
  const asides: Span[] = [];
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
    else if (read && 'aside' in read) asides.push(read.aside);
    else if (read) found.push(read);
    at = read && 'span' in read ? read.span[1] : at + name.text.length;
  }
  // Said twice in one line, the last one holds.
  const last = new Map(found.map((statement) => [statement.path, statement]));
  return { found: found.filter((statement) => last.get(statement.path) === statement), asides, problems };
}

/** The text with its statements blanked out: their sums and dates are no quotation and no appointment. */
export function withoutStatements(
  raw: string,
  { found, asides }: Pick<FieldStatements, 'found' | 'asides'>,
): string {
  const characters = raw.split('');
  for (const span of [...found.map((one) => one.span), ...asides]) characters.fill(' ', ...span);
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
): FieldStatement | { problem: string } | { aside: Span } | undefined {
  const afterName = start + name.text.length;
  const rest = text.slice(afterName, afterName + 80);
  const sets = SETS.exec(rest)?.[0];
  const link = sets ?? IS.exec(rest)?.[0] ?? SPACE.exec(rest)?.[0] ?? '';
  if (!sets && COMMON.has(name.path as BuiltInField)) return undefined;
  const from = afterName + link.length;
  const clause = text.slice(from, clauseEnd(text, from));
  if (clause === '' || QUESTION.test(clause)) return undefined;
  if (name.shape.type === 'band') return bandStated(text, start, from, name, playbook);
  const value = statedValue(
    clause,
    raw.slice(from, from + clause.length),
    name,
    { link, sets: sets !== undefined },
    names,
    now,
  );
  if (value) return { path: name.path, value: value.value, span: [start, endOf(text, from + value.length)] };
  if (!sets || !name.shape.options) return undefined;
  return { problem: noSuchOption(name.shape, clause) };
}

/** Only as it is now: 超预算5万 and 预算追加了50万 say how far off it is. */
function bandStated(
  text: string,
  start: number,
  from: number,
  { path, text: { length }, shape }: Name,
  playbook: Playbook,
): FieldStatement | { problem: string } | { aside: Span } | undefined {
  const behind = start + length;
  const isOff = OFF_BY.test(text.slice(0, start));
  const clause = text.slice(from, clauseEnd(text, from));
  const plain = isOff ? undefined : bandIn(clause, playbook);
  if (plain) return { path, value: plain.value, span: [start, endOf(text, from + plain.length)] };
  const said = budgetSaid(text.slice(behind), playbook);
  if (!said)
    return from > behind && SETS.test(text.slice(behind)) && shape.options && !isOff
      ? { problem: noSuchOption(shape, clause) }
      : undefined;
  if (isOff || said.value === undefined) return { aside: [behind + said.start, behind + said.end] };
  return { path, value: said.value, span: [start, endOf(text, behind + said.end)] };
}

function endOf(text: string, at: number): number {
  return at + (/^[了啦]+(?=$|[\s,，。;；!！])/.exec(text.slice(at, at + 4))?.[0].length ?? 0);
}

function noSuchOption({ label, options = [] }: PropertyShape, clause: string): string {
  const choices = options
    .map((option) => option.value)
    .slice(0, 12)
    .join('、');
  return `「${label}」没有“${clause.slice(0, 20)}”这一项，可以写：${choices}`;
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
