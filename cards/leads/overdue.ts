import { deadlineOf } from '../../src/domain/clocks/clock-rules.ts';
import type { Lead } from '../../src/domain/leads/lead.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import { button } from '../actions.ts';
import { defineCard, type Listing } from '../define.ts';
import { companyOf, contactOf } from '../format.ts';
import type { Card } from '../model.ts';
import { describeAttempts } from './attempts.ts';
import { type At, deadlineWords, missedOf } from './deadline.ts';

interface View {
  leads: Lead[];
  count: number;
  /** Whose they are, where that may differ. */
  people: ReadonlyMap<string, Colleague>;
  now: Date;
  version: PlaybookVersion;
}

const LISTED = 10;

/** What runs out by the dozen, two hours after an import say, is one card and not a dozen a minute. */
export const LISTED_AS_OVERDUE: Listing = { card: 'overdue', above: 10, everyMs: 60_000 };

/** Every lead whose time has run out and that nobody has touched since (B3), those who wait longest first. */
export const overdue = defineCard<View>({
  kind: 'overdue',
  async load({ read, to, now, params }) {
    const { leads, count } = await read.overdue(LISTED);
    if (!count && params.asked !== true) return 'nothing';
    const people = to.role === 'rep' ? new Map() : await read.people();
    return { leads: leads.sort(byLateness(now)), count, people, now, version: await read.playbook() };
  },
  render({ leads, count, people, now, version }): Card {
    if (!count) {
      return {
        kind: 'overdue',
        title: '没有超时的线索',
        facts: [],
        buttons: [button('今日待触达', 'today')],
      };
    }
    return {
      kind: 'overdue',
      title: `${count} 条线索已超时，仍在等待处理`,
      emphasis: { text: '超时最久的排在最前', tone: 'danger' },
      facts: leads.map((lead) => ({
        name: lead._id,
        value: [
          `${companyOf(lead)} ${contactOf(lead)}`,
          people.get(lead.ownerId ?? '')?.name,
          whatRanOut(lead, { now, version }),
          lead.attempts && describeAttempts(lead.attempts, now, version.playbook.calendar.timeZone),
        ]
          .filter(Boolean)
          .join(' · '),
      })),
      body:
        count > leads.length ? `另有 ${count - leads.length} 条，处理后再发「超时线索」继续。` : undefined,
      buttons: [
        ...leads
          .slice(0, 3)
          .map((lead) => button(`查看 ${lead._id}`, 'view', lead._id, { id: `view-${lead._id}` })),
        button('今日待触达', 'today'),
      ],
    };
  },
});

/** By the deadline that was missed, the one missed longest ago first. */
function byLateness(now: Date): (a: Lead, b: Lead) => number {
  const missed = (lead: Lead) => {
    const clock = missedOf(lead, now);
    return clock ? deadlineOf(clock).getTime() : Number.POSITIVE_INFINITY;
  };
  return (a, b) => missed(a) - missed(b) || a._id.localeCompare(b._id);
}

/** Of several clocks the one that has waited longest. */
function whatRanOut(lead: Lead, at: At): string {
  const clock = missedOf(lead, at.now);
  return clock ? deadlineWords(clock, at) : '';
}
