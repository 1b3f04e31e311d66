import type { z } from 'zod';
import { type Playbook, playbookSchema } from './playbook.ts';

/**
 * A playbook as an earlier release stored it, read through today's schema: keys that have come since get their
 * defaults, keys that are gone are left out. Whatever else does not fit is a failure, with every reason.
 */
export function readStoredPlaybook(content: unknown): z.ZodSafeParseResult<Playbook> {
  const read = playbookSchema.safeParse(content);
  if (read.success) return read;
  const gone = read.error.issues.filter((issue) => issue.code === 'unrecognized_keys');
  if (!gone.length) return read;
  const kept = structuredClone(content);
  for (const { path, keys } of gone) {
    const holder = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)?.[key], kept);
    for (const key of keys) delete (holder as Record<string, unknown>)[key];
  }
  return playbookSchema.safeParse(kept);
}
