import type { Colleague } from '../../src/domain/people/person.ts';
import { explainDecision } from '../../src/domain/routing/explain.ts';
import type { RoutingDecision } from '../../src/domain/routing/model.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import type { Card } from '../model.ts';
import { loadLeadView } from './lead-facts.ts';

interface View {
  leadId: string;
  company: string;
  decision: RoutingDecision;
  people: ReadonlyMap<string, Colleague>;
  when: string;
}

const POLICY_LABELS: Record<RoutingDecision['policy'], string> = {
  weighted: '加权评分',
  strict: '严格规则',
  manual: '人工指派',
  'same-owner': '老客户归属',
};

/** The whole score table of a routing decision (B1), one tap away. */
export const whyMe = defineCard<View>({
  kind: 'why-me',
  async load(request) {
    const view = await loadLeadView(request);
    const decision = view && (await request.read.decisionOn(view.lead));
    if (!view || !decision) return null;
    const when = formatWhen(decision.at, view.now, view.timeZone);
    const people = await request.read.people();
    return { leadId: view.lead._id, company: companyOf(view.lead), decision, people, when };
  },
  render({ leadId, company, decision, people, when }): Card {
    return {
      kind: 'why-me',
      title: `分配依据 ${leadId} · ${company}`,
      facts: [
        { name: '方式', value: POLICY_LABELS[decision.policy] },
        { name: '时间', value: when },
        { name: '规则版本', value: `第 ${decision.playbookVersion} 版` },
      ],
      body: explainDecision(decision, people).join('\n'),
      buttons: [button('查看线索', 'view', leadId)],
    };
  },
});
