import type { WecomBotSettings, WecomGroups, WecomSettings } from '../../config/wecom-env.ts';
import type { DirectoryMember } from '../../domain/people/directory.ts';
import type { Platform } from '../platform.ts';
import { type AppDeps, connectApp } from './app.ts';
import { type BotDeps, connectBot } from './bot/index.ts';
import { WecomGroupSender } from './groups.ts';
import { answersBot } from './inbound-event.ts';

export interface WecomDeps extends Omit<AppDeps, 'config'>, Omit<BotDeps, 'config'> {
  app?: WecomSettings | undefined;
  /** Group chats to announce to. */
  announced?: { groups: WecomGroups; apiBase: string } | undefined;
  bot?: WecomBotSettings | undefined;
  /** Who works here, where no app can be asked. */
  listedMembers?: (() => Promise<DirectoryMember[]>) | undefined;
}

/**
 * What messages nobody asked for may use of the 30 a minute and 1,000 an hour beyond which WeCom drops everything and
 * says that all is well; the rest is for answers.
 */
const LIMITS = { perPersonMinute: 20, perPersonHour: 900, avoidMinutes: [0, 30] };

/**
 * WeCom by a self-built app, by a 智能机器人 over its WebSocket, or by both. With both the app sends, for it may write
 * to anybody first; what was said to the bot is answered by the bot.
 */
export function createWecom(deps: WecomDeps): Platform {
  const app = deps.app && connectApp({ ...deps, config: deps.app });
  const bot = deps.bot && connectBot({ ...deps, config: deps.bot });
  const byBot = (key: string, userId: string) => bot !== undefined && (!app || answersBot(key, userId));
  const sent = app?.sender ?? bot?.sender;
  if (!sent) throw new Error('WeCom without app and bot');
  const quota = deps.app?.dailyMessages
    ? { per: 'day' as const, messages: deps.app.dailyMessages }
    : undefined;
  // The app makes groups of its own; without it only those of the settings are there.
  const announcedBase = deps.announced?.apiBase ?? deps.app?.apiBase;
  return {
    name: 'wecom',
    sender: {
      name: 'wecom',
      capabilities: {
        editsCards: true,
        // The bot knows a card again, but no text and no file.
        idempotentSend: app !== undefined,
        limits: { ...LIMITS, quota },
      },
      send: (delivery) =>
        ((byBot(delivery.key, delivery.userId) ? bot?.sender : undefined) ?? sent).send(delivery),
      async edit(id, delivery) {
        const channel = (await deps.store.get(id))?.channel;
        return ((channel === 'bot' ? bot?.sender : app?.sender) ?? sent).edit(id, delivery);
      },
      calendar: app?.calendar,
      groups:
        announcedBase === undefined
          ? undefined
          : new WecomGroupSender({
              groups: deps.announced?.groups ?? {},
              base: announcedBase,
              log: deps.log,
              api: app?.api,
            }),
      ...(bot && { sendsHere: (key, userId) => !byBot(key, userId) || bot.isHere() }),
    },
    ...(app && { login: app.login, router: app.router, contact: app.contact }),
    download: async (remote) => {
      const from = bot?.holds(remote) ? bot : app;
      if (!from) throw new Error('No channel for this file');
      return from.download(remote);
    },
    members: app?.members ?? deps.listedMembers,
    ...(bot && { beat: bot.beat, stop: bot.stop }),
    check: async () => (await app?.check()) ?? bot?.check() ?? null,
  };
}
