import { z } from 'zod';
import type { DingtalkSettings } from '../../config/dingtalk-env.ts';
import { errorText, GenjinError } from '../../core/errors.ts';
import { digest } from '../../core/ids.ts';
import type { DingtalkStore } from '../../stores/dingtalk.ts';
import type { Platform, RemoteFile } from '../platform.ts';
import { request, Unreachable } from '../remote.ts';
import { type ApiDeps, DingtalkApi } from './api.ts';
import { DingtalkCalendar } from './calendar.ts';
import { ClickAnswers } from './cards/answers.ts';
import { adviceOf, DingtalkError } from './errors.ts';
import { openGateway } from './gateway.ts';
import { DingtalkGroupSender } from './groups.ts';
import { httpCallbacks } from './http-callbacks.ts';
import { dingtalkLogin } from './login.ts';
import { readMembers } from './members.ts';
import { PlainWay } from './plain-way.ts';
import { dingtalkQuotas, usedUpNow } from './quotas.ts';
import { type ReceiveDeps, Receiver } from './receive.ts';
import { Robot } from './robot.ts';
import { DingtalkSender, type DingtalkSenderDeps } from './sender.ts';
import { SessionWebhook } from './session-webhook.ts';
import { STREAM_TIMING, StreamClient } from './stream-client.ts';
import { WorkNotices } from './work-notice.ts';

export interface DingtalkDeps
  extends Pick<ApiDeps, 'leases' | 'owner' | 'clock'>,
    Pick<DingtalkSenderDeps, 'files'>,
    Pick<ReceiveDeps, 'ingress' | 'log'> {
  config: DingtalkSettings;
  settings: ApiDeps['settings'] & { setOnce<T>(name: string, value: T): Promise<T> };
  store: DingtalkStore;
  /** The address this product is reached at from outside: for HTTP mode, and for what a to-do opens. */
  publicUrl: string;
}

/** The name under which our address for clicks is registered. */
const ROUTE_KEY = 'genjin';
const STREAM = { callbackType: 'STREAM' } as const;
const HTTP = { callbackType: 'HTTP', callbackRouteKey: ROUTE_KEY } as const;
const LIMITS = { perPersonMinute: 20, perPersonHour: 200 };
/** Before lunch and before the day ends, off the minutes at which everybody sends. */
const DIGESTS_AT = ['11:40', '17:10'];

/** DingTalk by an internal app: Stream or HTTP callbacks in, the robot's messages out. */
export function createDingtalk(deps: DingtalkDeps): Platform {
  const { config, store, leases, owner, clock, log } = deps;
  const { clientId, cardTemplateId: templateId } = config;
  const isCard = templateId !== undefined;
  const quota = { per: 'month' as const, messages: config.monthly.calls, digestsAt: DIGESTS_AT };
  const limits = { ...LIMITS, quota };
  const capabilities = { editsCards: isCard, idempotentSend: isCard, limits };
  const api = new DingtalkApi({ ...deps, ...config, ...countedBy(store, clock) });
  const webhook = new SessionWebhook(config);
  const answers = new ClickAnswers();
  const receiver = new Receiver({ ...deps, webhook, answers });
  const sender = new DingtalkSender({
    ...deps,
    api,
    calendar: calendarOf(deps, api),
    groups: config.groups && new DingtalkGroupSender({ api, robotCode: clientId, groups: config.groups }),
    plain: plainWay(deps, api, webhook),
    answers,
    robotCode: clientId,
    templateId,
    way: config.mode === 'http' ? HTTP : STREAM,
    capabilities,
  });
  const common = {
    name: 'dingtalk' as const,
    sender,
    login: dingtalkLogin({ ...config, api }),
    download: (downloadCode: string) => download(api, clientId, downloadCode),
    members: () => readMembers(api),
    quotas: (now: Date) => dingtalkQuotas(store, config.monthly, now),
  };
  if (config.mode === 'http') {
    const cardSecret = digest('dingtalk-card', config.clientSecret);
    const register = () => registerClicks(api, `${deps.publicUrl}/dingtalk/card`, cardSecret);
    return {
      ...common,
      router: httpCallbacks({ receiver, ...config, companyId: companyIdOf(deps), cardSecret, clock, log }),
      start: async () => {
        if (templateId)
          await register().catch((error: unknown) => log.error({ err: error }, 'clicks not registered'));
      },
      check: async () => (await connected(api)) ?? usedUpNow(store, clock.now()),
    };
  }
  const stream = new StreamClient({
    openGateway: () => openGateway(config),
    receive: (frame) => receiver.frame(frame),
    leases,
    leaseName: `dingtalk-stream:${digest(clientId)}`,
    owner,
    clock,
    log,
    timing: STREAM_TIMING,
    random: Math.random,
  });
  return {
    ...common,
    start: async () => stream.start(),
    stop: () => stream.stop(),
    check: async () => stream.problem ?? (await connected(api)) ?? usedUpNow(store, clock.now()),
  };
}

function plainWay(deps: DingtalkDeps, api: DingtalkApi, webhook: SessionWebhook): PlainWay {
  const { config, store, clock } = deps;
  const { agentId } = config;
  const robot = new Robot(api, config.clientId);
  const notices = agentId ? new WorkNotices({ api, store, agentId, clock }) : undefined;
  return new PlainWay({ ...deps, ...config, robot, webhook, notices });
}

function calendarOf({ config, store, publicUrl }: DingtalkDeps, api: DingtalkApi): DingtalkCalendar {
  return new DingtalkCalendar({ api, store, as: config.promisesAs, pageUrl: `${publicUrl}/board` });
}

/** Counts calls, and remembers when DingTalk says that the month is used up; until it takes one again. */
function countedBy(store: DingtalkStore, clock: ApiDeps['clock']): Pick<ApiDeps, 'onCall' | 'onUsedUp'> {
  let isUsedUp: boolean | undefined;
  return {
    async onCall() {
      const now = clock.now();
      isUsedUp ??= (await store.usage(now)).usedUp?.calls !== undefined;
      if (isUsedUp) await store.setUsable(now, 'calls');
      isUsedUp = false;
      await store.addUsage(now, { calls: 1 });
    },
    async onUsedUp() {
      isUsedUp = true;
      await store.setUsedUp(clock.now(), 'calls');
    },
  };
}

/** DingTalk tells nobody a company's id by a call of the API: without the setting, the first message's is kept. */
function companyIdOf({ config, settings }: DingtalkDeps): (claimed: string) => Promise<string> {
  const { corpId, clientId } = config;
  let kept = corpId;
  return async (claimed) => {
    kept ??= await settings.setOnce(`dingtalk-company:${digest(clientId)}`, claimed);
    return kept;
  };
}

/** Where DingTalk is to post clicks; said again at every start, for the address may have changed. */
async function registerClicks(api: DingtalkApi, callbackUrl: string, apiSecret: string): Promise<void> {
  const body = { callbackRouteKey: ROUTE_KEY, callbackUrl, apiSecret, forceUpdate: true };
  await api.call('POST', '/v1.0/card/callbacks/register', body, z.object({ success: z.literal(true) }));
}

const located = z.object({ downloadUrl: z.url({ protocol: /^https?$/ }) });
const DOWNLOAD_WITHIN_MS = 60_000;

/** Codes live for a while and belong to the robot; a stale one is the sender's to mend, not ours to repeat. */
async function download(api: DingtalkApi, robotCode: string, downloadCode: string): Promise<RemoteFile> {
  const body = { robotCode, downloadCode };
  try {
    const { downloadUrl } = await api.call('POST', '/v1.0/robot/messageFiles/download', body, located);
    const response = await request(
      'download',
      downloadUrl,
      { followsRedirects: true, isFile: true },
      DOWNLOAD_WITHIN_MS,
    );
    if (!response.ok) throw new Unreachable('download', `HTTP ${response.status}`);
    const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? '';
    return { mediaType, bytes: new Uint8Array(await response.arrayBuffer()) };
  } catch (error) {
    if (!(error instanceof DingtalkError) || error.remedy.kind !== 'bug') throw error;
    throw new GenjinError('invalid', error.message, {
      userText: '没能取到这个文件，请重新发送一次。',
      cause: error,
    });
  }
}

async function connected(api: DingtalkApi): Promise<string | null> {
  try {
    await api.signIn();
    return null;
  } catch (error) {
    return (error instanceof DingtalkError && adviceOf(error)) || errorText(error);
  }
}
