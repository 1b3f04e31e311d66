import type { WecomSettings } from '../../config/wecom-env.ts';
import { errorText, GenjinError } from '../../core/errors.ts';
import type { Platform, RemoteFile } from '../platform.ts';
import { type ApiDeps, WecomApi } from './api.ts';
import { type CallbackDeps, callbackRoutes } from './callback.ts';
import { clicksOn } from './cards/card-store.ts';
import { WecomError } from './errors.ts';
import { readMembers } from './members.ts';
import { WecomSender, type WecomSenderDeps } from './sender.ts';

export interface WecomDeps
  extends Pick<ApiDeps, 'settings' | 'leases' | 'owner' | 'clock' | 'log'>,
    Pick<WecomSenderDeps, 'store' | 'files'>,
    Pick<CallbackDeps, 'ingress'> {
  config: WecomSettings;
}

/**
 * What messages nobody asked for may use of the 30 a minute and 1,000 an hour beyond which WeCom drops everything and
 * says that all is well; the rest is for answers.
 */
const LIMITS = { perPersonMinute: 20, perPersonHour: 900, avoidMinutes: [0, 30] };

/** WeCom by a self-built app: callbacks in, `message/send` out. */
export function createWecom(deps: WecomDeps): Platform {
  const { config, store, ingress, clock, log, files } = deps;
  const { corpId, token, aesKey } = config;
  const api = new WecomApi({ ...deps, ...config, base: config.apiBase });
  const quota = config.dailyMessages ? { per: 'day' as const, messages: config.dailyMessages } : undefined;
  const capabilities = { editsCards: true, idempotentSend: true, limits: { ...LIMITS, quota } };
  const keys = { token, encodingAesKey: aesKey, receiveId: corpId };
  return {
    name: 'wecom',
    sender: new WecomSender({ api, store, files, clock, capabilities }),
    router: callbackRoutes({ keys, ingress, cards: clicksOn(store, api), clock, log }),
    download: (mediaId) => download(api, mediaId),
    members: () => readMembers(api),
    check: () => connected(api),
  };
}

/** Media live three days; a stale or broken id is the sender's to mend, not ours to repeat. */
async function download(api: WecomApi, mediaId: string): Promise<RemoteFile> {
  try {
    return await api.download(mediaId);
  } catch (error) {
    if (!(error instanceof WecomError) || error.remedy.kind !== 'bug') throw error;
    throw new GenjinError('invalid', error.message, {
      userText: '没能取到这个文件，请重新发送一次。',
      cause: error,
    });
  }
}

async function connected(api: WecomApi): Promise<string | null> {
  try {
    await api.signIn();
    return null;
  } catch (error) {
    if (error instanceof WecomError && error.remedy.kind === 'admin') return error.remedy.advice;
    return errorText(error);
  }
}
