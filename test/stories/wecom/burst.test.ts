import { expect } from 'vitest';
import type { Urgency } from '../../../src/core/message.ts';
import { shown } from '../../support/time.ts';
import { wecomStory } from '../../support/wecom/world.ts';

const MINUTE_MS = 60_000;

wecomStory('500 alerts in one minute: nothing vanishes, the urgent come first', async (world) => {
  const { outbox } = world.genjin.stores;
  const kinds: [Urgency, number][] = [
    ['normal', 400],
    ['digest', 60],
    ['urgent', 40],
  ];
  const begun = world.clock.now();
  for (const [urgency, n] of kinds) {
    for (let i = 0; i < n; i++) {
      const params = { title: `${urgency}提醒${i}号`, body: '请尽快处理' };
      await outbox.add(
        `burst:${urgency}:${i}`,
        { channel: 'chat', to: 'li-qiang', kind: 'text', refs: {}, params, urgency },
        begun,
      );
    }
  }
  await world.settle();
  await world.advance('20m');
  expect(await outbox.countByState()).toEqual({});

  const got = world.mock.app.of('li-qiang');
  const perMinute = new Map<string, number>();
  for (const { at } of got) perMinute.set(shown(at), (perMinute.get(shown(at)) ?? 0) + 1);
  for (const { at } of got) {
    const within = got.filter((m) => m.at <= at && at.getTime() - m.at.getTime() < MINUTE_MS).length;
    expect(within).toBeLessThanOrEqual(30);
  }
  const all = got.map((m) => `${m.text ?? ''}\n${JSON.stringify(m.card ?? '')}`).join('\n');
  for (const [urgency, n] of kinds) {
    for (let i = 0; i < n; i++) expect(all).toContain(`${urgency}提醒${i}号`);
  }
  const firstOf = (urgency: string) => got.findIndex((m) => (m.text ?? '').includes(`${urgency}提醒`));
  expect(firstOf('urgent')).toBeLessThan(firstOf('normal'));
  expect(firstOf('normal')).toBeLessThan(firstOf('digest'));
  // The timeline, for whoever wants to look.
  expect([...perMinute.values()].reduce((sum, n) => sum + n, 0)).toBe(got.length);
  await expect(
    `${[...perMinute].map(([minute, n]) => `${minute}  ${n} messages`).join('\n')}\n`,
  ).toMatchFileSnapshot('../../../fixtures/wecom/golden/burst-timeline.txt');
});
