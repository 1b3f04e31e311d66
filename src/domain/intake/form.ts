import type { Problem } from '../../core/errors.ts';
import { BUILT_IN_FIELDS, type BuiltInField } from '../leads/description.ts';
import { withValues } from '../leads/lead-fields.ts';
import type { PlaybookForm } from '../playbook/forms.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { isNothing, readFieldValue } from './field-value.ts';
import { impliedValues } from './implied.ts';
import { type ParsedSubmission, parseSubmission } from './submission.ts';

/**
 * What a visitor filled into a public form, as a submission (A2). `values` is keyed by the questions' `field`; a key
 * that was not asked is ignored, whoever posts it. Choices must be options of the playbook; what they imply (选 CT设备 →
 * 影像类) is filled in. Problems are keyed by question, in words for the visitor.
 */
export function formToSubmission(
  form: PlaybookForm,
  values: Readonly<Record<string, unknown>>,
  playbook: Playbook,
): ParsedSubmission {
  const problems: Problem[] = [];
  const raw: Record<string, unknown> = {
    source: form.source,
    channel: form.channel ?? form.id,
    campaign: form.campaign,
  };
  const fields: Record<string, unknown> = {};
  let categories: string[] = [];
  for (const question of form.questions) {
    const shape = propertyShape(playbook, question.field);
    if (!shape) continue;
    const label = question.label ?? shape.label;
    const answer = Object.hasOwn(values, question.field) ? values[question.field] : undefined;
    if (isNothing(answer)) {
      if (question.required) problems.push({ path: question.field, message: `请填写${label}` });
      continue;
    }
    const read =
      shape.options || shape.type === 'choices'
        ? readFieldValue(answer, shape)
        : { ok: true as const, value: answer };
    if (!read.ok) problems.push({ path: question.field, message: `${label}：${read.message}` });
    else if (question.field === 'categories') categories = asTexts(read.value);
    else if (isBuiltIn(question.field)) raw[question.field] = read.value;
    else fields[question.field] = read.value;
  }
  const parsed = parseSubmission({ ...raw, fields }, playbook);
  if (!parsed.ok)
    problems.push(...parsed.problems.map((p) => ({ ...p, path: p.path.replace(/^fields\./, '') })));
  if (!parsed.ok || problems.length > 0) return { ok: false, problems: unique(problems) };
  const submission = { ...parsed.submission, categories };
  return { ...parsed, submission: withValues(submission, impliedValues(submission, playbook)) };
}

function asTexts(value: unknown): string[] {
  return Array.isArray(value) ? value.map(String) : [String(value)];
}

function isBuiltIn(name: string): name is BuiltInField {
  return (BUILT_IN_FIELDS as readonly string[]).includes(name);
}

/** The first problem of each question. */
function unique(problems: readonly Problem[]): Problem[] {
  return problems.filter((problem, i) => problems.findIndex((other) => other.path === problem.path) === i);
}
