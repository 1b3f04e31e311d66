/** Whether a lead may move, and what it is afterwards. Whoever wants it and whatever way: this is the one decision. */

import { replaceClocks, startDwell } from '../clocks/clock-rules.ts';
import { startStay } from '../clocks/standing-still.ts';
import { assignmentNumber, isOpen, type Lead } from '../leads/lead.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import { gateTo, missingOf } from './gate.ts';
import { type Journey, journeyOf, type StageMove } from './journey.ts';
import { locksAfterEntering, locksAfterGoingBack } from './locks.ts';
import { type MoveDecision, type MoveWish, stamp, withMove } from './move-made.ts';
import { reopen } from './reopen.ts';
import { earlierStages, endStage, nextStages, stageLabel, stageOf, wayTo } from './stages.ts';

/** Said for the competitor where the customer does not tell. */
export const UNKNOWN_COMPETITOR = '不清楚';

export function decideMove(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const last = journeyOf(lead).moves.at(-1);
  if (wish.from !== undefined && wish.from !== lead.stage) return { kind: 'stale', stage: lead.stage, last };
  if (wish.direction === 'reopen') return reopen(lead, wish, version, now);
  if (!isOpen(lead)) {
    const text = `${lead._id} 已关闭。需要继续跟进请发：重新打开 ${lead._id}`;
    return last?.to === wish.to ? { kind: 'stale', stage: lead.stage, last } : { kind: 'refused', text };
  }
  switch (wish.direction) {
    case 'forward':
      return forward(lead, wish, version, now);
    case 'back':
      return back(lead, wish, version, now);
    case 'lost':
      return lose(lead, wish, version, now);
  }
}

function forward(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const { playbook } = version;
  const { moves, pending } = journeyOf(lead);
  const to = wish.to ?? usualTarget(lead, wish, playbook);
  const target = to === undefined ? undefined : stageOf(to, playbook);
  if (!target || to === undefined) {
    const text = wish.to
      ? noSuchStage(wish.to, playbook)
      : `「${stageLabel(lead.stage, playbook)}」之后没有节点了`;
    return { kind: 'refused', text };
  }
  const was = moves.at(-1);
  if (to === lead.stage) return { kind: 'stale', stage: lead.stage, last: was };
  if (target.end === 'lost') return lose(lead, wish, version, now);
  const way = wayTo(lead.stage, to, playbook);
  const items = gateTo(to, lead, playbook);
  if (!way || !items) return backwards(lead, target, playbook);
  const missing = missingOf(items);
  if (missing.length && !wish.waives) {
    const asked = { to, by: wish.by, at: now, ...(wish.via ? { via: wish.via } : {}) };
    const isSame = pending?.to === to && pending.by === wish.by;
    const asks = { journey: { ...journeyOf(lead), pending: isSame ? pending : asked } };
    return { kind: 'blocked', to, missing, asks };
  }
  const skipped = way.slice(1).map(({ id }) => id);
  const waived = missing.map(({ item, label }) => ({ item, label }));
  const move: StageMove = {
    ...stamp(lead, target.end === 'won' ? 'won' : 'forward', to, wish, version, now),
    items: items.filter(({ has }) => has).map(({ item }) => item),
    ...(skipped.length ? { skipped } : {}),
    ...(waived.length ? { waived } : {}),
    ...(target.end
      ? { before: { status: lead.status, clocks: lead.clocks, locks: journeyOf(lead).locks } }
      : {}),
  };
  const locks = locksAfterEntering(lead, [...way.slice(1), target], playbook, wish.by, now);
  return moved(lead, target, move, { locks }, version, now);
}

/** One stage on; a manager who lets a lead pass means the move that waits, however far it goes. */
function usualTarget(lead: Lead, { waives }: MoveWish, playbook: Playbook): string | undefined {
  const next = nextStages(lead.stage, playbook).map(({ id }) => id);
  const { pending } = journeyOf(lead);
  return pending && (waives || next.includes(pending.to)) ? pending.to : next[0];
}

/** 推进 to a stage that lies behind: somebody has come further since, or means to go back and must say so. */
function backwards(lead: Lead, target: Stage, playbook: Playbook): MoveDecision {
  const isEarlier = earlierStages(lead.stage, playbook).some(({ id }) => id === target.id);
  const last = journeyOf(lead).moves.at(-1);
  if (isEarlier && last) return { kind: 'stale', stage: lead.stage, last };
  const here = stageLabel(lead.stage, playbook);
  const text = isEarlier
    ? `${lead._id} 在「${here}」，「${target.label}」在它前面。要退回请发：退回 ${lead._id} ${target.label} 原因`
    : `从「${here}」不能到「${target.label}」。接下来可以是：${nextStages(lead.stage, playbook)
        .map(({ label }) => label)
        .join('、')}`;
  return { kind: 'refused', text };
}

function back(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const { playbook } = version;
  const earlier = earlierStages(lead.stage, playbook);
  const from = journeyOf(lead).moves.findLast(({ to }) => to === lead.stage)?.from;
  const target = wish.to ? stageOf(wish.to, playbook) : (earlier.find(({ id }) => id === from) ?? earlier[0]);
  const here = stageLabel(lead.stage, playbook);
  if (!target) {
    const text = wish.to ? noSuchStage(wish.to, playbook) : `「${here}」是第一个节点，不能再退回`;
    return { kind: 'refused', text };
  }
  if (target.id === lead.stage)
    return { kind: 'stale', stage: lead.stage, last: journeyOf(lead).moves.at(-1) };
  if (!earlier.some(({ id }) => id === target.id)) {
    return { kind: 'refused', text: `「${target.label}」不在「${here}」前面，不能退回到那里` };
  }
  if (!wish.reason) {
    return { kind: 'needs-reason', to: target.id, reasons: playbook.journey.backReasons, listed: false };
  }
  const move = stamp(lead, 'back', target.id, wish, version, now);
  return moved(lead, target, move, { locks: locksAfterGoingBack(lead, target.id, playbook) }, version, now);
}

function lose(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const { playbook } = version;
  const target = endStage('lost', playbook);
  if (!target) return { kind: 'refused', text: '打法里没有失单的节点（end: lost），请主管先补上' };
  const { lostReasons, lostTo } = playbook.journey;
  const needs = { kind: 'needs-reason' as const, to: target.id, reasons: lostReasons, listed: true };
  const listed = lostReasons
    .filter((reason) => wish.reason?.startsWith(reason))
    .sort((a, b) => b.length - a.length)[0];
  if (listed === undefined) return needs;
  const more = wish.reason?.slice(listed.length).replace(/^[\s,，:：]+/, '') ?? '';
  const asksWho = lostTo.includes(listed);
  if (asksWho && !more) return { ...needs, lostTo: listed };
  const move: StageMove = {
    ...stamp(lead, 'lost', target.id, wish, version, now),
    ...(asksWho && more !== UNKNOWN_COMPETITOR ? { competitor: more } : {}),
    before: { status: lead.status, clocks: lead.clocks },
  };
  return moved(lead, target, move, {}, version, now);
}

function moved(
  lead: Lead,
  target: Stage,
  move: StageMove,
  changes: Partial<Journey>,
  version: PlaybookVersion,
  now: Date,
): MoveDecision {
  const journey = withMove(lead, move, changes);
  const ends = target.end;
  const set: Partial<Lead> = ends
    ? { stage: target.id, journey, status: ends, closedAt: now, clocks: [] }
    : { stage: target.id, journey, ...clocksIn(lead, move, version, now) };
  return { kind: 'moved', move, set };
}

/**
 * The stage's own limits take the place of those of the one before; an appointment stands. On the way forward nobody
 * waits for the customer's answer any more.
 */
function clocksIn(
  lead: Lead,
  { kind, to }: StageMove,
  version: PlaybookVersion,
  now: Date,
): Pick<Lead, 'clocks'> {
  const n = assignmentNumber(lead);
  const silent = lead.clocks.some(({ name }) => name === 'dwell');
  const dwell = silent ? [startDwell({ stage: to }, version, now, n)] : [];
  const stay = startStay(to, version, now, n);
  const over = kind === 'back' ? (['dwell', 'stay'] as const) : (['dwell', 'stay', 'reply'] as const);
  return { clocks: replaceClocks(lead.clocks, over, [...dwell, ...(stay ? [stay] : [])]) };
}

export function noSuchStage(name: string, { stages }: Pick<Playbook, 'stages'>): string {
  const known = stages.map(({ label }) => label).join('、');
  return `没有“${name.slice(0, 20)}”这个节点。可以写：${known}`;
}
