import { isOpen } from '../../src/domain/leads/lead.ts';
import { mayManage } from '../../src/domain/people/scope.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { type Card, facts } from '../model.ts';
import { deadlineFact } from './deadline.ts';
import { type LeadView, leadFacts, loadLeadView, waitingClock } from './lead-facts.ts';

interface View extends LeadView {
  text: string;
}

/** What a rule of the playbook has somebody told of a lead: whose it is, how much it is about, how late, what to do. */
export const alert = defineCard<View>({
  kind: 'alert',
  async load(request) {
    const view = await loadLeadView(request);
    return view && { ...view, text: String(request.params.text ?? '') };
  },
  render(view): Card {
    const { lead, owner, to, text } = view;
    const { 联系人, 电话, 需求, 预算 } = Object.fromEntries(
      leadFacts(view).map(({ name, value }) => [name, value]),
    );
    const clock = waitingClock(lead);
    const manages = mayManage(to) && to._id !== lead.ownerId && isOpen(lead);
    return {
      kind: 'alert',
      title: `${lead._id} · ${companyOf(lead)}`,
      emphasis: { text, tone: lead.status === 'won' ? 'good' : 'warn' },
      facts: [
        ...facts({ 负责人: owner?.name ?? '未分配', 联系人, 电话, 预算 }),
        ...(clock ? [deadlineFact(clock, view)] : []),
        ...facts({ 需求 }),
      ],
      tags: lead.tags,
      buttons: manages
        ? [
            ...(lead.ownerId ? [button('催办', 'nudge', lead._id, { style: 'primary' })] : []),
            button('改派', 'assign', lead._id),
            button('查看', 'view', lead._id),
          ]
        : [button('查看', 'view', lead._id)],
    };
  },
});
