import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';

interface View {
  leadId: string;
  company: string;
  options: string[];
}

/** After a call: what came of it, in one tap (C2). Each answer is a note like any other. */
export const callOutcome = defineCard<View>({
  kind: 'call-outcome',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { quickActions, actions } = view.version.playbook;
    const options = quickActions.flatMap((id) => actions.find((action) => action.id === id)?.label ?? []);
    return options.length ? { leadId: view.lead._id, company: companyOf(view.lead), options } : null;
  },
  render({ leadId, company, options }): Card {
    return {
      kind: 'call-outcome',
      title: `沟通结果如何？${company}`,
      facts: [],
      body: '点一下即可，也可以直接打字补充，例如：已报价50万 周五回访',
      buttons: options.map((label) => button(label, 'log', leadId, { rest: label })),
    };
  },
});
