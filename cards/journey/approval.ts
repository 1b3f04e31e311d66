import { approverOf, type GateItem, gateTo, missingOf } from '../../src/domain/journey/gate.ts';
import { journeyOf, type PendingMove } from '../../src/domain/journey/journey.ts';
import { stageLabel } from '../../src/domain/journey/stages.ts';
import { button } from '../actions.ts';
import { defineCard, type Moot } from '../define.ts';
import { companyOf } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, facts } from '../model.ts';

interface View extends LeadView {
  pending: PendingMove | undefined;
  items: GateItem[];
  asker: string;
}

/** Somebody's yes is asked for before a lead may move on. */
export const approval = defineCard<View>({
  kind: 'approval',
  async load(request): Promise<View | Moot | null> {
    const view = await loadLeadView(request);
    if (!view) return null;
    const { pending } = journeyOf(view.lead);
    const items = (pending && gateTo(pending.to, view.lead, view.version.playbook)) ?? [];
    const waits = missingOf(items).some((item) => approverOf(item) !== undefined);
    if (!waits && request.params.sent !== true) return 'nothing';
    const asker = pending && (await request.read.person(pending.by))?.name;
    return { ...view, pending: waits ? pending : undefined, items, asker: asker ?? pending?.by ?? '' };
  },
  render({ lead, version, pending, items, asker }): Card {
    const name = (id: string) => stageLabel(id, version.playbook);
    const others = items.filter((item) => approverOf(item) === undefined);
    return {
      kind: 'approval',
      title: `请审批：${lead._id} · ${companyOf(lead)}`,
      emphasis: pending && { text: `${name(lead.stage)} → ${name(pending.to)}`, tone: 'info' },
      facts: facts({
        申请人: asker,
        预算: lead.budget,
        '已有 ✓': others
          .filter(({ has }) => has)
          .map(({ label }) => label)
          .join('、'),
        '还缺 ✗': missingOf(others)
          .map(({ label }) => label)
          .join('、'),
      }),
      buttons: pending
        ? [
            button('批准', 'approve', lead._id, { style: 'primary' }),
            button('驳回', 'reject', lead._id, { id: 'reject', rest: '暂不同意', style: 'danger' }),
            button('查看', 'view', lead._id),
          ]
        : [button('查看', 'view', lead._id)],
      state: pending ? undefined : '已处理',
    };
  },
});
