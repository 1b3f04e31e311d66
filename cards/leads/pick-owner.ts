import type { Person } from '../../src/domain/people/person.ts';
import type { CandidateScore } from '../../src/domain/routing/model.ts';
import { commandText } from '../actions.ts';
import { defineCard } from '../define.ts';
import { companyOf, formatWhen } from '../format.ts';
import type { Card } from '../model.ts';
import { type LeadView, leadFacts, loadLeadView } from './lead-facts.ts';

interface View extends LeadView {
  n: number;
  sent: boolean;
  reps: { id: string; label: string }[];
  /** Why somebody else is to have it. */
  why: string | undefined;
  people: ReadonlyMap<string, Person>;
  /** Whom the last try to find an owner considered. */
  candidates: readonly CandidateScore[];
}

/** Nobody could be given the lead, or a manager wants somebody else on it: pick a person (B1). */
export const pickOwner = defineCard<View>({
  kind: 'pick-owner',
  listedAs: { card: 'unassigned', above: 3, everyMs: 10 * 60_000 },
  async load(request) {
    const lead = await loadLeadView(request);
    if (!lead) return null;
    const n = Number(request.params.assignment ?? 0);
    const [people, decision] = await Promise.all([
      request.read.peopleWithLoad(),
      request.read.decisionOn(lead.lead),
    ]);
    const view = {
      ...lead,
      n,
      people,
      candidates: decision?.candidates ?? [],
      sent: request.params.sent === true,
      why: typeof request.params.why === 'string' ? request.params.why : undefined,
      reps: repOptions(people, lead.lead, lead.now),
    };
    return picked(view) && !view.sent ? null : view;
  },
  render(view): Card {
    const { lead, reps } = view;
    const state = picked(view);
    const none = lead.decision?.winnerId === undefined && !lead.ownerId;
    return {
      kind: 'pick-owner',
      title: `${none ? '无人可分配' : '改派'}：${lead._id} · ${companyOf(lead)}`,
      emphasis: state ? undefined : { text: none ? '请指定负责人' : '请选择新的负责人', tone: 'warn' },
      facts: leadFacts(view),
      body: state ? undefined : none ? whyNobody(view) : view.why,
      tags: lead.tags,
      selects: state || !reps.length ? undefined : [{ id: 'owner', label: '负责人', options: reps }],
      buttons:
        state || !reps.length
          ? []
          : [
              {
                id: 'assign',
                label: '指派',
                command: commandText('assign', lead._id, '{owner}'),
                style: 'primary',
              },
            ],
      state,
    };
  },
});

/** The assignment this card asked for has been made. */
function picked(view: {
  lead: LeadView['lead'];
  owner: LeadView['owner'];
  n: number;
  now: Date;
  timeZone: string;
}) {
  const current = view.lead.assignments.at(-1);
  if (!current || current.n <= view.n) return undefined;
  return `已分配给 ${view.owner?.name ?? ''} · ${formatWhen(current.at, view.now, view.timeZone)}`;
}

/** The reps a manager can give a lead to: those of its region first, then whoever carries least. */
export function repOptions(
  people: ReadonlyMap<string, Person>,
  { region, ownerId }: { region?: string | undefined; ownerId?: string | undefined },
  now: Date,
): { id: string; label: string }[] {
  return [...people.values()]
    .filter((p) => p.active && p.role === 'rep' && p._id !== ownerId && !p.unreachable && !isAway(p, now))
    .sort(
      (a, b) =>
        Number(serves(b.regions, region)) - Number(serves(a.regions, region)) ||
        a.slots.length - b.slots.length,
    )
    .map((p) => ({
      id: p._id,
      label: `${p.name}（在手${p.slots.length}条${serves(p.regions, region) ? '' : '，外区'}）`,
    }));
}

function serves(regions: string[], region: string | undefined): boolean {
  return !region || regions.length === 0 || regions.includes(region);
}

function whyNobody(view: View): string {
  const lines = view.candidates
    .filter((c) => !c.eligible)
    .slice(0, 8)
    .map((c) => `${view.people.get(c.userId)?.name ?? c.userId}：${c.reasons.join('，')}`);
  return lines.length ? `系统未能自动分配：\n${lines.join('\n')}` : '系统未能自动分配。';
}

function isAway({ absence }: Person, now: Date): boolean {
  return absence !== undefined && absence.from <= now && now < absence.until;
}
