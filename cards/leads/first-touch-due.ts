import { calendarOf, timeOfStep } from '../../src/domain/clocks/clock-rules.ts';
import { journeyOf } from '../../src/domain/journey/journey.ts';
import { stageLabel } from '../../src/domain/journey/stages.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import { chooseScripts } from '../../src/domain/scripts.ts';
import { button } from '../actions.ts';
import { defineCard, type Moot, momentIn } from '../define.ts';
import { companyOf, formatSpan, formatWorkingSpan } from '../format.ts';
import type { Card } from '../model.ts';
import { nextTries } from './attempts.ts';
import { type LeadView, leadFacts, loadLeadView, whatBecame } from './lead-facts.ts';
import { LISTED_AS_OVERDUE } from './overdue.ts';

export interface DueView extends LeadView {
  startedAt: Date;
  /** Who had the lead then and was to act; the owner may be another by now. */
  asked: Colleague | null;
  /** How long it has been since, as the clock counts: `2小时`, `工作时间 2小时`. */
  waited: string;
  /** The clock that has run out, by its name in the playbook. */
  clock: string;
  /** What has become of the lead since; undefined while it is still waiting. */
  became: string | undefined;
}

/** What the "somebody is late" cards load: null when it is over before it was sent, shown as done after. */
export async function loadDueView(
  request: Parameters<typeof loadLeadView>[0],
): Promise<DueView | Moot | null> {
  const view = await loadLeadView(request);
  if (!view) return null;
  const { assignment, clock, clockStep, sent } = request.params;
  const startedAt = momentIn(request.params, 'startedAt');
  const n = Number(assignment ?? 0);
  const became = whatBecame(view, { n, clock: { name: String(clock), startedAt } });
  const before = view.lead.assignments.find((candidate) => candidate.n === n);
  return became && sent !== true
    ? became.why
    : {
        ...view,
        startedAt,
        clock: String(clock),
        asked: before ? await request.read.person(before.ownerId) : view.owner,
        waited: waitedFor(view, String(clock), Number(clockStep ?? 0), startedAt),
        became: became?.text,
      };
}

function waitedFor({ version, now }: LeadView, name: string, step: number, since: Date): string {
  const time = timeOfStep({ name, step }, version);
  return time === 'working'
    ? formatWorkingSpan(calendarOf(version.playbook).workingBetween(since, now))
    : formatSpan(now.getTime() - since.getTime());
}

/** How a lead stands still, and for how long; undefined for a clock that waits for somebody to act. */
export function stillness({ clock, lead, startedAt, now, version }: DueView): string | undefined {
  // Since when it is in its stage, as 阶段 shows it, whenever the clock was started.
  const from = clock === 'stay' ? (journeyOf(lead).since ?? lead.createdAt) : startedAt;
  const span = formatSpan(now.getTime() - from.getTime());
  switch (clock) {
    case 'dwell':
      return `${span} 没有新的跟进`;
    case 'stay':
      return `停在「${stageLabel(lead.stage, version.playbook)}」已 ${span}`;
    case 'reply':
      return `客户 ${span} 没有回音`;
    default:
      return undefined;
  }
}

/** Two hours without contact (B3): to the rep and the direct manager, with the facts and a ready script. */
export const firstTouchDue = defineCard<DueView>({
  kind: 'first-touch-due',
  listedAs: LISTED_AS_OVERDUE,
  load: loadDueView,
  render(view): Card {
    const { lead, to, owner, asked, waited, became } = view;
    const mine = to._id === asked?._id;
    const script = chooseScripts(view.version.playbook, {
      for: 'first-touch',
      lead,
      ownerName: owner?.name ?? '',
    });
    return {
      kind: 'first-touch-due',
      title: `${mine ? '待首次联系' : `${asked?.name ?? '未分配'} 待首次联系`} ${lead._id} · ${companyOf(lead)}`,
      emphasis: became
        ? undefined
        : { text: `分配后 ${waited} ${lead.attempts ? '还没联系上' : '仍无跟进记录'}`, tone: 'danger' },
      facts: [...(mine ? [] : [{ name: '负责人', value: asked?.name ?? '–' }]), ...leadFacts(view)],
      tags: lead.tags,
      quote: script.recommended?.text,
      body: mine && !became ? '打完电话直接回复一句话即可，例如：已报价50万 下周二下午3点回访' : undefined,
      buttons: became
        ? [button('查看', 'view', lead._id)]
        : mine
          ? [
              button('已联系', 'touched', lead._id, { style: 'primary' }),
              ...(lead.attempts ? nextTries(lead._id, view.now, view.timeZone) : []),
              button('换一条话术', 'scripts', lead._id),
              button('转出', 'pass-on', lead._id),
            ]
          : [
              button('催办', 'nudge', lead._id, { style: 'primary' }),
              button('改派', 'assign', lead._id),
              button('查看', 'view', lead._id),
            ],
      state: became,
    };
  },
});
