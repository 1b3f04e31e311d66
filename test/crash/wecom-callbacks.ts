import { systemClock } from '../../src/core/clock.ts';
import { MockWecom } from '../support/wecom/mock-wecom.ts';
import {
  STORM_MEMBERS,
  type StormOptions,
  type StormPlatform,
  type StormResult,
  storm,
  stormByHand,
} from './delivery-storm.ts';

/** Every callback is delivered one to four times; WeCom repeats what was not acknowledged. */
export async function crashCallbacks(options: StormOptions): Promise<StormResult> {
  const members = STORM_MEMBERS.map(({ id, name, title }) => ({
    userid: id,
    name,
    position: title,
    department: [1],
  }));
  const mock = await MockWecom.start({ clock: systemClock, members });
  const platform: StormPlatform = {
    env: mock.env,
    listensAt: (url) => {
      mock.callbackUrl = `${url}/wecom/callback`;
    },
    deliveries: (userId, Content, random) => {
      const message = { MsgType: 'text', Content, MsgId: mock.nextMsgId() };
      const fields = { ...mock.common(userId), ...message };
      return Array.from({ length: 1 + random.int(4) }, () => async () => {
        const [status] = await mock.callback(fields);
        return status === 200;
      });
    },
    shown: () => mock.app.messages.map(({ to, text = '' }) => ({ to, text })),
    troubles: [],
    close: () => mock.close(),
  };
  return storm(platform, options);
}

/** `node --import tsx test/crash/wecom-callbacks.ts` */
if (process.argv[1]?.endsWith('wecom-callbacks.ts')) await stormByHand(crashCallbacks);
