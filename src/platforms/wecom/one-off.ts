import type { WecomSettings } from '../../config/wecom-env.ts';
import type { Clock } from '../../core/clock.ts';
import { silentLogger } from '../../core/logger.ts';
import { WecomApi } from './api.ts';

/** The API for one command: it shares no token with the bot, so what it finds is what the settings say. */
export function oneOffApi(settings: WecomSettings, clock: Clock): WecomApi {
  const kept = new Map<string, unknown>();
  return new WecomApi({
    ...settings,
    base: settings.apiBase,
    clock,
    log: silentLogger,
    owner: 'command',
    settings: {
      get: async <T>(name: string) => kept.get(name) as T | undefined,
      set: async (name: string, value: unknown) => void kept.set(name, value),
    },
    leases: { hold: async () => true, release: async () => {} },
  });
}
