import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { describeHint, describeScore } from '../../src/domain/interactions/visit.ts';
import { visitLines } from '../../src/domain/interactions/visit-items.ts';
import type { TickKind } from '../../src/domain/playbook/visits.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import { type LeadView, loadLeadView } from '../leads/lead-facts.ts';
import { type Card, facts } from '../model.ts';

interface View extends LeadView {
  record: Interaction;
  by: string;
}

/** The minutes of a visit, for whoever leads the rep (C3): what was ticked, in the playbook's own sentences. */
export const visitMinutes = defineCard<View>({
  kind: 'visit-minutes',
  async load(request) {
    const record = await request.read.interaction(request.refs.interaction ?? '');
    const view = record && (await loadLeadView({ ...request, refs: { lead: record.leadId } }));
    if (!record?.visit || !view) return null;
    const by = (await request.read.person(record.by))?.name ?? record.by;
    return { ...view, record, by };
  },
  render(view): Card {
    const { lead, record, by, now, timeZone } = view;
    const { visit } = record;
    const title = `拜访纪要 ${lead._id} · ${companyOf(lead)}`;
    if (!visit || record.state === 'undone')
      return { kind: 'visit-minutes', title, facts: [], buttons: [], state: `${by} 已撤销这次拜访` };
    const { pains, todos } = visitLines(visit);
    return {
      kind: 'visit-minutes',
      title,
      emphasis: {
        text: `${by} 拜访质量 ${describeScore(visit.score)}`,
        tone: visit.score.red ? 'danger' : 'good',
      },
      facts: facts({
        时间: formatWhen(record.at, now, timeZone),
        地点: visit.place,
        痛点: pains,
        现场解决: said(view, 'solved'),
        样品: said(view, 'sample'),
        已确认: said(view, 'confirmed'),
        协同需求: said(view, 'cross'),
        待办: todos,
        下次: record.nextAt ? formatWhen(record.nextAt, now, timeZone) : undefined,
        提示: visit.hints?.map(describeHint).join('；'),
      }),
      body: record.text,
      buttons: [button('查看客户', 'view', lead._id)],
    };
  },
});

/** The ticks of a kind as the playbook puts them into minutes. */
function said({ record, version }: View, of: TickKind): string {
  const ticks = record.visit?.ticks.filter((tick) => tick.of === of) ?? [];
  const { ticks: known } = version.playbook.visits;
  return ticks.map(({ id, label }) => known.find((tick) => tick.id === id)?.minutes ?? label).join('；');
}
