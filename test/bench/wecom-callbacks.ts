import { systemClock } from '../../src/core/clock.ts';
import { callbackOf, xmlOf } from '../support/wecom/envelope.ts';
import { APP } from '../support/wecom/mock-wecom.ts';
import { CONNECTIONS, countOf, measure, sideBySide } from './callbacks.ts';
import type { Figure, Part } from './figures.ts';
import type { Lab } from './lab.ts';

const KEYS = { token: APP.token, encodingAesKey: APP.aesKey, receiveId: APP.corpId };
/** Nothing is sent: that somebody opened the app is stored, handled and left at that. */
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
    const count = countOf(lab);
    return sideBySide(lab, (main) => {
      // The moment makes them new ones in every round: the product knows what it was told before.
      const at = systemClock.now();
      return measure(lab, { main, env: ENV }, count, (n) => sealed(n, at));
    });
  },
};

function sealed(n: number, at: Date) {
  const CreateTime = Math.floor(at.getTime() / 1_000);
  const opened = { MsgType: 'event', Event: 'enter_agent', EventKey: `第 ${n} 次` };
  const common = { ToUserName: APP.corpId, FromUserName: `rep-${n % 120}`, CreateTime, AgentID: APP.agentId };
  const { query, body } = callbackOf(KEYS, xmlOf({ ...common, ...opened }), at, String(n));
  return { path: `/wecom/callback?${new URLSearchParams(query)}`, body };
}
