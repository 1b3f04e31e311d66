import { readItem } from '../../domain/journey/gate.ts';
import { nextStages } from '../../domain/journey/stages.ts';
import { APPROVERS, type Stage } from '../../domain/playbook/journey.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Path } from '../problems.ts';
import { checkCondition } from './check-condition.ts';
import { conditionPaths } from './condition-paths.ts';
import { checkDuration, tryDuration } from './durations.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Stages ask for things that exist and can be given, lead on to others, and end. */
export function checkJourney(playbook: Playbook, names: Names, report: Report): void {
  const asked = new Set<string>();
  const locked = new Map<string, string>();
  const conditions = conditionPaths(playbook, names, false);
  for (const [i, stage] of playbook.stages.entries()) {
    const path = ['stages', i];
    for (const [j, field] of stage.locks.entries()) {
      if (report.refer([...path, 'locks', j], '字段', field, names.properties))
        locked.set(field, stage.label);
    }
    for (const [j, { item, label, if: condition }] of stage.requires.entries()) {
      const at = [...path, 'requires', j];
      checkItem(item, label, at, names, report);
      if (locked.has(item) && !asked.has(item))
        report.warn(at, `“${item}”在“${locked.get(item)}”已经锁定，到这里可能再也填不上`);
      if (condition) checkCondition(condition, [...at, 'if'], conditions, report);
      asked.add(item);
    }
    checkWays(stage, path, names, report);
  }
  checkEnds(playbook, report);
  checkOutcome(playbook, names, report);
  const { signing } = playbook.journey;
  if (signing) checkDuration(signing.after, ['journey', 'signing', 'after'], 'wall', report);
  for (const [from, to] of Object.entries(playbook.journey.replaces)) {
    const at = ['journey', 'replaces', from];
    report.refer(at, '阶段', to, names.stages);
    if (names.stages.includes(from))
      report.error(at, `“${from}”还在 stages 里，不用写在 replaces`, undefined, 'key');
  }
  for (const key of ['reopen', 'unlock'] as const) {
    if (!tryDuration(playbook.journey[key]))
      report.error(['journey', key], `看不懂时长“${playbook.journey[key]}”`, '请写成 24h、3d 或 5 workdays');
  }
}

function checkItem(item: string, label: string | undefined, at: Path, names: Names, report: Report): void {
  const { kind, name } = readItem(item);
  if (kind === 'field' && item.startsWith('document')) {
    report.error(at, `“${item}”没有写文件名`, '写成 document:试用确认书');
  } else if (kind === 'field') {
    report.refer(at, '字段', item, names.properties);
  } else if (kind === 'order') {
    report.refer(at, '工单', name, names.orders);
  } else if (kind === 'approval') {
    report.refer(at, '审批角色', name, APPROVERS);
  } else if (kind === 'tick' && !label) {
    report.error(at, `“${item}”没有写名称`, '写成 { item: "tick:…", label: 要勾选的事 }');
  }
}

function checkWays(stage: Stage, path: Path, names: Names, report: Report): void {
  for (const [j, next] of stage.next.entries()) {
    const at = [...path, 'next', j];
    if (report.refer(at, '阶段', next, names.stages) && next === stage.id)
      report.error(at, `“${stage.label}”的下一个节点不能是它自己`);
  }
  for (const [j, action] of stage.by.entries())
    report.refer([...path, 'by', j], '动作', action, names.actions);
  for (const [j, event] of stage.automatic.entries()) {
    const at = [...path, 'automatic', j];
    const { kind, name } = readItem(event);
    if (kind === 'order') report.refer(at, '工单', name, names.orders);
    else if (kind !== 'document')
      report.error(at, `“${event}”不能自动推进`, '写成 document:试用确认书 或 order:trial-service');
  }
  if (!stage.end) return;
  if (stage.next.length) report.error([...path, 'next'], `“${stage.label}”是终点，后面没有节点`);
  if (stage.dwell !== undefined) report.warn(path, `“${stage.label}”是终点，dwell 不起作用`);
  if (stage.locks.length) report.warn(path, `“${stage.label}”是终点，locks 不起作用`);
  if (stage.end === 'lost' && stage.requires.length)
    report.error(
      [...path, 'requires'],
      `“${stage.label}”是失单，不能要求材料`,
      '失单只要原因：journey.lostReasons',
    );
}

/** What a deal is worth, and to whom it was lost. */
function checkOutcome({ journey, fields }: Playbook, names: Names, report: Report): void {
  const { dealAmount, competitors } = journey;
  if (competitors) report.refer(['journey', 'competitors'], '字段', competitors, names.properties);
  if (!dealAmount) return;
  const at = ['journey', 'dealAmount'];
  const isKnown = report.refer(at, '字段', dealAmount, names.properties);
  if (isKnown && fields.find(({ id }) => id === dealAmount)?.type !== 'money')
    report.error(at, `“${dealAmount}”不是金额字段（type: money）`);
}

function checkEnds(playbook: Playbook, report: Report): void {
  const { stages } = playbook;
  const [first] = stages;
  if (first?.end) report.error(['stages', 0], '第一个阶段不能是终点');
  if (first?.locks.length)
    report.error(['stages', 0, 'locks'], `“${first.label}”是第一个阶段，没有进入它的一步，locks 不起作用`);
  for (const [end, label] of [
    ['won', '成交'],
    ['lost', '失单'],
  ] as const) {
    const ends = stages.flatMap((stage, i) => (stage.end === end ? [i] : []));
    if (!ends.length) report.warn(['stages'], `没有${label}的终点（end: ${end}）`);
    if (ends.length > 1 && end === 'lost') report.error(['stages', ends[1] ?? 0], `失单的终点只能有一个`);
  }
  const reached = new Set(first ? [first.id] : []);
  for (const id of reached) for (const next of nextStages(id, playbook)) reached.add(next.id);
  for (const [i, { id, label, end }] of stages.entries()) {
    if (!reached.has(id) && end !== 'lost') report.warn(['stages', i], `没有节点通往“${label}”，走不到`);
  }
}
