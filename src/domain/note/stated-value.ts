/** What of a clause is the value of the field named before it, by the field's kind. Pure; linear in the text. */
import type { LeadPath } from '../leads/lead-fields.ts';
import { halfWidthInPlace } from '../normalise/text.ts';
import type { FieldOption } from '../playbook/fields.ts';
import type { PropertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import type { FieldValue } from '../records/field-value.ts';
import { budgetBand } from '../tags/budget-band.ts';
import { findAmounts } from './amounts.ts';
import { dayIn } from './day-of-field.ts';
import { withoutByNow } from './setting-words.ts';

/** A way of naming a property. */
export interface Name {
  text: string;
  path: LeadPath;
  shape: PropertyShape;
  /** The label itself; its words are looser and need a connecting word before a free text. */
  isLabel: boolean;
  /** The line is a list of fields and their values, so that what stands behind a name is its value. */
  isListed?: boolean;
}

/** 决策人说, 竞品便宜: what follows says something of it and is no value. */
const NO_VALUE =
  /^(?:说|讲|问|嫌|不|没|未|要|想|在|也|还|又|去|来|让|很|太|更|比|觉得|认为|同意|出差|那边|这边|都|和|跟|对|的|了|们|看|给|报|换|变|改|便宜|贵|高|低|多|少|够|足|审批|流程|确认|方面)/;
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

export interface Linked {
  link: string;
  /** 改成 and the like: plainly meant to set it. */
  sets: boolean;
}

export interface Read {
  value: FieldValue;
  /** Characters of the clause it takes. */
  length: number;
}

export function statedValue(
  clause: string,
  typed: string,
  name: Name,
  linked: Linked,
  names: readonly Name[],
  now: Date,
): Read | undefined {
  const { type, options } = name.shape;
  switch (type) {
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

export function bandIn(clause: string, playbook: Playbook): Read | undefined {
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
  const whole = typed.slice(0, word).trim();
  const value = isAttached ? whole : withoutByNow(whole);
  const most = isAttached && !isListed && !CHAIN.test(value) ? MAX_ATTACHED : MAX_FREE;
  if (value === '' || value.length > most) return undefined;
  if (isAttached && isListed && HAPPENED.test(value)) return undefined;
  if (!sets && NO_VALUE.test(value)) return undefined;
  return { value, length: word };
}
