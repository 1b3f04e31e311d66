import { z } from 'zod';
import { duration, id, label, words } from './values.ts';

/** A node of the customer's journey. */
export const stage = z.strictObject({
  id,
  label,
  words,
  /** Field ids, or `document:<name>`, that must be there before the stage may be left. */
  requires: z.array(z.string()).default([]),
  /** Fields frozen on entering. */
  locks: z.array(z.string()).default([]),
  /** Longest stay without an interaction; then owner and manager are told. */
  dwell: duration.optional(),
  advice: z.string().max(200).optional(),
  end: z.enum(['won', 'lost']).optional(),
});
