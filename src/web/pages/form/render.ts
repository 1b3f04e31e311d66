import { attributes, type Html, html } from '../html.ts';
import { renderShell } from '../shell.ts';
import { renderQuestion } from './question.ts';
import { type FormView, SUBMISSION_FIELD, TRAP_FIELD } from './view.ts';

/**
 * The public form page (A2): complete HTML that works as a plain POST, urlencoded, to `/forms/<id>`; form.js makes
 * it nicer. Everything in the view is escaped.
 */
export function renderFormPage(view: FormView): string {
  const problems = Object.entries(view.problems ?? {});
  const heading = html`<header class="head"><h1>${view.title}</h1>${view.intro && html`<p>${view.intro}</p>`}</header>`;
  const form = html`<form method="post" action="/forms/${encodeURIComponent(view.id)}" id="lead-form" accept-charset="utf-8">
${problems.length > 0 && renderSummary(view, problems)}
<input ${attributes({ type: 'hidden', name: SUBMISSION_FIELD, value: view.submissionId })}>
${renderTrap()}
${view.questions.map((question) => renderQuestion(question, view))}
<div class="submit"><button type="submit">提交</button><p class="status" role="status" id="form-status"></p></div>
</form>`;
  return page(view.title, html`${heading}${form}`, true);
}

/** What comes after a submission was taken. */
export function renderThanksPage(view: Pick<FormView, 'id' | 'title' | 'thanks'>): string {
  return page(
    view.title,
    html`<section class="notice"><svg class="tick" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24" r="22"/><path d="M14.500 24.800l6.700 6.700 12.800-14"/></svg>
<h1>提交成功</h1><p>${view.thanks}</p>
<p><a href="/forms/${encodeURIComponent(view.id)}">再填一份</a></p></section>`,
    false,
  );
}

/** For what cannot be answered with the form: unknown form, too many submissions, the service is away. */
export function renderNoticePage(title: string, text: string): string {
  return page(title, html`<section class="notice"><h1>${title}</h1><p>${text}</p></section>`, false);
}

function renderSummary(view: FormView, problems: [string, string][]): Html {
  const labels = new Map(view.questions.map((question) => [question.field, question.label]));
  const lines = problems.map(([field, message]) => {
    const label = labels.get(field);
    return label === undefined
      ? html`<li>${message}</li>`
      : html`<li><a href="#q-${field}">${label}</a>：${message}</li>`;
  });
  return html`<div class="summary" role="alert" tabindex="-1" id="summary"><strong>还差一点，请看下面这几项</strong><ul>${lines}</ul></div>`;
}

function renderTrap(): Html {
  return html`<div class="trap" aria-hidden="true"><label>请勿填写<input type="text" name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label></div>`;
}

function page(title: string, body: Html, withScript: boolean): string {
  const styles = ['form/form.css', 'form/questions.css'];
  return renderShell({ title, body, styles, script: withScript ? 'form/form.js' : undefined });
}
