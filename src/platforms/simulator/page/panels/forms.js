/** The public form pages: link and QR code. */
import { getForms } from '../lib/api.js';
import { h, icon } from '../lib/dom.js';
import { showError } from '../lib/toast.js';

/** Fills `element` with the playbook's forms. @param {HTMLElement} element */
export async function showForms(element) {
  try {
    const forms = await getForms();
    element.replaceChildren(...forms.map(renderForm));
    element.hidden = forms.length === 0;
  } catch (error) {
    showError(error, '读取公开表单');
  }
}

/** @param {import('../contract.ts').FormLink} form */
function renderForm(form) {
  return h(
    'div',
    { class: 'form-link' },
    h('img', { src: form.qr, alt: `“${form.title}”的二维码`, width: '96', height: '96' }),
    h(
      'div',
      {},
      h('strong', { dir: 'auto' }, form.title),
      h('p', {}, '客户扫码或打开链接填写，提交后线索直接进来。'),
      h('a', { class: 'link', href: form.url, target: '_blank', rel: 'noopener' }, '打开表单', icon('open')),
    ),
  );
}
