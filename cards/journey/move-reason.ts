import { UNKNOWN_COMPETITOR } from '../../src/domain/journey/move.ts';
import { stageLabel } from '../../src/domain/journey/stages.ts';
import { leadPath, valueAt } from '../../src/domain/leads/lead-fields.ts';
import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import type { Card } from '../model.ts';

interface View extends LeadView {
  target: string;
  lost: boolean;
  /** The reason that was chosen and asks to whom the deal was lost. */
  lostTo: string | undefined;
}

/** Competitors of a field's text that are offered as a choice. */
const NAMED = 6;

/** Going back and losing need a reason, so that everybody can learn from it. */
export const moveReason = defineCard<View>({
  kind: 'move-reason',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { to, direction, lostTo } = request.params;
    return {
      ...view,
      target: String(to),
      lost: direction !== 'back',
      lostTo: typeof lostTo === 'string' ? lostTo : undefined,
    };
  },
  render(view): Card {
    const { lead, version, target, lost, lostTo } = view;
    if (lostTo !== undefined) return askWho(view, lostTo);
    const { journey } = version.playbook;
    const label = stageLabel(target, version.playbook);
    const reasons = lost ? journey.lostReasons : journey.backReasons;
    const typed = lost
      ? commandText('lose', lead._id, `${reasons[0]} 说明`)
      : commandText('step-back', lead._id, `${label} 原因`);
    return {
      kind: 'move-reason',
      title: `${lost ? '丢单' : `退回到${label}`}：${lead._id} · ${companyOf(lead)}`,
      facts: [],
      body: lost ? `选择原因；也可以直接回复：${typed}` : '选择原因，也可以直接打字回复原因。',
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

/** Lost to somebody: to whom, everybody can learn from. */
function askWho({ lead, version }: View, reason: string): Card {
  const { competitors } = version.playbook.journey;
  const path = competitors && leadPath(competitors, version.playbook);
  const known = path ? valueAt(lead, path) : undefined;
  const names = String(known ?? '')
    .split(/[\s,，、;；]+/)
    .filter((name) => name && name.length <= 20)
    .slice(0, NAMED);
  const options = [...new Set([...names, UNKNOWN_COMPETITOR])];
  return {
    kind: 'move-reason',
    title: `客户选了哪一家：${lead._id} · ${companyOf(lead)}`,
    facts: [{ name: '原因', value: reason }],
    body: `选择，或直接回复：${commandText('lose', lead._id, `${reason} 竞品名称`)}`,
    selects: [{ id: 'who', label: '竞品', options: options.map((name) => ({ id: name, label: name })) }],
    buttons: [
      {
        id: 'lose',
        label: '确认丢单',
        command: commandText('lose', lead._id, `${reason} {who}`),
        style: 'danger',
      },
    ],
  };
}
