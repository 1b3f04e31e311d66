/** Answers in a part of a line that names no item by its label: 5月20日，材料交了. Pure; linear in the text. */
import { halfWidthInPlace } from '../normalise/text.ts';
import type { QuestionItem } from './item.ts';
import { type ReadingContext, readAnswer } from './read-answer.ts';

export interface Given {
  item: QuestionItem;
  text: string;
}

const BREAKS = /[，,。;；、\n]+|\s+/g;
const CLAUSES = /[，,。;；\n]+|\s+/;
const ENDS = /^[\s,，。;；、]+|[\s,，。;；、]+$/g;
/** Before a record after a mere space these say when or for how much it was: 周五 去拜访, 50万 已报价. */
const PART_OF_RECORD: ReadonlySet<QuestionItem['kind']> = new Set(['date', 'money', 'band', 'number']);

/**
 * The longest beginning that answers the item asked last, and what is left. A free text has no end of its own.
 * @param isRecord whether words say what took place with the customer
 */
export function leadingAnswer(
  head: string,
  item: QuestionItem,
  context: ReadingContext,
  isRecord: (text: string) => boolean,
): { given: Given; rest: string } | undefined {
  if (readAnswer(head, item, context).ok) return { given: { item, text: head }, rest: '' };
  const isFree =
    item.kind === 'text' || item.kind === 'file' || (item.kind === 'choice' && !item.options.length);
  if (isFree) return undefined;
  for (const { index, 0: mark } of [...head.matchAll(BREAKS)].reverse()) {
    const text = head.slice(0, index);
    if (!readAnswer(text, item, context).ok) continue;
    const rest = head.slice(index + mark.length).replace(ENDS, '');
    const isSpace = mark.trim() === '';
    const isPart = item.kind === 'person' || (isSpace && PART_OF_RECORD.has(item.kind));
    return isPart && isRecord(rest) ? undefined : { given: { item, text }, rest };
  }
  return undefined;
}

/** Clauses that say that something is done in words of its label: 材料交了 of 上会材料已提交. */
export function doneIn(text: string, items: readonly QuestionItem[]): { given: Given[]; rest: string } {
  const given: Given[] = [];
  const rest: string[] = [];
  const ticks = items.filter((item) => item.done);
  for (const clause of ticks.length ? text.split(CLAUSES).filter(Boolean) : [text]) {
    const fitting = ticks.filter(({ label }) => saysDone(clause, label));
    const [item] = fitting;
    if (item && fitting.length === 1) given.push({ item, text: item.options[0]?.value ?? '' });
    else rest.push(clause);
  }
  return { given, rest: given.length ? rest.join('，') : text };
}

const IS_DONE = /了|已|[完好过]$/;
const NOT_DONE = /没|未|不|还|别|再|要|想|准备|打算|争取|[明后]天|下周|下个?月|吗|[?？]/;
const PARTICLES = /已经|已|都|也|全部|全|了|过|完|好|把|给|是/g;
const LEAST = 3;

/** All that the clause says stands in the label, in its order or with the deed first: 提交了上会材料. */
export function saysDone(clause: string, label: string): boolean {
  const typed = halfWidthInPlace(clause).trim();
  if (!IS_DONE.test(typed) || NOT_DONE.test(typed)) return false;
  const words = typed.replace(PARTICLES, '');
  const named = label.replace(PARTICLES, '');
  if (words.length < LEAST) return false;
  if (isWithin(words, named)) return true;
  // The deed first: what stands in front of it in the label follows it in the clause.
  return [...words].some(
    (_, i) => i > 0 && words.length - i > 1 && isWithin(words.slice(i) + words.slice(0, i), named),
  );
}

function isWithin(words: string, label: string): boolean {
  let at = 0;
  for (const character of words) {
    const found = label.indexOf(character, at);
    if (found < 0) return false;
    at = found + character.length;
  }
  return true;
}
