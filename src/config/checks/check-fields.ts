import type { FieldOption, PlaybookField } from '../../domain/playbook/fields.ts';
import { propertyShape } from '../../domain/playbook/options.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Path } from '../problems.ts';
import { checkCondition } from './check-condition.ts';
import { conditionPaths } from './condition-paths.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

const CHOOSABLE = new Set(['choice', 'choices', 'band']);

/** Fields, their options and linked choices, budget bands, and the forms that ask for them. */
export function checkFields(playbook: Playbook, names: Names, report: Report): void {
  for (const [i, field] of playbook.fields.entries()) {
    const path = ['fields', i];
    if (CHOOSABLE.has(field.type) && field.options.length === 0) {
      report.error([...path, 'options'], `“${field.label}”是选择型字段，要列出 options`);
    }
    if (!CHOOSABLE.has(field.type) && field.options.length > 0) {
      report.error([...path, 'type'], `“${field.label}”列了选项，type 要写 choice、choices 或 band`);
    }
    if (field.ends !== undefined && !(field.on === 'customer' && field.type === 'date')) {
      report.error(
        [...path, 'ends'],
        `“${field.label}”写了 ends，只有客户的日期字段（on: customer、type: date）才有`,
      );
    }
    checkAsks(field.asks, [...path, 'asks'], playbook, names, report);
    checkOptions(field.options, [...path, 'options'], field.type === 'band', playbook, names, report);
  }
  checkOptions(playbook.budget, ['budget'], true, playbook, names, report);
  for (const [i, form] of playbook.forms.entries()) checkForm(playbook, form, ['forms', i], names, report);
}

/** What is asked by itself is asked at a stage there is, of leads that can exist, and of people somebody is. */
function checkAsks(
  asks: PlaybookField['asks'],
  path: Path,
  playbook: Playbook,
  names: Names,
  report: Report,
): void {
  if (!asks) return;
  const stages = playbook.stages.map(({ id }) => id);
  if (asks.stage) report.refer([...path, 'stage'], '节点', asks.stage, stages);
  const conditions = conditionPaths(playbook, names, false);
  for (const key of ['if', 'unless'] as const) {
    const condition = asks[key];
    if (condition) checkCondition(condition, [...path, key], conditions, report);
  }
  const levels = playbook.roles.flatMap(({ level }) => level ?? []);
  for (const [i, level] of (asks.levels ?? []).entries()) {
    if (!levels.includes(level))
      report.warn(
        [...path, 'levels', i],
        `没有人是“${level}”，这一项不会问到谁`,
        '在 roles 里给职级写 level，或由管理员指定',
      );
  }
}

function checkOptions(
  options: readonly FieldOption[],
  path: Path,
  band: boolean,
  playbook: Playbook,
  names: Names,
  report: Report,
): void {
  for (const [i, option] of options.entries()) {
    const at = [...path, i];
    if (!band && (option.from !== undefined || option.to !== undefined)) {
      report.error(at, `“${option.value}”写了 from / to，只有区间（band）才有`);
    }
    for (const [name, value] of Object.entries(option.implies ?? {})) {
      const where = [...at, 'implies', name];
      if (!report.refer(where, '字段', name, names.properties, 'key')) continue;
      const known = propertyShape(playbook, name)?.options;
      if (!known) {
        report.error(where, `“${name}”没有选项，不能联动`, undefined, 'key');
        continue;
      }
      for (const one of [value].flat())
        report.refer(
          where,
          '选项',
          one,
          known.map((o) => o.value),
        );
    }
  }
  if (band) checkBands(options, path, report);
}

/** From inclusive, to exclusive, in ascending order and without a gap. */
function checkBands(options: readonly FieldOption[], path: Path, report: Report): void {
  for (const [i, { value, from, to }] of options.entries()) {
    const at = [...path, i];
    const next = options[i + 1];
    if (from === undefined && to === undefined) {
      report.error(at, `区间“${value}”要写 from（起，含）或 to（止，不含）`);
    } else if (from !== undefined && to !== undefined && from >= to) {
      report.error([...at, 'to'], `区间“${value}”的 to 要大于 from`);
    }
    if (!next) continue;
    const nextFrom = next.from ?? 0;
    if (to === undefined || nextFrom < to) {
      report.error([...path, i + 1], `区间“${next.value}”与“${value}”重叠，请从小到大排列`);
    } else if (nextFrom > to) {
      report.warn([...path, i + 1], `区间“${value}”与“${next.value}”之间有空档`);
    }
  }
}

function checkForm(
  playbook: Playbook,
  form: Playbook['forms'][number],
  path: Path,
  names: Names,
  report: Report,
): void {
  const asked = new Set<string>();
  for (const [i, question] of form.questions.entries()) {
    const at = [...path, 'questions', i];
    if (!report.refer([...at, 'field'], '字段', question.field, names.properties)) continue;
    if (asked.has(question.field)) report.error([...at, 'field'], `“${question.field}”问了两次`);
    asked.add(question.field);
    const shape = propertyShape(playbook, question.field);
    const choosing = question.as !== undefined && !['input', 'textarea'].includes(question.as);
    if (choosing && !shape?.options) {
      report.error(
        [...at, 'as'],
        `“${question.field}”没有选项，不能用 ${question.as}`,
        '请用 input 或 textarea',
      );
    } else if (question.as === 'slider' && shape?.type === 'choices') {
      report.error([...at, 'as'], `“${question.field}”可以多选，不能用 slider`, '请用 checkboxes');
    } else if (question.as === 'checkboxes' && shape?.type !== 'choices') {
      report.error(
        [...at, 'as'],
        `“${question.field}”只能选一个，不能用 checkboxes`,
        '请用 dropdown 或 slider',
      );
    }
  }
  if (!['company', 'phone', 'email'].some((needed) => asked.has(needed))) {
    report.error(
      [...path, 'questions'],
      '表单至少要问公司、电话、邮箱中的一项，否则联系不到人',
      undefined,
      'key',
    );
  }
}
