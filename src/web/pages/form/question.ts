import { attributes, type Html, html } from '../html.ts';
import type { FormOption, FormQuestion, FormView } from './view.ts';

/** Lets the browser fill in what it knows about the person. */
const AUTOCOMPLETE: Record<string, string> = {
  contactName: 'name',
  company: 'organization',
  title: 'organization-title',
  phone: 'tel',
  email: 'email',
  city: 'address-level2',
};
const MAX_INPUT = '200';
const MAX_TEXT = '2000';

interface Shown {
  question: FormQuestion;
  /** Values to show as chosen or typed. */
  values: string[];
  problem: string | undefined;
  /** Ids of hint and problem. */
  describedBy: string | undefined;
}

/** One question with its label, control, hint and, after a failed submission, what is wrong with the answer. */
export function renderQuestion(question: FormQuestion, view: FormView): Html {
  const { field } = question;
  const value = view.values?.[field];
  const problem = view.problems?.[field];
  const described = [question.hint && `hint-${field}`, problem && `problem-${field}`].filter(Boolean);
  const shown: Shown = {
    question,
    values: value === undefined ? [] : [value].flat(),
    problem,
    describedBy: described.length ? described.join(' ') : undefined,
  };
  const notes = html`${question.hint && html`<p class="hint" id="hint-${field}">${question.hint}</p>`}
<p class="problem" id="problem-${field}"${problem ? html`` : html` hidden`}>${problem ?? ''}</p>`;
  return question.as === 'checkboxes' || question.as === 'slider'
    ? renderGroup(shown, notes)
    : renderSingle(shown, notes);
}

function renderSingle(shown: Shown, notes: Html): Html {
  const { question } = shown;
  const data = attributes({
    class: 'question',
    id: `q-${question.field}`,
    'data-field': question.field,
    'data-as': question.as,
  });
  return html`<div ${data}><label for="f-${question.field}">${question.label}${mark(question)}</label>${control(shown)}${notes}</div>`;
}

function control(shown: Shown): Html {
  const { question, values } = shown;
  const common = {
    id: `f-${question.field}`,
    name: question.field,
    required: question.required,
    'aria-describedby': shown.describedBy,
    'aria-invalid': shown.problem === undefined ? undefined : 'true',
  };
  if (question.as === 'textarea') {
    return html`<textarea ${attributes({ ...common, rows: '3', maxlength: MAX_TEXT })}>
${values[0] ?? ''}</textarea>`;
  }
  if (question.as === 'dropdown') {
    const options = (question.options ?? []).map(
      (option) =>
        html`<option ${attributes({ value: option.value, selected: values.includes(option.value), 'data-implies': implies(option) })}>${option.value}</option>`,
    );
    return html`<select ${attributes(common)}><option value="">请选择</option>${options}</select>`;
  }
  return html`<input ${attributes({ ...common, type: question.inputType ?? 'text', value: values[0] ?? '', maxlength: MAX_INPUT, autocomplete: AUTOCOMPLETE[question.field] ?? 'off' })}>`;
}

/** Ticks and stops: without JavaScript a slider is the same row of radio buttons it is made from. */
function renderGroup(shown: Shown, notes: Html): Html {
  const { question, values } = shown;
  const type = question.as === 'slider' ? 'radio' : 'checkbox';
  const options = (question.options ?? []).map((option, i) => {
    const input = attributes({
      type,
      id: `f-${question.field}-${i}`,
      name: question.field,
      value: option.value,
      checked: values.includes(option.value),
      required: type === 'radio' && question.required,
      'data-implies': implies(option),
    });
    return html`<label class="choice"><input ${input}><span>${option.value}</span></label>`;
  });
  const data = attributes({
    class: 'question',
    id: `q-${question.field}`,
    'data-field': question.field,
    'data-as': question.as,
    'data-required': question.required,
    'aria-describedby': shown.describedBy,
  });
  return html`<fieldset ${data}><legend>${question.label}${mark(question)}</legend><div class="choices">${options}</div>${notes}</fieldset>`;
}

function mark(question: FormQuestion): Html {
  return question.required
    ? html`<span class="required">必填</span>`
    : html`<span class="optional">选填</span>`;
}

function implies(option: FormOption): string | undefined {
  return option.implies === undefined ? undefined : JSON.stringify(option.implies);
}
