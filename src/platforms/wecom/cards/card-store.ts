import type { WecomStore } from '../../../stores/wecom.ts';
import type { WecomApi } from '../api.ts';
import type { ClickReader } from '../inbound-event.ts';

/** `id` for the card first sent, `id@2` for the second one that replaced it. */
export function taskIdOf(id: string, generation: number): string {
  return generation ? `${id}@${generation}` : id;
}

const REPLACED = '已更新，请看最新的卡片';

/** Keys that were too long for a button. */
export function longTexts(store: WecomStore): ClickReader {
  return { longText: async (taskId, reference) => (await store.get(messageOf(taskId)))?.long[reference] };
}

function messageOf(taskId: string): string {
  return taskId.split('@')[0] ?? '';
}

/** What clicks need of the messages the app sent. */
export function clicksOn(
  store: WecomStore,
  api: Pick<WecomApi, 'endCard'>,
): ClickReader & {
  clicked(click: { taskId: string; code: string; userId: string }, now: Date): Promise<Aftermath>;
} {
  return {
    ...longTexts(store),
    async clicked({ taskId, code, userId }, now) {
      const row = await store.get(messageOf(taskId));
      // A code for somebody else's card would change nothing of theirs.
      if (row?.userId.toLowerCase() !== userId) return NOTHING;
      if (taskId !== taskIdOf(row._id, row.generation)) return () => api.endCard(userId, code, REPLACED);
      await store.addCode(row._id, code, now);
      return NOTHING;
    },
  };
}

/** What may be done once WeCom has its answer: a card that was replaced is put out of use. */
export type Aftermath = () => Promise<void>;
const NOTHING: Aftermath = async () => {};
