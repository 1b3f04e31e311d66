import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { FrozenClock } from '../../src/core/clock.ts';
import { openDatabase } from '../../src/stores/database.ts';
import { thePeople } from '../support/company.ts';
import { theDatabase } from '../support/database.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';
import { type Product, startProduct } from '../support/product.ts';
import { local } from '../support/time.ts';
import { Cutter } from './cutter.ts';
import { outcomeOf } from './outcome.ts';

/**
 * The process dies before its first, second, … last write of something. Started again, with the event or request
 * delivered again, it must come to exactly what it comes to without dying.
 */
interface Scene {
  title: string;
  /** What happened before; not cut. */
  before?: Step[];
  /** Cut at every write, and done again after the restart as a partner or platform would. */
  cut: Step[];
}

/** Where every cut begins. */
interface Beginning {
  uri: string;
  at: Date;
  restore(): Promise<void>;
}

type Step = (url: string) => Promise<unknown>;

const MINUTE = 60_000;

const post =
  (path: string, body: unknown, headers: Record<string, string> = {}): Step =>
  (url) =>
    fetch(url + path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    }).then((answer) => answer.text());

const posts = (key: string, ...items: object[]): Step =>
  post(
    '/api/leads',
    items.map((item) => ({ source: 'website', ...item })),
    { Authorization: 'Bearer demo', 'Idempotency-Key': key },
  );
const types = (userId: string, text: string, id = text): Step =>
  post('/simulator/messages', { userId, text, id });
const later = (minutes: number): Step => wait(minutes * MINUTE);
const wait = (ms: number): Step => post('/simulator/clock', { advance: `PT${ms / 1000}S` });
const sends = (userId: string, name: string, text: string): Step => {
  return async (url) => {
    const form = new FormData();
    form.set('userId', userId);
    form.set('id', name);
    form.set('file', new Blob([text]), name);
    await fetch(`${url}/simulator/files`, { method: 'POST', body: form });
  };
};

const OWNER = 'wang-min';
const HER_LEAD = posts('first', HANGZHOU);
const LIST = ['客户名称,联系人,电话,需求', '杭州市第三人民医院,王一,13900000001,超声', ',,,没有客户'].join(
  '\n',
);

const SCENES: Scene[] = [
  { title: 'a new lead', cut: [posts('key', HANGZHOU)] },
  {
    title: 'a customer that comes again',
    before: [HER_LEAD],
    cut: [posts('key', { ...HANGZHOU, need: '再问' })],
  },
  {
    title: 'a lead typed by a rep',
    cut: [types(OWNER, '新线索 宁波市鄞州人民医院 李主任 13822223333 想看超声')],
  },
  { title: 'accepting', before: [HER_LEAD], cut: [types(OWNER, '接单 L1001')] },
  { title: 'a note', before: [HER_LEAD], cut: [types(OWNER, 'L1001 已报价50万 嫌贵 后天下午3点回访')] },
  { title: 'a note that names its customer', before: [HER_LEAD], cut: [types(OWNER, '王主任 发了资料')] },
  {
    title: 'a note that may close the lead',
    before: [HER_LEAD],
    cut: [types(OWNER, '王主任 成交了，合同签了')],
  },
  {
    title: 'the tap that asks for the move that closes it',
    before: [HER_LEAD, types(OWNER, '王主任 成交了，合同签了')],
    cut: [types(OWNER, '补充 R101 已成交')],
  },
  {
    title: 'a deal won past its gate',
    before: [HER_LEAD, types(OWNER, '王主任 成交了，合同签了'), types(OWNER, '补充 R101 已成交')],
    cut: [types('li-qiang', '放行 L1001 合同签署 合同已核对')],
  },
  {
    title: 'a deal that was won is taken back',
    before: [HER_LEAD, types('li-qiang', '放行 L1001 合同签署 合同已核对')],
    cut: [types(OWNER, '重新打开 L1001')],
  },
  { title: 'a tap on 已联系', before: [HER_LEAD], cut: [types(OWNER, '已联系 L1001')] },
  {
    title: 'the answer to what came of it',
    before: [HER_LEAD, types(OWNER, '已联系 L1001')],
    cut: [types(OWNER, '补充 R101 已报价')],
  },
  {
    title: 'a line that answers what came of it',
    before: [HER_LEAD, types(OWNER, '已联系 L1001')],
    cut: [types(OWNER, 'L1001 已报价50万 嫌贵')],
  },
  {
    title: 'the last answer of a gate, which moves the lead',
    before: [HER_LEAD, types(OWNER, '推进 L1001 已预约设备科演示'), types(OWNER, '推进 L1001')],
    cut: [types(OWNER, '周五')],
  },
  {
    title: 'several answers in one line, and one left',
    before: [HER_LEAD, types(OWNER, '推进 L1001 设备科初审')],
    cut: [types(OWNER, '演示日期周五 需要二次演示 疑问是接口')],
  },
  { title: "a manager's remark", before: [HER_LEAD], cut: [types('li-qiang', 'L1001 王敏你抓紧打一下')] },
  {
    title: 'taking a record back',
    before: [HER_LEAD, types(OWNER, 'L1001 成交了')],
    cut: [types(OWNER, '撤销 R101')],
  },
  {
    title: 'a visit left without a word more',
    before: [HER_LEAD, types(OWNER, '拜访 L1001')],
    cut: [types(OWNER, '就这些')],
  },
  {
    title: 'a visit that is dropped',
    before: [HER_LEAD, types(OWNER, '拜访 L1001')],
    cut: [types(OWNER, '取消')],
  },
  {
    title: 'correcting a record',
    before: [HER_LEAD, types(OWNER, 'L1001 已报价50万')],
    cut: [types(OWNER, '更正 R101 已报价45万 嫌贵')],
  },
  {
    title: 'a move',
    before: [HER_LEAD],
    cut: [types(OWNER, '推进 L1001 已预约设备科演示')],
  },
  {
    title: 'a move whose gate is closed',
    before: [HER_LEAD, types(OWNER, '推进 L1001 已预约设备科演示')],
    cut: [types(OWNER, '推进 L1001 设备科演示完成')],
  },
  {
    title: 'the last item of a gate carries out the move',
    before: [HER_LEAD, types(OWNER, '推进 L1001 设备科演示完成')],
    cut: [types(OWNER, 'L1001 演示日期改成2026-11-27')],
  },
  {
    title: 'a lead is lost',
    before: [HER_LEAD, types(OWNER, '推进 L1001')],
    cut: [types(OWNER, '丢单 L1001 价格')],
  },
  {
    title: 'a lost lead is opened again',
    before: [HER_LEAD, types(OWNER, '推进 L1001'), types(OWNER, '丢单 L1001 价格')],
    cut: [types(OWNER, '重新打开 L1001')],
  },
  { title: 'passing on', before: [HER_LEAD], cut: [types(OWNER, '转出 L1001 品类不熟')] },
  {
    title: 'somebody leaves',
    before: [HER_LEAD, posts('second', NINGBO)],
    cut: [types('chen-guodong', '离职 王敏')],
  },
  {
    title: 'two customers are merged',
    before: [HER_LEAD, posts('second', NINGBO)],
    cut: [types('chen-guodong', '合并 C301 C302')],
  },
  {
    title: 'a merged customer is given to one person',
    before: [HER_LEAD, posts('second', NINGBO), types('chen-guodong', '合并 C301 C302')],
    cut: [types('chen-guodong', '客户归 C301 张涛')],
  },
  {
    title: 'two customers are parted again',
    before: [
      HER_LEAD,
      posts('second', NINGBO),
      types('chen-guodong', '合并 C301 C302'),
      types('chen-guodong', '客户归 C301 张涛'),
    ],
    cut: [types('chen-guodong', '拆开 C302')],
  },
  { title: 'a manager assigns', before: [HER_LEAD], cut: [types('li-qiang', '指派 L1001 张涛')] },
  { title: 'a reminder falls due', before: [HER_LEAD, later(119)], cut: [later(2)] },
  { title: 'a day without contact', before: [HER_LEAD, later(23 * 60)], cut: [later(2 * 60)] },
  { title: 'the morning report', before: [HER_LEAD, later(23 * 60 + 31)], cut: [later(2)] },
  {
    title: 'a change of the playbook is asked for',
    cut: [types('chen-guodong', '加标签 慢病专项 到 关注点')],
  },
  {
    title: 'a change of the playbook is published',
    before: [types('chen-guodong', '加标签 慢病专项 到 关注点')],
    cut: [types('chen-guodong', '发布规则 G101')],
  },
  {
    title: 'a change of the playbook is taken back',
    before: [types('chen-guodong', '加标签 慢病专项 到 关注点'), types('chen-guodong', '发布规则 G101')],
    cut: [types('chen-guodong', '撤回规则 G101')],
  },
  { title: 'a list is imported', cut: [sends('zhou-xin', '名单.csv', LIST), later(1)] },
];

describe.each(SCENES)('$title', ({ before = [], cut }) => {
  const folder = mkdtempSync(join(tmpdir(), 'genjin-cut-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const start = (uri: string, clock: FrozenClock) =>
    startProduct({
      uri,
      dataDir: folder,
      playbook: undefined,
      clock,
      people: thePeople(clock.now()),
      onLog: () => {},
    });

  /** Lets happen what comes before. @returns the time it is then, and how the database is brought back to it */
  async function prepare(): Promise<Beginning> {
    const database = await theDatabase();
    await database.empty();
    const clock = new FrozenClock(local('2026-11-23 10:30'));
    const product = await start(database.uri, clock);
    await perform(product, before);
    await product.stop();
    return { uri: database.uri, at: clock.now(), restore: await database.snapshot() };
  }

  /** @param until when to look: a clock cut while it was moving stands earlier than one that was not */
  async function play(
    beginning: Beginning,
    limit: number,
    until?: Date,
  ): Promise<{ writes: number; outcome: object; at: Date }> {
    const { uri } = beginning;
    await beginning.restore();
    const cutter = await Cutter.before(uri);
    const clock = new FrozenClock(beginning.at);
    const doomed = await start(cutter.uri, clock);
    await later(0)(doomed.url);
    cutter.arm(limit);
    const whole = perform(doomed, cut);
    await Promise.race([whole, cutter.cut]);
    const { writes } = cutter;
    cutter.close();
    await doomed.kill();
    // Leases of the dead end, and the minute's retries.
    clock.moveTo(new Date(clock.now().getTime() + MINUTE / 2));
    const next = await start(uri, clock);
    await perform(next, cut);
    const at = until ?? new Date(clock.now().getTime() + 11 * MINUTE);
    await wait(at.getTime() - clock.now().getTime())(next.url);
    await next.stop();
    const connection = await openDatabase(uri);
    const outcome = await outcomeOf(connection);
    await connection.close();
    return { writes, outcome, at };
  }

  it('comes to the same wherever it is cut', async () => {
    const beginning = await prepare();
    const uncut = await play(beginning, Number.POSITIVE_INFINITY);
    expect(uncut.writes).toBeGreaterThan(0);
    for (let limit = 0; limit < uncut.writes; limit++) {
      const { outcome } = await play(beginning, limit, uncut.at);
      expect(outcome, `cut before write ${limit} of ${uncut.writes}`).toEqual(uncut.outcome);
    }
  }, 600_000);
});

async function perform(product: Product, steps: readonly Step[]): Promise<void> {
  try {
    for (const step of steps) await step(product.url);
    await later(0)(product.url);
  } catch {
    // Cut under the request.
  }
}
