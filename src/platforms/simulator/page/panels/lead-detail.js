/**
 * Everything about one lead: why this owner, which clocks run, what happened.
 *
 * @import { LeadDetail, SimulatorUser } from '../contract.ts'
 * @typedef {{ users: () => SimulatorUser[], now: () => Date, openPerson: (userId: string) => void, openAudit: (leadId: string) => void }} Context
 */
import { getLead } from '../lib/api.js';
import { emptyState, h } from '../lib/dom.js';
import { actorName, CLOCK_LABELS, labelOf, STATUS_LABELS } from '../lib/labels.js';
import { formatDue, formatStamp } from '../lib/time.js';
import { showError } from '../lib/toast.js';
import { renderDecision } from './decision.js';
import { openSheet } from './sheet.js';

/** Opens the lead in a sheet over the page. @param {string} leadId @param {Context} context */
export async function openLeadDetail(leadId, context) {
  try {
    const lead = await getLead(leadId);
    const sheet = openSheet(
      `${lead.id} ${lead.company ?? ''}`,
      renderLead(lead, context, () => sheet.close()),
    );
  } catch (error) {
    showError(error, `打开线索 ${leadId}`);
  }
}

/** @param {LeadDetail} lead @param {Context} context @param {() => void} close */
function renderLead(lead, context, close) {
  const users = context.users();
  const owner = users.find((user) => user.id === lead.ownerId);
  const go = (/** @type {() => void} */ action) => () => {
    close();
    action();
  };
  return [
    h(
      'div',
      { class: 'lead-head' },
      h('span', { class: `status status-${lead.status}` }, labelOf(STATUS_LABELS, lead.status)),
      ...lead.tags.map((tag) => h('span', { class: 'tag', dir: 'auto' }, tag)),
    ),
    h(
      'div',
      { class: 'lead-links' },
      owner &&
        h(
          'button',
          { type: 'button', class: 'button', on: { click: go(() => context.openPerson(owner.id)) } },
          `看${owner.name}的手机`,
        ),
      h(
        'button',
        { type: 'button', class: 'button', on: { click: go(() => context.openAudit(lead.id)) } },
        '看审计记录',
      ),
    ),
    section(
      '为什么是这位负责人',
      lead.decision
        ? renderDecision(lead.decision, lead.ownerId, users)
        : emptyState('还没有分配决定', '分配之后，每位候选人的得分和理由会列在这里。'),
    ),
    section('时限', renderClocks(lead, context.now())),
    section('经过', renderTimeline(lead, context)),
    section('字段', renderFields(lead)),
  ];
}

/** @param {string} title @param {Node} content */
const section = (title, content) => h('section', { class: 'sheet-section' }, h('h3', {}, title), content);

/** @param {LeadDetail} lead @param {Date} now */
function renderClocks(lead, now) {
  if (lead.clocks.length === 0) return emptyState('没有在走的时限', '线索关闭后不再提醒。');
  const rows = lead.clocks.map((clock) => {
    const due = new Date(clock.dueAt);
    return h(
      'li',
      { class: due < now ? 'clock-row late' : 'clock-row' },
      h('strong', {}, `${labelOf(CLOCK_LABELS, clock.name)} 第 ${clock.step + 1} 步`),
      h('span', {}, `${formatStamp(due, now)} 到期，${formatDue(due, now)}`),
      clock.because && h('span', { class: 'quiet', dir: 'auto' }, clock.because),
    );
  });
  return h('ul', { class: 'clock-list' }, ...rows);
}

/** @param {LeadDetail} lead @param {Context} context */
function renderTimeline(lead, context) {
  if (lead.timeline.length === 0) return emptyState('还没有经过', '第一次分配或跟进之后会显示在这里。');
  const rows = lead.timeline.map((entry) =>
    h(
      'li',
      { class: `trail-item kind-${entry.kind.split('.')[0]}` },
      h('p', { class: 'trail-text', dir: 'auto' }, entry.text),
      h(
        'p',
        { class: 'trail-meta' },
        h('time', { datetime: entry.at }, formatStamp(new Date(entry.at), context.now())),
        h('span', { dir: 'auto' }, actorName(entry.by, context.users())),
      ),
    ),
  );
  return h('ol', { class: 'trail' }, ...rows);
}

/** @param {LeadDetail} lead */
function renderFields(lead) {
  const rows = Object.entries(lead.fields).map(([name, value]) =>
    h(
      'div',
      {},
      h('dt', { dir: 'auto' }, labelOf(lead.fieldLabels ?? {}, name)),
      h('dd', { dir: 'auto' }, showValue(value)),
    ),
  );
  return rows.length
    ? h('dl', { class: 'facts' }, ...rows)
    : emptyState('没有填写更多字段', '客户在表单里填的内容会列在这里。');
}

/** @param {string | number | boolean | string[]} value */
function showValue(value) {
  if (typeof value === 'boolean') return value ? '是' : '否';
  return Array.isArray(value) ? value.join('、') : String(value);
}
