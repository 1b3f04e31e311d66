import { Command, CommanderError, InvalidArgumentError } from 'commander';
import { errorText, isGenjinError } from '../core/errors.ts';
import type { CliContext, Run } from './context.ts';
import type { TryOptions } from './playbook/try.ts';
import { MONGODB_ADDRESS, SHEETS, type SheetName } from './words.ts';

const TITLES: Record<string, string> = {
  'Usage:': '用法：',
  'Options:': '选项：',
  'Commands:': '命令：',
  'Arguments:': '参数：',
};

/**
 * Runs one command line (without `node` and the script). What goes wrong is told on the terminal.
 * @returns the exit code: 0, or 1 when something is broken, refused or unfinished
 */
export async function runCli(argv: readonly string[], context: CliContext): Promise<number> {
  let code = 0;
  const { terminal } = context;
  const act: Act = async (load, options) => {
    const run = await load();
    code = await run(context, options);
  };
  const program = createProgram(act, context);
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    terminal.err(isGenjinError(error) ? error.userText : `出错了：${unexpected(error)}`);
    return 1;
  }
}

/** Nobody foresaw it: whoever reports it needs to say where it came from. */
function unexpected(error: unknown): string {
  return (error instanceof Error && error.stack) || errorText(error);
}

/** Commands are loaded when they are run: each needs a different part of the product. */
type Act = <Options>(load: () => Promise<Run<Options>>, options: Options) => Promise<void>;

function createProgram(act: Act, { terminal }: CliContext): Command {
  const program = new Command('genjin')
    .description('Genjin 跟进：管理员的命令行。设置与 npm start 相同（环境变量和当前目录的 .env）。')
    .helpOption('-h, --help', '显示帮助')
    .helpCommand('help [command]', '显示某个命令的帮助')
    .configureHelp({ styleTitle: (title) => TITLES[title] ?? title })
    .configureOutput({
      writeOut: (text) => terminal.out(text.trimEnd()),
      writeErr: (text) => terminal.err(text.trimEnd()),
    })
    .exitOverride();
  program
    .command('doctor')
    .description('检查设置、数据库、时钟、打法、邮件和端口，并说明怎样修好；有必须修的问题时退出码为 1')
    .option('--json', '以 JSON 输出')
    .action((options) => act(async () => (await import('./doctor/doctor.ts')).doctor, options));
  program
    .command('jobs')
    .description('列出定时任务：上次运行、用时、下次时间和失败原因')
    .option('--json', '以 JSON 输出')
    .action((options) => act(async () => (await import('./jobs.ts')).listJobs, options));
  program
    .command('setup')
    .description('在聊天平台上建立能自动建立的东西：wecom 应用菜单；加 --group 建一个播报用的群')
    .argument('<platform>', 'wecom', (text) => {
      if (text !== 'wecom') throw new InvalidArgumentError('目前只有 wecom');
      return text;
    })
    .option('--group <name>', '建一个应用自己的群，而不是菜单')
    .option('--members <ids>', '群成员的帐号，用逗号分隔，第一位是群主')
    .option('--try-group <name>', '在 WECOM_GROUPS 里的这个群发一条测试消息')
    .action((_platform: string, options) =>
      act(async () => (await import('./setup-wecom.ts')).setupWecom, options),
    );
  addLeadCommands(program, act);
  addLetterCommands(program.command('letters').description('放弃了的消息：列出、重试、放弃'), act);
  addKeyCommands(program.command('keys').description('接口密钥：新建、撤销、列出'), act);
  addPlaybookCommands(program.command('playbook').description('检查、试跑、发布打法'), act);
  addBackupCommands(program.command('backup').description('备份内置数据库和文件，机器人不用停'), act);
  addDatabaseCommands(program.command('db').description('搬数据：内置数据库与 MongoDB 之间'), act);
  return program;
}

function addLeadCommands(program: Command, act: Act): void {
  program
    .command('import')
    .description('导入线索表，与在聊天里发送文件相同；中断后再运行一次会接着导入，不会重复')
    .argument('<file>', '.xlsx 或 .csv 文件；写 mongodb:// 地址时等于 db import')
    .option('--as <person>', '以谁的名义（工号或姓名），记入审计')
    .option(
      '--owners <how>',
      '表里有负责人或成交状态时：keep 保留负责人，file 保留但不计时，route 按规则重新分配',
    )
    .option('--rejected <file>', '把未导入的行和原因、没有读取的内容保存为 .xlsx')
    .action((file: string, options) =>
      MONGODB_ADDRESS.test(file)
        ? act(async () => (await import('./database.ts')).importDatabase, { address: file })
        : act(async () => (await import('./import-leads.ts')).importLeads, { ...options, file }),
    );
  program
    .command('export')
    .description(
      '导出为 .xlsx：leads 全部线索，today 某人的今日待触达，audit 审计记录，corrections 表单识别中被更正的内容',
    )
    .argument('<what>', `${SHEETS.join('、')}；写 mongodb:// 地址时等于 db export`, sheetOrAddress)
    .option('-o, --out <file>', '保存到')
    .option('--user <person>', 'today：谁的（工号或姓名）')
    .action((what: SheetName | { address: string }, options) =>
      typeof what === 'object'
        ? act(async () => (await import('./database.ts')).exportDatabase, what)
        : act(async () => (await import('./export-sheets.ts')).exportSheet, { ...options, what }),
    );
}

function addLetterCommands(letters: Command, act: Act): void {
  letters
    .command('list')
    .description('列出处理失败的收到的消息和发不出去的消息，以及原因')
    .action((options) => act(async () => (await import('./letters.ts')).listLetters, options));
  letters
    .command('retry')
    .description('从头再试一次')
    .argument('<id>', 'list 里的编号，或 all')
    .action((which: string) => act(async () => (await import('./letters.ts')).retryLetters, { which }));
  letters
    .command('drop')
    .description('放弃，不再算在自查里')
    .argument('<id>', 'list 里的编号，或 all')
    .action((which: string) => act(async () => (await import('./letters.ts')).dropLetters, { which }));
}

function addKeyCommands(keys: Command, act: Act): void {
  keys
    .command('add')
    .description('新建一个命名的密钥并显示一次；库里只存摘要')
    .argument('<name>', '名字，审计里写作 api:名字')
    .option('--scopes <list>', 'submit、read、figures、admin，用逗号分隔', 'submit')
    .option('--source <source>', '只能提交这个来源的线索')
    .option('--per-minute <n>', '每分钟最多请求数')
    .action((name: string, options) =>
      act(async () => (await import('./keys.ts')).addKey, { ...options, name }),
    );
  keys
    .command('withdraw')
    .description('撤销一个密钥，5 秒内在所有进程失效')
    .argument('<name>', '名字')
    .action((name: string) => act(async () => (await import('./keys.ts')).withdrawKey, { name }));
  keys
    .command('list')
    .description('列出密钥的名字、权限、来源和状态')
    .action((options) => act(async () => (await import('./keys.ts')).listKeys, options));
}

function addBackupCommands(backup: Command, act: Act): void {
  backup
    .command('make')
    .description('备份一份：新建一个目录，完整读回核对后才算数')
    .argument('[folder]', '放备份的目录，默认 BACKUP_DIR')
    .option('--keep <n>', '只留最新的几份，默认 BACKUP_KEEP；没有设置 BACKUP_DIR 时全部保留', positive)
    .action((folder: string | undefined, options) =>
      act(async () => (await import('./backup.ts')).makeOne, { ...options, ...(folder && { folder }) }),
    );
  backup
    .command('verify')
    .description('核对一份备份：每个文件的校验和、数据库里的每一条')
    .argument('<folder>', '一份备份的目录，例如 /backup/genjin/genjin-20261130-192000Z')
    .action((folder: string) => act(async () => (await import('./backup.ts')).verifyOne, { folder }));
  backup
    .command('restore')
    .description('恢复一份备份；DATA_DIR 里不能有数据，机器人要先停止')
    .argument('<folder>', '一份备份的目录')
    .action((folder: string) => act(async () => (await import('./backup.ts')).restoreOne, { folder }));
}

function positive(text: string): number {
  const n = Number(text);
  if (!Number.isInteger(n) || n < 1) throw new InvalidArgumentError('请写一个正整数');
  return n;
}

function sheetOrAddress(text: string): SheetName | { address: string } {
  const sheet = SHEETS.find((name) => name === text);
  if (sheet) return sheet;
  if (MONGODB_ADDRESS.test(text)) return { address: text };
  throw new InvalidArgumentError(`Allowed choices are ${SHEETS.join(', ')}, or a mongodb:// address.`);
}

/** Moving everything has a group of its own: a slip of the finger must not take it for an import of leads. */
function addDatabaseCommands(db: Command, act: Act): void {
  db.command('export')
    .description('把全部数据搬到另一个空的数据库；中断后再运行一次会接着搬，最后核对条数与校验和')
    .argument('<address>', 'mongodb:// 地址，或一个数据目录（例如用来备份）')
    .action((address: string) =>
      act(async () => (await import('./database.ts')).exportDatabase, { address }),
    );
  db.command('import')
    .description('把另一个数据库的全部数据搬进来；现在的数据库必须是空的')
    .argument('<address>', 'mongodb:// 地址，或一个数据目录')
    .action((address: string) =>
      act(async () => (await import('./database.ts')).importDatabase, { address }),
    );
}

function addPlaybookCommands(playbook: Command, act: Act): void {
  playbook
    .command('check')
    .description('检查打法文件，列出每个问题的文件、行、列、位置和改法')
    .argument('<file>', '打法文件')
    .action((file: string) => act(async () => (await import('./playbook/check.ts')).checkPlaybook, { file }));
  playbook
    .command('try')
    .description('用一份还没有发布的打法试分配：每条线索会分给谁、为什么；不写入任何数据')
    .argument('<file>', '打法文件')
    .requiredOption('--leads <file>', '线索表（.xlsx 或 .csv）')
    .option('--demo-team', '用演示团队，而不是数据库里的人员')
    .option('--at <time>', '假定线索在这个时间进来，例如 2026-11-23T10:00:00+08:00')
    .option('--json', '以 JSON 输出每条线索的完整评分表')
    .action((file: string, options: TryOptions) =>
      act(async () => (await import('./playbook/try.ts')).tryPlaybook, { ...options, file }),
    );
  playbook
    .command('publish')
    .description('发布打法；有任何错误都不会发布')
    .argument('<file>', '打法文件')
    .action((file: string) =>
      act(async () => (await import('./playbook/versions.ts')).publishPlaybook, { file }),
    );
  playbook
    .command('versions')
    .description('列出已发布的版本')
    .option('--changes', '同时列出每版改了什么')
    .action((options) => act(async () => (await import('./playbook/versions.ts')).listPlaybooks, options));
  playbook
    .command('rollback')
    .description('回到某个已发布的版本（作为新版本再发布一次）')
    .argument('<version>', '版本号，见 playbook versions')
    .action((version: string) =>
      act(async () => (await import('./playbook/versions.ts')).rollBackPlaybook, { version }),
    );
}
