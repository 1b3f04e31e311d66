import type { OutboxSender } from '../src/outbox/sender.ts';
import type { OutboxStore } from '../src/stores/outbox.ts';
import type { Job } from './job.ts';

/** Sends what may go out. */
export function outboxPump({ sender, outbox }: { sender: OutboxSender; outbox: OutboxStore }): Job {
  return { name: 'messages', everyMs: 5_000, run: () => sender.pump(), nextDueAt: () => outbox.nextDueAt() };
}
