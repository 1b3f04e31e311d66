import type { Lead } from '../../src/domain/leads/lead.ts';
import { button, commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, contactOf } from '../format.ts';
import type { Card } from '../model.ts';
import { repOptions } from './pick-owner.ts';

interface View {
  leads: Lead[];
  count: number;
  reps: { id: string; label: string }[];
  asked: boolean;
}

const LISTED = 10;

/** Every lead that waits for an owner, in one card: to give some to a person, or all of them by the rules (B1). */
export const unassigned = defineCard<View>({
  kind: 'unassigned',
  async load({ read, now, params }) {
    const { leads, count } = await read.unassigned(LISTED);
    const asked = params.asked === true;
    if (!count && !asked) return null;
    return { leads, count, reps: repOptions(await read.peopleWithLoad(), {}, now), asked };
  },
  render({ leads, count, reps }): Card {
    if (!count) {
      return {
        kind: 'unassigned',
        title: '没有待分配的线索',
        facts: [],
        buttons: [button('今日待触达', 'today')],
      };
    }
    const numbers = leads.map((lead) => lead._id).join(' ');
    return {
      kind: 'unassigned',
      title: `${count} 条线索无人可分配`,
      emphasis: { text: '请指定负责人，或按规则全部分出去', tone: 'warn' },
      facts: leads.map((lead) => ({
        name: lead._id,
        value: [`${companyOf(lead)} ${contactOf(lead)}`.trim(), lead.region, lead.handover?.reason]
          .filter(Boolean)
          .join(' · '),
      })),
      body: count > leads.length ? `这里列出最新的 ${leads.length} 条。` : undefined,
      selects: reps.length ? [{ id: 'owner', label: '负责人', options: reps }] : undefined,
      buttons: [
        ...(reps.length
          ? [
              {
                id: 'assign-many',
                label: `这 ${leads.length} 条指派给TA`,
                command: commandText('assign-many', '', `{owner} ${numbers}`),
                style: 'primary' as const,
              },
            ]
          : []),
        button('按规则全部分配，不计名额', 'assign-all'),
      ],
    };
  },
});
