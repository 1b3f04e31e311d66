/**
 * Several answers in one typed line: 演示日期周五 需要二次演示 疑问是接口. An item goes by its label, without what makes it
 * a question, or by one of its words. Pure; linear in the text for a bounded number of items.
 */
import { halfWidthInPlace } from '../normalise/text.ts';
import { doneIn, type Given, leadingAnswer } from './head-of-line.ts';
import type { Answer, QuestionItem } from './item.ts';
import { type ReadingContext, readAnswer } from './read-answer.ts';

export interface LineRead {
  answers: Answer[];
  /** Items that were named with words that are no answer, and why. */
  problems: { item: QuestionItem; text: string; why: string }[];
  /** What belongs to no item, joined by spaces. */
  rest: string;
}

interface Named {
  item: QuestionItem;
  /** Of the name, a word like 需要 before it included. */
  start: number;
  end: number;
  /** Said before the name: 需要二次演示. */
  before: boolean | undefined;
}

const MAX_LINE = 1_000;
const SETS = /^\s*(?:改[成为到]|就?[是为在定]|[:：=])?\s*/;
const NEEDED = /(?:不需要|不用|无需|不必|暂不|不要|没有|不含|不包含|不|没|无|需要|要|需|包含|含|有|是)$/;
const DENIED = /^(?:不|无|没|暂不)/;
const NOT_YET = /^(?:还|没|未|不|要|等|吗|[?？])/;
const BREAKS = /[，,。;；、\n]+|\s+/;
const ENDS = /^[\s,，。;；、]+|[\s,，。;；、]+$/g;

/**
 * @param current the item asked now: what stands before the first name may be its answer
 * @param isRecord whether words say what took place with the customer: those are no part of a free text
 * @param asForm it was meant as `label：value` to begin with, so a free text may name other items
 */
export function readLine(
  typed: string,
  items: readonly QuestionItem[],
  current: QuestionItem | undefined,
  context: ReadingContext,
  isRecord: (text: string) => boolean = () => false,
  asForm = false,
): LineRead {
  const line = typed.slice(0, MAX_LINE);
  const written = writtenLines(line, items);
  if (written) {
    const read = judged(written.given, context);
    if (line.trim().includes('\n') || (asForm && !read.problems.length))
      return { ...read, rest: written.rest };
  }
  const named = namesIn(halfWidthInPlace(line).toLowerCase(), items);
  const [first] = named;
  const given: Given[] = [];
  const rest: string[] = [typed.slice(MAX_LINE)];
  const head = line.slice(0, first?.start ?? line.length).replace(ENDS, '');
  const isOfOthers = named.some((n) => n.item.id === current?.id);
  const read = readHead(head, isOfOthers ? undefined : current, items, named.length > 0, context, isRecord);
  given.push(...read.given);
  rest.push(read.rest);
  for (const [i, name] of named.entries()) {
    const behind = line.slice(name.end, named[i + 1]?.start ?? line.length);
    const { text, left } = valueBehind(behind, name, context, isRecord);
    given.push({ item: name.item, text });
    rest.push(left);
  }
  return {
    ...judged(given, context),
    rest: rest
      .map((part) => part.replace(ENDS, ''))
      .filter(Boolean)
      .join(' '),
  };
}

/** What stands before the first name: the answer to what was asked last, and what is said to be done. */
function readHead(
  head: string,
  current: QuestionItem | undefined,
  items: readonly QuestionItem[],
  isNamed: boolean,
  context: ReadingContext,
  isRecord: (text: string) => boolean,
): { given: Given[]; rest: string } {
  const others = doneIn(head, items);
  const lead = current && head && leadingAnswer(others.rest, current, context, isRecord);
  const plain = lead || (current && head && leadingAnswer(head, current, context, isRecord));
  // Without anything beside it, a line is read as the answer by whoever asked.
  if (plain && plain.rest === '' && !isNamed && !others.given.length) return { given: [], rest: head };
  if (lead) return { given: [...others.given, lead.given], rest: lead.rest };
  if (plain) return { given: [plain.given], rest: plain.rest };
  // In the middle of a note it is part of the note.
  return others.given.length && (isNamed || !others.rest) ? others : { given: [], rest: head };
}

function judged(given: readonly Given[], context: ReadingContext): Omit<LineRead, 'rest'> {
  const answers = new Map<string, Answer>();
  const problems: LineRead['problems'] = [];
  for (const { item, text } of given) {
    const read = readAnswer(text, item, context);
    // Said twice in one line, the last one holds.
    if (read.ok) answers.set(item.id, { item: item.id, value: read.value, text });
    else problems.push({ item, text, why: read.why });
  }
  return { answers: [...answers.values()], problems };
}

/** `演示日期：周五` on lines of their own, as a page sends them: the value is all that stands behind the label. */
function writtenLines(
  text: string,
  items: readonly QuestionItem[],
): { given: Given[]; rest: string } | undefined {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  const rest: string[] = [];
  const given = lines.flatMap((line): Given[] => {
    const [, label = '', value = ''] = /^\s*([^：:]{1,60})[：:]([\s\S]*)$/.exec(line) ?? [];
    const item = items.find((one) => one.label === label.trim());
    if (!item) rest.push(line);
    return item ? [{ item, text: value.trim() }] : [];
  });
  const isWritten = given.length > 0 && (lines.length > 1 || !rest.length) && given.length >= rest.length;
  return isWritten ? { given, rest: rest.join(' ') } : undefined;
}

/** Where items are named, in the order of the line; the longest name first, none inside another. */
function namesIn(line: string, items: readonly QuestionItem[]): Named[] {
  const names = items
    .flatMap((item) => namesOf(item).map((text) => ({ item, text })))
    .sort((a, b) => b.text.length - a.text.length);
  const found: Named[] = [];
  for (let at = 0; at < line.length; ) {
    const name = names.find(({ text }) => line.startsWith(text, at));
    if (!name) {
      at++;
      continue;
    }
    const from = found.at(-1)?.end ?? 0;
    const need = name.item.kind === 'yes-no' ? NEEDED.exec(line.slice(from, at))?.[0] : undefined;
    const end = at + name.text.length;
    found.push({
      item: name.item,
      start: at - (need?.length ?? 0),
      end,
      before: need === undefined ? undefined : !DENIED.test(need),
    });
    at = end;
  }
  return found;
}

/** 是否需二次演示 is called 二次演示, too; 试用周期（天） 试用周期. */
function namesOf({ label, words }: QuestionItem): string[] {
  const plain = label.replace(/[（(][^）)]*[）)]$/, '');
  const short = plain.replace(/^是否(?:需要?|要|含|有|是)?/, '').replace(/清单$/, '');
  return [...new Set([label, plain, short, ...words])]
    .map((name) => halfWidthInPlace(name).toLowerCase())
    .filter((name) => name.length >= 2);
}

/** As much of what stands behind a name as is its value; the rest is somebody else's. */
function valueBehind(
  behind: string,
  { item, before }: Named,
  context: ReadingContext,
  isRecord: (text: string) => boolean,
): { text: string; left: string } {
  const linked = SETS.exec(behind)?.[0] ?? '';
  const value = behind.slice(linked.length).replace(ENDS, '');
  if (before !== undefined) return { text: before ? '是' : '否', left: value };
  // 是否招标项目是: the connecting word is the answer.
  if (item.kind === 'yes-no' && value === '' && /[是有]/.test(linked)) return { text: '是', left: '' };
  if (item.kind === 'text') return withoutRecords(value, isRecord);
  // 上会材料已提交: the name says that it is done.
  if (item.done && !NOT_YET.test(value) && !readAnswer(value, item, context).ok)
    return { text: item.options[0]?.value ?? '', left: value };
  if (readAnswer(value, item, context).ok) return { text: value, left: '' };
  const cuts = [...value.matchAll(new RegExp(BREAKS, 'g'))].map(({ index }) => index);
  for (const cut of cuts.reverse())
    if (readAnswer(value.slice(0, cut), item, context).ok)
      return { text: value.slice(0, cut), left: value.slice(cut) };
  return { text: value, left: '' };
}

/** 疑问是接口 已报价50万: the quotation is a record of its own, not a question of the customer's. */
function withoutRecords(value: string, isRecord: (text: string) => boolean): { text: string; left: string } {
  const cuts = [...value.matchAll(new RegExp(BREAKS, 'g'))];
  const first = cuts.find(({ index, 0: mark }) => isRecord(value.slice(index + mark.length)));
  return first
    ? { text: value.slice(0, first.index), left: value.slice(first.index) }
    : { text: value, left: '' };
}
