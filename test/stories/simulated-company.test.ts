import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

const TEAM = `
people:
  - { id: du-heng, name: 杜衡, role: director, regions: [] }
  - { id: wen-jing, name: 文静, role: team-lead, manager: du-heng, team: 一组, regions: [华东] }
  - { id: sun-li, name: 孙丽, role: admin, regions: [] }
  - { id: shi-lei, name: 石磊, role: rep, manager: wen-jing, team: 一组, regions: [华东] }
`;

const team = join(mkdtempSync(join(tmpdir(), 'genjin-team-')), 'team.yaml');
writeFileSync(team, TEAM);

describe('the simulated company', () => {
  story(
    'is whoever SIMULATOR_TEAM lists, with nothing to do yet',
    { company: 'demo', env: { SIMULATOR_TEAM: team } },
    async ({ ask, api }) => {
      const { users } = (await ask('/simulator/users')).body;
      expect(users.map((user: { id: string }) => user.id).sort()).toEqual([
        'du-heng',
        'shi-lei',
        'sun-li',
        'wen-jing',
      ]);
      expect(await api.leads()).toEqual([]);
      expect((await api.posts({ ...HANGZHOU })).ownerId).toBe('shi-lei');
    },
  );

  story('says of a message when it was sent, also after it was edited', {}, async ({ ask, api, clock }) => {
    const lead = await api.posts({ ...HANGZHOU });
    const sent = clock.now().toISOString();
    await clock.advance('10m');
    await ask('/simulator/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: lead.ownerId, text: `接单 ${lead.id}` }),
    });
    await clock.advance('1m');
    const { messages } = (await ask(`/simulator/users/${lead.ownerId}/messages`)).body;
    const card = messages.find((message: { kind: string }) => message.kind === 'lead-assigned');
    expect(card.sentAt).toBe(sent);
    expect(card.at).not.toBe(sent);
  });
});
