import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';

interface View {
  record: Interaction;
  company: string;
  options: string[];
}

/** Said by the rep, understood as it stands: somebody was talked to, and nothing new came of it. */
const REACHED = '联系上了';

/**
 * After a call: what came of it, in one tap (C2). The answer completes the record of the call; until there is one the
 * call does not count.
 */
export const callOutcome = defineCard<View>({
  kind: 'call-outcome',
  async load(request) {
    const record = await request.read.interaction(request.refs.interaction ?? '');
    const view = record && (await loadLeadView({ ...request, refs: { lead: record.leadId } }));
    if (!view || !record) return null;
    const { quickActions, actions } = view.version.playbook;
    const quick = quickActions.flatMap((id) => actions.find((action) => action.id === id)?.label ?? []);
    const inVain = actions.find((action) => !action.touch)?.label;
    return {
      record,
      company: companyOf(view.lead),
      options: [...quick, REACHED, ...(inVain ? [inVain] : [])],
    };
  },
  render({ record, company, options }): Card {
    const state = record.state === 'undone' ? '已撤销' : record.outcomeAsked ? undefined : answered(record);
    return {
      kind: 'call-outcome',
      title: `沟通结果如何？${company}`,
      facts: [{ name: '编号', value: `${record._id}（线索 ${record.leadId}）` }],
      body: state ? undefined : '选一个结果才算联系上。也可以直接打字，例如：已报价50万 周五回访',
      buttons: state
        ? []
        : [
            ...options.map((label) => button(label, 'complete', record._id, { rest: label })),
            button('撤销', 'undo', record._id),
          ],
      state,
    };
  },
});

function answered({ _id, actions, reached }: Interaction): string {
  const what = actions.map(({ label }) => label).join('、') || (reached === 'yes' ? REACHED : '');
  return ['已记录', what, _id].filter(Boolean).join(' · ');
}
