import { endOf } from '../../domain/documents/label-meaning.ts';
import { DOCUMENT_TARGETS, type DocumentField, titlesOf } from '../../domain/documents/template.ts';
import { compilePattern, PatternError } from '../../domain/pattern.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import type { Path } from '../problems.ts';
import type { Report } from './findings.ts';
import type { Names } from './names.ts';

/** Document templates can tell each other apart, read what they ask for, and know where it goes (D1). */
export function checkDocuments(playbook: Playbook, names: Names, report: Report): void {
  const titled = new Map<string, string>();
  for (const [i, template] of playbook.documents.entries()) {
    const path = ['documents', i];
    for (const title of titlesOf(template)) {
      const other = titled.get(title);
      if (other !== undefined) report.error(path, `“${title}”也是“${other}”的标题，分不清是哪一种`);
      titled.set(title, template.label);
    }
    const ids = template.fields.map(({ id }) => id);
    checkWordings(template.fields, path, report);
    for (const [j, field] of template.fields.entries()) {
      const at = [...path, 'fields', j];
      if (ids.indexOf(field.id) !== j) report.error([...at, 'id'], `编号“${field.id}”重复`);
      checkField(field, at, names, report);
    }
    for (const [j, check] of template.checks.entries()) {
      for (const key of ['field', 'after'] as const) {
        const at = [...path, 'checks', j, key];
        const known = report.refer(at, '文件字段', check[key], ids);
        const type = template.fields.find(({ id }) => id === check[key])?.type;
        if (known && type !== 'date') report.error(at, `“${check[key]}”不是日期，不能比先后`);
      }
    }
    if (!template.fields.some(({ to }) => to === 'customer')) {
      report.warn(path, `“${template.label}”没有写着客户名称的字段（to: customer），每份都要问是哪位客户`);
    }
  }
}

/** Two fields that are called alike cannot be told apart in the chat, nor on the form without more. */
function checkWordings(fields: readonly DocumentField[], path: Path, report: Report): void {
  for (const [j, field] of fields.entries()) {
    const at = [...path, 'fields', j];
    for (const other of fields.slice(0, j)) {
      if (other.label === field.label) {
        report.error(
          [...at, 'label'],
          `两个字段都叫“${field.label}”，填写时分不清`,
          '给它们各起一个名称，例如 有效期限（起）、有效期限（止），表上的写法放进 aliases',
        );
      }
      const shared = [field.label, ...field.aliases].find((one) =>
        [other.label, ...other.aliases].includes(one),
      );
      const isRange =
        endOf(field) !== undefined && endOf(other) !== undefined && endOf(field) !== endOf(other);
      const byPattern = field.pattern !== undefined && other.pattern !== undefined;
      if (shared !== undefined && other.label !== field.label && !isRange && !byPattern) {
        report.error(
          at,
          `“${shared}”也是“${other.label}”在表上的写法，读到的内容分不清是哪一个`,
          '各写各的写法，或者两个都写 pattern',
        );
      }
    }
  }
}

function checkField(field: DocumentField, path: Path, names: Names, report: Report): void {
  const { to, type, options, pattern, remind } = field;
  if (to !== undefined) {
    report.refer([...path, 'to'], '字段', to, [...DOCUMENT_TARGETS, ...names.properties]);
    if (to === 'concerns' && type !== 'phrases')
      report.error([...path, 'type'], '写入顾虑的字段，type 要写 phrases');
  }
  if (type === 'choice' && options.length < 2) report.error(path, `“${field.label}”是选择，至少要有两个选项`);
  if (type !== 'choice' && options.length > 0)
    report.warn(path, `“${field.label}”不是选择，options 不起作用`);
  if (remind !== undefined && type !== 'date')
    report.error([...path, 'remind'], '只有日期可以到期提醒', 'type 写成 date');
  if (pattern === undefined) return;
  try {
    compilePattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    report.error([...path, 'pattern'], error.zh, error.suggestion);
  }
}
