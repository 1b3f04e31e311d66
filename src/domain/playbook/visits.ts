import { z } from 'zod';
import { recipient } from './clocks.ts';
import { id, label, words } from './values.ts';

/** What a tick counts as in the score of a visit (C4); what was only confirmed counts nothing. */
export const TICK_KINDS = ['confirmed', 'solved', 'sample', 'cross'] as const;
export type TickKind = (typeof TICK_KINDS)[number];

const painPoint = z.strictObject({ id, label, words });

const tick = z.strictObject({
  id,
  label,
  words,
  counts: z.enum(TICK_KINDS),
  /** How the minutes for the manager say it; the label where absent. */
  minutes: label.optional(),
});

/** What is asked about a visit to a customer, how good it was, and who hears of it (C3, C4). */
export const visits = z.strictObject({
  /** The lexicon of pain points; three of them are offered. */
  pains: z.array(painPoint).default([]),
  /** What can be ticked as done on the spot. */
  ticks: z.array(tick).default([]),
  /** Points for each tick of a kind, at most `cap`; red at `red` or fewer. */
  score: z
    .strictObject({
      solved: z.int().min(0).max(100).default(3),
      sample: z.int().min(0).max(100).default(2),
      cross: z.int().min(0).max(100).default(1),
      cap: z.int().min(1).max(100).default(10),
      red: z.int().min(0).max(100).default(4),
    })
    .prefault({}),
  /** Asks for a photo of the site. */
  photo: z.boolean().default(false),
  /** Who gets the minutes of a visit on which something was ticked. */
  minutesTo: z.array(recipient).default(['manager']),
  /** So many visits of one person within so many minutes (wall time) are hinted at, never blamed. */
  hint: z
    .strictObject({
      visits: z.int().min(2).max(100).default(5),
      minutes: z.int().min(1).max(1440).default(10),
    })
    .prefault({}),
});
export type VisitSettings = z.infer<typeof visits>;
