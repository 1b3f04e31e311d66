import { expect } from 'vitest';
import { digestOfKey } from '../../src/services/api-keys.ts';
import type { ApiKeyRow } from '../../src/stores/api-keys.ts';
import { type DingtalkWorld, dingtalkStory } from '../support/dingtalk/world.ts';
import { story } from '../support/harness.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';

async function addKey(
  world: DingtalkWorld,
  name: string,
  more: Partial<ApiKeyRow>,
): Promise<Record<string, string>> {
  const key = `key-of-${name}-0123456789`;
  const createdAt = world.clock.now();
  const row = { _id: name, digest: digestOfKey(key), scopes: [], createdAt, createdBy: 'test' };
  await world.genjin.stores.apiKeys.add({ ...row, ...more });
  return { Authorization: `Bearer ${key}` };
}

async function ask(
  world: DingtalkWorld,
  path: string,
  headers: Record<string, string>,
  body?: object,
): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${world.processes[0]?.url}${path}`, {
    headers: { ...headers, ...(body && { 'Content-Type': 'application/json' }) },
    ...(body && { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, body: await response.json() };
}

const post = (world: DingtalkWorld, headers: Record<string, string>, body: object) =>
  ask(world, '/api/leads', headers, body);

dingtalkStory('a partner’s key submits and sees how its own leads stand, and nothing else', async (world) => {
  const partner = await addKey(world, 'partner-a', { scopes: ['submit'], source: 'partner' });
  const other = await addKey(world, 'partner-b', { scopes: ['submit'] });
  const { source: _, ...unsaid } = HANGZHOU;
  expect((await post(world, partner, unsaid)).status).toBe(201);
  const own = await ask(world, '/api/leads/L1001', partner);
  expect(own.body).toEqual({
    id: 'L1001',
    status: 'assigned',
    statusText: '已分配',
    createdAt: expect.any(String),
    assignedAt: expect.any(String),
    firstTouchedAt: null,
    closedAt: null,
  });
  const wrongSource = await post(world, partner, { ...NINGBO, source: 'website' });
  expect([wrongSource.status, JSON.stringify(wrongSource.body)]).toEqual([
    422,
    expect.stringContaining('partner'),
  ]);
  expect((await ask(world, '/api/leads/L1001', other)).status).toBe(404);
  for (const path of ['/api/leads', '/api/figures', '/api/audit'])
    expect((await ask(world, path, partner)).status, path).toBe(403);
  const lead = await world.genjin.stores.leads.get('L1001');
  expect(lead?.source).toBe('partner');
  const [created] = await world.genjin.stores.audit.list({ leadId: 'L1001', kind: 'lead.created' }, 1);
  expect(created?.by).toBe('api:partner-a');
});

dingtalkStory('scopes: read, figures, admin', async (world) => {
  await world.lead(HANGZHOU);
  const read = await addKey(world, 'crm', { scopes: ['read'] });
  const figures = await addKey(world, 'bi', { scopes: ['figures'] });
  const admin = await addKey(world, 'it', { scopes: ['admin'] });
  const statuses = async (headers: Record<string, string>) => {
    const answers = ['/api/leads', '/api/leads/L1001', '/api/figures', '/api/audit'].map((path) =>
      ask(world, path, headers),
    );
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  expect(await statuses(read)).toEqual([200, 200, 403, 403]);
  expect(await statuses(figures)).toEqual([403, 404, 200, 403]);
  expect(await statuses(admin)).toEqual([200, 200, 200, 200]);
  expect((await post(world, read, { ...NINGBO, source: 'website' })).status).toBe(403);
  expect(JSON.stringify((await ask(world, '/api/figures', figures)).body)).not.toContain('杭州');
});

dingtalkStory(
  'a withdrawn key ends within seconds; a key of its own rate is slowed; the setting’s keys only submit',
  async (world) => {
    const headers = await addKey(world, 'fair', { scopes: ['submit'], perMinute: 6 });
    expect((await post(world, headers, { ...HANGZHOU, source: 'website' })).status).toBe(201);
    expect((await ask(world, '/api/leads/L1001', headers)).status).toBe(200);
    expect((await ask(world, '/api/leads/L1001', headers)).status).toBe(429);
    await world.genjin.stores.apiKeys.withdraw('fair', world.clock.now());
    await world.advance('6s');
    expect((await ask(world, '/api/leads/L1001', headers)).status).toBe(401);
    const setting = { Authorization: 'Bearer key-of-the-platform-stories' };
    expect((await post(world, setting, { ...NINGBO, source: 'website' })).status).toBe(201);
    expect((await ask(world, '/api/leads/L1002', setting)).status).toBe(200);
    expect((await ask(world, '/api/leads/L1001', setting)).status).toBe(404);
    expect((await ask(world, '/api/leads', setting)).status).toBe(403);
  },
);

story('wrong keys are logged, and after some not looked at any more', async (world) => {
  const tried: number[] = [];
  for (let i = 0; i < 12; i++)
    tried.push((await world.ask('/api/leads', { headers: { Authorization: `Bearer guess-${i}` } })).status);
  expect(tried).toEqual([...Array(10).fill(401), 429, 429]);
  expect(world.log.some(({ level, msg }) => level === 40 && msg === 'a wrong API key')).toBe(true);
  expect(JSON.stringify(world.log)).not.toContain('guess-');
  await world.clock.advance('61s');
  expect((await world.ask('/api/leads', { headers: { Authorization: 'Bearer demo' } })).status).toBe(200);
});
