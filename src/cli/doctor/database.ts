/** What can only be said with the database open. */
import type { Connection, Model } from 'mongoose';
import { loadPlaybookFile } from '../../config/load-playbook.ts';
import { describeProblem } from '../../config/problems.ts';
import { type Clock, systemClock } from '../../core/clock.ts';
import { readStoredPlaybook } from '../../domain/playbook/stored.ts';
import { shownUri } from '../../storage.ts';
import type { Workspace } from '../context.ts';
import { broken, type Finding, ok, skipped, warn } from './finding.ts';

const OLDEST_MONGODB = 6;
/** Leases last 60 s: past half of that, two processes could both believe that they hold one. */
const SKEW = { warnMs: 2_000, brokenMs: 30_000 };
const SHOWN_PROBLEMS = 5;

type Db = NonNullable<Connection['db']>;

export async function checkDatabase({ storage, config, stores }: Workspace): Promise<Finding[]> {
  const { connection, embedded, beside } = storage;
  const { db } = connection;
  if (!db) throw new Error('The database is not connected');
  return [
    // The embedded one is of this program's version and reads this machine's clock.
    ...(embedded
      ? [
          ok(
            'database',
            `内置数据库 ${config.dataDir} ${beside ? '由正在运行的机器人使用，可以连接' : '可以打开；适合试用与小团队，只能有一个进程'}`,
          ),
        ]
      : [await checkVersion(db, shownUri(config.mongodbUri ?? '')), await checkClock(db)]),
    await checkIndexes(Object.values(connection.models)),
    await checkPlaybook({ stores, config }),
    await checkPeople({ stores, config }),
  ];
}

async function checkVersion(db: Db, where: string): Promise<Finding> {
  const { version } = (await db.command({ buildInfo: 1 })) as { version: string };
  return Number.parseInt(version, 10) >= OLDEST_MONGODB
    ? ok('database', `${where} 可以连接，MongoDB ${version}`)
    : broken('database', `${where} 是 MongoDB ${version}`, `请升级到 MongoDB ${OLDEST_MONGODB} 或更新的版本`);
}

/** The bot builds missing ones when it starts; a unique one that cannot be built stops it. */
async function checkIndexes(models: readonly Model<unknown>[]): Promise<Finding> {
  const missing: string[] = [];
  let found = 0;
  for (const model of models) {
    const { toCreate } = await model.diffIndexes();
    const declared = model.schema.indexes().length;
    found += declared - toCreate.length;
    const absent = toCreate as Record<string, unknown>[];
    missing.push(...absent.map((keys) => `${model.collection.name}(${Object.keys(keys).join(',')})`));
  }
  if (missing.length === 0) return ok('indexes', `${found} 个索引齐全`);
  if (found === 0) return ok('indexes', '数据库还是空的，索引在第一次启动时创建');
  return warn(
    'indexes',
    `缺少索引：${missing.join('、')}`,
    '启动一次机器人（npm start）会自动创建；如果启动时报错，请按提示处理重复的数据',
  );
}

/** @param clock the machine's */
export async function checkClock(db: Db, clock: Clock = systemClock): Promise<Finding> {
  const before = clock.now().getTime();
  const { localTime } = (await db.command({ hello: 1 })) as { localTime: Date };
  const after = clock.now().getTime();
  // The answer's way is not the clock's fault: what lies outside it is.
  const skewMs = Math.max(0, before - localTime.getTime(), localTime.getTime() - after);
  const text = `与数据库服务器的时钟相差 ${(skewMs / 1000).toFixed(1)} 秒`;
  const mend = '请在两台机器上都打开时间同步：timedatectl set-ntp true';
  if (skewMs >= SKEW.brokenMs) return broken('clock', text, mend);
  return skewMs >= SKEW.warnMs ? warn('clock', text, mend) : ok('clock', text);
}

/** The file that will be published at start, or else what was published last. */
async function checkPlaybook({ stores, config }: Pick<Workspace, 'stores' | 'config'>): Promise<Finding> {
  if (config.playbook) return checkPlaybookFile(config.playbook);
  const row = await stores.playbooks.newest();
  if (!row && config.simulator) return ok('playbook', '还没有打法，演示会发布自带的医疗器械打法');
  if (!row) {
    const mend = '用 PLAYBOOK 指定打法文件，或运行 npx genjin playbook publish <文件>';
    return broken('playbook', '还没有发布打法', mend);
  }
  return readStoredPlaybook(row.content.playbook).success
    ? ok('playbook', `打法“${row.name}”第 ${row._id} 版有效`)
    : broken(
        'playbook',
        `打法“${row.name}”第 ${row._id} 版不符合当前程序的要求`,
        '请对原文件运行 npx genjin playbook check <文件>，修改后重新发布',
      );
}

export function checkPlaybookFile(path: string): Finding {
  const loaded = loadPlaybookFile(path);
  if (loaded.ok) return ok('playbook', `打法文件 ${path} 有效`);
  const shown = loaded.problems.slice(0, SHOWN_PROBLEMS).map(describeProblem);
  const text = [`打法文件 ${path} 有 ${loaded.problems.length} 个问题：`, ...shown].join('\n');
  return broken('playbook', text, `请运行 npx genjin playbook check ${path}，逐条修改`);
}

async function checkPeople({ stores, config }: Pick<Workspace, 'stores' | 'config'>): Promise<Finding> {
  const people = (await stores.people.all()).filter((person) => person.active);
  if (people.length === 0) {
    return config.simulator
      ? ok('people', '还没有人员，演示会创建自带的团队')
      : skipped('people', '还没有人员；聊天平台连接后会读取通讯录');
  }
  const reps = people.filter((person) => person.role === 'rep').length;
  const admins = people.filter((person) => person.role === 'admin').length;
  const text = `在职 ${people.length} 人，其中销售代表 ${reps} 人、管理员 ${admins} 人`;
  if (reps === 0) return warn('people', text, '没有销售代表，线索只能等待主管指派');
  return admins === 0
    ? warn('people', text, '没有管理员：无法送达的消息没有人会知道，请给至少一个人管理员角色')
    : ok('people', text);
}
