import type { FieldOption } from '../domain/playbook/fields.ts';
import type { PlaybookForm } from '../domain/playbook/forms.ts';
import { propertyShape } from '../domain/playbook/options.ts';
import type { Playbook } from '../domain/playbook/playbook.ts';
import type { FormQuestion, FormView } from './pages/form/view.ts';

const INPUT_TYPES: Record<string, string> = { phone: 'tel', email: 'email' };

/** A playbook form as the public page shows it. */
export function formView(
  form: PlaybookForm,
  playbook: Playbook,
  state: Pick<FormView, 'submissionId' | 'problems' | 'values'>,
): FormView {
  const { id, title, intro, thanks } = form;
  return {
    id,
    title,
    intro,
    thanks,
    questions: form.questions.map((q) => questionView(q, form, playbook)),
    ...state,
  };
}

function questionView(
  question: PlaybookForm['questions'][number],
  form: PlaybookForm,
  playbook: Playbook,
): FormQuestion {
  const shape = propertyShape(playbook, question.field);
  const { field, required, hint } = question;
  const options = shape?.options?.map((option) => optionView(option, form));
  return {
    field,
    label: question.label ?? shape?.label ?? field,
    as: question.as ?? widgetFor(shape?.type, options !== undefined),
    inputType: inputTypeOf(field, shape?.type),
    required,
    hint,
    options,
  };
}

/** Linked choices tick what the same form shows; what it does not show is filled in on the server. */
function optionView(option: FieldOption, form: PlaybookForm) {
  const shown = Object.entries(option.implies ?? {}).filter(([field]) =>
    form.questions.some((q) => q.field === field),
  );
  return { value: option.value, ...(shown.length ? { implies: Object.fromEntries(shown) } : {}) };
}

function widgetFor(type: string | undefined, hasOptions: boolean): FormQuestion['as'] {
  if (!hasOptions) return 'input';
  return type === 'choices' ? 'checkboxes' : type === 'band' ? 'slider' : 'dropdown';
}

function inputTypeOf(field: string, type: string | undefined): string | undefined {
  if (type === 'number' || type === 'money') return 'number';
  if (type === 'date') return 'date';
  return INPUT_TYPES[field];
}
