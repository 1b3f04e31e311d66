import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import type { Card } from '../model.ts';
import { loadLeadView } from './lead-facts.ts';

interface View {
  leadId: string;
  company: string;
  reasons: string[];
}

/** Passing a lead on needs a reason, so that the next owner and the manager know. */
export const passOn = defineCard<View>({
  kind: 'pass-on',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    return {
      leadId: view.lead._id,
      company: companyOf(view.lead),
      reasons: view.version.playbook.routing.passReasons,
    };
  },
  render({ leadId, company, reasons }): Card {
    return {
      kind: 'pass-on',
      title: `转出 ${leadId} · ${company}`,
      facts: [],
      body: `选择原因后将重新分配；也可以直接回复：转出 ${leadId} 原因`,
      selects: [{ id: 'reason', label: '原因', options: reasons.map((r) => ({ id: r, label: r })) }],
      buttons: [
        {
          id: 'pass-on',
          label: '确认转出',
          command: commandText('pass-on', leadId, '{reason}'),
          style: 'primary',
        },
      ],
    };
  },
});
