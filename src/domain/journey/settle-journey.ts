/**
 * What follows for a journey when a lead has changed, whoever changed it and whatever way: the move somebody waits for
 * is carried out once its last item is there, a document that moves leads moves this one, and evidence that is gone is
 * marked on the moves that went by it.
 */

import { LEAD_PROPERTIES } from '../leads/description.ts';
import type { Lead } from '../leads/lead.ts';
import { type LeadPath, leadPath, valueAt } from '../leads/lead-fields.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import { readItem } from './gate.ts';
import { journeyOf, type StageMove } from './journey.ts';
import { decideMove } from './move.ts';
import type { MoveDecision } from './move-made.ts';
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
  const { journey } = after;
  if (!journey || !(journey.pending || journey.moves.length)) return false;
  return before.fields !== after.fields || before.journey !== after.journey
    ? JSON.stringify(factsOf(before)) !== JSON.stringify(factsOf(after))
    : SAID.some((name) => before[name] !== after[name]);
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

/** The furthest stage a document filed since the last move leads to. */
function automaticMove(
  lead: Lead,
  version: PlaybookVersion,
  { by, via }: { by: string; via?: string | undefined },
  now: Date,
): Decided | undefined {
  const { since, pending } = journeyOf(lead);
  const filed = (lead.documents ?? []).filter(({ at }) => !since || at > since).flatMap(({ names }) => names);
  const target = version.playbook.stages.findLast(
    ({ id, automatic }) =>
      automatic.some((item) => filed.includes(readItem(item).name)) &&
      wayTo(lead.stage, id, version.playbook) !== undefined,
  );
  if (!target || pending?.to === target.id) return undefined;
  const decision = decideMove(lead, { direction: 'forward', to: target.id, by, via }, version, now);
  return decision.kind === 'moved' || decision.kind === 'blocked' ? decision : undefined;
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
