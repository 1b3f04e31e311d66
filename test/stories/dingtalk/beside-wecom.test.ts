import { expect, it } from 'vitest';
import { FrozenClock } from '../../../src/core/clock.ts';
import { thePeople } from '../../support/company.ts';
import { DingtalkWorld } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { local } from '../../support/time.ts';
import { MockWecom } from '../../support/wecom/mock-wecom.ts';

/** One process on both platforms. `without`: who has no account in WeCom. */
async function onBoth(
  without: string | undefined,
  body: (world: DingtalkWorld, wecom: MockWecom) => Promise<void>,
): Promise<void> {
  const clock = new FrozenClock(local('2026-11-23 10:32'));
  const members = thePeople(clock.now()).map(({ _id, name }) => ({ userid: _id, name }));
  const wecom = await MockWecom.start({ clock, members });
  const beside = { platform: 'wecom' as const, env: wecom.env, without };
  const world = await DingtalkWorld.open({ clock, template: true, beside });
  wecom.callbackUrl = `${world.processes[0]?.url}/wecom/callback`;
  try {
    await body(world, wecom);
    world.concludes();
  } finally {
    await world.close();
    await wecom.close();
  }
}

const onWecom = (wecom: MockWecom, userId: string) =>
  wecom.app.of(userId).map((shown) => JSON.stringify(shown.card ?? shown.text));

it(
  'WeCom and DingTalk in one process: who is on both gets each message once, and may answer on either',
  () =>
    onBoth(undefined, async (world, wecom) => {
      await world.lead(HANGZHOU);
      await world.settle();
      expect(onWecom(wecom, 'wang-min')).toEqual([expect.stringContaining('新线索 L1001')]);
      await world.person('王敏').receivesNothing();
      await world.person('王敏').says('接单 L1001');
      await world.settle();
      expect(onWecom(wecom, 'wang-min')).toEqual([
        expect.stringContaining('已接单'),
        expect.stringContaining('已接单 L1001'),
      ]);
      await world.person('王敏').receivesNothing();
    }),
  60_000,
);

it(
  "a click in WeCom closes the manager's card in DingTalk",
  () =>
    onBoth('li-qiang', async (world, wecom) => {
      await world.lead(HANGZHOU);
      await world.advance('2h5m');
      const reminded = await world.person('李强').receives('王敏 待首次联系');
      const [, reminder] = wecom.app.of('wang-min');
      if (!reminder) throw new Error('no reminder in WeCom');
      expect(await wecom.clicks('wang-min', reminder, '已联系')).toEqual([200]);
      await world.settle();
      const question = wecom.app.of('wang-min').at(-1);
      if (!question) throw new Error('no question in WeCom');
      expect(await wecom.clicks('wang-min', question, '已报价')).toEqual([200]);
      await reminded.nowShows('已跟进');
    }),
  60_000,
);

it(
  "a click in DingTalk closes the manager's card in WeCom",
  () =>
    onBoth('wang-min', async (world, wecom) => {
      await world.lead(HANGZHOU);
      await world.advance('2h5m');
      expect(onWecom(wecom, 'li-qiang').at(-1)).toContain('王敏 待首次联系');
      const reminder = await world.person('王敏').receives('待首次联系');
      await reminder.clicks('已联系');
      await (await world.person('王敏').receives('沟通结果')).clicks('已报价');
      expect(onWecom(wecom, 'li-qiang').at(-1)).toContain('已跟进');
    }),
  60_000,
);
