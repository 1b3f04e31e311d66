/** Whether a lead may move, and what it is afterwards. Whoever wants it and whatever way: this is the one decision. */

import { dueAt } from '../calendar/due.ts';
import { parseDuration } from '../calendar/duration.ts';
import { calendarOf, isStandingClock, replaceClocks, startDwell } from '../clocks/clock-rules.ts';
import { startStay } from '../clocks/standing-still.ts';
import { assignmentNumber, isOpen, type Lead } from '../leads/lead.ts';
import type { Stage } from '../playbook/journey.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import { type GateItem, gateTo, missingOf } from './gate.ts';
import { type Journey, journeyOf, type MoveKind, type StageMove } from './journey.ts';
import { locksAfterEntering, locksAfterGoingBack } from './locks.ts';
import { earlierStages, endStage, nextStages, stageLabel, stageOf, wayTo } from './stages.ts';

export interface MoveWish {
  /** Id of the stage; absent: the next one, of 重新打开 the one it was left at. */
  to?: string | undefined;
  /** What is wanted: a card of last week that says 推进 never takes a lead back. */
  direction: 'forward' | 'back' | 'lost' | 'reopen';
  /** The stage whoever wants it saw. Another one by now: stale. */
  from?: string | undefined;
  reason?: string | undefined;
  /** A manager lets missing items pass. */
  waives?: boolean | undefined;
  by: string;
  via?: string | undefined;
}

export type MoveDecision =
  | { kind: 'moved'; set: Partial<Lead>; move: StageMove }
  /** The gate is closed. `asks` is the lead with the move remembered; it is carried out when the last item lands. */
  | { kind: 'blocked'; to: string; missing: GateItem[]; asks: Partial<Lead> }
  /** Somebody else was faster, or it has been done already. `last` says who moved it. */
  | { kind: 'stale'; stage: string; last: StageMove | undefined }
  /** It needs a reason first, perhaps one of these; `lostTo` is the one that asks to whom the deal was lost. */
  | { kind: 'needs-reason'; to: string; reasons: string[]; listed: boolean; lostTo?: string }
  /** Chinese: why not, and what can be done. */
  | { kind: 'refused'; text: string };

export const MAX_MOVES = 100;
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
  const to = wish.to ?? pending?.to ?? nextStages(lead.stage, playbook)[0]?.id;
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
    ...(target.end ? { before: { status: lead.status, clocks: lead.clocks } } : {}),
  };
  const locks = locksAfterEntering(lead, [...way.slice(1), target], playbook, wish.by, now);
  return moved(lead, target, move, { locks }, version, now);
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

function reopen(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const { moves } = journeyOf(lead);
  const last = moves.at(-1);
  if (isOpen(lead)) {
    return last?.kind === 'reopened'
      ? { kind: 'stale', stage: lead.stage, last }
      : { kind: 'refused', text: `${lead._id} 正在进行中，不用重新打开` };
  }
  const { playbook } = version;
  const within = parseDuration(playbook.journey.reopen);
  const until =
    lead.closedAt && dueAt(lead.closedAt, { after: within, time: timeOf(within) }, calendarOf(playbook));
  if (!until || until.at < now) {
    const text = `${lead._id} 关闭已超过 ${playbook.journey.reopen}，不能重新打开；有新需求请发：新线索 单位 联系人 电话 需求`;
    return { kind: 'refused', text };
  }
  const ended = last?.before && last.to === lead.stage ? last : undefined;
  const known = ended && stageOf(ended.from, playbook);
  const to =
    known?.id ?? (stageOf(lead.stage, playbook)?.end ? playbook.stages[0]?.id : lead.stage) ?? lead.stage;
  const move = stamp(lead, 'reopened', to, wish, version, now);
  const running = (ended?.before?.clocks ?? []).filter(({ dueAt: due }) => due > now);
  const status = (ended?.before?.status ?? (lead.firstTouchedAt ? 'touched' : 'accepted')) as Lead['status'];
  const n = assignmentNumber(lead);
  const waits = running.some((clock) => !isStandingClock(clock));
  const stays = running.some(({ name }) => name === 'stay');
  const clocks = [
    ...running,
    ...(waits ? [] : [startDwell({ stage: to }, version, now, n)]),
    ...(stays ? [] : [startStay(to, version, now, n)].filter((clock) => clock !== undefined)),
  ];
  return {
    kind: 'moved',
    move,
    set: { stage: to, status, closedAt: undefined, clocks, journey: withMove(lead, move, {}) },
  };
}

function timeOf({ kind }: ReturnType<typeof parseDuration>): 'wall' | 'workdays' {
  return kind === 'workdays' ? 'workdays' : 'wall';
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

function withMove(lead: Lead, move: StageMove, changes: Partial<Journey>): Journey {
  const journey = journeyOf(lead);
  return {
    ...journey,
    ...changes,
    since: move.at,
    moves: [...journey.moves, move].slice(-MAX_MOVES),
    pending: undefined,
  };
}

function stamp(
  lead: Lead,
  kind: MoveKind,
  to: string,
  { by, via, reason }: MoveWish,
  version: PlaybookVersion,
  now: Date,
): StageMove {
  return {
    kind,
    from: lead.stage,
    to,
    at: now,
    day: calendarOf(version.playbook).dayKey(now),
    by,
    ...(via ? { via } : {}),
    ...(reason ? { reason } : {}),
    items: [],
    playbookVersion: version.version,
  };
}

export function noSuchStage(name: string, { stages }: Pick<Playbook, 'stages'>): string {
  const known = stages.map(({ label }) => label).join('、');
  return `没有“${name.slice(0, 20)}”这个节点。可以写：${known}`;
}
