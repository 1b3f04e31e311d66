import type { EventIngress } from '../src/inbox/ingress.ts';
import type { InboxStore } from '../src/stores/inbox.ts';
import type { Job } from './job.ts';

/** Takes up events nobody is handling: retries that are due, and those of a process that died. */
export function inboxSweep({ ingress, inbox }: { ingress: EventIngress; inbox: InboxStore }): Job {
  return {
    name: 'events',
    everyMs: 5_000,
    run: () => ingress.sweep(),
    nextDueAt: () => inbox.nextDueAt(),
    idle: () => ingress.idle(),
  };
}
