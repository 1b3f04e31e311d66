/**
 * The public form pages: link and QR code, large enough to scan from the room at a tap.
 *
 * @import { FormLink } from '../contract.ts'
 */
import { getForms } from '../lib/api.js';
import { h, icon } from '../lib/dom.js';
import { showError } from '../lib/toast.js';
import { openSheet } from './sheet.js';

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

/** @param {FormLink} form */
function renderForm(form) {
  const enlarge = () =>
    openSheet(form.title, [
      h(
        'div',
        { class: 'qr-large' },
        h('img', { src: form.qr, alt: `“${form.title}”的二维码` }),
        h('p', { class: 'quiet' }, '用手机扫码填写'),
        renderLink(form),
      ),
    ]);
  return h(
    'div',
    { class: 'form-link' },
    h(
      'button',
      { type: 'button', class: 'qr', 'aria-label': `放大“${form.title}”的二维码`, on: { click: enlarge } },
      h('img', { src: form.qr, alt: '' }),
    ),
    h(
      'div',
      {},
      h('strong', { dir: 'auto' }, form.title),
      h('p', {}, '客户扫码或打开链接填写，提交后线索直接进来。'),
      renderLink(form),
    ),
  );
}

/** @param {FormLink} form */
function renderLink(form) {
  return h(
    'a',
    { class: 'link', href: form.url, target: '_blank', rel: 'noopener' },
    '打开表单',
    icon('open'),
  );
}
