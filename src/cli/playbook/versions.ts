import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import { GenjinError } from '../../core/errors.ts';
import { publishFile } from '../../publish.ts';
import type { PlaybookRow } from '../../stores/playbooks.ts';
import { author, type CliContext, type Run, type Workspace, withWorkspace } from '../context.ts';
import { findRunningBot } from '../doctor/bot.ts';
import { loadChecked } from './check.ts';

type Change = PlaybookRow['changes'][number];

const LISTED = 50;
const SHOWN_CHANGES = 20;

/** `genjin playbook publish <file>`: makes a valid playbook the current one. A running bot follows within 5 s. */
export const publishPlaybook: Run<{ file: string }> = async (context, { file }) => {
  loadChecked(file, context.terminal);
  return withWorkspace(context, async (workspace) => {
    const { playbooks, stores, clock } = workspace;
    const before = await stores.playbooks.newestVersion();
    const { version } = await publishFile(playbooks, file, author(), clock.now());
    if (version === before) context.terminal.out(`内容与现行的第 ${version} 版相同，没有变化`);
    else await announce(context, workspace, version);
    return 0;
  });
};

/** `genjin playbook rollback <n>`: publishes the text of version n again. */
export const rollBackPlaybook: Run<{ version: string }> = async (context, options) => {
  const wanted = Number(options.version);
  if (!Number.isSafeInteger(wanted) || wanted < 1) {
    throw new GenjinError('invalid', `Not a version: ${options.version}`, {
      userText: `“${options.version}”不是版本号，请先看 npx genjin playbook versions`,
    });
  }
  return withWorkspace(context, async (workspace) => {
    const { playbooks, stores, clock } = workspace;
    const before = await stores.playbooks.newestVersion();
    const { version } = await playbooks.rollBack(wanted, author(), clock.now());
    if (version === before) context.terminal.out(`现行的第 ${version} 版就是第 ${wanted} 版的内容，没有变化`);
    else await announce(context, workspace, version);
    return 0;
  });
};

/** `genjin playbook versions`: who published what, when. */
export const listPlaybooks: Run<{ changes?: boolean }> = async (context, options) =>
  withWorkspace(context, async ({ stores }) => {
    const rows = await stores.playbooks.list(LISTED);
    if (rows.length === 0) context.terminal.out('还没有发布过打法');
    for (const [i, row] of rows.entries()) {
      const at = format(new TZDate(row.at, 'Asia/Shanghai'), 'yyyy-MM-dd HH:mm');
      const current = i === 0 ? '（现行）' : '';
      context.terminal.out(
        `第 ${row._id} 版${current}  ${at}  ${row.by}  ${row.name}  ${row.changes.length} 处变化`,
      );
      if (options.changes) showChanges(context, row.changes);
    }
    return 0;
  });

async function announce(context: CliContext, workspace: Workspace, version: number): Promise<void> {
  const { config, stores } = workspace;
  const row = await stores.playbooks.newest();
  context.terminal.out(`已发布第 ${version} 版“${row?.name ?? ''}”，${await whenInForce(workspace)}`);
  showChanges(context, row?.changes ?? []);
  if (!config.playbook) return;
  context.terminal.err(
    `! 设置了 PLAYBOOK=${config.playbook}：那个文件一有改动，机器人下次启动就会发布它，请同时修改它或去掉这项设置`,
  );
}

/** What is so of the bots that work with this database, as far as it can be seen from here. */
async function whenInForce({ config, storage }: Workspace): Promise<string> {
  if (storage.beside) return '运行中的机器人 5 秒内生效';
  if (storage.embedded) return '机器人没有在运行，启动后按它工作';
  return (await findRunningBot(config))
    ? '运行中的机器人 5 秒内生效'
    : '本机没有运行机器人；别处用这个数据库的机器人 5 秒内生效';
}

function showChanges({ terminal }: CliContext, changes: readonly Change[]): void {
  for (const { label, before, after } of changes.slice(0, SHOWN_CHANGES)) {
    terminal.out(`  · ${label}：${before ?? '（无）'} → ${after ?? '（删除）'}`);
  }
  if (changes.length > SHOWN_CHANGES) terminal.out(`  …… 还有 ${changes.length - SHOWN_CHANGES} 处`);
}
