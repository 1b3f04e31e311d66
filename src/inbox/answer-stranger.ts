import { toPlainText } from '../../cards/plain-text.ts';
import type { Clock } from '../core/clock.ts';
import { errorText } from '../core/errors.ts';
import { eventKey, type InboundEvent } from '../core/event.ts';
import type { Logger } from '../core/logger.ts';
import type { Platform } from '../platforms/platform.ts';

const CARD = {
  kind: 'text',
  title: '我还不认识您，正在核对通讯录，请一分钟后再发一次。',
  body: '仍然这样时，请管理员把您加入应用的可见范围（或成员名单），并在打法的 roles 里给您的职务一个角色。',
  facts: [],
  buttons: [],
};
/** The minute is over, and the directory still does not have them. */
const STILL = {
  ...CARD,
  title: '通讯录里还是没有找到您，请联系管理员。',
  body: '请管理员把您加入应用的可见范围（或成员名单），并在打法的 roles 里给您的职务一个角色；加好后再发一次就行。',
};
const ONCE_IN_MS = 24 * 3_600_000;
/** What was promised. */
const A_MINUTE_MS = 60_000;
const MOST = 1_000;
/** What somebody did who waits for an answer. */
const ADDRESSED = new Set<InboundEvent['kind']>(['message', 'action', 'file', 'location']);

/**
 * Answers somebody whom no directory names, who would otherwise talk to a wall. They are nobody's colleague yet, so it
 * goes past the outbox; once, once more to who comes back after the minute
 * they were asked to wait, and then once a day. What the platform did not take counts as not said.
 */
export function createStrangerAnswers(platforms: readonly Platform[], clock: Clock) {
  const told = new Map<string, { at: number; still: boolean }>();
  return async (event: InboundEvent, log: Logger): Promise<void> => {
    const { userId } = event;
    const platform = platforms.find(({ name }) => name === event.platform);
    if (!platform?.members || !ADDRESSED.has(event.kind)) return;
    const at = clock.now();
    const before = told.get(userId);
    const since = at.getTime() - (before?.at ?? 0);
    const cameBack = before !== undefined && !before.still && since >= A_MINUTE_MS;
    if (since < ONCE_IN_MS && !cameBack) return;
    const card = cameBack ? STILL : CARD;
    const key = `${eventKey(event)}/stranger`;
    try {
      await platform.sender.send({ key, userId, card, text: toPlainText(card), at });
      if (told.size >= MOST) told.clear();
      told.set(userId, { at: at.getTime(), still: cameBack });
    } catch (error) {
      log.info({ reason: errorText(error) }, 'somebody unknown was not answered');
    }
  };
}
