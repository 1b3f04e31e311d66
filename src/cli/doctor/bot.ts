import axios from 'axios';
import { z } from 'zod';
import type { Config } from '../../config/env.ts';
import { broken, type Finding, ok } from './finding.ts';

/** What `/readyz` answers, ready or not: nothing else on that port is taken for the bot. */
const readyzSchema = z.object({
  status: z.enum(['ready', 'not ready']),
  problems: z.record(z.string(), z.string()),
});
export type RunningBot = z.infer<typeof readyzSchema>;

const WITHIN_MS = 3_000;

/** The bot that is running with these settings on this machine, or null. */
export async function findRunningBot({
  host,
  port,
}: Pick<Config, 'host' | 'port'>): Promise<RunningBot | null> {
  if (port === 0) return null;
  const address = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  const url = `http://${address.includes(':') ? `[${address}]` : address}:${port}/readyz`;
  try {
    const { data } = await axios.get(url, { timeout: WITHIN_MS, validateStatus: () => true, proxy: false });
    return readyzSchema.safeParse(data).data ?? null;
  } catch {
    return null;
  }
}

export function aboutBot(bot: RunningBot | null): Finding {
  if (!bot) return ok('bot', '机器人没有在运行');
  const problems = Object.entries(bot.problems).map(([part, problem]) => `${part}: ${problem}`);
  return problems.length === 0
    ? ok('bot', '机器人正在运行，并且就绪')
    : broken(
        'bot',
        `机器人在运行，但没有就绪：${problems.join('；')}`,
        '请看它的日志；数据库和平台恢复后它会自己恢复',
      );
}
