import type { Person } from '../people/person.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { exclusions, openLeads } from './gates.ts';
import type { CandidateScore, RoutingDecision } from './model.ts';
import type { RoutableLead } from './routable-lead.ts';
import { daysBefore, FACTOR_LABELS, factorScores, oneDecimal, soldSince, weightedTotal } from './scores.ts';

export interface RouteInput {
  lead: RoutableLead;
  /** Everybody; whoever is not a rep is not a candidate. */
  people: Iterable<Person>;
  playbookVersion: Pick<PlaybookVersion, 'version' | 'playbook'>;
  now: Date;
  /** Person id → Chinese reason why not this one: passed it on, let its clock run out, … */
  exclude?: ReadonlyMap<string, string> | undefined;
  /** When each person last got a new lead, as far as known; who is missing counts as longest ago. Breaks ties only. */
  lastAssigned?: ReadonlyMap<string, Date> | undefined;
}

/** A candidate with what decides between equals. */
interface Runner extends CandidateScore {
  open: number;
  lastAssigned: number;
  /** `strict` only: mean days from lead to deal, infinite before the first deal. */
  cycleDays: number;
}

/**
 * Who gets the lead, and why each of the others does not (B1). Gates first (active rep, not excluded, under the cap,
 * region, not absent, not in own quiet hours), then the playbook's policy:
 * - `weighted`: highest total of the weighted factors, each 0–100;
 * - `strict`: fewer than `openBelow` open leads and a deal in one of the lead's categories within `recentDays`, then
 *   the shortest mean cycle.
 * Equal ones: fewest open leads, then longest without a new lead, then id, and the winner's reasons say so. Neither
 * the order of `people` nor anything but the input matters. Candidates come best first, the excluded after them by id.
 */
export function route(input: RouteInput): RoutingDecision {
  const { playbook, version } = input.playbookVersion;
  const policy = playbook.routing.policy;
  const runners = [...input.people].filter((person) => person.role === 'rep').map((p) => judge(p, input));
  const compare = policy === 'strict' ? compareStrict : compareWeighted;
  const ranked = runners.filter((r) => r.eligible).sort(compare);
  const excluded = runners.filter((r) => !r.eligible).sort((a, b) => compareText(a.userId, b.userId));
  if (policy === 'strict') scoreCycles(ranked);
  const [winner, second] = ranked;
  if (winner && second) winner.reasons.push(...tieReason(winner, second, policy));
  return {
    policy,
    playbookVersion: version,
    at: input.now,
    candidates: [...ranked, ...excluded].map(toCandidate),
    ...(winner && { winnerId: winner.userId }),
  };
}

function judge(person: Person, input: RouteInput): Runner {
  const { playbook } = input.playbookVersion;
  const runner: Runner = {
    userId: person._id,
    eligible: true,
    reasons: exclusions(person, { lead: input.lead, playbook, now: input.now, exclude: input.exclude }),
    scores: {},
    total: 0,
    open: openLeads(person, input.lead),
    lastAssigned: input.lastAssigned?.get(person._id)?.getTime() ?? Number.NEGATIVE_INFINITY,
    cycleDays: person.averageCycleDays ?? Number.POSITIVE_INFINITY,
  };
  if (runner.reasons.length > 0) return { ...runner, eligible: false };
  return playbook.routing.policy === 'strict'
    ? judgeStrict(runner, person, input)
    : judgeWeighted(runner, person, input);
}

function judgeWeighted(runner: Runner, person: Person, input: RouteInput): Runner {
  const { routing } = input.playbookVersion.playbook;
  const scores = factorScores({ person, lead: input.lead, routing, now: input.now });
  const reasons = scores.map(
    ({ factor, score, share, because }) =>
      `${FACTOR_LABELS[factor]} ${score} 分（占 ${oneDecimal(share)}%）：${because}`,
  );
  return {
    ...runner,
    scores: Object.fromEntries(scores.map(({ factor, score }) => [factor, score])),
    total: weightedTotal(scores),
    reasons: reasons.length > 0 ? reasons : ['方案没有给任何一项评分占比，全部同分'],
  };
}

function judgeStrict(runner: Runner, person: Person, input: RouteInput): Runner {
  const { lead, now } = input;
  const { openBelow, recentDays } = input.playbookVersion.playbook.routing.strict;
  const sold = soldSince(person, lead, daysBefore(now, recentDays), now);
  const reasons: string[] = [];
  if (runner.open >= openBelow) reasons.push(`手上 ${runner.open} 条未结线索，要少于 ${openBelow} 条`);
  if (lead.categories.length > 0 && sold.length === 0)
    reasons.push(`近 ${recentDays} 天没有成交过${lead.categories.join('、')}`);
  if (reasons.length > 0) return { ...runner, eligible: false, reasons };
  return {
    ...runner,
    reasons: [
      `手上 ${runner.open} 条未结线索，少于 ${openBelow} 条`,
      sold.length > 0 ? `近 ${recentDays} 天成交过${sold.join('、')}` : '线索没有品类，不比较品类',
      Number.isFinite(runner.cycleDays)
        ? `平均成交周期 ${oneDecimal(runner.cycleDays)} 天`
        : '还没有成交周期，排在有周期的人之后',
    ],
  };
}

/** For the table only, the days themselves decide: 100 for the shortest cycle, 50 for one twice as long. */
function scoreCycles(ranked: readonly Runner[]): void {
  const shortest = ranked[0]?.cycleDays ?? 0;
  for (const runner of ranked) {
    const share = runner.cycleDays === shortest ? 1 : shortest / runner.cycleDays;
    runner.total = oneDecimal(100 * share);
    runner.scores = { cycle: runner.total };
  }
}

function compareWeighted(a: Runner, b: Runner): number {
  return b.total - a.total || compareEquals(a, b);
}

function compareStrict(a: Runner, b: Runner): number {
  return compareNumbers(a.cycleDays, b.cycleDays) || compareEquals(a, b);
}

function compareEquals(a: Runner, b: Runner): number {
  return a.open - b.open || compareNumbers(a.lastAssigned, b.lastAssigned) || compareText(a.userId, b.userId);
}

/** As `a - b`, also for infinities. */
function compareNumbers(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}

function tieReason(winner: Runner, second: Runner, policy: 'weighted' | 'strict'): string[] {
  const isTie = policy === 'strict' ? winner.cycleDays === second.cycleDays : winner.total === second.total;
  if (!isTie) return [];
  if (winner.open !== second.open) return ['与第二名同分，手上的未结线索更少，所以优先'];
  if (winner.lastAssigned !== second.lastAssigned) return ['与第二名同分，更久没有接到新线索，所以优先'];
  return ['与第二名条件完全相同，按工号顺序'];
}

function toCandidate({ userId, eligible, reasons, scores, total }: Runner): CandidateScore {
  return { userId, eligible, reasons, scores, total };
}
