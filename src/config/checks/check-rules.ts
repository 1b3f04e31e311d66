import { isDeepStrictEqual } from 'node:util';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Rule } from '../../domain/playbook/rules.ts';
import { hasInteraction } from '../../domain/rules/events.ts';
import { checkCondition } from './check-condition.ts';
import { checkAction } from './check-rule-actions.ts';
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
    const known = hasInteraction(events) ? withInteraction : alone;
    checkCondition(rule.if, [...path, 'if'], known, report);
    for (const [j, action] of rule.do.entries()) {
      checkAction(action, { path: [...path, 'do', j], playbook, names, report });
    }
  }
  warnOfDoubles(playbook.rules, report);
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
