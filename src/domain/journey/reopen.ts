/** Opening again what was won or lost, while that is still possible: everything is as it was when it ended. */
import { dueAt } from '../calendar/due.ts';
import { describeDuration, parseDuration } from '../calendar/duration.ts';
import { calendarOf, isStandingClock, startDwell } from '../clocks/clock-rules.ts';
import { startStay } from '../clocks/standing-still.ts';
import { assignmentNumber, isOpen, type Lead } from '../leads/lead.ts';
import type { Playbook, PlaybookVersion } from '../playbook/playbook.ts';
import { journeyOf } from './journey.ts';
import { type MoveDecision, type MoveWish, stamp, withMove } from './move-made.ts';
import { stageOf } from './stages.ts';

/** How long, as the playbook writes it: a won deal is taken back within a shorter time than a lost one is taken up. */
export function reopenWithin({ status }: Pick<Lead, 'status'>, { journey }: Playbook): string {
  return status === 'won' ? journey.undoWon : journey.reopen;
}

/** The last moment at which a lead that has ended can be opened again; undefined while it is open. */
export function reopenUntil(lead: Pick<Lead, 'status' | 'closedAt'>, playbook: Playbook): Date | undefined {
  if (!lead.closedAt) return undefined;
  const after = parseDuration(reopenWithin(lead, playbook));
  const time = after.kind === 'workdays' ? 'workdays' : 'wall';
  return dueAt(lead.closedAt, { after, time }, calendarOf(playbook)).at;
}

export function reopen(lead: Lead, wish: MoveWish, version: PlaybookVersion, now: Date): MoveDecision {
  const { playbook } = version;
  const last = journeyOf(lead).moves.at(-1);
  if (isOpen(lead)) {
    return last?.kind === 'reopened'
      ? { kind: 'stale', stage: lead.stage, last }
      : { kind: 'refused', text: `${lead._id} 正在进行中，不用重新打开` };
  }
  const until = reopenUntil(lead, playbook);
  if (!until || until < now) return { kind: 'refused', text: tooLate(lead, playbook) };
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
  const locks = ended?.before?.locks;
  const journey = withMove(lead, move, locks ? { locks } : {});
  return { kind: 'moved', move, set: { stage: to, status, closedAt: undefined, clocks, journey } };
}

function tooLate(lead: Lead, playbook: Playbook): string {
  const within = describeDuration(parseDuration(reopenWithin(lead, playbook)));
  return lead.status === 'won'
    ? `${lead._id} 成交已超过 ${within}，不能撤销。客户退单请联系财务；有新需求请发：新线索 单位 联系人 电话 需求`
    : `${lead._id} 关闭已超过 ${within}，不能重新打开；有新需求请发：新线索 单位 联系人 电话 需求`;
}
