import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

const DOCUMENT = /^document:\S/;

/** Stages ask for things that exist and can still be filled in when they are asked for. */
export function checkJourney(playbook: Playbook, names: Names, report: Report): void {
  const asked = new Set<string>();
  const locked = new Map<string, string>();
  let ended: string | undefined;
  for (const [i, stage] of playbook.stages.entries()) {
    const path = ['stages', i];
    for (const [j, field] of stage.locks.entries()) {
      if (report.refer([...path, 'locks', j], '字段', field, names.properties))
        locked.set(field, stage.label);
    }
    for (const [j, item] of stage.requires.entries()) {
      const at = [...path, 'requires', j];
      if (DOCUMENT.test(item)) continue;
      if (item.startsWith('document')) report.error(at, `“${item}”没有写文件名`, '写成 document:试用确认书');
      else if (report.refer(at, '字段', item, names.properties) && locked.has(item) && !asked.has(item)) {
        report.warn(at, `“${item}”在“${locked.get(item)}”已经锁定，到这里可能再也填不上`);
      }
      asked.add(item);
    }
    if (stage.end && (stage.requires.length > 0 || stage.dwell !== undefined)) {
      report.warn(path, `“${stage.label}”是终点，requires 和 dwell 不起作用`);
    }
    if (ended !== undefined && !stage.end)
      report.warn(path, `“${stage.label}”排在终点“${ended}”之后，走不到`);
    if (stage.end) ended ??= stage.label;
  }
  if (playbook.stages[0]?.end) report.error(['stages', 0], '第一个阶段不能是终点');
  for (const [end, label] of [
    ['won', '成交'],
    ['lost', '失单'],
  ] as const) {
    if (!playbook.stages.some((stage) => stage.end === end))
      report.warn(['stages'], `没有${label}的终点（end: ${end}）`);
  }
}
