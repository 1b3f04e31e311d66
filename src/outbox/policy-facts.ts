import type { Listing } from '../../cards/define.ts';
import type { Urgency } from '../core/message.ts';
import type { Limits } from '../platforms/platform.ts';

/** How what nobody asked for reaches a manager: together, and within the messages of a day. */
export interface Gathering {
  /** Between two cards at least; ms of wall time. */
  everyMs: number;
  /** Messages a day that the person did not ask for. */
  perDay: number;
  /** When such messages went to the person today, oldest first. */
  sentToday: readonly Date[];
  /** The end of today's work, by which the day's last card comes. */
  dayEnds: Date;
  /** When work begins again after that. */
  nextDay: Date;
}

/** What the policy needs to know of a waiting message. */
export interface Waiting {
  key: string;
  to: string;
  /** Of the card. */
  kind: string;
  urgency: Urgency;
  op: 'send' | 'edit';
  /** When it was queued, or could go at the earliest. */
  since: Date;
  /** The platform it goes to; mails go to none and are not limited. */
  platform?: string | undefined;
}

/** A message that went to a person. */
export interface Sent {
  at: Date;
  kind: string;
}

/** A platform as it stands now. */
export interface PlatformState {
  limits: Limits;
  /** For its quota: how many messages went to anybody in the running period. */
  sentInPeriod?: number | undefined;
  period?: { begins: Date; ends: Date } | undefined;
}

export interface PolicyInput {
  /** In the order in which they should go: most urgent, then oldest. */
  waiting: readonly Waiting[];
  now: Date;
  /** What went to each person within the last hour, oldest first. */
  sentTo: ReadonlyMap<string, readonly Sent[]>;
  /** Kind of card → the card that shows many of them. */
  lists: ReadonlyMap<string, Listing>;
  platforms: ReadonlyMap<string, PlatformState>;
  /** Who leads people, and how what they did not ask for reaches them. */
  gatherings?: ReadonlyMap<string, Gathering> | undefined;
  /** Until when it is quiet for everybody; null when it is not. */
  quietUntil: Date | null;
  /** What waits for the end of quiet hours. */
  quietHolds: ReadonlySet<Urgency>;
}
