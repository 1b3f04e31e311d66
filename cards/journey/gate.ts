import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { approverOf, type GateItem, missingOf } from '../../src/domain/journey/gate.ts';
import { type Gate, gateFor } from '../../src/domain/journey/gate-questions.ts';
import { journeyOf } from '../../src/domain/journey/journey.ts';
import { stageLabel } from '../../src/domain/journey/stages.ts';
import { isOpen } from '../../src/domain/leads/lead.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { button, commandText } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, type CardButton, facts } from '../model.ts';
import { controlsOf } from '../questions/controls.ts';

interface View extends LeadView {
  /** Id of the stage somebody wants to go to. */
  target: string;
  /** Undefined once the lead waits for that move no more. */
  gate: Gate | undefined;
  link: Card['link'];
}

const DAYS_OFFERED = 3;

/**
 * What is there and what is missing before a lead may move on, and the first of it asked with the control it needs (C5).
 * It follows the lead: answered anywhere, the next item is asked on the same card.
 */
export const gate = defineCard<View>({
  kind: 'gate',
  async load(request): Promise<View | Moot | null> {
    const view = await loadLeadView(request);
    if (!view) return null;
    const target = String(request.params.to);
    const { lead, to, version } = view;
    const waits = isOpen(lead) && journeyOf(lead).pending?.to === target;
    if (!waits && request.params.sent !== true) return 'moved';
    const open = waits ? gateFor(lead, target, to, version.playbook) : undefined;
    return { ...view, target, gate: open, link: (request.params.link ?? undefined) as Card['link'] };
  },
  render(view): Card {
    const { lead, version, gate: open, target } = view;
    const label = stageLabel(target, version.playbook);
    const title = `推进到「${label}」 ${lead._id} · ${companyOf(lead)}`;
    if (!open) return { kind: 'gate', title, facts: [], buttons: [], state: stateOf(view) };
    const missing = missingOf(open.items);
    return {
      kind: 'gate',
      title,
      emphasis: { text: emphasisOf(missing, view), tone: 'info' },
      facts: facts({
        '已有 ✓': namesOf(open.items.filter(({ has }) => has)),
        '还缺 ○': namesOf(missing),
      }),
      ...asked(view, open, label),
    };
  },
});

function emphasisOf(missing: readonly GateItem[], { gate: open, to, lead }: View): string {
  const left = `还差 ${missing.length} 项`;
  const [first] = open?.questions ?? [];
  if (!isTheirs(to._id, lead)) return left;
  return first ? `${left}：${first.prompt ?? `${first.label}？`}` : `${left}，等 ${namesOf(missing)}`;
}

/** The first question to whoever looks after the lead; to a manager, letting it pass. */
function asked(
  view: View,
  { questions }: Gate,
  label: string,
): Pick<Card, 'body' | 'selects' | 'buttons' | 'link'> {
  const { lead, to, now, version } = view;
  if (!isTheirs(to._id, lead)) return waiving(view, label);
  const [first] = questions;
  const later = button('稍后', 'ask-later', lead._id);
  const waive = button('请主管放行', 'ask-waive', lead._id);
  if (!first) return { buttons: [later, waive], body: '补齐后自动推进。' };
  const calendar = calendarOf(version.playbook);
  const days = Array.from({ length: DAYS_OFFERED }, (_, i) =>
    calendar.dayKey(calendar.addWorkdays(now, i + 1)),
  );
  const { buttons, selects, how } = controlsOf(first, lead._id, days);
  const body = [first.why, how, '补齐后自动推进。'].filter(Boolean).join('\n');
  return {
    body,
    selects,
    buttons: [...buttons, later, waive],
    link: questions.length > 1 ? view.link : undefined,
  };
}

/** Letting a lead pass needs a reason; it stands in the record for ever. */
function waiving({ lead, to, version }: View, label: string): Pick<Card, 'body' | 'selects' | 'buttons'> {
  if (!mayManage(to)) return { buttons: [] };
  const { waiveReasons } = version.playbook.journey;
  const command = commandText('waive', lead._id, `${label} {reason}`);
  const pass: CardButton = { id: 'waive', label: '放行', command, style: 'primary' };
  return {
    body: `放行会记下您和原因；也可以回复：放行 ${lead._id} ${label} 原因`,
    selects: [
      { id: 'reason', label: '原因', options: waiveReasons.map((reason) => ({ id: reason, label: reason })) },
    ],
    buttons: [pass, button('查看', 'view', lead._id)],
  };
}

function stateOf({ lead, version, target }: View): string {
  const last = journeyOf(lead).moves.at(-1);
  if (last?.to === target && lead.stage === target) return last.waived?.length ? '已放行，已推进' : '已推进';
  return isOpen(lead) ? `已放下，现在在「${stageLabel(lead.stage, version.playbook)}」` : '线索已关闭';
}

function isTheirs(personId: string, { ownerId }: LeadView['lead']): boolean {
  return ownerId === personId;
}

function namesOf(items: readonly GateItem[]): string {
  return items
    .map((item) => {
      if (item.documentId) return `${item.label}（${item.documentId}）`;
      return !item.has && approverOf(item) ? `${item.label}（已请批）` : item.label;
    })
    .join('、');
}
