import { expect } from 'vitest';
import { forecast } from '../../../src/outbox/quota-periods.ts';
import { dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';

dingtalkStory(
  'the month’s free calls: told at 70 %, the last tenth kept for what matters, all of it on /metrics',
  async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    await rep.receives('L1001');
    const used = async () => (await world.genjin.stores.dingtalk.usage(world.clock.now())).calls;
    expect(await used(), 'counted as DingTalk counts').toBe(world.mock.account.used.calls);
    await world.genjin.stores.dingtalk.addUsage(world.clock.now(), { calls: 70 - (await used()) });
    await world.advance('11m');
    const told = await world.person('孙丽').hears('接口调用已用');
    expect(told).toMatch(/已用 7\d\/100（7\d%），按目前速度到月底约 9\d/);
    const metrics = await world.genjin.metrics.registry.metrics();
    expect(metrics).toMatch(
      /genjin_platform_quota\{platform="dingtalk",quota="接口调用",figure="limit"\} 100/,
    );
    await world.genjin.stores.dingtalk.addUsage(world.clock.now(), { calls: 90 - (await used()) });
    await rep.says('帮助');
    await rep.receives('跟进助手能做什么');
    const waiting = {
      channel: 'chat',
      to: 'wang-min',
      kind: 'text',
      refs: {},
      params: { body: '不急' },
    } as const;
    await world.genjin.stores.outbox.add('not-urgent', { ...waiting, urgency: 'normal' }, world.clock.now());
    await rep.receivesNothing();
    const row = await world.genjin.stores.outbox.get('not-urgent');
    expect(row).toMatchObject({ state: 'pending', error: 'quota of the month' });
    expect(row?.dueAt).toEqual(new Date('2026-11-30T16:00:00Z'));
    expect(forecast(50, new Date('2026-11-15T16:00:00Z'))).toBe(100);
  },
  { monthly: { calls: 100, messages: 3_000 } },
);

dingtalkStory(
  'the month’s free messages used up: DingTalk says no more what was written, and the administrators are told why',
  async (world) => {
    world.mayLogErrors = true;
    const rep = world.person('王敏');
    await rep.says('帮助');
    await rep.receives('跟进助手能做什么');
    await rep.says('今日待触达');
    await rep.receives('没有收到您刚才说的内容');
    expect(world.log.some(({ level, msg }) => level === 50 && msg.includes('month is used up'))).toBe(true);
    await world.advance('11m');
    await world.person('孙丽').hears('Webhook 与 Stream 消息额度已用完');
  },
  { monthly: { calls: 5_000, messages: 1 } },
);
