import { GenjinError } from '../../core/errors.ts';
import { cleanText } from '../normalise/text.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { type DraftField, optionsFor, targetsOf } from './draft.ts';

const MAX_LABEL = 40;

/** What people call the kinds of value that can be chosen; boxes are a choice by themselves. */
export const TYPE_LABELS: Record<DraftField['type'], string> = {
  text: '文字',
  person: '姓名',
  date: '日期',
  number: '数字',
  code: '编号',
  choice: '选择',
  phrases: '关键词',
};
/** What leaves a value with the document alone. */
const NOWHERE = '只随文件保存';
const EXAMPLES = '可以写：不要、要、必填、选填、叫 科室、记到 决策人、类型 日期、选项 是/否';

/**
 * One item of a draft after what somebody said about it, in short words that may follow each other: `必填 记到 决策人`.
 * @throws GenjinError `invalid` for a word that is none of these
 */
export function changeField(field: DraftField, words: string, playbook: Playbook): DraftField {
  let changed = field;
  const rest = words
    .replace(/^(叫|记到|类型|选项)(?=\S)/, '$1 ')
    .split(/\s+/)
    .filter(Boolean);
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const next = ['叫', '记到', '类型', '选项'].includes(word) ? rest.shift() : undefined;
    changed = { ...changed, ...said(changed, word, next, playbook) };
  }
  return changed;
}

/** Whether a short reply is about the item that was just asked about. */
export function isFieldChange(text: string): boolean {
  return /^(?:不要|要|保留|必填|选填|(?:叫|记到|类型|选项)\s*\S{1,80})$/.test(text.trim());
}

function said(
  field: DraftField,
  word: string,
  what: string | undefined,
  playbook: Playbook,
): Partial<DraftField> {
  switch (word) {
    case '不要':
      return { kept: false };
    case '要':
    case '保留':
      return { kept: true };
    case '必填':
      return { required: true, kept: true };
    case '选填':
      return { required: false, kept: true };
    case '叫':
      return { label: cleanText(what ?? '', { max: MAX_LABEL }) || field.label, kept: true };
    case '记到':
      return { ...goingTo(field, what ?? '', playbook), kept: true };
    case '选项':
      return ofOptions(field, what ?? '', playbook);
    case '类型':
      return { ...ofType(what ?? ''), options: [], pattern: undefined, kept: true };
    default:
      throw new GenjinError('invalid', `Not a change of a draft: ${word}`, {
        userText: `没看懂“${word}”。${EXAMPLES}`,
      });
  }
}

function goingTo(field: DraftField, name: string, playbook: Playbook): Partial<DraftField> {
  if (name === NOWHERE || name === '-') return { to: undefined };
  const target = targetsOf(playbook).find(({ to, label }) => to === name || label === name);
  if (!target) {
    const known = targetsOf(playbook).map(({ label }) => label);
    throw new GenjinError('invalid', `No target ${name}`, {
      userText: `${name ? `没有“${name}”这个字段。` : '记到哪里？'}可以写：${known.join('、')}，或者 ${NOWHERE}`,
    });
  }
  const { to } = target;
  const type = to === 'concerns' ? { type: 'phrases' as const, options: [] } : {};
  return { to, options: optionsFor(field.options, to, playbook), ...type };
}

/** What is printed beside the boxes, where it was read wrongly. */
function ofOptions(field: DraftField, list: string, playbook: Playbook): Partial<DraftField> {
  const values = list
    .split(/[/、,，]/)
    .map((value) => cleanText(value, { max: MAX_LABEL }))
    .filter(Boolean);
  if (new Set(values).size < 2) {
    throw new GenjinError('invalid', 'Fewer than two options', {
      userText: '选项至少要有两个，例如：选项 是/否/待观察',
    });
  }
  const options = [...new Set(values)].map((value) => ({ value, words: [] }));
  return { type: 'choice', pattern: undefined, options: optionsFor(options, field.to, playbook), kept: true };
}

function ofType(name: string): Partial<DraftField> {
  const types = Object.entries(TYPE_LABELS) as [DraftField['type'], string][];
  const found = types.find(([type, label]) => label === name && type !== 'choice');
  if (found) return { type: found[0] };
  const known = types.filter(([type]) => type !== 'choice').map(([, label]) => label);
  throw new GenjinError('invalid', `No type ${name}`, { userText: `类型可以写：${known.join('、')}` });
}
