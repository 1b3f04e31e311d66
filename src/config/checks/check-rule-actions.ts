import type { Playbook } from '../../domain/playbook/playbook.ts';
import {
  RULE_ACTIONS,
  type Rule,
  type RuleActionName,
  type RuleActionValue,
} from '../../domain/playbook/rules.ts';
import type { Path } from '../problems.ts';
import { checkPlaceholders } from './check-scripts.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

interface Place {
  path: Path;
  playbook: Playbook;
  names: Names;
  report: Report;
}

type Check<Name extends RuleActionName> = (value: RuleActionValue<Name>, at: Place) => void;

/** What must exist for each action, at its own place in the file. */
const CHECKS: { readonly [Name in RuleActionName]: Check<Name> } = {
  tag: checkTags,
  untag: checkTags,
  set(values, at) {
    for (const [id, value] of Object.entries(values)) checkSet(id, value, { ...at, path: [...at.path, id] });
  },
  notify({ text }, { path, report }) {
    checkPlaceholders(text, [...path, 'text'], report);
  },
  script(situation, { path, names, report }) {
    if (!report.refer(path, '话术场合', situation, names.situations) || names.answered.has(situation)) return;
    report.error(path, `还没有针对“${situation}”的话术`, '请在 scripts 里补一条，for 写上它');
  },
};

const NAMES = Object.keys(RULE_ACTIONS) as RuleActionName[];

/** One entry of a rule's `do`: it does something, and what it names exists. */
export function checkAction(action: Rule['do'][number], at: Place): void {
  const { path, report } = at;
  if (Object.keys(action).length === 0) {
    const known = `${NAMES.slice(0, -1).join('、')} 或 ${NAMES.at(-1)}`;
    report.error(path, '这一项什么也没做', `请写 ${known}`);
  }
  for (const name of NAMES) checkOne(name, action, at);
  const both = [action.tag ?? []].flat().find((tag) => [action.untag ?? []].flat().includes(tag));
  if (both !== undefined) report.warn(path, `标签“${both}”又加又减`);
}

function checkOne<Name extends RuleActionName>(name: Name, action: Rule['do'][number], at: Place): void {
  const value = action[name];
  if (value === undefined) return;
  CHECKS[name](value as RuleActionValue<Name>, { ...at, path: [...at.path, name] });
}

function checkTags(written: string | string[], { path, names, report }: Place): void {
  for (const [i, tag] of [written].flat().entries())
    report.refer([...path, ...(Array.isArray(written) ? [i] : [])], '标签', tag, names.tags);
  if ([written].flat().length === 0) report.error(path, '这里是空的', '请填上内容，或删掉这一项');
}

type SetValue = string | number | boolean | string[];
type Field = Playbook['fields'][number];

function checkSet(id: string, value: SetValue, { path, playbook, names, report }: Place): void {
  if (!report.refer(path, '字段', id, names.fields, 'key')) return;
  const field = playbook.fields.find((candidate) => candidate.id === id);
  const wanted = field && wantedKind(field, value);
  if (!field) return;
  if (wanted !== undefined) report.error(path, `“${field.label}”要写${wanted}`);
  else if (field.options.length > 0) {
    const options = field.options.map((option) => option.value);
    for (const one of [value].flat()) report.refer(path, '选项', String(one), options);
  }
}

/** What the field takes, when `value` is something else. */
function wantedKind({ type }: Field, value: SetValue): string | undefined {
  switch (type) {
    case 'number':
    case 'money':
      return typeof value === 'number' ? undefined : '数字';
    case 'yes-no':
      return typeof value === 'boolean' ? undefined : ' true 或 false';
    case 'choices':
      return Array.isArray(value) ? undefined : '列表，如 [甲, 乙]';
    case 'date':
      return /^\d{4}-\d{2}-\d{2}$/.test(String(value)) ? undefined : '日期，如 2026-10-01';
    default:
      return typeof value === 'string' ? undefined : '文字';
  }
}
