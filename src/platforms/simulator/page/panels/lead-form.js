/**
 * A lead as any outside system would send it: `POST /api/leads` with the demo's key.
 *
 * @import { LeadItem, LeadResult } from '../contract.ts'
 */
import { ApiError, createLead } from '../lib/api.js';
import { h, uniqueId } from '../lib/dom.js';
import { SOURCE_LABELS } from '../lib/labels.js';
import { showError } from '../lib/toast.js';
import { SAMPLES } from './samples.js';

/** @typedef {{ name: keyof LeadItem, label: string, as?: 'select' | 'textarea', type?: string, list?: readonly string[], wide?: boolean }} Field */
/** @type {Field[]} */
const MAIN_FIELDS = [
  { name: 'company', label: '单位', wide: true },
  { name: 'contactName', label: '联系人' },
  { name: 'title', label: '职务' },
  { name: 'phone', label: '电话', type: 'tel' },
  { name: 'source', label: '来源', as: 'select' },
  { name: 'region', label: '区域', list: ['华东', '华南', '华北', '华中', '西南', '西北', '东北'] },
  { name: 'budget', label: '预算', list: ['50万以下', '50–200万', '200万以上'] },
  { name: 'products', label: '产品（多个用顿号分开）', wide: true },
  { name: 'need', label: '需求', as: 'textarea', wide: true },
];
/** @type {Field[]} */
const MORE_FIELDS = [
  { name: 'email', label: '邮箱', type: 'email' },
  { name: 'industry', label: '行业' },
  { name: 'channel', label: '渠道' },
  { name: 'campaign', label: '活动' },
];

export class LeadForm {
  #result = h('div', { class: 'lead-result', role: 'status' });
  #submit = h('button', { type: 'submit', class: 'button primary wide' }, '提交线索');
  #key = uniqueId();
  #onShow;

  /** @param {(leadId: string, result: LeadResult) => (Node | string)[]} onShow what to say about an accepted lead */
  constructor(onShow) {
    this.#onShow = onShow;
    const samples = SAMPLES.map(({ label, lead }) =>
      h('button', { type: 'button', class: 'chip', on: { click: () => this.#fill(lead) } }, label),
    );
    this.form = h(
      'form',
      { class: 'lead-form', novalidate: true },
      h('div', { class: 'field-grid' }, ...MAIN_FIELDS.map(renderField)),
      h(
        'details',
        { class: 'more-fields' },
        h('summary', {}, '更多字段'),
        h('div', { class: 'field-grid' }, ...MORE_FIELDS.map(renderField)),
      ),
      this.#submit,
      this.#result,
    );
    this.form.addEventListener('submit', (event) => {
      event.preventDefault();
      void this.#send();
    });
    this.element = h(
      'div',
      {},
      h('div', { class: 'samples', role: 'group', 'aria-label': '示例线索' }, ...samples),
      this.form,
    );
  }

  /** @param {LeadItem} lead */
  #fill(lead) {
    this.form.reset();
    this.#clearProblems();
    this.#result.replaceChildren();
    for (const [name, value] of Object.entries(lead)) {
      this.#control(name).value = Array.isArray(value) ? value.join('、') : String(value);
    }
    this.#submit.focus({ preventScroll: true });
  }

  async #send() {
    this.#clearProblems();
    this.#submit.disabled = true;
    try {
      const result = await createLead(this.#read(), this.#key);
      // Only an answered request gets a new key: after a lost answer the same lead is not made twice.
      this.#key = uniqueId();
      this.#showResult(result);
    } catch (error) {
      showError(error, '提交线索');
      if (error instanceof ApiError && error.status !== 0) this.#key = uniqueId();
    } finally {
      this.#submit.disabled = false;
    }
  }

  #read() {
    /** @type {Record<string, string | number | string[]>} */
    const lead = {};
    for (const [name, value] of new FormData(this.form)) {
      const text = String(value).trim();
      if (text === '') continue;
      if (name === 'products')
        lead[name] = text
          .split(/[、,，;；]/)
          .map((p) => p.trim())
          .filter(Boolean);
      else if (name === 'budget' && /^\d+$/.test(text)) lead[name] = Number(text);
      else lead[name] = text;
    }
    return /** @type {LeadItem} */ (/** @type {unknown} */ (lead));
  }

  /** @param {LeadResult} result */
  #showResult(result) {
    if (result.status === 'rejected') {
      const unplaced = (result.errors ?? []).filter(
        (problem) => !this.#markProblem(problem.path, problem.message),
      );
      const lines = unplaced.map((problem) => h('li', {}, problem.message));
      this.#result.replaceChildren(
        h(
          'div',
          { class: 'note note-danger' },
          h('strong', {}, '这条线索没有收下'),
          lines.length > 0 && h('ul', {}, ...lines),
        ),
      );
      this.form.querySelector('[aria-invalid]')?.closest('details')?.setAttribute('open', '');
      const first = this.form.querySelector('[aria-invalid]');
      if (first instanceof HTMLElement) first.focus();
      return;
    }
    const id = result.leadId ?? '';
    const what = result.status === 'merged' ? `已并入客户 ${result.customerId ?? ''}` : `已创建 ${id}`;
    this.#result.replaceChildren(
      h('div', { class: 'note note-good' }, h('strong', {}, what), ...this.#onShow(id, result)),
    );
  }

  /** @param {string} path `phone`, `0.phone`, `products.0` @param {string} message @returns {boolean} placed at a field */
  #markProblem(path, message) {
    const name = path.replace(/^\d+\./, '').split('.')[0] ?? '';
    const control = name === '' ? null : this.form.elements.namedItem(name);
    if (!(control instanceof HTMLElement)) return false;
    control.setAttribute('aria-invalid', 'true');
    control.setAttribute('aria-describedby', `problem-${name}`);
    control.parentElement?.append(h('p', { class: 'problem', id: `problem-${name}` }, message));
    return true;
  }

  #clearProblems() {
    for (const note of this.form.querySelectorAll('.problem')) note.remove();
    for (const control of this.form.querySelectorAll('[aria-invalid]'))
      control.removeAttribute('aria-invalid');
  }

  /** @param {string} name */
  #control(name) {
    return /** @type {HTMLInputElement} */ (this.form.elements.namedItem(name));
  }
}

/** @param {Field} field */
function renderField(field) {
  const { name, label, list, wide } = field;
  const id = `lead-${name}`;
  const options = list?.map((value) => h('option', { value }));
  return h(
    'div',
    { class: wide ? 'field wide' : 'field' },
    h('label', { for: id }, label),
    renderControl(field, id),
    options && h('datalist', { id: `${id}-options` }, ...options),
  );
}

/** @param {Field} field @param {string} id */
function renderControl({ name, as, type = 'text', list }, id) {
  if (as === 'textarea') return h('textarea', { id, name, rows: '2', maxlength: '2000' });
  if (as === 'select') {
    const options = Object.entries(SOURCE_LABELS).map(([value, label]) => h('option', { value }, label));
    return h('select', { id, name }, ...options);
  }
  const listId = list && `${id}-options`;
  return h('input', { id, name, type, maxlength: '200', autocomplete: 'off', list: listId });
}
