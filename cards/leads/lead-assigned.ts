import type { Interaction } from '../../src/domain/interactions/interaction.ts';
import { chooseScripts } from '../../src/domain/scripts.ts';
import { button } from '../actions.ts';
import { type CardRequest, defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import { type Card, type Fact, facts } from '../model.ts';
import { deadlineFact, deadlineWords, isLate } from './deadline.ts';
import { clockOf, type LeadView, leadFacts, loadLeadView, whatBecame } from './lead-facts.ts';

interface View extends LeadView {
  /** The assignment this card was sent for. */
  n: number;
  /** Of a lead that comes from somebody else: from whom, and what was said last. */
  history: Fact[];
  /** Somebody has spoken with the customer before: nothing begins anew. */
  isUnderWay: boolean;
  /** What the customer objected to last. */
  objection: string | undefined;
  /** Colleagues who brought this customer in as well. */
  brought: string[];
}

/** "A new lead is yours" (B2): summary, history, script, and the three things the rep can do. */
export const leadAssigned = defineCard<View>({
  kind: 'lead-assigned',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const n = Number(request.params.assignment ?? 0);
    const { broughtBy = [] } = view.lead;
    const people = broughtBy.length ? await request.read.people() : undefined;
    const brought = broughtBy.flatMap((id) => people?.get(id)?.name ?? []);
    const isUnderWay = n > 1 && view.lead.lastContactAt !== undefined;
    const notes = n > 1 ? await request.read.notes(view.lead._id, LAST_NOTES) : [];
    const objection = notes.flatMap(({ objections }) => objections.map(({ id }) => id))[0];
    const history = n > 1 ? await historyOf(view, n, notes, request) : [];
    return { ...view, n, brought, history, isUnderWay, objection };
  },
  render(view): Card {
    const { lead, n } = view;
    const became = whatBecame(view, { n })?.text;
    const clock = became ? undefined : clockOf(lead, 'first-touch');
    const late = clock && isLate(clock, view.now);
    const reason = lead.assignments.find((a) => a.n === n)?.reason;
    const about = { for: situationOf(view), lead, ownerName: view.to.name };
    const script = chooseScripts(view.version.playbook, about).recommended;
    const accepted = lead.status === 'accepted' && !became;
    return {
      kind: 'lead-assigned',
      title: `${view.isUnderWay ? '接手' : '新'}线索 ${lead._id} · ${companyOf(lead)}`,
      // Once the deadline has passed it stands above everything else.
      emphasis: late ? { text: deadlineWords(clock, view), tone: 'danger' } : undefined,
      facts: [
        ...leadFacts(view, clock && !late ? [deadlineFact(clock, view)] : []),
        ...facts({ 谁带来: view.brought.join('、') }),
        ...view.history,
      ],
      body: reason ? `交接说明：${reason}` : undefined,
      tags: lead.tags,
      quote: script?.text,
      buttons: became
        ? [button('查看', 'view', lead._id)]
        : [
            ...(accepted ? [] : [button('接单', 'accept', lead._id, { style: 'primary' })]),
            button('已联系', 'touched', lead._id, accepted ? { style: 'primary' } : {}),
            button('转出', 'pass-on', lead._id),
            button('为什么是我', 'why', lead._id),
          ],
      state: became ?? (accepted ? acceptedBy(view) : undefined),
    };
  },
});

/** Who and when. */
function acceptedBy(view: View): string {
  const when = formatWhen(acceptedAt(view), view.now, view.timeZone);
  return ['已接单', view.owner?.name, when].filter(Boolean).join(' · ');
}

/** Words for a first call are no use where the customer is known: there the last objection is answered. */
function situationOf({ isUnderWay, objection }: View): string {
  return isUnderWay ? (objection ?? 'none') : 'first-touch';
}

const LAST_NOTES = 3;

/** The context a new owner needs (B7), so that the customer is not asked everything again. */
async function historyOf(
  view: LeadView,
  n: number,
  notes: readonly Interaction[],
  { read }: CardRequest,
): Promise<Fact[]> {
  const before = view.lead.assignments.find((a) => a.n === n - 1);
  const people = await read.people();
  const stage = view.version.playbook.stages.find((s) => s.id === view.lead.stage);
  const promised = notes.find(({ nextAt }) => nextAt && nextAt > view.now)?.nextAt;
  return [
    ...facts({
      原负责人: before && people.get(before.ownerId)?.name,
      阶段: stage?.label,
      已约定: promised && `${formatWhen(promised, view.now, view.timeZone)} 联系客户`,
    }),
    ...notes.map((note) => ({
      name: '此前记录',
      value: `${formatWhen(note.at, view.now, view.timeZone)} ${note.text}`,
    })),
  ];
}

function acceptedAt(view: LeadView): Date {
  return view.lead.acceptedAt ?? view.now;
}
