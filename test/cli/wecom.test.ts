import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Finding } from '../../src/cli/doctor/finding.ts';
import { systemClock } from '../../src/core/clock.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { PeopleStore } from '../../src/stores/people.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';
import { ROBOT } from '../support/wecom/mock-groups.ts';
import { MockWecom } from '../support/wecom/mock-wecom.ts';

async function connected() {
  const members = ['li-qiang', 'wang-min'].map((userid) => ({ userid, name: userid }));
  const mock = await MockWecom.start({ clock: systemClock, members });
  onTestFinished(() => mock.close());
  const { uri } = await createDatabase();
  const common = { API_KEYS: 'a-key-of-sixteen-letters', PORT: '0', DATA_DIR: join(emptyFolder(), 'data') };
  const env = { ...common, ...mock.env, MONGODB_URI: uri, WECOM_GROUPS: `销售群=${ROBOT}` };
  return { mock, env, uri };
}

describe('WeCom on the command line', () => {
  it('the doctor knows from the records who must be reached', async () => {
    const { env, uri } = await connected();
    const connection = await openDatabase(uri);
    onTestFinished(() => connection.close());
    const accounts = [{ platform: 'wecom', userId: 'gone-away' }];
    const person = { _id: 'p1', name: '走远', role: 'rep', active: true } as const;
    await new PeopleStore(connection).upsert({ ...person, regions: [], accounts, slots: ['L1001'] });
    const { out } = await genjin(['doctor', '--json'], { env });
    const { findings } = JSON.parse(out) as { findings: Finding[] };
    const of = (key: string) => findings.find((finding) => finding.key === key);
    expect(of('wecom-reach')).toMatchObject({ state: 'broken', text: expect.stringContaining('走远') });
    expect(of('wecom-calendar')).toMatchObject({ state: 'skipped' });
    expect(of('wecom-group')?.text).toContain('只有发一条才知道');
  });

  it('a word in a group shows whether its robot is there', async () => {
    const { mock, env } = await connected();
    const said = mock.app.groups.said.get(ROBOT) ?? [];
    expect((await genjin(['setup', 'wecom', '--try-group', '销售群'], { env })).code).toBe(0);
    expect(said.map(({ text }) => text)).toEqual(['**测试：跟进助手会在这里播报**']);
    const wrong = { ...env, WECOM_GROUPS: '销售群=00000000-0000-0000-0000-000000000000' };
    const refused = await genjin(['setup', 'wecom', '--try-group', '销售群'], { env: wrong });
    expect(refused.code).not.toBe(0);
    expect(refused.err).toContain('WECOM_GROUPS 里的地址无效');
    const unknown = await genjin(['setup', 'wecom', '--try-group', '别的群'], { env });
    expect(unknown.err).toContain('WECOM_GROUPS 里没有「别的群」');
  });

  it('with a bot alone there is nothing to set up', async () => {
    const { mock } = await connected();
    const common = { API_KEYS: 'a-key-of-sixteen-letters', WECOM_MEMBERS: './members.yaml' };
    const { code, err } = await genjin(['setup', 'wecom'], { env: { ...common, ...mock.botEnv } });
    expect(code).not.toBe(0);
    expect(err).toContain('只有智能机器人时没有要建立的');
  });
});
