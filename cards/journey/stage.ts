import { type GateItem, gateTo, missingOf, stageItems } from '../../src/domain/journey/gate.ts';
import { journeyOf } from '../../src/domain/journey/journey.ts';
import { frozenPaths } from '../../src/domain/journey/locks.ts';
import { reopenUntil } from '../../src/domain/journey/reopen.ts';
import { nextStages, stageLabel, stageOf } from '../../src/domain/journey/stages.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { hidesContacts, mayManage } from '../../src/domain/people/scope.ts';
import { propertyShape } from '../../src/domain/playbook/options.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, type CardButton, facts } from '../model.ts';

interface View extends LeadView {
  /** The move this card tells of: stage ids. */
  moved: string | undefined;
  from: string | undefined;
}

/** Ways on that get a button of their own. */
const NEXT_BUTTONS = 2;

/** Where a lead stands on its way, since when, what its gate asks for, and what comes next (C5). */
export const stage = defineCard<View>({
  kind: 'stage',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { moved, from } = request.params;
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined);
    return { ...view, moved: text(moved), from: text(from) };
  },
  render(view): Card {
    const { lead, version, now, timeZone } = view;
    const { playbook } = version;
    const { since = lead.createdAt } = journeyOf(lead);
    const here = stageOf(lead.stage, playbook);
    const items = shownItems(view);
    return {
      kind: 'stage',
      title: `阶段 ${lead._id} · ${companyOf(lead)}`,
      emphasis: emphasisOf(view),
      facts: facts({
        现在: `${stageLabel(lead.stage, playbook)}（${formatWhen(since, now, timeZone)} 起）`,
        '已有 ✓': list(items.filter(({ has }) => has)),
        '还缺 ✗': list(missingOf(items)),
        接下来: nextStages(lead.stage, playbook)
          .map(({ label }) => label)
          .join('、'),
        预计签约: journeyOf(lead).signing?.day,
        已锁定: lockedLabels(view).join('、'),
        等主管决定: journeyOf(lead)
          .proposals.map(({ label, value }) => (value === undefined ? `解锁${label}` : `修改${label}`))
          .join('、'),
        证据已撤回: withdrawnLabels(view).join('、'),
        放行记录: waivedLines(view).join('；'),
      }),
      body: isOpen(lead) ? here?.advice : untilWhen(view),
      buttons: buttonsOf(view),
    };
  },
});

/** What the way to where somebody wants to go asks for, or else the lead's own stage. */
function shownItems({ lead, version, to }: View): GateItem[] {
  // Contacts count among it, and what is hidden would look missing.
  if (hidesContacts(to.role) || !isOpen(lead)) return [];
  const { pending } = journeyOf(lead);
  const way = pending && gateTo(pending.to, lead, version.playbook);
  return way ?? stageItems(lead, version.playbook).items;
}

function emphasisOf(view: View): Card['emphasis'] {
  const { lead, version, moved, from } = view;
  const { playbook } = version;
  const { pending } = journeyOf(lead);
  const name = (id: string) => `「${stageLabel(id, playbook)}」`;
  if (moved !== undefined && moved === lead.stage)
    return { text: from ? `已从${name(from)}到${name(moved)}` : `已到${name(moved)}`, tone: 'good' };
  const missing = missingOf(shownItems(view)).length;
  if (pending && missing)
    return { text: `还差 ${missing} 项，补齐后自动推进到${name(pending.to)}`, tone: 'info' };
  if (!isOpen(lead)) return undefined;
  return missing ? { text: `还差 ${missing} 项才能离开${name(lead.stage)}`, tone: 'info' } : undefined;
}

function list(items: readonly GateItem[]): string {
  return items.map(({ label, documentId }) => (documentId ? `${label}（${documentId}）` : label)).join('、');
}

function lockedLabels({ lead, version, now }: View): string[] {
  return [...frozenPaths(lead, now)].map(
    (path) => propertyShape(version.playbook, path.replace(/^fields\./, ''))?.label ?? path,
  );
}

function withdrawnLabels({ lead }: View): string[] {
  const all = journeyOf(lead).moves.flatMap(({ withdrawn = [] }) => withdrawn.map(({ label }) => label));
  return [...new Set(all)];
}

function waivedLines({ lead, version, now, timeZone }: View): string[] {
  return journeyOf(lead).moves.flatMap(({ waived, reason, at, to }) =>
    waived?.length
      ? [
          `${formatWhen(at, now, timeZone)} 到${stageLabel(to, version.playbook)}，缺 ${waived
            .map(({ label }) => label)
            .join('、')}（${reason ?? ''}）`,
        ]
      : [],
  );
}

function buttonsOf(view: View): CardButton[] {
  const { lead, version, to } = view;
  const mine = lead.ownerId === to._id;
  if (!mine && !mayManage(to)) return [];
  if (!isOpen(lead)) return mayReopen(view) ? [button(reopenLabel(lead), 'reopen', lead._id)] : [];
  const { pending } = journeyOf(lead);
  const next = nextStages(lead.stage, version.playbook).slice(0, NEXT_BUTTONS);
  const missing = missingOf(shownItems(view)).length > 0;
  const target = pending ? stageLabel(pending.to, version.playbook) : undefined;
  return [
    ...next.map(({ id, label }, i) =>
      button(next.length > 1 ? `推进到${label}` : '推进', 'advance', lead._id, {
        id: `advance-${id}`,
        rest: label,
        ...(i === 0 && !missing ? { style: 'primary' as const } : {}),
      }),
    ),
    ...(missing && !mine && mayManage(to)
      ? [
          button('放行', 'waive', lead._id, {
            id: 'waive',
            rest: [target, '主管放行'].filter(Boolean).join(' '),
          }),
        ]
      : []),
    button('退回', 'step-back', lead._id),
    button('丢单', 'lose', lead._id, { style: 'danger' }),
  ];
}

function mayReopen({ lead, version, now }: View): boolean {
  const until = reopenUntil(lead, version.playbook);
  return until !== undefined && until >= now;
}

function reopenLabel({ status }: View['lead']): string {
  return status === 'won' ? '撤销成交' : '重新打开';
}

/** How long the end can be taken back, while it can. */
function untilWhen(view: View): string | undefined {
  const { lead, version, now, timeZone } = view;
  const until = reopenUntil(lead, version.playbook);
  if (!until || !mayReopen(view)) return undefined;
  const when = formatWhen(until, now, timeZone);
  return lead.status === 'won'
    ? `${when} 前可撤销成交，财务和主管会得到通知，一切恢复原样。`
    : `${when} 前可重新打开。`;
}
