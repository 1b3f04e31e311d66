import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/documents/spreadsheet.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';

let env: Record<string, string>;
beforeAll(async () => {
  env = { MONGODB_URI: (await createDatabase()).uri };
});

async function exported(...argv: string[]): Promise<{ rows: Record<string, string>[]; out: string }> {
  const file = join(emptyFolder(), 'out.xlsx');
  const { code, out, err } = await genjin(['export', ...argv, '--out', file], { env });
  expect(err).toBe('');
  expect(code).toBe(0);
  const rows = [];
  for await (const { cells } of (await readSheet(readFileSync(file))).rows) rows.push(cells);
  return { rows, out };
}

describe('genjin export', () => {
  it('leads: all of them, with their owners, formulas as text', async () => {
    // Importing fills the database as a start would: with the demo's people and leads.
    const folder = emptyFolder();
    const leads = join(folder, 'leads.csv');
    writeFileSync(leads, '客户名称,联系人,电话\n"=HYPERLINK(""x"")",王主任,13812345678\n');
    await genjin(['import', leads], { env: { ...env, DATA_DIR: join(folder, 'data') } });
    const { rows, out } = await exported('leads');
    expect(out).toMatch(/线索 \d+ 行，已保存到/);
    const [newest] = rows;
    expect(newest).toMatchObject({ 单位: '=HYPERLINK("x")', 电话: '+8613812345678', 来源: '批量导入' });
    expect(newest?.负责人).toMatch(/\p{Script=Han}/u);
  });

  it('today: what one person has to touch', async () => {
    const { rows } = await exported('today', '--user', '王敏');
    expect(rows.every((row) => row.首次跟进截止)).toBe(true);
  });

  it('audit: who did what, this export too', async () => {
    await exported('leads');
    const { rows } = await exported('audit');
    expect(rows[0]).toMatchObject({ 事项: 'export.leads', 谁: expect.stringMatching(/^cli/) });
  });

  it.each([
    [['today'], '--user'],
    [['today', '--user', '路人甲'], '没有叫“路人甲”的同事'],
    [['everything'], 'Allowed choices are leads, today, audit, corrections'],
  ])('%j is refused', async (argv, message) => {
    const { code, err } = await genjin(['export', ...argv], { env });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});
