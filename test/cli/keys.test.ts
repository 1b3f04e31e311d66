import { beforeAll, describe, expect, it } from 'vitest';
import { digestOfKey } from '../../src/services/api-keys.ts';
import { ApiKeyStore } from '../../src/stores/api-keys.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';

let env: Record<string, string>;
beforeAll(async () => {
  env = { MONGODB_URI: (await createDatabase()).uri };
});

describe('genjin keys', () => {
  it('makes a key, shows it once, keeps its digest, and withdraws it', async () => {
    const made = await genjin(['keys', 'add', '官网', '--source', 'website', '--per-minute', '120'], { env });
    expect(made.code).toBe(0);
    expect(made.out).toMatch(/^gj_[\w-]{32}$/);
    const connection = await openDatabase(env.MONGODB_URI ?? '');
    const keys = new ApiKeyStore(connection);
    const row = await keys.inForce(digestOfKey(made.out));
    expect(row).toMatchObject({ _id: '官网', scopes: ['submit'], source: 'website', perMinute: 120 });
    expect(JSON.stringify(row)).not.toContain(made.out);
    expect((await genjin(['keys', 'list'], { env })).out).toMatch(/官网 {2}submit {2}来源 website/);
    const again = await genjin(['keys', 'add', '官网'], { env });
    expect([again.code, again.err]).toEqual([1, expect.stringContaining('换一个名字')]);
    expect((await genjin(['keys', 'withdraw', '官网'], { env })).code).toBe(0);
    expect(await keys.inForce(digestOfKey(made.out))).toBeNull();
    expect((await genjin(['keys', 'list'], { env })).out).toContain('撤销');
    expect((await genjin(['keys', 'withdraw', '官网'], { env })).code).toBe(1);
    await connection.close();
  });

  it.each([
    [['坏 名字']],
    [['x', '--scopes', 'submit,everything']],
    [['x', '--scopes', '']],
    [['x', '--source', 'mars']],
    [['x', '--per-minute', '0']],
    [['API_KEYS-1']],
  ])('refuses %j', async (args) => {
    const { code, err } = await genjin(['keys', 'add', ...args], { env });
    expect(code).toBe(1);
    expect(err).toMatch(/\p{Script=Han}/u);
  });
});
