import type { Relay } from '../src/outbox/relay.ts';
import type { Job } from './job.ts';

/** Moves on the effects that a process left behind when it died. */
export function relaySweep({ relay }: { relay: Relay }): Job {
  return { name: 'effects', everyMs: 5_000, run: (now) => relay.sweep(now), nextDueAt: async () => null };
}
