import type { EffectBody } from '../../core/effect.ts';
import { groupAddress } from '../../core/group.ts';
import type { Colleague } from '../people/person.ts';
import type { Lead, LeadGroup } from './lead.ts';

/** What the group is told of. */
export type LeadNews =
  | { what: 'owner'; ownerId: string }
  | { what: 'stage' | 'status' }
  | { what: 'overdue'; clock: string };

const LEAD = /^L\d{1,9}$/;
const MAX_TITLE = 50;

/** Whether a group's name stands for a lead's own group. */
export function isLeadGroup(name: string): boolean {
  return LEAD.test(name);
}

export function leadGroupTitle({ _id, company }: Pick<Lead, '_id' | 'company'>): string {
  return [...`${_id} ${company}`.trim()].slice(0, MAX_TITLE).join('');
}

/** Who belongs in it, the one it belongs to first: owner, team lead, whoever asked, whoever was named. */
export function leadGroupMembers(
  { ownerId, by, named }: Pick<Lead, 'ownerId'> & Pick<LeadGroup, 'by' | 'named'>,
  people: ReadonlyMap<string, Colleague>,
): Colleague[] {
  const owner = people.get(ownerId ?? '');
  const ids = [ownerId, owner?.managerId, by, ...named];
  return [...new Set(ids)].flatMap((id) => {
    const person = people.get(id ?? '');
    return person?.active ? [person] : [];
  });
}

/** What a change of a lead that has a group makes the group hear. */
export function newsForGroup(before: Lead, after: Lead): EffectBody[] {
  const { group, _id: lead } = after;
  if (!group) return [];
  if (!before.group) return [tell(lead, 'lead-detail', {})];
  const added = group.named.filter((id) => !before.group?.named.includes(id));
  const news: LeadNews[] = [
    ...(after.ownerId && after.ownerId !== before.ownerId
      ? [{ what: 'owner' as const, ownerId: after.ownerId }]
      : []),
    ...(after.stage === before.stage ? [] : [{ what: 'stage' as const }]),
    ...(['won', 'lost'].includes(after.status) && after.status !== before.status
      ? [{ what: 'status' as const }]
      : []),
    ...after.clocks.flatMap(({ name, step, startedAt }) => {
      const same = before.clocks.find((clock) => clock.name === name && +clock.startedAt === +startedAt);
      return same && step > same.step ? [{ what: 'overdue' as const, clock: name }] : [];
    }),
  ];
  return news.length || added.length ? [tell(lead, 'lead-news', { news, added })] : [];
}

function tell(lead: string, kind: string, params: Record<string, unknown>): EffectBody {
  const to = groupAddress(lead);
  return { type: 'send', message: { channel: 'chat', to, kind, refs: { lead }, params, urgency: 'normal' } };
}
