import { z } from 'zod';
import { duration } from './values.ts';

/** `manager` of a lead without an owner: whoever leads the lead's region. */
export const recipient = z.enum([
  'owner',
  'manager',
  'manager-of-manager',
  'director',
  'marketing',
  'finance',
  'admin',
]);
export type Recipient = z.infer<typeof recipient>;

export const clockStep = z.strictObject({
  after: duration,
  time: z.enum(['wall', 'working']).optional(),
  /** Card to send; the card's own kind. */
  card: z.enum(['first-touch-due', 'escalation', 'follow-up-due', 'stalled', 'pick-owner']).optional(),
  to: z.array(recipient).default([]),
  /** Give the lead to somebody else; of a lead without an owner: try again to find one. Comes before the card. */
  reroute: z.boolean().default(false),
});
export type ClockStep = z.infer<typeof clockStep>;

export const clock = z.strictObject({
  time: z.enum(['wall', 'working']).default('wall'),
  /** Runs and rings in quiet hours too. Else one started in them starts at their end, and none is due in them. */
  atNight: z.boolean().default(false),
  /** Each `after` counts from the clock's start. */
  steps: z.array(clockStep).min(1),
  /** When the steps are used up the last one runs again this often: no open lead is without a clock. */
  repeat: duration.default('24h'),
});
export type ClockRule = z.infer<typeof clock>;

export const clocks = z.strictObject({
  /** From intake until somebody owns the lead. */
  assignment: clock,
  /** From assignment until the first follow-up record (B3). */
  'first-touch': clock,
  /** From the date a rep promised. */
  'follow-up': clock,
  /** From the last interaction, when no date was promised; a stage's `dwell` replaces the first step's `after`. */
  dwell: clock,
  /** From entering a stage that has a `stay` until leaving it, whatever is recorded; the `stay` replaces the first step's `after`. */
  stay: clock.optional(),
  /** From an action that has an `awaits` until the customer has done something; the `awaits` replaces the first `after`. */
  reply: clock.optional(),
});
export type ClockName = keyof z.infer<typeof clocks>;
