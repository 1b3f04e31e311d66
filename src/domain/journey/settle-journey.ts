/**
 * What follows for a journey when a lead has changed, whoever changed it and whatever way: the move somebody waits for
 * is carried out once its last item is there, a document or order that moves leads moves this one, and evidence that is gone is
 * marked on the moves that went by it.
 */

import { LEAD_PROPERTIES } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';
import { type LeadPath, leadPath, valueAt } from '../leads/lead-fields.ts';
import type { LeadOrder } from '../orders/order.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import { readItem } from './gate.ts';
import { journeyOf, type StageMove } from './journey.ts';
import { decideMove } from './move.ts';
import type { MoveDecision } from './move-made.ts';
import { MAX_GATES } from './proposed-move.ts';
import { signingByPapers } from './signing.ts';
import { wayTo } from './stages.ts';

/** What a lead says of its customer, besides the playbook's fields. */
const SAID = Object.keys(LEAD_PROPERTIES) as (keyof typeof LEAD_PROPERTIES)[];

export interface Settled {
  set: Partial<Lead>;
  /** The move that was carried out. */
  move?: StageMove | undefined;
  /** A document asked for a move whose gate is still closed. */
  blocked?: Extract<MoveDecision, { kind: 'blocked' }> | undefined;
  /** Labels of what was withdrawn and is new to be told. */
  withdrawn: string[];
}

/** Whether a change may matter to the journey at all. Cheap: it is asked of every change of every lead. */
export function concernsJourney(before: Lead, after: Lead): boolean {
  if (before.documents?.length !== after.documents?.length) return true;
  if (doneOrders(before).length !== doneOrders(after).length) return true;
  const { journey } = after;
  if (!journey || !(journey.pending || journey.moves.length)) return false;
  return before.fields !== after.fields || before.journey !== after.journey
    ? JSON.stringify(factsOf(before)) !== JSON.stringify(factsOf(after))
    : SAID.some((name) => before[name] !== after[name]);
}

function doneOrders({ orders = [] }: Lead): LeadOrder[] {
  return orders.filter(({ state }) => state === 'done');
}

function factsOf(lead: Lead) {
  return [lead.fields, journeyOf(lead).given, SAID.map((name) => lead[name])];
}

/** @param by whoever brought the change */
export function settleJourney(
  lead: Lead,
  version: PlaybookVersion,
  cause: { by: string; via?: string | undefined },
  now: Date,
): Settled | null {
  const marked = markWithdrawn(lead, version.playbook, now);
  const papers = signingByPapers(lead, version, cause.by, now);
  const isSame = !marked && papers.signing === journeyOf(lead).signing;
  const current: Lead = isSame
    ? lead
    : { ...lead, journey: { ...papers, ...(marked ? { moves: marked.moves } : {}) } };
  const decision = pendingMove(current, version, now) ?? automaticMove(current, version, cause, now);
  const withdrawn = marked?.withdrawn ?? [];
  if (!decision) return isSame ? null : { set: { journey: current.journey }, withdrawn };
  return decision.kind === 'moved'
    ? { set: decision.set, move: decision.move, withdrawn }
    : { set: decision.asks, blocked: decision, withdrawn };
}

type Decided = Extract<MoveDecision, { kind: 'moved' | 'blocked' }>;

function pendingMove(lead: Lead, version: PlaybookVersion, now: Date): Decided | undefined {
  const { pending } = journeyOf(lead);
  if (!pending) return undefined;
  const { to, by, via } = pending;
  const decision = decideMove(lead, { direction: 'forward', to, by, via }, version, now);
  return decision.kind === 'moved' ? decision : undefined;
}

/**
 * The furthest stage a document or an order that is done leads to. One filed since the last move asks what is missing on the way, where that is
 * near; one that came early moves the lead once nothing is missing, unless the lead was taken back since.
 */
function automaticMove(
  lead: Lead,
  version: PlaybookVersion,
  { by, via }: { by: string; via?: string | undefined },
  now: Date,
): Decided | undefined {
  const { since, pending, moves } = journeyOf(lead);
  const { stages } = version.playbook;
  const back = moves.findLast(({ kind }) => kind === 'back' || kind === 'reopened')?.at;
  const filedAfter = (at: Date | undefined) => [
    ...(lead.documents ?? [])
      .filter((one) => !at || one.at > at)
      .flatMap(({ names }) => names.map((name) => `document:${name}`)),
    ...doneOrders(lead)
      .filter((one) => !at || one.at > at)
      .map(({ type }) => `order:${type}`),
  ];
  const target = (filed: readonly string[]) =>
    stages.findLast(
      ({ id, automatic }) =>
        automatic.map(readItem).some(({ kind, name }) => filed.includes(`${kind}:${name}`)) &&
        wayTo(lead.stage, id, version.playbook) !== undefined,
    );
  const wish = (to: string) => decideMove(lead, { direction: 'forward', to, by, via }, version, now);
  const fresh = target(filedAfter(since));
  const early = target(filedAfter(back));
  const to = fresh ?? early;
  if (!to || pending?.to === to.id) return undefined;
  const decision = wish(to.id);
  if (decision.kind === 'moved') return decision;
  if (decision.kind !== 'blocked' || !fresh) return undefined;
  const gates = new Set(decision.missing.map(({ stage }) => stage)).size;
  return gates <= MAX_GATES ? decision : undefined;
}

function markWithdrawn(
  lead: Lead,
  playbook: Playbook,
  now: Date,
): { moves: StageMove[]; withdrawn: string[] } | null {
  const withdrawn = new Set<string>();
  const { moves } = journeyOf(lead);
  const marked = moves.map((move) => {
    const known = new Set(move.withdrawn?.map(({ item }) => item));
    const gone = move.items.filter((item) => !known.has(item) && !isThere(item, lead, playbook));
    if (!gone.length) return move;
    const fresh = gone.map((item) => ({ item, label: labelOf(item, playbook), at: now }));
    for (const { label } of fresh) withdrawn.add(label);
    return { ...move, withdrawn: [...(move.withdrawn ?? []), ...fresh] };
  });
  return withdrawn.size ? { moves: marked, withdrawn: [...withdrawn] } : null;
}

/** Ticks and approvals stay once given; a field the playbook no longer knows withdraws nothing. */
export function isThere(item: string, lead: Lead, playbook: Playbook): boolean {
  const { kind, name } = readItem(item);
  if (kind === 'document') return lead.documents?.some(({ names }) => names.includes(name)) ?? false;
  const path = kind === 'field' ? leadPath(name, playbook) : undefined;
  return path === undefined || valueAt(lead, path as LeadPath) !== undefined;
}

function labelOf(item: string, playbook: Playbook): string {
  const { kind, name } = readItem(item);
  return kind === 'field' ? (propertyShape(playbook, name)?.label ?? name) : name;
}
