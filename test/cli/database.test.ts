import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { emptyFolder, genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';

let folder: string;
beforeEach(() => {
  folder = emptyFolder();
});

/** An installation on the embedded database, with the demo's company and one imported lead. */
async function installation(): Promise<{ DATA_DIR: string; PORT: string }> {
  const env = { DATA_DIR: join(folder, 'data'), PORT: '0' };
  const leads = join(folder, 'leads.csv');
  writeFileSync(leads, '客户名称,电话\n搬家测试医院,13812345678\n');
  expect(await genjin(['import', leads], { env })).toMatchObject({ code: 0 });
  return env;
}

/** What doctor says of one key. */
async function findingsOf(env: Record<string, string>): Promise<(key: string) => string | undefined> {
  const doctor = await genjin(['doctor', '--json'], { env });
  const { findings } = JSON.parse(doctor.out) as { findings: { key: string; text: string }[] };
  return (wanted) => findings.find(({ key }) => key === wanted)?.text;
}

describe('genjin db export and import', () => {
  it('moves everything to a MongoDB, which then is the same installation', async () => {
    const env = await installation();
    const before = await findingsOf(env);
    const { uri } = await createDatabase();
    const { code, out } = await genjin(['db', 'export', uri], { env });
    expect(code).toBe(0);
    expect(out).toMatch(/leads +\d+ 条，\d+ 个索引/);
    expect(out).toMatch(/\d+ 个集合、\d+ 条数据已搬到 mongodb:.+条数与校验和一致/);

    const moved = await findingsOf({ ...env, MONGODB_URI: uri });
    expect(moved('indexes')).toContain('齐全');
    expect(moved('people')).toMatch(/在职 [1-9]\d* 人/);
    expect(moved('people')).toBe(before('people'));
  });

  it('moves everything into a folder and back, files included', async () => {
    const env = await installation();
    const backup = join(folder, 'backup');
    expect(await genjin(['db', 'export', backup], { env })).toMatchObject({ code: 0 });
    const restored = { ...env, DATA_DIR: join(folder, 'restored') };
    const { code, out } = await genjin(['db', 'import', backup], { env: restored });
    expect(code).toBe(0);
    expect(readdirSync(join(folder, 'restored', 'files'))).toEqual(readdirSync(join(env.DATA_DIR, 'files')));
    const summary = (text: string) => text.match(/\d+ 个集合、\d+ 条数据/)?.[0];
    const again = await genjin(['db', 'export', join(folder, 'third')], { env: restored });
    expect(summary(again.out)).toBe(summary(out));
  });

  it('is meant too when export or import are given a server', async () => {
    const env = await installation();
    const { uri } = await createDatabase();
    expect((await genjin(['export', uri], { env })).out).toContain('条数与校验和一致');
    const fresh = { ...env, DATA_DIR: join(folder, 'fresh') };
    expect((await genjin(['import', uri], { env: fresh })).out).toContain('条数与校验和一致');
  });

  it('touches nothing when the target has data', async () => {
    const env = await installation();
    const { uri } = await createDatabase();
    await genjin(['db', 'export', uri], { env });
    const { code, err } = await genjin(['db', 'export', uri], { env });
    expect(code).toBe(1);
    expect(err).toContain('请换一个空的数据库');
  });

  it('waits for the bot to be stopped', async () => {
    const bot = createServer((_request, response) => response.end('{"status":"ready","problems":{}}'));
    await new Promise<void>((done) => {
      bot.listen(0, '127.0.0.1', done);
    });
    onTestFinished(() => void bot.close());
    const env = { DATA_DIR: join(folder, 'data'), PORT: String((bot.address() as AddressInfo).port) };
    const { code, err } = await genjin(['db', 'export', join(folder, 'backup')], { env });
    expect(code).toBe(1);
    expect(err).toContain('请先停止它');
    expect(existsSync(join(folder, 'backup'))).toBe(false);
  });

  it('says that there is nothing to import', async () => {
    const env = { DATA_DIR: join(folder, 'data'), PORT: '0' };
    const { code, err } = await genjin(['db', 'import', join(folder, 'nowhere')], { env });
    expect(code).toBe(1);
    expect(err).toContain('没有内置数据库');
  });
});
