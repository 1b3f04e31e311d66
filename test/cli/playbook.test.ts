import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { startEmbeddedMongo } from '../../src/embedded-mongo/index.ts';
import { embeddedFolder } from '../../src/storage.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { emptyFolder, genjin } from '../support/cli.ts';
import { ROOT, writePlaybook } from '../support/company.ts';
import { createDatabase } from '../support/database.ts';

const example = (name: string) => join(ROOT, 'fixtures/playbooks', name, 'playbook.yaml');
const MEDICAL = example('medical-devices');

let folder: string;
beforeEach(() => {
  folder = emptyFolder();
});

function writeLeads(...rows: string[]): string {
  const path = join(folder, 'leads.csv');
  writeFileSync(path, ['客户名称,联系人,电话,需求,预算', ...rows].join('\n'));
  return path;
}

describe('genjin playbook check', () => {
  it.each(['medical-devices', 'industrial-equipment', 'pharma-chain'])('agrees with %s', async (name) => {
    const { code, out } = await genjin(['playbook', 'check', example(name)], { env: {} });
    expect(code).toBe(0);
    expect(out).toMatch(/^✓ 打法“.+”有效/);
  });

  it('lists every problem with file, line, column, path and a suggestion', async () => {
    const path = writePlaybook(folder, 'medical-devices', (words) => {
      words.rules[0].when = 'lead.creatde';
      words.clocks['first-touch'].steps[0].time = 'wal';
    });
    const { code, err } = await genjin(['playbook', 'check', path], { env: {} });
    expect(code).toBe(1);
    const lines = err.split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toMatch(/^playbook\.yaml:\d+:\d+ clocks\.first-touch\.steps\.0\.time .+/);
    expect(lines[1]).toMatch(/^playbook\.yaml:\d+:\d+ rules\.0\.when .+你是不是想写“lead\.created”？$/);
    expect(lines[2]).toBe('✗ 2 个问题');
  });

  it('says that there is no such file', async () => {
    const { code, err } = await genjin(['playbook', 'check', join(folder, 'nope.yaml')], { env: {} });
    expect(code).toBe(1);
    expect(err).toContain('读不到打法文件');
  });
});

describe('genjin playbook try (B6)', () => {
  const leads = () =>
    writeLeads(
      '市一医院,王主任,13812345678,想看超声,80万',
      '市一医院,王主任,13812345679,想看超声,80万',
      ',,,想看超声,',
    );
  const tried = (file: string, ...more: string[]) =>
    genjin(
      [
        'playbook',
        'try',
        file,
        '--leads',
        leads(),
        '--demo-team',
        '--at',
        '2026-11-23T10:00:00+08:00',
        ...more,
      ],
      {
        env: {},
      },
    );

  it('shows who would get each lead and why, and what would be refused', async () => {
    const { code, out } = await tried(MEDICAL);
    expect(code).toBe(0);
    expect(out).toMatch(
      /^第 2 行 市一医院 · 影像类 · 华东 · 50–200万\n {2}分给 .+：加权评分 100 分\n {2}· 空闲度/,
    );
    expect(out).toContain('第 4 行不会被导入：电话、邮箱、公司至少要有一个');
    expect(out).toMatch(/共 2 条：.+ 1 条，.+ 1 条$/);
  });

  it('lets each lead see the load that the ones before it left', async () => {
    const { out } = await tried(MEDICAL, '--json');
    const { results } = JSON.parse(out) as { results: { decision: { winnerId: string } }[] };
    const winners = results.map(({ decision }) => decision.winnerId);
    expect(new Set(winners).size).toBe(2);
  });

  it('answers by the changed rules without publishing them', async () => {
    const { uri } = await createDatabase();
    const changed = writePlaybook(folder, 'medical-devices', (words) => {
      words.routing.cap = 1;
      words.routing.policy = 'strict';
    });
    const { out } = await tried(changed);
    expect(out).toContain('严格规则');
    const { out: versions } = await genjin(['playbook', 'versions'], { env: { MONGODB_URI: uri } });
    expect(versions).toBe('还没有发布过打法');
  });

  it('asks for the demo team when the company has nobody yet', async () => {
    const { uri } = await createDatabase();
    const { code, err } = await genjin(['playbook', 'try', MEDICAL, '--leads', leads()], {
      env: { MONGODB_URI: uri },
    });
    expect(code).toBe(1);
    expect(err).toContain('--demo-team');
  });

  it.each([
    ['no list of leads', ['--leads', 'nope.csv'], '读不到文件 nope.csv'],
    ['a time without a zone', ['--at', '2026-11-23T10:00:00'], '看不懂时间'],
  ])('refuses %s', async (_, more, message) => {
    const { code, err } = await tried(MEDICAL, ...more);
    expect(code).toBe(1);
    expect(err).toContain(message);
  });
});

describe('genjin playbook publish, versions, rollback', () => {
  let env: Record<string, string>;
  beforeEach(async () => {
    env = { MONGODB_URI: (await createDatabase()).uri };
  });
  const changed = () =>
    writePlaybook(folder, 'medical-devices', (words) => {
      words.routing.weights.idleness = 55;
    });

  it('keeps every version with its author and what changed', async () => {
    await genjin(['playbook', 'publish', MEDICAL], { env });
    const second = await genjin(['playbook', 'publish', changed()], { env });
    expect(second.out).toContain('已发布第 2 版');
    expect(second.out).toContain('分配 › 权重 › 空闲度：40 → 55');

    const { out } = await genjin(['playbook', 'versions', '--changes'], { env });
    expect(out.split('\n')[0]).toMatch(/^第 2 版（现行） {2}\d{4}-\d{2}-\d{2} \d{2}:\d{2} {2}cli/);
    expect(out).toContain('  · 分配 › 权重 › 空闲度：40 → 55');
    expect(out).toContain('第 1 版 ');
  });

  it('brings an earlier version back as a new one', async () => {
    await genjin(['playbook', 'publish', MEDICAL], { env });
    await genjin(['playbook', 'publish', changed()], { env });
    const { code, out } = await genjin(['playbook', 'rollback', '1'], { env });
    expect(code).toBe(0);
    expect(out).toContain('已发布第 3 版');
    expect(out).toContain('空闲度：55 → 40');
    const again = await genjin(['playbook', 'rollback', '1'], { env });
    expect(again.out).toContain('没有变化');
  });

  it('says that PLAYBOOK will win at the next start', async () => {
    const { err } = await genjin(['playbook', 'publish', MEDICAL], {
      env: { ...env, PLAYBOOK: 'other.yaml' },
    });
    expect(err).toContain('PLAYBOOK=other.yaml');
  });

  it('publishes nothing that is wrong', async () => {
    const bad = writePlaybook(folder, 'medical-devices', (words) => {
      words.stages = [];
    });
    expect((await genjin(['playbook', 'publish', bad], { env })).code).toBe(1);
    expect((await genjin(['playbook', 'versions'], { env })).out).toBe('还没有发布过打法');
  });

  it('does not bring back what no longer meets the rules', async () => {
    await genjin(['playbook', 'publish', MEDICAL], { env });
    const connection = await openDatabase(env.MONGODB_URI ?? '');
    onTestFinished(() => connection.close());
    const { matchedCount } = await connection
      .collection<{ _id: number }>('playbooks')
      .updateOne({ _id: 1 }, { $set: { 'content.playbook.stages': [] } });
    expect(matchedCount).toBe(1);
    const { code, err } = await genjin(['playbook', 'rollback', '1'], { env });
    expect(code).toBe(1);
    expect(err).toContain('不符合当前程序的要求');
  });

  it.each([
    ['9', '没有第 9 版'],
    ['x', '不是版本号'],
    ['0', '不是版本号'],
  ])('has no version %s', async (version, message) => {
    const { code, err } = await genjin(['playbook', 'rollback', version], { env });
    expect(code).toBe(1);
    expect(err).toContain(message);
  });

  it('works beside the process that has the embedded database, and says whether there is one', async () => {
    const beside = { DATA_DIR: folder };
    const alone = await genjin(['playbook', 'publish', MEDICAL], { env: beside });
    expect(alone.out).toContain('机器人没有在运行，启动后按它工作');
    const server = await startEmbeddedMongo({ dataDir: embeddedFolder(folder) });
    onTestFinished(() => server.close());
    const second = await genjin(['playbook', 'publish', changed()], { env: beside });
    expect(second).toMatchObject({ code: 0, err: '' });
    expect(second.out).toContain('已发布第 2 版');
    expect(second.out).toContain('运行中的机器人 5 秒内生效');
    expect((await genjin(['playbook', 'versions'], { env: beside })).out).toContain('第 2 版（现行）');
    const connection = await openDatabase(server.uri('genjin'));
    onTestFinished(() => connection.close());
    expect(await connection.collection('playbooks').countDocuments()).toBe(2);
  });
});
