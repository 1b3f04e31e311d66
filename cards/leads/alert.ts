import { mayManage } from '../../src/domain/people/scope.ts';
import { button } from '../actions.ts';
import { defineCard, momentIn } from '../define.ts';
import { companyOf, formatSpan } from '../format.ts';
import { type Card, facts } from '../model.ts';
import { deadlineFact } from './deadline.ts';
import { type LeadView, leadFacts, loadLeadView } from './lead-facts.ts';

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
    const [clock] = lead.clocks;
    const manages = mayManage(to) && to._id !== lead.ownerId;
    return {
      kind: 'alert',
      title: `${lead._id} · ${companyOf(lead)}`,
      emphasis: { text, tone: 'warn' },
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

interface ReroutedView extends LeadView {
  from: string | undefined;
  startedAt: Date;
}

/** A lead that its owner let lie and that is given to somebody else: settled, so a line is enough. */
export const rerouted = defineCard<ReroutedView>({
  kind: 'rerouted',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { assignment } = request.params;
    const before = view.lead.assignments.find(({ n }) => n === Number(assignment));
    const from = before && (await request.read.person(before.ownerId))?.name;
    return { ...view, from, startedAt: momentIn(request.params, 'startedAt') };
  },
  render({ lead, owner, from, now, startedAt }): Card {
    const waited = formatSpan(now.getTime() - startedAt.getTime());
    const moved = owner && owner.name !== from;
    return {
      kind: 'rerouted',
      title: `${lead._id} ${companyOf(lead)} 超时未联系 ${waited}，${moved ? `已由 ${from ?? '原负责人'} 转给 ${owner.name}` : `正在从 ${from ?? '原负责人'} 转出`}`,
      facts: [],
      buttons: [button('查看', 'view', lead._id)],
    };
  },
});
