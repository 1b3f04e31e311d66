import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSheet } from '../../src/documents/spreadsheet.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { DocumentStore } from '../../src/stores/documents.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';
import { local } from '../support/time.ts';

const NOW = local('2026-11-23 10:30');

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
    expect(rows.every((row) => row.首次联系截止)).toBe(true);
  });

  it('audit: who did what, this export too', async () => {
    await exported('leads');
    const { rows } = await exported('audit');
    expect(rows[0]).toMatchObject({ 事项: 'export.leads', 谁: expect.stringMatching(/^cli/) });
  });

  it('corrections: what was read on forms, and what people made of it, one case a row', async () => {
    const connection = await openDatabase(env.MONGODB_URI ?? '');
    const documents = new DocumentStore(connection);
    const op = { key: 'test', now: NOW, by: 'wang-min' };
    const sent = {
      originKey: 'x',
      fileId: 'f_1',
      fileName: 'x.jpg',
      kind: 'jpeg',
      checksum: 'ab',
      by: 'wang-min',
      at: NOW,
    };
    const state = { state: 'filed' as const, attempts: 1, pageCount: 1, pages: [], candidates: [] };
    const put = { value: '2026-11-06', confidence: 1, sure: true, page: 1 };
    const values = [
      { field: 'hospital', value: '市一医院', confidence: 0.98, sure: true },
      { field: 'trialEnd', ...put, read: { value: '2026-11-08', confidence: 0.441, by: 'wang-min' } },
      {
        field: 'signer',
        ...put,
        value: '王建国',
        read: { value: '王建国', confidence: 0.5, by: 'wang-min' },
      },
    ];
    const about = { template: 'trial-feedback', label: '设备试用反馈表' };
    await documents.insert({ _id: 'D7', ...sent, ...state, ...about, values }, op);
    await connection.close();
    const { rows, out } = await exported('corrections');
    expect(out).toContain('识别更正 2 行');
    expect(rows).toEqual([
      expect.objectContaining({
        文件: 'D7',
        类型: '设备试用反馈表',
        项目: 'trialEnd',
        读作: '2026-11-08',
        应为: '2026-11-06',
        把握: '0.44',
        谁: 'wang-min',
        原件: 'f_1',
        校验和: 'ab',
      }),
      expect.objectContaining({ 项目: 'signer', 读作: '王建国', 应为: '王建国' }),
    ]);
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
