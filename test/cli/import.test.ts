import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { readSheet } from '../../src/documents/spreadsheet.ts';
import { startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { embeddedFolder } from '../../src/storage.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { createDatabase } from '../support/database.ts';

let env: Record<string, string>;
let folder: string;
beforeEach(async () => {
  folder = emptyFolder();
  env = { MONGODB_URI: (await createDatabase()).uri, DATA_DIR: join(folder, 'data') };
});

/** A table of so many leads, every tenth of them without anything to reach the customer by. */
function writeLeads(count: number): string {
  const rows = Array.from({ length: count }, (_, i) =>
    i % 10 === 9
      ? `,赵${i},,想看超声`
      : `测试医院${1000 + i},赵${i},139${String(10_000_000 + i * 37)},想看超声`,
  );
  const path = join(folder, 'leads.csv');
  writeFileSync(path, ['客户名称,联系人,电话,需求', ...rows].join('\n'));
  return path;
}

async function importedLeads(): Promise<{ originKey: string; by?: string }[]> {
  const connection = await openDatabase(env.MONGODB_URI ?? '');
  onTestFinished(() => connection.close());
  const leads = connection.collection<{ originKey: string }>('leads');
  return leads.find({ source: 'import', originKey: { $gt: 'imp-', $lt: 'imp.' } }).toArray();
}

describe('genjin import', () => {
  it('takes the rows it can and names the others with row and reason', async () => {
    const { code, out } = await genjin(['import', writeLeads(30)], { env });
    expect(code).toBe(0);
    expect(out).toContain('共 30 行：新建 27，并入已有客户 0，未导入 3');
    expect(out.match(/第 \d+ 行：.+/g)).toEqual([
      '第 11 行：电话、邮箱、公司至少要有一个',
      '第 21 行：电话、邮箱、公司至少要有一个',
      '第 31 行：电话、邮箱、公司至少要有一个',
    ]);
    expect(await importedLeads()).toHaveLength(27);
  });

  it('asks how a book of customers is to be taken before it writes anything', async () => {
    const path = join(folder, 'book.csv');
    const rows = [
      '苏州市吴中口腔医院,冯敏,13757100031,,已成交,2026-03-05',
      '无锡市锡山医院,沈浩,13757400033,,在谈,',
    ];
    writeFileSync(path, ['客户名称,联系人,电话,负责人,客户状态,成交日期', ...rows].join('\n'));
    const asked = await genjin(['import', path], { env });
    expect(asked.code).toBe(1);
    expect(asked.err).toContain('还没有写入任何内容');
    expect(asked.err).toContain('已成交或已关闭：1 行');
    expect(await importedLeads()).toHaveLength(0);
    const wrong = await genjin(['import', path, '--owners', 'all'], { env });
    expect(wrong.err).toContain('--owners 只能是 keep、file、route');
    const { code, out } = await genjin(['import', path, '--owners', 'keep'], { env });
    expect(code).toBe(0);
    expect(out).toContain('共 2 行：新建 2');
    expect(await importedLeads()).toHaveLength(2);
  });

  it('saves the rejected rows as a table', async () => {
    const file = join(folder, 'rejected.xlsx');
    const { out } = await genjin(['import', writeLeads(10), '--rejected', file], { env });
    expect(out).toContain(`未导入的行已保存到 ${file}`);
    const rows = [];
    for await (const { cells } of (await readSheet(readFileSync(file))).rows) rows.push(cells);
    expect(rows).toMatchObject([{ 行号: '11', 原因: '电话、邮箱、公司至少要有一个' }]);
    // Beside them stands the row itself, to be mended and sent again.
    expect(Object.values(rows[0] ?? {}).filter(Boolean).length).toBeGreaterThan(2);
  });

  it('takes the same file once', async () => {
    const file = writeLeads(10);
    await genjin(['import', file], { env });
    const { code, out } = await genjin(['import', file], { env });
    expect(code).toBe(0);
    expect(out).toContain('新建 9');
    expect(await importedLeads()).toHaveLength(9);
  });

  it('goes on where Ctrl+C stopped it', async () => {
    const file = writeLeads(60);
    const stop = new AbortController();
    const first = await genjin(['import', file], {
      env,
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    expect(first).toMatchObject({ code: 1, out: '' });
    expect(first.err).toMatch(/已停在 24 \/ 60/);

    const second = await genjin(['import', file], { env });
    expect(second.code).toBe(0);
    expect(second.err).toContain('从第 25 条继续');
    expect(second.out).toContain('共 60 行：新建 54，并入已有客户 0，未导入 6');
    const keys = (await importedLeads()).map((lead) => lead.originKey);
    expect(new Set(keys).size).toBe(54);
  });

  it('notes whose import it is', async () => {
    const { code } = await genjin(['import', writeLeads(1), '--as', '王敏'], { env });
    expect(code).toBe(0);
    expect((await importedLeads())[0]?.originKey).toContain('wang-min');
  });

  it.each([
    ['a file that is not there', ['nope.xlsx'], '读不到文件 nope.xlsx'],
    [
      'somebody unknown',
      [join(import.meta.dirname, 'import.test.ts'), '--as', '路人甲'],
      '没有叫“路人甲”的同事',
    ],
    ['a file that is no list of leads', [join(import.meta.dirname, '../../LICENSE')], '没有导入：'],
  ])('refuses %s', async (_, argv, message) => {
    const { code, err } = await genjin(['import', ...argv], { env });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('says what to do when the bot has the embedded database', async () => {
    const server = await startEmbeddedMongo({ dataDir: embeddedFolder(folder) });
    onTestFinished(() => server.close());
    const { code, err } = await genjin(['import', writeLeads(1)], { env: { DATA_DIR: folder } });
    expect(code).toBe(1);
    expect(err).toMatch(/正由进程 \d+ 使用.+\n.*Ctrl\+C.*MONGODB_URI/);
  });
});
