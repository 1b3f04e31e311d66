import { z } from 'zod';

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `-3h`, `45m`, `-2d`: ms counted from a start that is known later; negative is before it. */
export const relativeTime = z
  .string()
  .regex(/^-?\d{1,5}[mhd]$/, '写成 -3h、45m 或 -2d')
  .transform((text) => Number(text.slice(0, -1)) * UNIT_MS[text.slice(-1) as keyof typeof UNIT_MS]);

/** The moment a relative time means. */
export function fromStart(start: Date, offsetMs: number): Date {
  return new Date(start.getTime() + offsetMs);
}
