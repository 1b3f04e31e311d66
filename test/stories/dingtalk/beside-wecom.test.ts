import { expect, it } from 'vitest';
import { FrozenClock } from '../../../src/core/clock.ts';
import { thePeople } from '../../support/company.ts';
import { DingtalkWorld } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { local } from '../../support/time.ts';
import { MockWecom } from '../../support/wecom/mock-wecom.ts';

it('WeCom and DingTalk in one process: who is on both gets each message once, and may answer on either', async () => {
  const clock = new FrozenClock(local('2026-11-23 10:32'));
  const members = thePeople(clock.now()).map(({ _id, name }) => ({ userid: _id, name }));
  const wecom = await MockWecom.start({ clock, members });
  const world = await DingtalkWorld.open({ template: true, beside: { platform: 'wecom', env: wecom.env } });
  try {
    await world.lead(HANGZHOU);
    await world.settle();
    const onWecom = () => wecom.app.of('wang-min').map((shown) => JSON.stringify(shown.card ?? shown.text));
    expect(onWecom()).toEqual([expect.stringContaining('新线索 L1001')]);
    await world.person('王敏').receivesNothing();
    await world.person('王敏').says('接单 L1001');
    await world.settle();
    expect(onWecom()).toEqual([expect.stringContaining('已接单'), expect.stringContaining('已接单 L1001')]);
    await world.person('王敏').receivesNothing();
    world.concludes();
  } finally {
    await world.close();
    await wecom.close();
  }
}, 60_000);
