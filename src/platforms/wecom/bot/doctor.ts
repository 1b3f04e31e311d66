import { setTimeout as pause } from 'node:timers/promises';
import type { WecomBotSettings } from '../../../config/wecom-env.ts';
import type { Clock } from '../../../core/clock.ts';
import { silentLogger } from '../../../core/logger.ts';
import type { PlatformFinding } from '../../doctor.ts';
import { BotConnection } from './connection.ts';

const LOOKS = 80;
const LOOK_AGAIN_MS = 100;

/**
 * Connects the bot for a moment. To be asked only while no process of ours holds it: the newer connection throws out
 * the older one. Never throws.
 */
export async function checkWecomBot(settings: WecomBotSettings, clock: Clock): Promise<PlatformFinding> {
  const key = 'wecom-bot';
  const leases = { hold: async () => true, release: async () => {} };
  const alone = { leases, owner: 'doctor', onFrame: () => {}, clock, log: silentLogger };
  const connection = new BotConnection({ ...settings, ...alone });
  try {
    await connection.beat();
    for (let look = 0; look < LOOKS; look++) {
      if (connection.isHere) return { key, state: 'ok', text: '智能机器人能连上' };
      if (connection.isRefused) break;
      await pause(LOOK_AGAIN_MS);
    }
    const text = `智能机器人连不上：${connection.problem ?? '没有应答'}`;
    const mend = '请核对 BotID 和 Secret，并确认网络放行 openws.work.weixin.qq.com';
    return { key, state: 'broken', text, mend };
  } finally {
    await connection.stop();
  }
}
