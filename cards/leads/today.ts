import type { Lead } from '../../src/domain/leads/lead.ts';
import type { Colleague } from '../../src/domain/people/person.ts';
import type { PlaybookVersion } from '../../src/domain/playbook/playbook.ts';
import { button } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, contactOf } from '../format.ts';
import type { Card } from '../model.ts';
import { describeAttempts } from './attempts.ts';
import { type At, deadlineWords } from './deadline.ts';
import { clockOf } from './lead-facts.ts';

interface View {
  leads: Lead[];
  /** Whose they are, where that may differ. */
  people: ReadonlyMap<string, Colleague>;
  now: Date;
  version: PlaybookVersion;
}

const SHOWN = 10;

/** Today's leads to touch (B5): assigned within 24 h and not started, newest first. */
export const today = defineCard<View>({
  kind: 'today',
  async load(request) {
    const [leads, version] = await Promise.all([request.read.toTouch(request.now), request.read.playbook()]);
    const people = request.to.role === 'rep' ? new Map() : await request.read.people();
    return { leads, people, now: request.now, version };
  },
  render({ leads, people, now, version }): Card {
    if (!leads.length) {
      return {
        kind: 'today',
        title: '今日待触达',
        facts: [],
        body: '没有待首次联系的线索。新线索到来时会第一时间通知您。',
        buttons: [button('帮助', 'help')],
      };
    }
    return {
      kind: 'today',
      title: `今日待触达 ${leads.length} 条`,
      facts: leads.slice(0, SHOWN).map((lead) => ({
        name: lead._id,
        value: [
          `${companyOf(lead)} ${contactOf(lead)}`,
          people.get(lead.ownerId ?? '')?.name,
          dueText(lead, { now, version }),
          lead.attempts && describeAttempts(lead.attempts, now, version.playbook.calendar.timeZone),
        ]
          .filter(Boolean)
          .join(' · '),
      })),
      body: leads.length > SHOWN ? `另有 ${leads.length - SHOWN} 条，请导出查看。` : undefined,
      buttons: [
        ...leads
          .slice(0, 3)
          .map((lead) => button(`查看 ${lead._id}`, 'view', lead._id, { id: `view-${lead._id}` })),
        button('导出 Excel', 'export-today'),
      ],
    };
  },
});

function dueText(lead: Lead, at: At): string {
  const clock = clockOf(lead, 'first-touch');
  return clock ? deadlineWords(clock, at) : '未计时';
}
