import Router from '@koa/router';
import type { WecomSettings } from '../../config/wecom-env.ts';
import { errorText, GenjinError } from '../../core/errors.ts';
import type { RemoteFile } from '../platform.ts';
import { type ApiDeps, WecomApi } from './api.ts';
import { AppSender, type AppSenderDeps } from './app-sender.ts';
import { WecomCalendar } from './calendar.ts';
import { type CallbackDeps, callbackRoutes } from './callback.ts';
import { clicksOn } from './cards/card-store.ts';
import { WecomError } from './errors.ts';
import { readContact } from './external-contact.ts';
import { BRIDGE, jsSdkRoutes, jsSdkSigner } from './js-sdk.ts';
import { wecomLogin } from './login.ts';
import { readMembers } from './members.ts';

export interface AppDeps
  extends Pick<ApiDeps, 'settings' | 'leases' | 'owner' | 'clock' | 'log'>,
    Pick<AppSenderDeps, 'store' | 'files'>,
    Pick<CallbackDeps, 'ingress'> {
  config: WecomSettings;
  publicUrl: string;
}

/** The self-built app: callbacks in, `message/send` out, pages and directory. */
export function connectApp(deps: AppDeps) {
  const { config, store, ingress, clock, log } = deps;
  const { corpId, token, aesKey } = config;
  const api = new WecomApi({ ...deps, ...config, base: config.apiBase });
  const keys = { token, encodingAesKey: aesKey, receiveId: corpId };
  const callback = callbackRoutes({ keys, ingress, cards: clicksOn(store, api), clock, log });
  const pages = jsSdkRoutes();
  const sign = jsSdkSigner({ ...deps, ...config, api });
  return {
    api,
    sender: new AppSender({ ...deps, api }),
    login: wecomLogin({ ...config, api, bridge: BRIDGE, sign }),
    router: new Router().use(callback.routes()).use(pages.routes()),
    download: (mediaId: string) => download(api, mediaId),
    calendar: new WecomCalendar({ ...deps, ...config, api }),
    contact: (externalId: string, userId: string) => readContact(api, externalId, userId),
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
