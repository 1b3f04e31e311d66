import { isDeepStrictEqual } from 'node:util';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { FIRST_TOUCH, SCRIPT_PLACEHOLDERS, type Script } from '../../domain/playbook/words.ts';
import type { Path } from '../problems.ts';
import { didYouMean } from '../suggest.ts';
import { checkCondition } from './check-condition.ts';
import { conditionPaths } from './condition-paths.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Scripts answer situations that exist, can be chosen, and fill in what can be filled in. */
export function checkScripts(playbook: Playbook, names: Names, report: Report): void {
  const known = conditionPaths(playbook, names, false);
  for (const [i, script] of playbook.scripts.entries()) {
    const path = ['scripts', i];
    for (const [j, situation] of script.for.entries()) {
      report.refer([...path, 'for', j], '异议', situation, names.situations);
    }
    if (script.if) checkCondition(script.if, [...path, 'if'], known, report);
    checkPlaceholders(script.text, [...path, 'text'], report);
    const hiding = hiddenBy(script, playbook.scripts.slice(0, i));
    if (hiding) {
      report.warn(
        path,
        `话术“${script.title}”排在“${hiding.title}”后面，永远不会被推荐`,
        '有条件的话术要放在没有条件的前面',
      );
    }
  }
  for (const [i, objection] of playbook.objections.entries()) {
    if (!names.answered.has(objection.id))
      report.warn(['objections', i], `异议“${objection.label}”还没有话术`);
  }
  if (playbook.scripts.length > 0 && !names.answered.has(FIRST_TOUCH)) {
    report.warn(['scripts'], `没有首次联系的话术（for: [${FIRST_TOUCH}]）`);
  }
}

/** `{contactName}` and the like; a name nobody fills in would reach the customer as it stands. */
export function checkPlaceholders(
  text: string,
  path: Path,
  report: Report,
  known: readonly string[] = SCRIPT_PLACEHOLDERS,
): void {
  for (const [whole, name = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
    if (!known.includes(name)) report.error(path, `“${whole}”没有内容可填`, didYouMean(name, known));
  }
}

/** The earlier script that fits whenever this one does. Of each style one is offered, so styles do not compete. */
function hiddenBy(script: Script, earlier: readonly Script[]): Script | undefined {
  return earlier.find(
    (other) =>
      other.style === script.style &&
      (other.if === undefined || isDeepStrictEqual(other.if, script.if)) &&
      script.for.every((situation) => other.for.includes(situation)),
  );
}
