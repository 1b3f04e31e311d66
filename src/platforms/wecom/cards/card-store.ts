import type { WecomStore } from '../../../stores/wecom.ts';
import type { ClickReader } from '../inbound-event.ts';

/** `id` for the card first sent, `id@2` for the second one that replaced it. */
export function taskIdOf(id: string, generation: number): string {
  return generation ? `${id}@${generation}` : id;
}

/** What clicks need of the messages sent. */
export function clicksOn(store: WecomStore): ClickReader & {
  rememberCode(taskId: string, code: string, now: Date): Promise<void>;
} {
  const idOf = (taskId: string) => taskId.split('@')[0] ?? '';
  return {
    longText: async (taskId, reference) => (await store.get(idOf(taskId)))?.long[reference],
    rememberCode: (taskId, code, now) => store.addCode(idOf(taskId), code, now),
  };
}
