/**
 * What happened, newest first.
 *
 * @import { AuditEntry, SimulatorUser } from '../contract.ts'
 */
import { getAudit } from '../lib/api.js';
import { emptyState, h } from '../lib/dom.js';
import { actorName } from '../lib/labels.js';
import { formatStamp } from '../lib/time.js';
import { showError } from '../lib/toast.js';

const PAGE = 60;

export class Audit {
  #limit = PAGE;
  #list = h('ol', { class: 'trail', 'aria-label': '发生了什么' });
  #more = h(
    'button',
    { type: 'button', class: 'button wide', hidden: true, on: { click: () => this.#showMore() } },
    '更早的记录',
  );
  #filter = h('input', {
    type: 'search',
    id: 'audit-lead',
    placeholder: '如 L1024',
    autocomplete: 'off',
    maxlength: '20',
  });
  #context;

  /** @param {{ users: () => SimulatorUser[], now: () => Date, openLead: (id: string) => void }} context */
  constructor(context) {
    this.#context = context;
    const form = h(
      'form',
      { class: 'filter', on: { submit: (event) => this.#apply(event) } },
      h('label', { for: 'audit-lead' }, '只看线索'),
      this.#filter,
      h('button', { type: 'submit', class: 'button' }, '筛选'),
    );
    // Also fires when the search box's own cross is pressed.
    this.#filter.addEventListener('search', () => void this.refresh());
    this.element = h('div', {}, form, this.#list, this.#more);
  }

  /** Shows one lead's history. @param {string} leadId */
  filterBy(leadId) {
    this.#filter.value = leadId;
    this.#limit = PAGE;
    return this.refresh();
  }

  async refresh() {
    try {
      const lead = this.#filter.value.trim().toUpperCase();
      const entries = await getAudit({ lead, limit: this.#limit });
      const rows = entries.map((entry) => this.#row(entry));
      const empty = lead
        ? emptyState(`没有 ${lead} 的记录`, '换一个线索编号，或清空筛选看全部。')
        : emptyState('还没有发生什么', '提交一条线索，分配、提醒、升级都会记在这里。');
      this.#list.replaceChildren(...(rows.length ? rows : [h('li', {}, empty)]));
      this.#more.hidden = entries.length < this.#limit;
    } catch (error) {
      showError(error, '读取记录');
    }
  }

  /** @param {SubmitEvent} event */
  #apply(event) {
    event.preventDefault();
    this.#limit = PAGE;
    void this.refresh();
  }

  #showMore() {
    this.#limit += PAGE;
    void this.refresh();
  }

  /** @param {AuditEntry} entry */
  #row(entry) {
    const { users, now, openLead } = this.#context;
    const { leadId } = entry;
    const lead =
      leadId &&
      h('button', { type: 'button', class: 'link-button', on: { click: () => openLead(leadId) } }, leadId);
    return h(
      'li',
      { class: `trail-item kind-${entry.kind.split('.')[0]}` },
      h('p', { class: 'trail-text', dir: 'auto' }, entry.text),
      h(
        'p',
        { class: 'trail-meta' },
        h('time', { datetime: entry.at }, formatStamp(new Date(entry.at), now())),
        h('span', { dir: 'auto' }, actorName(entry.who, users())),
        lead,
        entry.customerId && h('span', {}, entry.customerId),
      ),
    );
  }
}
