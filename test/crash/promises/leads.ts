/** What leads are like whatever happened: owner, place, clocks, and their records. */
import { awaitsOwner, isOpen } from '../../../src/domain/leads/lead.ts';
import type { World } from '../world.ts';
import { type Finding, groupBy } from './finding.ts';

export function oneOwner(world: World): Finding {
  const open = world.leads.filter(isOpen);
  const reps = new Set(world.people.filter((p) => p.active).map((p) => p._id));
  const broken = open.flatMap((lead) => {
    if (lead.ownerId ? reps.has(lead.ownerId) : awaitsOwner(lead)) return [];
    return [`${lead._id} ${lead.status} owner ${lead.ownerId ?? 'none'}`];
  });
  return { promise: 'an open lead has one owner, or is looking for one', of: open.length, broken };
}

export function decisionsKept({ leads, decisions }: World): Finding {
  const decided = leads.flatMap(({ _id, decision }) => (decision ? [{ _id, table: decision.id }] : []));
  const broken = decided.flatMap(({ _id, table }) =>
    decisions.has(table) ? [] : [`lost: why ${_id} went to its owner (${table})`],
  );
  return { promise: 'a decision has its score table', of: decided.length, broken };
}

export function slotsAtOwner(world: World): Finding {
  const holders = new Map<string, string[]>();
  for (const person of world.people)
    for (const leadId of person.slots) holders.set(leadId, [...(holders.get(leadId) ?? []), person._id]);
  const broken: string[] = [];
  for (const lead of world.leads) {
    const want = isOpen(lead) && lead.ownerId ? [lead.ownerId] : [];
    const have = holders.get(lead._id) ?? [];
    if (have.join() !== want.join())
      broken.push(`${lead._id}: at ${have.join() || 'nobody'}, owner ${want.join()}`);
  }
  return { promise: 'one place, at the owner', of: world.leads.length, broken };
}

export function clocksRunning(world: World): Finding {
  const broken: string[] = [];
  for (const lead of world.leads) {
    if (isOpen(lead) && !lead.clocks.length) broken.push(`lost: ${lead._id} has no clock`);
    if (!isOpen(lead) && lead.clocks.length) broken.push(`doubled: ${lead._id} is closed and has a clock`);
    for (const clock of lead.clocks)
      if (clock.dueAt <= world.now)
        broken.push(
          `lost: ${lead._id} ${clock.name} step ${clock.step} was due ${clock.dueAt.toISOString()}`,
        );
  }
  return { promise: 'an open lead has a clock, and none is overdue', of: world.leads.length, broken };
}

/** Each run of a clock fires step 0, 1, 2, … once each, as the log tells. */
export function clocksFiredOnce(world: World): Finding {
  const broken: string[] = [];
  const fired = world.audit.filter((entry) => entry.kind === 'clock.fired' && entry._id.startsWith('clock:'));
  const steps = new Map<string, number[]>();
  const starts = new Set<string>();
  const seeded = new Set(world.leads.flatMap((l) => (l.originKey.startsWith('demo:') ? [l._id] : [])));
  for (const { _id } of fired) {
    const [, lead, name, startedAt, step, dueAt] = (_id.split('#')[0] ?? '').split(':');
    const run = `${lead} ${name} ${startedAt}`;
    steps.set(run, [...(steps.get(run) ?? []), Number(step)]);
    // The later steps of a clock whose first one was moved to a promised date count from that date.
    if (step === '0') starts.add(`${lead} ${name} ${dueAt}`);
  }
  for (const [run, seen] of steps) {
    const sorted = [...seen].sort((a, b) => a - b);
    const later = starts.has(run) && sorted[0] !== 0 ? 1 : 0;
    // A lead of the demo's past has had its first steps before the demo began.
    const first = seeded.has(run.split(' ')[0] ?? '') ? (sorted[0] ?? 0) : later;
    const wanted = sorted.map((_, i) => i + first);
    if (sorted.join() !== wanted.join()) {
      const doubled = new Set(sorted).size < sorted.length;
      broken.push(`${doubled ? 'doubled' : 'lost'}: ${run} fired steps ${sorted.join()}`);
    }
  }
  return { promise: 'a clock step fires once', of: fired.length, broken };
}

/** A lead stands where its last move took it, each move begins where the one before ended, and is in the log once. */
export function journeysWhole(world: World): Finding {
  const broken: string[] = [];
  const logged = groupBy(
    world.audit.filter(({ kind }) => kind === 'lead.moved'),
    ({ leadId }) => leadId ?? '',
  );
  let of = 0;
  for (const { _id, stage, journey } of world.leads) {
    const moves = journey?.moves ?? [];
    of += moves.length;
    if (moves.length && moves.at(-1)?.to !== stage)
      broken.push(`${_id} stands at ${stage}, its last move went to ${moves.at(-1)?.to}`);
    for (const [i, move] of moves.entries()) {
      const before = moves[i - 1];
      if (before && before.to !== move.from)
        broken.push(`${_id} moved from ${move.from}, and stood at ${before.to}`);
    }
    const lines = logged.get(_id)?.length ?? 0;
    if (lines !== moves.length)
      broken.push(
        `${lines > moves.length ? 'doubled' : 'lost'}: ${_id} moved ${moves.length}, logged ${lines}`,
      );
  }
  return { promise: 'a move happens once, from where the lead stood', of, broken };
}

export function interactionsCounted(world: World): Finding {
  const broken: string[] = [];
  const byOrigin = groupBy(world.interactions, (i) => i.originKey);
  for (const [key, found] of byOrigin) if (found.length > 1) broken.push(`doubled: interactions of ${key}`);
  const byLead = groupBy(
    world.interactions.filter((i) => i.state !== 'undone' && !i.originKey.startsWith('demo:')),
    (i) => i.leadId,
  );
  const seeded = new Set(
    world.interactions.flatMap((i) => (i.originKey.startsWith('demo:') ? i.leadId : [])),
  );
  for (const lead of world.leads.filter((l) => !seeded.has(l._id))) {
    const n = byLead.get(lead._id)?.length ?? 0;
    if (n !== lead.interactions)
      broken.push(
        `${n > lead.interactions ? 'lost' : 'doubled'}: ${lead._id} counts ${lead.interactions} of ${n}`,
      );
  }
  const recorded = groupBy(
    world.audit.filter((e) => e.kind === 'interaction.recorded' && e.after?.interactionId),
    (e) => String(e.after?.interactionId),
  );
  for (const interaction of world.interactions.filter((i) => !i.originKey.startsWith('demo:'))) {
    const n = recorded.get(interaction._id)?.length ?? 0;
    if (n !== 1) broken.push(`${n ? 'doubled' : 'lost'}: ${interaction._id} stands in the log ${n} times`);
  }
  return { promise: 'a note is one interaction', of: world.interactions.length, broken };
}

export function effectsMoved(world: World): Finding {
  const broken = world.effects.map(({ doc, effect }) => `lost: ${effect.type} ${effect.id} still at ${doc}`);
  return { promise: 'effects are moved on', of: world.audit.length, broken };
}
