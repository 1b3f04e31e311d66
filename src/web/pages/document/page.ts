import { companyOf, formatWhen } from '../../../../cards/format.ts';
import type { DocumentValue, SentDocument } from '../../../domain/documents/document.ts';
import type { DocumentField } from '../../../domain/documents/template.ts';
import { type Html, html } from '../html.ts';
import type { Page, Visit } from '../page.ts';

/** A form somebody sent: each value beside the piece of the picture it was read from, then the pages (D1). */
export const document: Page = {
  path: '/documents/:id',
  async show(visit) {
    const found = await documentOf(visit);
    if (!found) return null;
    const template = visit.version.playbook.documents.find(({ id }) => id === found.template);
    const title = `${found._id} ${found.label ?? found.fileName}`;
    return {
      title,
      body: html`<header class="head"><h1>${title}</h1>${await about(found, visit)}</header>
<section class="block"><h2>读到的内容</h2>${
        template
          ? html`<ul class="rows">${template.fields.map((field) => valueRow(found, field))}</ul>`
          : html`<p class="none">还没有认出这是什么文件。</p>`
      }${found.state === 'review' && template && html`<p class="hint">要更正，请在聊天里回复：填写 ${found._id} 项目 内容</p>`}</section>
<section class="block"><h2>原件</h2>${found.pages.map((_, i) => html`<img class="page" src="/documents/${found._id}/pages/${i + 1}" alt="第 ${i + 1} 页" loading="lazy">`)}</section>`,
    };
  },
};

/** The piece of the picture a value was read from. */
export const documentCrop: Page = {
  path: '/documents/:id/values/:field',
  async show(visit) {
    const found = await documentOf(visit);
    const crop = found && (await visit.services.documents.crop(found, visit.params.field ?? ''));
    return crop ? { picture: crop } : null;
  },
};

/** A page of it, as it was read. */
export const documentPage: Page = {
  path: '/documents/:id/pages/:page',
  async show(visit) {
    const found = await documentOf(visit);
    const picture = found && (await visit.services.documents.pageImage(found, Number(visit.params.page)));
    return picture ? { picture } : null;
  },
};

function documentOf({ services, scope, person, params }: Visit): Promise<SentDocument | null> {
  return services.documents.find(scope, person, params.id ?? '');
}

const STATES: Record<SentDocument['state'], string> = {
  reading: '正在识别',
  review: '待归档',
  filed: '已归档',
  discarded: '未归档',
  failed: '没有读出来',
};

/** Who sent it when, what has become of it, and whose it is. */
async function about(found: SentDocument, { services, scope, version, now }: Visit): Promise<Html> {
  const people = await services.directory.map();
  const lead = found.leadId ? await services.queries.lead(scope, found.leadId) : null;
  const when = formatWhen(found.at, now, version.playbook.calendar.timeZone);
  return html`<p>${STATES[found.state]} · ${people.get(found.by)?.name ?? found.by} ${when} 发来「${found.fileName}」</p>
${lead !== null && html`<p><a class="call" href="/customers/${lead.customerId}">${companyOf(lead)}（${lead._id}）</a></p>`}`;
}

function valueRow({ _id, values }: SentDocument, field: DocumentField): Html {
  const value = values.find((one) => one.field === field.id);
  const crop = `/documents/${_id}/values/${field.id}`;
  return html`<li class="box read"><span>${field.label}</span><strong>${value?.value || '没有读到'}</strong>
<span class="${value?.sure ? 'due' : 'late'}">${value ? howSure(value) : ''}</span>
${value?.box && html`<img class="crop" src="${crop}" srcset="${crop} 2x" alt="${field.label}的原图" loading="lazy">`}</li>`;
}

function howSure({ sure, confidence, doubt, read, value }: DocumentValue): string {
  if (read) return read.value === value ? '已确认' : `已更正，原读作“${read.value || '空'}”`;
  const percent = value ? `把握 ${Math.round(confidence * 100)}%` : '';
  return sure ? percent : [percent, doubt].filter(Boolean).join('，');
}
