import { chooseScripts } from '../src/domain/scripts.ts';
import { button } from './actions.ts';
import { defineCard } from './define.ts';
import { companyOf, contactOf, formatSpan, formatWhen } from './format.ts';
import { type LeadView, leadFacts, loadLeadView } from './lead-facts.ts';
import type { Card } from './model.ts';

interface View extends LeadView {
  startedAt: Date;
  lastNote: string;
}

/** Has anything happened with the lead since this reminder's clock was started? */
function settled(view: View): string | undefined {
  const { lead, now, timeZone } = view;
  if (lead.status === 'won') return '已成交';
  if (lead.status === 'lost') return '已关闭';
  const last = lead.lastInteractionAt;
  return last && last > view.startedAt ? `已跟进 · ${formatWhen(last, now, timeZone)}` : undefined;
}

async function load(request: Parameters<typeof loadLeadView>[0]): Promise<View | null> {
  const lead = await loadLeadView(request);
  if (!lead) return null;
  const view = {
    ...lead,
    startedAt: new Date(String(request.params.startedAt)),
    lastNote: String(request.params.lastNote ?? ''),
  };
  return settled(view) && request.params.sent !== true ? null : view;
}

/** The date the rep promised has come. */
export const followUpDue = defineCard<View>({
  kind: 'follow-up-due',
  load,
  render(view): Card {
    const { lead, owner, to } = view;
    const state = settled(view);
    const mine = to._id === lead.ownerId;
    const script = chooseScripts(view.version.playbook, {
      for: 'follow-up',
      lead,
      ownerName: owner?.name ?? '',
    });
    return {
      kind: 'follow-up-due',
      title: `${mine ? '' : `${owner?.name ?? ''} `}该回访了：${companyOf(lead)} ${contactOf(lead)}`,
      emphasis: state ? undefined : { text: `${lead._id} 约定的跟进时间到了`, tone: 'warn' },
      facts: leadFacts(view),
      body: view.lastNote ? `上次记录：${view.lastNote}` : undefined,
      tags: lead.tags,
      quote: script.recommended?.text,
      buttons: state
        ? [button('查看', 'view', lead._id)]
        : [
            button('已联系', 'touched', lead._id, { style: 'primary' }),
            button('推迟一天', 'postpone', lead._id, { rest: '明天' }),
            button('查看', 'view', lead._id),
          ],
      state,
    };
  },
});

/** A stage has stood still for longer than the playbook allows (C7). */
export const stalled = defineCard<View>({
  kind: 'stalled',
  load,
  render(view): Card {
    const { lead, owner, to, now } = view;
    const state = settled(view);
    const stage = view.version.playbook.stages.find((s) => s.id === lead.stage);
    const idle = formatSpan(now.getTime() - view.startedAt.getTime());
    return {
      kind: 'stalled',
      title: `停滞提醒：${companyOf(lead)} 停在「${stage?.label ?? lead.stage}」`,
      emphasis: state ? undefined : { text: `${idle} 没有新的跟进`, tone: 'warn' },
      facts: [
        ...(to._id === lead.ownerId ? [] : [{ name: '负责人', value: owner?.name ?? '–' }]),
        ...leadFacts(view),
      ],
      body: stage?.advice ? `建议：${stage.advice}` : undefined,
      tags: lead.tags,
      buttons: state
        ? [button('查看', 'view', lead._id)]
        : [button('已联系', 'touched', lead._id, { style: 'primary' }), button('查看', 'view', lead._id)],
      state,
    };
  },
});
