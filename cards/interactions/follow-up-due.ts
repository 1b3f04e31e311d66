import { calendarOf } from '../../src/domain/clocks/clock-rules.ts';
import { nextStages } from '../../src/domain/journey/stages.ts';
import { chooseScripts } from '../../src/domain/scripts.ts';
import { button, commandText } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf, contactOf, formatDay } from '../format.ts';
import { type DueView, loadDueView, stillness } from '../leads/first-touch-due.ts';
import { leadFacts } from '../leads/lead-facts.ts';
import { LISTED_AS_OVERDUE } from '../leads/overdue.ts';
import type { Card, CardButton } from '../model.ts';

interface View extends DueView {
  lastNote: string;
}

async function load(request: Parameters<typeof loadDueView>[0]): Promise<View | Moot | null> {
  const view = await loadDueView(request);
  if (view === null || typeof view === 'string') return view;
  return { ...view, lastNote: String(request.params.lastNote ?? '') };
}

/** Working days from now on which the next contact can be fixed with a tap. */
const DAYS_AHEAD = [1, 2, 3, 5];

/** The owner can record, a manager can give it to somebody else. */
function toAct({ lead, to }: View, ...more: CardButton[]): CardButton[] {
  return to._id === lead.ownerId
    ? [button('已联系', 'touched', lead._id, { style: 'primary' }), ...more]
    : [button('改派', 'assign', lead._id, { style: 'primary' })];
}

/** The date the rep promised has come. */
export const followUpDue = defineCard<View>({
  kind: 'follow-up-due',
  listedAs: LISTED_AS_OVERDUE,
  load,
  render(view): Card {
    const { lead, owner, asked, to, became } = view;
    const mine = to._id === asked?._id;
    const script = chooseScripts(view.version.playbook, {
      for: 'follow-up',
      lead,
      ownerName: owner?.name ?? '',
    });
    return {
      kind: 'follow-up-due',
      title: `${mine ? '' : `${asked?.name ?? ''} `}该回访了：${companyOf(lead)} ${contactOf(lead)}`,
      emphasis: became
        ? undefined
        : {
            text: `${lead._id} ${lead.attempts ? '到了再联系一次的时间' : '约定的跟进时间到了'}`,
            tone: 'warn',
          },
      facts: leadFacts(view),
      body: view.lastNote ? `上次记录：${view.lastNote}` : undefined,
      tags: lead.tags,
      quote: script.recommended?.text,
      buttons: [
        ...(became ? [] : toAct(view, button('推迟一天', 'postpone', lead._id, { rest: '明天' }))),
        button('查看', 'view', lead._id),
      ],
      state: became,
    };
  },
});

/** A lead stands still (C7): nobody has reached the customer, it is too long in its stage, or the customer owes an answer. */
export const stalled = defineCard<View>({
  kind: 'stalled',
  listedAs: LISTED_AS_OVERDUE,
  load,
  render(view): Card {
    const { lead, asked, to, became } = view;
    const stage = view.version.playbook.stages.find((s) => s.id === lead.stage);
    return {
      kind: 'stalled',
      title: `停滞提醒：${companyOf(lead)} 停在「${stage?.label ?? lead.stage}」`,
      emphasis: became ? undefined : { text: stillness(view) ?? '没有新的跟进', tone: 'warn' },
      facts: [
        ...(to._id === asked?._id ? [] : [{ name: '负责人', value: asked?.name ?? '–' }]),
        ...leadFacts(view),
      ],
      body: stage?.advice ? `建议：${stage.advice}` : undefined,
      tags: lead.tags,
      ...(became ? { buttons: [] } : answers(view)),
      state: became,
    };
  },
});

/** What can be done about it here and now: the next stage, another day, a contact, or the manager's help. */
function answers(view: View): Pick<Card, 'selects' | 'buttons'> {
  const { lead, to, version, now } = view;
  const look = button('查看', 'view', lead._id);
  if (to._id !== lead.ownerId) return { buttons: [...toAct(view), look] };
  const [next] = nextStages(lead.stage, version.playbook);
  const calendar = calendarOf(version.playbook);
  const days = DAYS_AHEAD.map((n) => calendar.dayKey(calendar.addWorkdays(now, n)));
  return {
    selects: [
      { id: 'day', label: '下次跟进', options: days.map((day) => ({ id: day, label: formatDay(day) })) },
    ],
    buttons: [
      button('已联系', 'touched', lead._id, { style: 'primary' }),
      ...(next ? [button(`推进到${next.label}`, 'advance', lead._id, { rest: next.label })] : []),
      { id: 'postpone', label: '改日期', command: commandText('postpone', lead._id, '{day}') },
      button('请主管支持', 'ask-support', lead._id),
      look,
    ],
  };
}
