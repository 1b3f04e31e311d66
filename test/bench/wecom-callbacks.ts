import { systemClock } from '../../src/core/clock.ts';
import { callbackOf, xmlOf } from '../support/wecom/envelope.ts';
import { APP } from '../support/wecom/mock-wecom.ts';
import { CONNECTIONS, measure } from './callbacks.ts';
import { atMost, type Figure, type Part, percentile, plain } from './figures.ts';
import type { Lab } from './lab.ts';

const KEYS = { token: APP.token, encodingAesKey: APP.aesKey, receiveId: APP.corpId };
/** Nothing is sent: locations are stored, handled and left at that. */
const ENV = {
  WECOM_CORP_ID: APP.corpId,
  WECOM_AGENT_ID: String(APP.agentId),
  WECOM_SECRET: APP.secret,
  WECOM_TOKEN: APP.token,
  WECOM_AES_KEY: APP.aesKey,
  WECOM_API_BASE: 'http://127.0.0.1:9',
  API_KEYS: 'key-of-the-callback-bench',
  HOST: '127.0.0.1',
};

/** Sealed callbacks verified, decrypted, stored and acknowledged, against a bare Koa server that does the same. */
export const wecomCallbacks: Part = {
  name: 'wecom-callbacks',
  title: `WeCom callbacks at ${CONNECTIONS} connections, against a bare Koa server doing the same decryption and one insert`,
  async run(lab: Lab): Promise<Figure[]> {
    const count = lab.quick ? 1_000 : 6_000;
    const at = systemClock.now();
    const run = (main: string) => measure(lab, { main, env: ENV }, count, (n) => sealed(n, at));
    const bare = await run('test/bench/bare-koa.ts');
    const stored = await run('test/bench/serve.ts');
    const share = stored.perSecond / bare.perSecond;
    return [
      plain('bare Koa, a second', bare.perSecond, ''),
      plain('bare Koa p50', percentile(bare.times, 50), 'ms'),
      plain('bare Koa p99', percentile(bare.times, 99), 'ms'),
      plain('acknowledged, a second', stored.perSecond, ''),
      plain('acknowledged p50', percentile(stored.times, 50), 'ms'),
      atMost('acknowledged p99', percentile(stored.times, 99), 'ms', 200),
      { what: 'share of bare Koa', value: share, unit: '×', goal: '≥ 0.7 ×', met: share >= 0.7 },
    ];
  },
};

function sealed(n: number, at: Date) {
  const CreateTime = Math.floor(at.getTime() / 1_000);
  const place = { MsgType: 'location', Location_X: '30.2', Location_Y: '120.1', Label: `第 ${n} 处` };
  const common = { ToUserName: APP.corpId, FromUserName: `rep-${n % 120}`, CreateTime, AgentID: APP.agentId };
  const { query, body } = callbackOf(KEYS, xmlOf({ ...common, ...place, MsgId: String(n) }), at, String(n));
  return { path: `/wecom/callback?${new URLSearchParams(query)}`, body };
}
