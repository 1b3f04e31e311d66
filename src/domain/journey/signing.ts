/** When a contract is expected to be signed (F8): set by the paper that says so, moved by hand, kept with its history. */
import { dueAt } from '../calendar/due.ts';
import { parseDuration } from '../calendar/duration.ts';
import { calendarOf } from '../clocks/clock-rules.ts';
import type { Lead } from '../leads/lead.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';
import { type Journey, journeyOf, type Signing } from './journey.ts';

const DAY_MS = 86_400_000;

/**
 * The journey once its papers have changed: the paper the playbook names sets the day; taken back before anybody moved
 * the day by hand, the day goes with it. The same journey when nothing follows.
 */
export function signingByPapers(lead: Lead, version: PlaybookVersion, by: string, now: Date): Journey {
  const { playbook } = version;
  const journey = journeyOf(lead);
  const rule = playbook.journey.signing;
  if (!rule) return journey;
  const isThere = lead.documents?.some(({ names }) => names.includes(rule.document)) ?? false;
  const { signing } = journey;
  if (isThere && !signing) {
    const calendar = calendarOf(playbook);
    const after = parseDuration(rule.after);
    const time = after.kind === 'workdays' ? 'workdays' : 'wall';
    const day = calendar.dayKey(dueAt(now, { after, time }, calendar).at);
    return { ...journey, signing: { day, reckoned: day, history: [{ day, at: now, by }] } };
  }
  const isReckonedOnly = signing?.history.length === 1;
  return !isThere && isReckonedOnly ? { ...journey, signing: undefined } : journey;
}

export type SigningMoved =
  | { kind: 'set'; signing: Signing }
  /** Further from the reckoned day than may be without one; days of tolerance. */
  | { kind: 'needs-reason'; tolerance: number; reckoned: string }
  /** Chinese. */
  | { kind: 'refused'; text: string };

/** Another day, said by somebody. @param day `2026-12-20` */
export function moveSigning(
  lead: Lead,
  day: string,
  reason: string | undefined,
  version: PlaybookVersion,
  by: string,
  now: Date,
): SigningMoved {
  const rule = version.playbook.journey.signing;
  if (!rule) return { kind: 'refused', text: '打法里没有预计签约的设置（journey.signing），请主管先补上' };
  if (day < calendarOf(version.playbook).dayKey(now))
    return { kind: 'refused', text: '预计签约要写将来的日期' };
  const { signing } = journeyOf(lead);
  const entry = { day, at: now, by, ...(reason ? { reason } : {}) };
  if (!signing) return { kind: 'set', signing: { day, reckoned: day, history: [entry] } };
  const off = Math.abs(Date.parse(day) - Date.parse(signing.reckoned)) / DAY_MS;
  if (off > rule.tolerance && !reason)
    return { kind: 'needs-reason', tolerance: rule.tolerance, reckoned: signing.reckoned };
  return {
    kind: 'set',
    signing: { ...signing, day, history: [...signing.history, entry].slice(-MAX_HISTORY) },
  };
}

const MAX_HISTORY = 50;
