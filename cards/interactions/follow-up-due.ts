import { chooseScripts } from '../../src/domain/scripts.ts';
import { button } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf, contactOf, formatSpan } from '../format.ts';
import { type DueView, loadDueView } from '../leads/first-touch-due.ts';
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

/** A stage has stood still for longer than the playbook allows (C7). */
export const stalled = defineCard<View>({
  kind: 'stalled',
  listedAs: LISTED_AS_OVERDUE,
  load,
  render(view): Card {
    const { lead, asked, to, now, became } = view;
    const stage = view.version.playbook.stages.find((s) => s.id === lead.stage);
    const idle = formatSpan(now.getTime() - view.startedAt.getTime());
    return {
      kind: 'stalled',
      title: `停滞提醒：${companyOf(lead)} 停在「${stage?.label ?? lead.stage}」`,
      emphasis: became ? undefined : { text: `${idle} 没有新的跟进`, tone: 'warn' },
      facts: [
        ...(to._id === asked?._id ? [] : [{ name: '负责人', value: asked?.name ?? '–' }]),
        ...leadFacts(view),
      ],
      body: stage?.advice ? `建议：${stage.advice}` : undefined,
      tags: lead.tags,
      buttons: [...(became ? [] : toAct(view)), button('查看', 'view', lead._id)],
      state: became,
    };
  },
});
