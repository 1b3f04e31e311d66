import { button } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf } from '../format.ts';
import { type Card, facts } from '../model.ts';
import { type LeadView, leadFacts, loadLeadView, waitingClock, whatBecame } from './lead-facts.ts';

interface View extends LeadView {
  from: string;
  became: string | undefined;
}

/** A manager asks the owner to act on a lead now. */
export const nudge = defineCard<View>({
  kind: 'nudge',
  async load(request): Promise<View | Moot | null> {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { by, assignment, sent } = request.params;
    const clock = waitingClock(view.lead);
    const became = whatBecame(view, { n: Number(assignment ?? 0), clock });
    if (became && sent !== true) return became.why;
    const from = (await request.read.person(String(by)))?.name ?? '主管';
    return { ...view, from, became: became?.text };
  },
  render(view): Card {
    const { lead, from, became } = view;
    const { 联系人, 电话, 需求 } = Object.fromEntries(
      leadFacts(view).map(({ name, value }) => [name, value]),
    );
    return {
      kind: 'nudge',
      title: `${from} 催办 ${lead._id} · ${companyOf(lead)}`,
      emphasis: became ? undefined : { text: '请尽快联系客户，联系后回复一句话即可', tone: 'danger' },
      facts: facts({ 联系人, 电话, 需求 }),
      buttons: became
        ? [button('查看', 'view', lead._id)]
        : [button('已联系', 'touched', lead._id, { style: 'primary' }), button('查看', 'view', lead._id)],
      state: became,
    };
  },
});
