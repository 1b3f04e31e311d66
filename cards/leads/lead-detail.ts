import { type Thermometer, thermometerOf } from '../../src/domain/interactions/thermometer.ts';
import { stageItems } from '../../src/domain/journey/gate.ts';
import { STATUS_LABELS } from '../../src/domain/leads/lead.ts';
import { normalisePhone } from '../../src/domain/normalise/phone.ts';
import { hidesContacts, mayManage } from '../../src/domain/people/scope.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import type { Card, Fact } from '../model.ts';
import { deadlineFact } from './deadline.ts';
import { heatFacts } from './heat.ts';
import { type LeadView, leadFacts, loadLeadView } from './lead-facts.ts';

interface View extends LeadView {
  timeline: { at: Date; text: string }[];
  link: Card['link'];
  heat: Thermometer | null;
}

/** The newest lines of the timeline; the whole of it would not fit a phone. */
const SHOWN = 8;
/** Records the heat picture counts. */
const COUNTED = 30;

/** Everything about one lead, as it stands now, with what happened last. */
export const leadDetail = defineCard<View>({
  kind: 'lead-detail',
  async load(request) {
    const view = await loadLeadView(request);
    if (!view) return null;
    const lines = await request.read.timeline(view.lead._id);
    const heat = thermometerOf(
      await request.read.notes(view.lead._id, COUNTED),
      view.version.playbook.thermometer,
    );
    return { ...view, timeline: lines.slice(-SHOWN), link: request.params.link as Card['link'], heat };
  },
  render(view): Card {
    const { lead, owner, to, now, timeZone } = view;
    const stage = view.version.playbook.stages.find((s) => s.id === lead.stage);
    const mine = to._id === lead.ownerId;
    return {
      kind: 'lead-detail',
      title: `${lead._id} · ${companyOf(lead)}`,
      facts: [
        ...leadFacts(
          view,
          lead.clocks.map((clock) => deadlineFact(clock, view)),
        ),
        ...otherContacts(view),
        { name: '状态', value: STATUS_LABELS[lead.status] },
        { name: '负责人', value: owner?.name ?? '未分配' },
        { name: '阶段', value: stage?.label ?? lead.stage },
        ...stageFact(view),
        ...(view.heat ? heatFacts(view.heat) : []),
        ...(lead.lastInteractionAt
          ? [{ name: '最近互动', value: formatWhen(lead.lastInteractionAt, now, timeZone) }]
          : []),
      ],
      body:
        view.timeline.map((line) => `${formatWhen(line.at, now, timeZone)} ${line.text}`).join('\n') ||
        undefined,
      tags: lead.tags,
      link: view.link,
      buttons: mine
        ? [
            button('已联系', 'touched', lead._id, { style: 'primary' }),
            button('话术', 'scripts', lead._id),
            button('转出', 'pass-on', lead._id),
            button('分配依据', 'why', lead._id),
          ]
        : [
            ...(mayManage(to) ? [button('改派', 'assign', lead._id)] : []),
            button('分配依据', 'why', lead._id),
          ],
    };
  },
});

/** What the stage asks for before it may be left (C5): what is there, and from which document, and what is not. */
function stageFact({ lead, version, to }: View): Fact[] {
  // Contacts count among it, and what is hidden would look missing.
  if (hidesContacts(to.role)) return [];
  const { items } = stageItems(lead, version.playbook);
  const there = items
    .filter(({ has }) => has)
    .map(({ label, documentId }) => (documentId ? `${label}（${documentId}）` : label));
  const missing = items.filter(({ has }) => !has).map(({ label }) => label);
  const parts = [there.length && `已有 ${there.join('、')}`, missing.length && `还缺 ${missing.join('、')}`];
  return items.length ? [{ name: '阶段材料', value: parts.filter(Boolean).join('；') }] : [];
}

/** Everybody else known at the customer's, so that whoever asked last can be called. */
function otherContacts({ lead, customer, to }: View) {
  if (hidesContacts(to.role)) return [];
  const others = (customer?.contacts ?? []).filter(
    (c) => c.phone !== lead.phone || c.name !== lead.contactName,
  );
  const lines = others.map(({ name, title, phone, email }) =>
    [name, title, phone && normalisePhone(phone).display, email].filter(Boolean).join(' '),
  );
  return lines.length ? [{ name: '其他联系人', value: lines.join('；') }] : [];
}
