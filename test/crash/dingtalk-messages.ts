import { setTimeout as wait } from 'node:timers/promises';
import { systemClock } from '../../src/core/clock.ts';
import { MockDingtalk } from '../support/dingtalk/mock-dingtalk.ts';
import {
  STORM_MEMBERS,
  type StormOptions,
  type StormPlatform,
  type StormResult,
  storm,
  stormByHand,
  type Trouble,
} from './delivery-storm.ts';

export interface DingtalkStorm extends StormOptions {
  /** How many of each: asked to go, cut off, connected to a socket on which nothing arrives. */
  disconnects: number;
  cuts: number;
  zombies: number;
}

const ROBOT = '/v1.0/im/bot/messages/get';
/** A minute in life. */
const REDELIVER_MS = 3_000;
/** As DingTalk closes a socket that it asked to go. */
const TAIL_MS = 10_000;
/** Until DingTalk recycles it. How long it takes without that has a test of its own. */
const ZOMBIE_MS = 6_000;

/**
 * Every message is pushed one to four times over Stream, and again until it is acknowledged, each time in a frame of
 * another id, while the connection fails in every way it can.
 */
export async function crashDingtalk({
  disconnects,
  cuts,
  zombies,
  ...options
}: DingtalkStorm): Promise<StormResult> {
  const members = STORM_MEMBERS.map(({ id: userId, name, title }) => ({ userId, name, title }));
  const plenty = { calls: 1_000_000, messages: 1_000_000 };
  const mock = await MockDingtalk.start({ clock: systemClock, members, template: true, monthly: plenty });
  const { gateway } = mock;
  gateway.redeliverMs = REDELIVER_MS;
  const platform: StormPlatform = {
    env: mock.env,
    listensAt: () => {},
    deliveries: (userId, content, random) => {
      const body = mock.chats.messageBody(userId, { msgtype: 'text', text: { content } });
      return Array.from({ length: 1 + random.int(4) }, () => async () => {
        await gateway.push('CALLBACK', ROBOT, body);
        return true;
      });
    },
    shown: () => mock.robot.messages.map(({ to, param }) => ({ to, text: JSON.stringify(param) })),
    troubles: [
      ...several(disconnects, 'disconnect', async () => gateway.disconnect(TAIL_MS)),
      ...several(cuts, 'cut', async () => gateway.cut()),
      ...several(zombies, 'zombie', async () => {
        gateway.zombies = 1;
        gateway.cut();
        await wait(ZOMBIE_MS);
        gateway.disconnect(TAIL_MS);
      }),
    ],
    close: () => mock.close(),
  };
  const result = await storm(platform, options);
  const complaints = [...gateway.complaints, ...mock.cards.complaints];
  if (complaints.length) throw new Error(`against the protocol: ${complaints.join('\n')}`);
  return result;
}

function several(n: number, name: string, strike: Trouble['strike']): Trouble[] {
  return Array.from({ length: n }, () => ({ name, strike }));
}

/** `node --import tsx test/crash/dingtalk-messages.ts` */
if (process.argv[1]?.endsWith('dingtalk-messages.ts')) {
  await stormByHand((options) => crashDingtalk({ ...options, disconnects: 5, cuts: 5, zombies: 5 }));
}
