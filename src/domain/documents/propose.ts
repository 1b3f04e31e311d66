import { canonicalOption } from '../options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { readDay } from './days.ts';
import { type DraftField, optionsFor, type TemplateDraft, targetsOf, tryDraft } from './draft.ts';
import { type FormLabel, labelsOn, titleOn } from './form-labels.ts';
import type { PageReading } from './page.ts';
import { LabelledPage } from './region.ts';
import { textOf } from './rows.ts';
import type { DocumentField } from './template.ts';

/** More a person would not look through on a phone. */
const MAX_FIELDS = 24;
/** A mobile or landline number; its digits as they stand. */
const PHONE = '(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8}(?:-[0-9]{1,6})?)';
const CUSTOMER =
  /^(?:客户|医院|医疗机构|机构|单位|公司|企业|诊所|使用单位|购货单位|试用单位|采购单位|申请单位)(?:名称|全称)?$/;
const PERSON = /(?:人|姓名|医生|医师|主任|护士长|工程师|经办|签字|签名|代表|联系人)$/;
const PHONE_LABEL = /(?:电话|手机|手机号码?|联系方式)$/;
const PHRASES_LABEL = /(?:顾虑|关注点|主要问题|不足)/;

/**
 * A template for a document of a kind the playbook does not know, from what stands on the sample: its title, its labels
 * with what is behind them, its boxes. Labels other templates know keep their meaning. People decide what becomes of it.
 */
export function proposeTemplate(pages: readonly PageReading[], playbook: Playbook): TemplateDraft {
  const found = pages.flatMap(labelsOn);
  const labels = found.filter(({ wording }, i) => found.findIndex((one) => one.wording === wording) === i);
  const title = pages[0] && titleOn(pages[0], labels);
  const texts = textsBehind(pages, labels);
  const fields = labels
    .slice(0, MAX_FIELDS)
    .map((label) => proposeField(label, texts.get(label.wording) ?? '', playbook));
  return tryDraft({ label: title ?? '', title, fields }, pages);
}

/** What stands behind each label, as text. */
function textsBehind(pages: readonly PageReading[], labels: readonly FormLabel[]): Map<string, string> {
  const fields = labels.map(({ wording }, i) => plainField(wording, i));
  const texts = new Map<string, string>();
  if (!fields.length) return texts;
  for (const page of pages) {
    const labelled = new LabelledPage(page.glyphs, page.cells, { fields });
    for (const field of fields) {
      const [region] = labelled.regionsOf(field);
      if (!region || texts.get(field.label)) continue;
      texts.set(field.label, region.lines.map(({ glyphs }) => textOf(glyphs, region.em)).join(''));
    }
  }
  return texts;
}

function plainField(label: string, i: number): DocumentField {
  return { id: `f${i}`, label, aliases: [], type: 'text', options: [], required: false };
}

function proposeField({ wording, options }: FormLabel, text: string, playbook: Playbook): DraftField {
  const known = knownField(wording, playbook);
  const kind = options.length
    ? { type: 'choice' as const, options: options.map((value) => ({ value, words: [] })) }
    : known && known.type !== 'choice'
      ? { type: known.type, options: [], pattern: known.pattern }
      : { ...kindOf(wording, text), options: [] };
  const to = known?.to ?? targetOf(wording, playbook);
  const fits = to !== 'concerns' || kind.type === 'phrases';
  return {
    wording,
    label: wording,
    ...kind,
    options: optionsFor(kind.options, to, playbook),
    to: fits ? to : undefined,
    required: to === 'customer',
    kept: true,
    read: { value: '', confidence: 0, sure: false },
  };
}

/** The field of another template that has this label. */
function knownField(wording: string, { documents }: Playbook): DocumentField | undefined {
  return documents
    .flatMap(({ fields }) => fields)
    .find(({ label, aliases, pattern }) => pattern === undefined && [label, ...aliases].includes(wording));
}

/** What kind of value it is, by its looks and by what it is called. */
export function kindOf(wording: string, text: string): Pick<DraftField, 'type' | 'pattern'> {
  const value = text.replace(/\s+/g, '');
  if (PHONE_LABEL.test(wording) || new RegExp(`^${PHONE}$`).test(value))
    return { type: 'code', pattern: PHONE };
  if (readDay(value) !== undefined || (value === '' && /(?:日期|时间)$/.test(wording)))
    return { type: 'date' };
  if (/^\d{1,8}(?:\.\d+)?\p{Script=Han}{0,2}$/u.test(value)) return { type: 'number' };
  if (/^(?=.*\d)[0-9A-Z-]{4,}$/i.test(value)) return { type: 'code' };
  if (PERSON.test(wording) && /^\p{Script=Han}{0,4}$/u.test(value)) return { type: 'person' };
  const parts = value.split(/[、;；]/);
  const isList = parts.length > 1 && parts.every((part) => part.length <= 12);
  return { type: isList || PHRASES_LABEL.test(wording) ? 'phrases' : 'text' };
}

/** Where a value of this name goes, where that is beyond doubt: the customer, or a field of the playbook. */
function targetOf(wording: string, playbook: Playbook): string | undefined {
  if (CUSTOMER.test(wording)) return 'customer';
  if (/顾虑/.test(wording)) return 'concerns';
  const named = playbook.fields.map(({ id, label, words }) => ({ value: id, words: [label, ...words] }));
  return canonicalOption(wording, named);
}

/** Where it may go, the likeliest first: what is called alike, then what takes values of its kind. */
export function likelyTargets({ wording, type, to }: DraftField, playbook: Playbook) {
  const common = (label: string) => [...new Set(wording)].filter((c) => label.includes(c)).length;
  return targetsOf(playbook)
    .filter((target) => target.to !== 'concerns' || type === 'phrases')
    .map((target, i) => ({
      ...target,
      worth:
        (target.to === to ? 100 : 0) + common(target.label) + (target.to === 'customer' ? 1 : 0) - i / 100,
    }))
    .sort((a, b) => b.worth - a.worth)
    .map(({ to: place, label }) => ({ to: place, label }));
}
