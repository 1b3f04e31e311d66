import { isDeepStrictEqual } from 'node:util';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Rule } from '../../domain/playbook/rules.ts';
import type { Path } from '../problems.ts';
import { checkCondition } from './check-condition.ts';
import { checkPlaceholders } from './check-scripts.ts';
import { conditionPaths } from './condition-paths.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Rules ask about what exists and do something that can be done; useless and doubled ones are pointed out. */
export function checkRules(playbook: Playbook, names: Names, report: Report): void {
  const alone = conditionPaths(playbook, names, false);
  const withInteraction = conditionPaths(playbook, names, true);
  for (const [i, rule] of playbook.rules.entries()) {
    const path = ['rules', i];
    const events = [rule.when].flat();
    if (new Set(events).size < events.length) report.warn([...path, 'when'], '同一个事件写了两次');
    const known = events.every((event) => event === 'interaction.recorded') ? withInteraction : alone;
    checkCondition(rule.if, [...path, 'if'], known, report);
    for (const [j, action] of rule.do.entries()) {
      checkAction(action, [...path, 'do', j], playbook, names, report);
    }
  }
  warnOfDoubles(playbook.rules, report);
}

function checkAction(
  action: Rule['do'][number],
  path: Path,
  playbook: Playbook,
  names: Names,
  report: Report,
): void {
  if (Object.keys(action).length === 0)
    report.error(path, '这一项什么也没做', '请写 tag、untag、set、notify 或 script');
  for (const kind of ['tag', 'untag'] as const) {
    const written = action[kind];
    if (written === undefined) continue;
    for (const [i, tag] of [written].flat().entries()) {
      report.refer([...path, kind, ...(Array.isArray(written) ? [i] : [])], '标签', tag, names.tags);
    }
    if ([written].flat().length === 0)
      report.error([...path, kind], '这里是空的', '请填上内容，或删掉这一项');
  }
  const both = [action.tag ?? []].flat().find((tag) => [action.untag ?? []].flat().includes(tag));
  if (both !== undefined) report.warn(path, `标签“${both}”又加又减`);
  for (const [id, value] of Object.entries(action.set ?? {})) {
    checkSet(id, value, [...path, 'set', id], playbook, names, report);
  }
  if (action.notify) checkPlaceholders(action.notify.text, [...path, 'notify', 'text'], report);
  if (
    action.script !== undefined &&
    report.refer([...path, 'script'], '话术场合', action.script, names.situations)
  ) {
    if (!names.answered.has(action.script)) {
      report.error(
        [...path, 'script'],
        `还没有针对“${action.script}”的话术`,
        '请在 scripts 里补一条，for 写上它',
      );
    }
  }
}

type SetValue = string | number | boolean | string[];
type Field = Playbook['fields'][number];

function checkSet(
  id: string,
  value: SetValue,
  path: Path,
  playbook: Playbook,
  names: Names,
  report: Report,
): void {
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

function warnOfDoubles(rules: readonly Rule[], report: Report): void {
  for (const [i, rule] of rules.entries()) {
    const same = rules
      .slice(0, i)
      .find(
        (earlier) =>
          isDeepStrictEqual(new Set([earlier.when].flat()), new Set([rule.when].flat())) &&
          isDeepStrictEqual(earlier.if, rule.if),
      );
    if (!same) continue;
    const message = isDeepStrictEqual(same.do, rule.do)
      ? `与规则“${same.name}”完全相同`
      : `与规则“${same.name}”的条件相同`;
    report.warn(['rules', i], message, '请合并成一条');
  }
}
