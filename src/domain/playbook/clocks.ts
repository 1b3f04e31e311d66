import { z } from 'zod';
import { stepCards } from '../clocks/registered.ts';
import { LEAD_CLOCKS } from '../leads/clocks.ts';
import { LEAD_RECIPIENTS, PERSON_RECIPIENT, type Recipient } from '../people/recipients.ts';
import { duration } from './values.ts';

const named = z
  .string()
  .regex(PERSON_RECIPIENT, { abort: true, message: '写成 person:工号' }) as unknown as z.ZodType<
  Extract<Recipient, `person:${string}`>
>;

/** Whom something about a lead is told: a part in it, a role, or one person. */
export const recipient = z.union([z.enum(LEAD_RECIPIENTS), named]);
export type { Recipient };

export const clockStep = z.strictObject({
  after: duration,
  time: z.enum(['wall', 'working']).optional(),
  /** Card to send; the card's own kind. */
  card: z.enum(stepCards()).optional(),
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

type Registered = typeof LEAD_CLOCKS;
export type ClockName = keyof Registered;

type ClockShape = {
  [Name in ClockName]: Registered[Name]['rule'] extends 'optional'
    ? z.ZodOptional<typeof clock>
    : typeof clock;
};

/** A rule for every registered clock whose rule the playbook has. */
export const clocks = z.strictObject(
  Object.fromEntries(
    Object.values(LEAD_CLOCKS).map(({ name, rule }) => [
      name,
      rule === 'optional' ? clock.optional() : clock,
    ]),
  ) as ClockShape,
);
