/**
 * The newest leads and who has them.
 *
 * @import { LeadSummary, SimulatorUser } from '../contract.ts'
 */
import { getLeads } from '../lib/api.js';
import { emptyState, h } from '../lib/dom.js';
import { labelOf, STATUS_LABELS } from '../lib/labels.js';
import { showError } from '../lib/toast.js';

const SHOWN = 50;

export class Leads {
  element = h('ul', { class: 'lead-list', 'aria-label': '线索' });
  #context;

  /** @param {{ users: () => SimulatorUser[], openLead: (id: string) => void }} context */
  constructor(context) {
    this.#context = context;
  }

  async refresh() {
    try {
      const rows = (await getLeads(SHOWN)).map((lead) => h('li', {}, this.#row(lead)));
      const empty = emptyState('还没有线索', '到“提交线索”里点一个示例试试。');
      this.element.replaceChildren(...(rows.length ? rows : [h('li', {}, empty)]));
    } catch (error) {
      showError(error, '读取线索');
    }
  }

  /** @param {LeadSummary} lead */
  #row(lead) {
    const owner = this.#context.users().find((user) => user.id === lead.ownerId);
    return h(
      'button',
      { type: 'button', class: 'lead-row', on: { click: () => this.#context.openLead(lead.id) } },
      h('span', { class: 'lead-id' }, lead.id),
      h('span', { class: 'lead-company', dir: 'auto' }, lead.company ?? lead.contactName ?? lead.customerId),
      h('span', { class: `status status-${lead.status}` }, labelOf(STATUS_LABELS, lead.status)),
      h('span', { class: 'lead-owner', dir: 'auto' }, owner?.name ?? lead.ownerId ?? '未分配'),
      h('span', { class: 'lead-tags', dir: 'auto' }, lead.tags.slice(0, 4).join(' · ')),
    );
  }
}
