import type { Block } from './blocks.ts';
import { rangeOfDays } from './days.ts';
import { endOf, meaningOf } from './label-meaning.ts';
import type { Glyph } from './page.ts';
import type { DocumentField } from './template.ts';

/** A value that stands within sentences, as contract-like forms have it. */
export interface Sentenced {
  value: string;
  glyphs: Glyph[];
}

/** A row with this many characters is a sentence. */
const LEAST_SENTENCE = 18;
const HAN = '\\p{Script=Han}';
const DAY = '(?:19|20)\\d{2}[年.\\-/]\\d{1,2}[月.\\-/]\\d{1,2}日?';
const WRITTEN = '[零〇○一二三四五六七八九]{4}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日';
const LAST = '(?:\\d{1,2}[月.\\-/])?\\d{1,2}日|[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日';
const RANGE = new RegExp(
  `((?:${DAY}|${WRITTEN})(?:起|开始)?[,，]?(?:至|到|—|-|~|－)+(?:${DAY}|${WRITTEN}|${LAST}))`,
  'gu',
);

/** What stands around values in sentences, by what the field's label means. The first group is the value. */
const AROUND: Record<string, RegExp> = {
  model: /(?:规格型号|型号规格|型号)(?:为|是|:)?([A-Z0-9][A-Z0-9\-/.+]+)/giu,
  dept: new RegExp(
    `(?:向甲方|甲方|同意在|在|由|于|(?:医院|卫生院|保健院)(?:${HAN}{1,8}?(?:院区|分院))?)((?:(?!甲方|乙方|同意|指定|医院|院区|分院)${HAN}){1,14}?(?:科|部|室|中心|病区|门诊|院区)(?:${HAN}{0,2}(?:病区|门诊|住院部))?)(?=免费|无偿|试用|使用|进行|提供|开展|自|从|拟|因|于)`,
    'gu',
  ),
  device: new RegExp(
    `(?:提供的?|试用|引进|将|送|乙方的?|贵公司的?)((?:(?!甲方|乙方|提供|试用|设备的|免费|将|对|至|拟)[${HAN}A-Za-z0-9]){2,30}?)(?=\\(|,规格|,型号|规格|型号|壹台|一台|\\d台)`,
    'gu',
  ),
  doctor: new RegExp(
    `(?:指定|委派|安排|由|委托)(?:甲方|我院|本院|我科|本科室?)?((?:(?!甲方|乙方|双方|我院|本院)${HAN}){2,4}?)(?=医生|医师|副?主任|主治|主管|教授|护士长|同志|\\(|作为|担任|负责)`,
    'gu',
  ),
};

/**
 * The value of a field in running text: 向甲方骨科免费提供…, 自…起至…止, 共21天. Only where one place can be meant;
 * undefined otherwise, so that it is asked.
 */
export function sentencedValue(blocks: readonly Block[], field: DocumentField): Sentenced | undefined {
  const glyphs = runningText(blocks);
  if (!glyphs.length) return undefined;
  const text = glyphs.map(({ c }) => c[0] ?? ' ').join('');
  const found = placesOf(text, field);
  const values = new Set(found.map(({ value }) => value));
  const [first] = found;
  if (values.size !== 1 || !first) return undefined;
  return { value: first.value, glyphs: glyphs.slice(first.from, first.to) };
}

/** The rows outside of tables, one behind the other, where they are sentences. */
function runningText(blocks: readonly Block[]): Glyph[] {
  const rows = blocks.filter(({ cell }) => !cell);
  const isText = rows.filter(({ glyphs }) => glyphs.length >= LEAST_SENTENCE).length >= 2;
  return isText ? rows.flatMap(({ glyphs }) => glyphs) : [];
}

interface Place {
  value: string;
  from: number;
  to: number;
}

function placesOf(text: string, field: DocumentField): Place[] {
  const end = endOf(field);
  if (end) return rangesIn(text, end);
  if (field.type === 'choice') return optionsIn(text, field);
  const known = new Set([field.label, ...field.aliases].flatMap((wording) => [...meaningOf(wording).known]));
  if (field.type === 'number' && known.has('period')) return numbersOfDays(text);
  const around = Object.entries(AROUND).find(([meaning]) => known.has(meaning))?.[1];
  return around ? matchesOf(text, around) : [];
}

function matchesOf(text: string, pattern: RegExp): Place[] {
  return [...text.matchAll(pattern)].flatMap((match): Place[] => {
    const value = match[1];
    if (!value) return [];
    const from = match.index + match[0].indexOf(value);
    return [{ value, from, to: from + value.length }];
  });
}

function rangesIn(text: string, end: 'start' | 'end'): Place[] {
  return matchesOf(text, RANGE).flatMap(({ value, from, to }): Place[] => {
    const day = rangeOfDays(value)?.[end === 'start' ? 0 : 1];
    return day === undefined ? [] : [{ value: day, from, to }];
  });
}

/** 共21天, 为期30日; no day of a month, and no 三日内. */
function numbersOfDays(text: string): Place[] {
  return matchesOf(text, /(?<![\d月.\-/])(\d{1,3})(?:个?(?:自然)?天|日)(?!内|前)/gu);
}

/** An option named in the text: the longest of those that contain each other. */
function optionsIn(text: string, { options }: DocumentField): Place[] {
  const names = options
    .map(({ value }) => value)
    .filter((value) => value.length >= 3)
    .sort((a, b) => b.length - a.length);
  const taken: Place[] = [];
  for (const value of names) {
    for (let from = text.indexOf(value); from >= 0; from = text.indexOf(value, from + 1)) {
      const to = from + value.length;
      if (!taken.some((other) => other.from < to && from < other.to)) taken.push({ value, from, to });
    }
  }
  return taken;
}
