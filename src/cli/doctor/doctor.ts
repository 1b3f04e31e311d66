import { existsSync } from 'node:fs';
import { type Config, readConfig } from '../../config/env.ts';
import { systemClock } from '../../core/clock.ts';
import { errorText, isGenjinError } from '../../core/errors.ts';
import { DataFolderInUse } from '../../embedded-mongo/index.ts';
import { checkDingtalk } from '../../platforms/dingtalk/doctor.ts';
import { checkWecomBot } from '../../platforms/wecom/bot/doctor.ts';
import { embeddedFolder } from '../../storage.ts';
import { type CliContext, type Run, type Workspace, withWorkspace } from '../context.ts';
import { aboutBot, findRunningBot, type RunningBot } from './bot.ts';
import { checkDatabase, checkPlaybookFile } from './database.ts';
import { broken, type Finding, ok, skipped } from './finding.ts';
import {
  checkBackups,
  checkDataFolder,
  checkHolidays,
  checkLanguageData,
  checkMail,
  checkNode,
  checkPort,
} from './machine.ts';
import { checkQuota, quotaUnseen } from './quota.ts';
import { examineWecom } from './wecom.ts';

const MARKS: Record<Finding['state'], string> = { ok: '✓', warn: '!', broken: '✗', skipped: '-' };
const KEY_WIDTH = 12;

/** `genjin doctor`: everything that has to be right before the bot can work, each with how to mend it. */
export const doctor: Run<{ json?: boolean }> = async (context, options) => {
  const findings = await examine(context);
  const count = (state: Finding['state']) => findings.filter((finding) => finding.state === state).length;
  if (options.json) {
    context.terminal.out(JSON.stringify({ ok: count('broken') === 0, findings }, null, 2));
  } else {
    for (const finding of findings) show(context, finding);
    const summary = count('broken') ? `${count('broken')} 处必须修好` : '可以运行';
    context.terminal.out(`\n${summary}${count('warn') ? `，${count('warn')} 处需要留意` : ''}`);
  }
  return count('broken') ? 1 : 0;
};

function show({ terminal }: CliContext, { key, state, text, mend }: Finding): void {
  const [first, ...more] = text.split('\n');
  const indent = ' '.repeat(KEY_WIDTH + 3);
  terminal.out(`${MARKS[state]} ${key.padEnd(KEY_WIDTH)} ${first}`);
  for (const line of more) terminal.out(`${indent}${line}`);
  if (mend) terminal.out(`${indent}→ ${mend}`);
}

async function examine(context: CliContext): Promise<Finding[]> {
  const now = systemClock.now();
  const machine = [checkNode(context.root), checkHolidays(now), checkLanguageData()];
  const settings = readSettings(context);
  if (!settings.config) return [...machine, ...settings.findings];
  const { config } = settings;
  const bot = await findRunningBot(config);
  return [
    ...machine,
    ...settings.findings,
    await checkDataFolder(config),
    await checkBackups(config, now),
    ...(await examineDatabase(context, config, bot)),
    await checkMail(config),
    ...(await examineWecom(context, config)),
    ...(config.wecomBot && !bot ? [await checkWecomBot(config.wecomBot, systemClock)] : []),
    ...(config.dingtalk
      ? await checkDingtalk(config.dingtalk, { publicUrl: config.publicUrl, clock: systemClock })
      : []),
    aboutBot(bot),
    await checkPort(config, bot !== null),
  ];
}

function readSettings({ env }: CliContext): { config?: Config; findings: Finding[] } {
  try {
    const config = readConfig(env);
    const mode = config.simulator ? '演示（模拟器）' : '正式运行';
    return { config, findings: [ok('settings', `设置有效，运行方式：${mode}`)] };
  } catch (error) {
    if (!isGenjinError(error, 'config')) throw error;
    const mend = '请修改环境变量或 .env 文件，说明见 .env.example';
    return { findings: error.problems.map((p) => broken('settings', `${p.path} ${p.message}`, mend)) };
  }
}

async function examineDatabase(
  context: CliContext,
  config: Config,
  bot: RunningBot | null,
): Promise<Finding[]> {
  const playbook = config.playbook ? [checkPlaybookFile(config.playbook)] : [];
  if (!config.mongodbUri && !existsSync(embeddedFolder(config.dataDir))) {
    return [ok('database', '没有设置 MONGODB_URI，启动时会在数据目录里创建内置数据库'), ...playbook];
  }
  try {
    const examined = async (workspace: Workspace) => [
      ...(await checkDatabase(workspace)),
      ...(await checkQuota(workspace, systemClock.now())),
    ];
    return await withWorkspace(context, examined, { alone: !bot });
  } catch (error) {
    if (isInUse(error) && bot) {
      return [
        ok('database', `内置数据库由正在运行的机器人使用（${config.dataDir}）`),
        skipped('indexes', '现在连不上它，不能检查内置数据库的内容；停止机器人后再检查'),
        ...playbook,
        ...quotaUnseen({ config }),
      ];
    }
    const [text = '', ...mend] = (isGenjinError(error) ? error.userText : errorText(error)).split('\n');
    return [broken('database', text, mend.join(' ') || '请检查 MONGODB_URI 或 DATA_DIR'), ...playbook];
  }
}

function isInUse(error: unknown): boolean {
  return isGenjinError(error, 'unavailable') && error.cause instanceof DataFolderInUse;
}
