import { orderFields } from '../../domain/orders/order-type.ts';
import type { OrderType } from '../../domain/playbook/orders.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Path } from '../problems.ts';
import { checkCondition } from './check-condition.ts';
import { checkPlaceholders } from './check-scripts.ts';
import { type ConditionPath, conditionPaths } from './condition-paths.ts';
import { checkDuration } from './durations.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Orders ask for what exists, somebody can do every step, and none waits for itself. */
export function checkOrders(playbook: Playbook, names: Names, report: Report): void {
  const known = conditionPaths(playbook, names, false);
  for (const [i, type] of playbook.orders.entries()) {
    const path = ['orders', i];
    checkOpening(type, path, { playbook, names, known, report });
    checkFields(type, path, names, report);
    checkParts(type, path, { playbook, names, known, report });
    for (const key of ['accept', 'finish'] as const) {
      checkDuration(type[key].within, [...path, key, 'within'], timeOf(type[key].within), report);
      checkDuration(type[key].escalate, [...path, key, 'escalate'], timeOf(type[key].escalate), report);
    }
    checkPlaceholders(type.accept.tells, [...path, 'accept', 'tells'], report, TOLD);
    for (const [j, next] of type.followedBy.entries())
      report.refer([...path, 'followedBy', j], '工单', next, names.orders);
  }
  checkCircles(playbook, report);
}

/** What `tells` may name. */
const TOLD = ['assigneeName', 'assigneePhone', 'company', 'label'];

interface Checking {
  playbook: Playbook;
  names: Names;
  known: ReadonlyMap<string, ConditionPath>;
  report: Report;
}

/** A bare number of working days is one; anything else counts working hours. */
function timeOf(text: string): 'wall' | 'working' {
  return /工作日|workday|working\s*day|business\s*day|wd/i.test(text) ? 'wall' : 'working';
}

function checkOpening(type: OrderType, path: Path, { playbook, names, known, report }: Checking): void {
  for (const [j, { when, stage, document, if: condition }] of type.opens.entries()) {
    // One rule stands by itself, several in a list; the file says which.
    const at = [...path, 'opens', ...(type.opens.length > 1 ? [j] : [])];
    if (stage !== undefined) report.refer([...at, 'stage'], '阶段', stage, names.stages);
    if (when === 'stage.entered' && stage === undefined && condition.stage === undefined)
      report.error(at, '没有写进入哪个阶段', '写成 { when: stage.entered, stage: 阶段编号 }');
    if (when === 'document.filed' && document === undefined)
      report.error(at, '没有写归档哪种文件', '写成 { when: document.filed, document: 试用确认书 }');
    if (when === 'document.filed' && stage !== undefined)
      report.error([...at, 'stage'], 'document.filed 只看文件，不看阶段', '请写在 if 里');
    if (when === 'stage.entered' && document !== undefined)
      report.error([...at, 'document'], 'stage.entered 只看阶段，不看文件', '请另写一条 document.filed');
    checkCondition(condition, [...at, 'if'], known, report);
  }
  const followed = playbook.orders.some(({ followedBy }) => followedBy.includes(type.id));
  if (!type.opens.length && !type.hand.length && !followed)
    report.warn(path, `“${type.label}”没有人能开：没有 opens 和 hand，也没有别的工单接着开它`);
}

function checkFields({ fields }: OrderType, path: Path, names: Names, report: Report): void {
  const seen = new Set<string>();
  for (const [j, field] of fields.entries()) {
    const at = [...path, 'fields', j];
    if (seen.has(field.id)) report.error(at, `编号“${field.id}”重复了`);
    seen.add(field.id);
    if (field.from !== undefined) report.refer(at, '字段', field.from, names.properties);
    else if (!field.label) report.error(at, `“${field.id}”没有写名称`, '写上 label');
    const isChoice = field.type === 'choice' || field.type === 'choices';
    if (isChoice && !field.options.length && field.from === undefined)
      report.error(at, `“${field.label ?? field.id}”没有选项`, '写上 options');
  }
}

function checkParts(type: OrderType, path: Path, { playbook, names, known, report }: Checking): void {
  const ids = type.fields.map(({ id }) => id);
  for (const [j, need] of type.needs.entries()) {
    const at = [...path, 'needs', j];
    if (need.if === undefined && need.order === undefined)
      report.error(at, '没有写前提是什么', '写上 if 或 order');
    if (need.if) checkCondition(need.if, [...at, 'if'], known, report);
    if (need.order !== undefined) report.refer([...at, 'order'], '工单', need.order, names.orders);
  }
  for (const [j, { if: condition }] of type.approvals.entries())
    if (condition)
      checkCondition(condition, [...path, 'approvals', j, 'if'], fieldPaths(type, playbook), report);
  const steps = new Set<string>();
  for (const [j, step] of type.steps.entries()) {
    const at = [...path, 'steps', j];
    if (steps.has(step.id)) report.error([...at, 'id'], `编号“${step.id}”重复了`);
    steps.add(step.id);
    const doers = step.by.filter((doer) => doer !== 'assignee' || type.to !== undefined);
    if (!doers.length)
      report.error(
        at,
        `“${step.label}”没有人能做`,
        type.to ? '在 by 里写上角色' : '写上 to，或在 by 里写角色',
      );
    for (const [k, item] of step.requires.entries())
      if (!/^document:\s*\S/.test(item)) report.refer([...at, 'requires', k], '工单字段', item, ids);
  }
  if (!type.to && !type.approvals.length && !type.steps.length)
    report.error(path, `“${type.label}”没有人来办`, '写上 to（谁来办）或 approvals（谁来批）');
}

/** What a condition over an order's own fields may name. */
function fieldPaths(type: OrderType, playbook: Playbook): ReadonlyMap<string, ConditionPath> {
  const kinds: Record<string, ConditionPath> = {
    number: { kind: 'number', list: false },
    money: { kind: 'number', list: false },
    date: { kind: 'day', list: false },
    'yes-no': { kind: 'yes-no', list: false },
    choices: { kind: 'text', list: true },
  };
  return new Map(
    orderFields(type, playbook).map(({ id, shape }): [string, ConditionPath] => [
      `fields.${id}`,
      {
        ...(kinds[shape.type] ?? { kind: 'text', list: false }),
        ...(shape.options && { values: shape.options.map(({ value }) => value), what: '选项' }),
      },
    ]),
  );
}

/** A type that opens itself in the end never ends; one that waits for itself never begins. */
function checkCircles({ orders }: Playbook, report: Report): void {
  for (const [i, { id, label }] of orders.entries()) {
    const ways = { followedBy: (type: OrderType) => type.followedBy, needs: neededBy };
    for (const [key, way] of Object.entries(ways)) {
      if (leadsBack(id, orders, way))
        report.error(
          ['orders', i, key],
          key === 'followedBy' ? `“${label}”接着开的工单又绕回到它自己` : `“${label}”的前提又绕回到它自己`,
          undefined,
          'key',
        );
    }
  }
}

function neededBy({ needs }: OrderType): string[] {
  return needs.flatMap(({ order }) => order ?? []);
}

function leadsBack(id: string, orders: readonly OrderType[], way: (type: OrderType) => string[]): boolean {
  const seen = new Set<string>();
  const queue = orders.filter((type) => type.id === id).flatMap(way);
  for (const next of queue) {
    if (next === id) return true;
    if (seen.has(next)) continue;
    seen.add(next);
    queue.push(...orders.filter((type) => type.id === next).flatMap(way));
  }
  return false;
}
