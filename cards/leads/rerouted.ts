import { button } from '../actions.ts';
import { defineCard, momentIn } from '../define.ts';
import { companyOf, formatSpan } from '../format.ts';
import type { Card } from '../model.ts';
import { type LeadView, loadLeadView } from './lead-facts.ts';

/** Which owner let a lead lie, and since when. */
interface LetLie {
  /** Number of the assignment. */
  n: number;
  /** Its owner's name. */
  from: string | undefined;
  startedAt: Date;
}

interface View extends LeadView {
  lie: LetLie;
}

/** A lead that its owner let lie and that is given to somebody else: settled, so a line is enough. */
export const rerouted = defineCard<View>({
  kind: 'rerouted',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const n = Number(request.params.assignment);
    const before = view.lead.assignments.find((one) => one.n === n);
    const from = before && (await request.read.person(before.ownerId))?.name;
    return { ...view, lie: { n, from, startedAt: momentIn(request.params, 'startedAt') } };
  },
  render(view): Card {
    const { lead, lie } = view;
    return {
      kind: 'rerouted',
      title: `${lead._id} ${companyOf(lead)} ${reroutedWords(view, lie)}`,
      facts: [],
      buttons: [button('查看', 'view', lead._id)],
    };
  },
});

/** `超时未联系 24小时，已由 王敏 转给 徐静`; the time is what it lay with the one who let it lie. */
export function reroutedWords({ lead, owner, now }: LeadView, { n, from, startedAt }: LetLie): string {
  const next = lead.assignments.find((one) => one.n === n + 1);
  const lay = formatSpan((next?.at ?? now).getTime() - startedAt.getTime());
  const who = from ?? '原负责人';
  return `超时未联系 ${lay}，${next ? `已由 ${who} 转给 ${owner?.name ?? '他人'}` : `正在从 ${who} 转出`}`;
}
