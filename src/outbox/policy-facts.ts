import type { Listing } from '../../cards/define.ts';
import type { Urgency } from '../core/message.ts';
import type { Limits } from '../platforms/platform.ts';
import type { Gathering } from './gathering.ts';

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
