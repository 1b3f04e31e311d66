import { stageLabel } from '../../src/domain/journey/stages.ts';
import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';

interface View extends LeadView {
  target: string;
  lost: boolean;
}

/** Going back and losing need a reason, so that everybody can learn from it. */
export const moveReason = defineCard<View>({
  kind: 'move-reason',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    return { ...view, target: String(request.params.to), lost: request.params.direction !== 'back' };
  },
  render({ lead, version, target, lost }): Card {
    const { journey } = version.playbook;
    const label = stageLabel(target, version.playbook);
    const reasons = lost ? journey.lostReasons : journey.backReasons;
    const typed = lost
      ? commandText('lose', lead._id, `${reasons[0]} 竞品或说明`)
      : commandText('step-back', lead._id, `${label} 原因`);
    return {
      kind: 'move-reason',
      title: `${lost ? '丢单' : `退回到${label}`}：${lead._id} · ${companyOf(lead)}`,
      facts: [],
      body: `选择原因；也可以直接回复：${typed}`,
      selects: [{ id: 'reason', label: '原因', options: reasons.map((r) => ({ id: r, label: r })) }],
      buttons: [
        {
          id: lost ? 'lose' : 'step-back',
          label: lost ? '确认丢单' : '确认退回',
          command: lost
            ? commandText('lose', lead._id, '{reason}')
            : commandText('step-back', lead._id, `${label} {reason}`),
          style: lost ? 'danger' : 'primary',
        },
      ],
    };
  },
});
