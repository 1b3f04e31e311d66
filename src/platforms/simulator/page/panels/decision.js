/**
 * The score table behind an assignment: who was considered, what counted, who was left out and why.
 *
 * @import { LeadCandidate, LeadDetail, SimulatorUser } from '../contract.ts'
 */
import { h } from '../lib/dom.js';
import { actorName, FACTOR_LABELS, labelOf, POLICY_LABELS } from '../lib/labels.js';

/**
 * @param {NonNullable<LeadDetail['decision']>} decision
 * @param {string | undefined} ownerId
 * @param {SimulatorUser[]} users
 */
export function renderDecision(decision, ownerId, users) {
  const factors = [...new Set(decision.candidates.flatMap((candidate) => Object.keys(candidate.scores)))];
  const candidates = decision.candidates.toSorted(
    (a, b) => Number(b.eligible) - Number(a.eligible) || b.total - a.total,
  );
  const head = ['候选人', '总分', ...factors.map((factor) => labelOf(FACTOR_LABELS, factor)), '理由'];
  return h(
    'div',
    {},
    h(
      'p',
      { class: 'quiet' },
      `${labelOf(POLICY_LABELS, decision.policy)}，规则第 ${decision.playbookVersion} 版，${candidates.length} 位候选人`,
    ),
    h(
      'div',
      { class: 'table-scroll' },
      h(
        'table',
        { class: 'decision' },
        h('thead', {}, h('tr', {}, ...head.map((text) => h('th', { scope: 'col' }, text)))),
        h('tbody', {}, ...candidates.map((candidate) => row(candidate, factors, ownerId, users))),
      ),
    ),
  );
}

/** @param {LeadCandidate} candidate @param {string[]} factors @param {string | undefined} ownerId @param {SimulatorUser[]} users */
function row(candidate, factors, ownerId, users) {
  const isOwner = candidate.userId === ownerId;
  const scores = factors.map((factor) => {
    const score = candidate.scores[factor];
    return h(
      'td',
      { class: 'number', 'data-label': labelOf(FACTOR_LABELS, factor) },
      score === undefined ? '—' : Math.round(score),
    );
  });
  return h(
    'tr',
    { class: isOwner ? 'winner' : candidate.eligible ? '' : 'out' },
    h(
      'th',
      { scope: 'row' },
      h('span', { dir: 'auto' }, actorName(candidate.userId, users)),
      isOwner && h('span', { class: 'owner-mark' }, '负责人'),
    ),
    h(
      'td',
      { class: 'number total', 'data-label': '总分' },
      candidate.eligible ? formatTotal(candidate.total) : '排除',
    ),
    ...scores,
    h('td', { class: 'reasons', 'data-label': '理由', dir: 'auto' }, candidate.reasons.join('；') || '—'),
  );
}

/** @param {number} total */
const formatTotal = (total) => total.toFixed(1).replace(/\.0$/, '');
