import { beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/stores/database.ts';
import { InboxStore } from '../../src/stores/inbox.ts';
import { OutboxStore } from '../../src/stores/outbox.ts';
import { genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';

const NOW = new Date('2026-11-23T10:30:00.417+08:00');
let env: Record<string, string>;
beforeAll(async () => {
  env = { MONGODB_URI: (await createDatabase()).uri };
});

it('genjin letters: what was given up is listed, tried again or let go', async () => {
  const connection = await openDatabase(env.MONGODB_URI ?? '');
  const inbox = new InboxStore(connection);
  const outbox = new OutboxStore(connection);
  const payload = { name: '名单.xlsx', mediaType: 'x', size: 1, fileId: 'f' };
  const event = { id: 'e1', platform: 'wecom', userId: 'wang-min', at: NOW, kind: 'file', payload } as const;
  await inbox.add(event, NOW);
  await inbox.claimNext('wecom:wang-min', 'me', NOW, 1_000);
  await inbox.finish('wecom:e1', 'me', { state: 'dead', now: NOW, error: "ENOENT, open '/srv/x'" });
  const params = { body: '周会' };
  for (const key of ['m1', 'm2']) {
    const message = {
      channel: 'chat',
      to: 'li-qiang',
      kind: 'text',
      refs: {},
      params,
      urgency: 'normal',
    } as const;
    await outbox.add(key, message, NOW);
    const row = await outbox.get(key);
    if (row) await outbox.claim(row, 'me', NOW, 1_000);
    await outbox.markEnded(key, 'me', 'dead', '81013');
  }
  const { out } = await genjin(['letters', 'list'], { env });
  expect(out.split('\n')).toHaveLength(3);
  expect(out).toContain('发的文件「名单.xlsx」');
  expect(out).not.toContain('/srv');
  const [first = ''] = out.split('\n')[1]?.split(' ') ?? [];
  expect((await genjin(['letters', 'drop', first], { env })).out).toBe('已放弃 1 条');
  expect((await genjin(['letters', 'retry', 'all'], { env })).out).toBe('已重试 2 条');
  expect((await inbox.get('wecom:e1'))?.state).toBe('new');
  const states = [(await outbox.get('m1'))?.state, (await outbox.get('m2'))?.state];
  expect(states.toSorted()).toEqual(['dropped', 'pending']);
  expect((await genjin(['letters', 'list'], { env })).out).toBe('没有放弃的消息');
  expect((await genjin(['letters', 'retry', 'nothing'], { env })).code).toBe(1);
  await connection.close();
});
