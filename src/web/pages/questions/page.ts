import { z } from 'zod';
import { MAX_TYPED } from '../../../core/event.ts';
import type { QuestionItem } from '../../../domain/questions/item.ts';
import { exampleOf } from '../../../domain/questions/read-answer.ts';
import { HttpError, parseWith, readJson } from '../../http.ts';
import { renderQuestion } from '../form/question.ts';
import type { FormQuestion } from '../form/view.ts';
import { type Html, html } from '../html.ts';
import type { Page, Visit } from '../page.ts';

const MAX_BODY = 64 * 1024;
const body = z.strictObject({
  id: z.string(),
  answers: z.record(
    z.string().max(60),
    z.union([z.string().max(MAX_TYPED), z.array(z.string().max(200)).max(50)]),
  ),
});

/** All open questions of one kind about a record at once; sent, it is the line one would type in the chat. */
export const questions: Page = {
  path: '/questions/:set/:record',
  async show(visit) {
    const open = await openOf(visit);
    if (!open) return null;
    const words = open.items.filter(({ kind }) => kind !== 'file');
    const files = open.items.filter(({ kind }) => kind === 'file');
    return {
      title: open.title,
      script: 'questions/questions.js',
      styles: ['form/questions.css', 'questions/questions.css'],
      body: html`<header class="head"><h1>${open.title}</h1><p>${
        open.items.length ? `还差 ${open.items.length} 项，可以只填一部分。` : '都填好了，可以关闭这个页面。'
      }</p></header>
${
  words.length > 0 &&
  html`<form id="questions-form">
${words.map((item) => renderQuestion(shownAs(item), { id: '', title: '', thanks: '', submissionId: '', questions: [], values: known(item) }))}
<div class="actions"><button type="submit">提交</button></div>
<p class="status" role="status" id="questions-status"></p>
</form>`
}
${files.map(fileItem)}
<section id="questions-answers" aria-live="polite" class="answers"></section>`,
    };
  },
  async act(visit) {
    const { id, answers } = parseWith(body, await readJson(visit.ctx, MAX_BODY));
    const open = await openOf(visit);
    if (!open) throw new HttpError(404, '没有这条记录，或您无权查看');
    const lines = open.items.flatMap(({ id: item, label }) => {
      const value = [answers[item] ?? []]
        .flat()
        .join('、')
        .replace(/\s*\n\s*/g, ' ')
        .trim();
      return value ? [`${label}：${value}`] : [];
    });
    if (!lines.length) throw new HttpError(422, '还没有填写');
    const text = [`回答 ${visit.params.record}`, ...lines].join('\n');
    if (text.length > MAX_TYPED) throw new HttpError(422, '内容太长，请分两次提交');
    return visit.tell(id, { kind: 'message', payload: { text } });
  },
};

function openOf({ services, params, person, scope, version, now, platform }: Visit) {
  const asker = { person, scope, version, now, platform };
  return services.questions.open(params.set ?? '', { record: params.record ?? '' }, asker);
}

function known({ id, suggested }: QuestionItem): Record<string, string> {
  return suggested === undefined ? {} : { [id]: suggested };
}

/** The control a question has on a page. */
function shownAs({ id, label, kind, options, prompt, why, optional }: QuestionItem): FormQuestion {
  const about = [prompt, why].filter(Boolean).join(' ') || undefined;
  const base = {
    field: id,
    label,
    required: optional !== true,
    hint: about ?? (exampleOf({ kind, options }) && `例如：${exampleOf({ kind, options })}`),
  };
  const choices = (kind === 'yes-no' ? ['是', '否'] : options.map(({ value }) => value)).map((value) => ({
    value,
  }));
  switch (kind) {
    case 'yes-no':
      return { ...base, hint: about, as: 'slider', options: choices };
    case 'choice':
    case 'band':
      if (!choices.length) return { ...base, as: 'input' };
      return { ...base, hint: about, as: choices.length <= FEW ? 'slider' : 'dropdown', options: choices };
    case 'choices':
      return { ...base, hint: about, as: 'checkboxes', options: choices };
    case 'date':
      return { ...base, hint: about, as: 'input', inputType: 'date' };
    case 'number':
      return { ...base, as: 'input', inputType: 'number' };
    case 'text':
      return { ...base, as: 'textarea' };
    default:
      return { ...base, as: 'input' };
  }
}

/** So many options are all shown at once. */
const FEW = 6;

function fileItem({ label, prompt, why }: QuestionItem): Html {
  return html`<section class="block"><h2>${label}</h2>${(prompt ?? why) && html`<p class="hint">${prompt ?? why}</p>`}
<a class="button quiet" href="/me/upload">上传照片或 PDF</a></section>`;
}
