/** What a lead, as it stands, says happened to it. */
import type { StatedFact } from '../../core/fact.ts';
import { deadlineOf } from '../clocks/clock-rules.ts';
import { journeyOf, type StageMove } from '../journey/journey.ts';
import type { Lead } from '../leads/lead.ts';
import type { Stand } from './ledger.ts';

/** `assignment` is the product's own search for an owner, nobody's deadline. */
const NOBODYS_CLOCK = 'assignment';

/**
 * Everything that is so of the lead. Of what its bounded lists no longer hold, and of deadlines that went by, the
 * facts stated before stand. An import taken back leaves nothing.
 */
export function standOfLead(lead: Lead): Stand {
  if (lead.withdrawn) return { facts: [] };
  const facts = [
    ...created(lead),
    ...assigned(lead),
    ...reached(lead),
    ...moved(lead),
    ...closed(lead),
    ...overdue(lead),
    ...filed(lead),
  ];
  const [firstKept] = lead.assignments;
  const [firstMove] = journeyOf(lead).moves;
  return {
    facts,
    keeps(key) {
      const [kind, mark] = key.split(':');
      if (kind === 'overdue') return true;
      if (kind === 'created') return (firstKept?.n ?? 1) > 1;
      if (kind === 'assigned') return Number(mark) < (firstKept?.n ?? 1);
      return kind === 'moved' && firstMove !== undefined && Number(mark) < firstMove.at.getTime();
    },
  };
}

/** The first owner's figure: named once there is one, and whoever has it later. */
function created(lead: Lead): StatedFact[] {
  const [first] = lead.assignments;
  if (first && first.n > 1) return [];
  const { createdAt: at } = lead;
  const fact = fill(lead, `created:${first?.ownerId ?? ''}`, 'lead.created', at);
  return [{ ...fact, person: first?.ownerId }];
}

/** `first` is the assignment the cohort of activation goes by. */
function assigned(lead: Lead): StatedFact[] {
  return lead.assignments.map(({ n, ownerId, at, by }) => {
    const isFirst = at.getTime() === lead.firstAssignedAt?.getTime();
    const key = `assigned:${n}${isFirst ? ':first' : ''}`;
    return {
      ...fill(lead, key, 'lead.assigned', at, { n, ...(isFirst && { first: true }) }),
      person: ownerId,
      ...(by === ownerId ? {} : { actor: by }),
    };
  });
}

/** Brought along from before the product was used: nobody was asked to answer it in time. */
function isHistory({ movedIn, assignments, firstAssignedAt }: Lead): boolean {
  const [first] = assignments;
  return movedIn !== undefined || (first?.n === 1 && first.at.getTime() !== firstAssignedAt?.getTime());
}

function reached(lead: Lead): StatedFact[] {
  const { firstTouchedAt: at } = lead;
  return at ? [held(lead, fill(lead, `reached:${at.getTime()}`, 'lead.reached', at))] : [];
}

function moved(lead: Lead): StatedFact[] {
  const { moves } = journeyOf(lead);
  return moves.map((move, i) => {
    const since = moves[i - 1]?.at ?? lead.createdAt;
    const key = `moved:${move.at.getTime()}:${move.kind}:${move.to}`;
    const fact = fill(lead, key, 'stage.moved', move.at, valuesOf(move, since));
    return { ...held(lead, fact), stage: move.from, actor: move.by };
  });
}

function valuesOf({ kind, to, at, waived, skipped }: StageMove, since: Date): Record<string, unknown> {
  const stayMs = Math.max(0, at.getTime() - since.getTime());
  return {
    move: kind,
    to,
    stayMs,
    ...(waived?.length ? { waived: waived.length } : {}),
    ...(skipped?.length ? { skipped } : {}),
  };
}

/** With the numbers among its fields: which of them is the worth of the deal the playbook says. */
function closed(lead: Lead): StatedFact[] {
  const { status, closedAt: at, movedIn, createdAt } = lead;
  if ((status !== 'won' && status !== 'lost') || !at) return [];
  const numbers = Object.entries(lead.fields ?? {})
    .filter((entry): entry is [string, number] => typeof entry[1] === 'number')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const worth =
    status === 'won' ? [...numbers.map(([id, n]) => `${id}=${n}`), `${movedIn?.dealFen ?? ''}`] : [];
  const days = (at.getTime() - createdAt.getTime()) / 86_400_000;
  const values = {
    how: status,
    ...(movedIn ? { fen: movedIn.dealFen } : { days }),
    ...(status === 'won' ? { numbers: Object.fromEntries(numbers) } : {}),
  };
  const key = ['closed', status, at.getTime(), ...worth].join(':').replaceAll('@', '');
  return [{ ...fill(lead, key, 'lead.closed', at, values), person: lead.ownerId }];
}

/** Deadlines that have reminded somebody, whatever became of them. */
function overdue(lead: Lead): StatedFact[] {
  return lead.clocks
    .filter(({ name, firedAt, step }) => name !== NOBODYS_CLOCK && (firedAt !== undefined || step > 0))
    .map((clock) => {
      const key = `overdue:${clock.name}:${clock.startedAt.getTime()}:${deadlineOf(clock).getTime()}`;
      const fact = fill(lead, key, 'clock.overdue', deadlineOf(clock), {
        clock: clock.name,
        started: clock.startedAt,
      });
      return { ...fact, person: lead.ownerId };
    });
}

function filed(lead: Lead): StatedFact[] {
  return (lead.documents ?? []).map(({ id, at, names }) =>
    held(lead, fill(lead, `filed:${id}`, 'document.filed', at, { names })),
  );
}

/** Whoever had the lead at that moment. */
function held(lead: Lead, fact: StatedFact): StatedFact {
  const holder = lead.assignments.findLast(({ at }) => at <= fact.at) ?? lead.assignments[0];
  return { ...fact, person: holder?.ownerId };
}

function fill(
  lead: Lead,
  key: string,
  kind: StatedFact['kind'],
  at: Date,
  values: Record<string, unknown> = {},
): StatedFact {
  const { _id, customerId, region, source, products, stage } = lead;
  return {
    key,
    kind,
    at,
    lead: _id,
    customer: customerId,
    region,
    source,
    products,
    stage,
    values: isHistory(lead) ? { ...values, history: true } : values,
  };
}
