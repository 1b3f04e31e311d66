import { randomBytes } from 'node:crypto';
import { GenjinError } from '../core/errors.ts';
import { SCOPE_LABELS, SCOPES, type Scope } from '../domain/api-key.ts';
import { LEAD_SOURCES, type LeadSource } from '../domain/leads/sources.ts';
import { digestOfKey } from '../services/api-keys.ts';
import type { AuditEntry } from '../stores/audit.ts';
import { author, type Run, type Workspace, withWorkspace } from './context.ts';

export interface KeyOptions {
  name: string;
  scopes: string;
  source?: string;
  perMinute?: string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,39}$/u;

/** `genjin keys add <name>`: makes a key and shows it, once. */
export const addKey: Run<KeyOptions> = async (context, options) => {
  const wanted = checked(options);
  return withWorkspace(context, async (workspace) => {
    const { stores, clock } = workspace;
    const key = `gj_${randomBytes(24).toString('base64url')}`;
    const row = {
      ...wanted,
      digest: digestOfKey(key),
      createdAt: clock.now(),
      createdBy: author(),
    };
    if (!(await stores.apiKeys.add(row)))
      throw invalid(`已经有名叫 ${wanted._id} 的密钥（撤销过的名字也不能再用），请换一个名字`);
    await note(workspace, 'key.made', `新建接口密钥 ${wanted._id}：${wanted.scopes.join('、')}`, wanted._id);
    context.terminal.out(key);
    context.terminal.err('请现在保存：只显示这一次，库里只有摘要。撤销：npx genjin keys withdraw 名字');
    return 0;
  });
};

/** `genjin keys withdraw <name>`: works no more within seconds, in every process. */
export const withdrawKey: Run<{ name: string }> = async (context, { name }) =>
  withWorkspace(context, async (workspace) => {
    const { stores, clock } = workspace;
    if (!(await stores.apiKeys.withdraw(name, clock.now())))
      throw invalid(`没有名叫 ${name} 的有效密钥，请看 npx genjin keys list`);
    await note(workspace, 'key.withdrawn', `撤销接口密钥 ${name}`, name);
    context.terminal.out(`已撤销 ${name}，5 秒内在所有进程失效`);
    return 0;
  });

/** `genjin keys list`. */
export const listKeys: Run = async (context) =>
  withWorkspace(context, async ({ stores, config }) => {
    const rows = await stores.apiKeys.list();
    for (const { _id, scopes, source, perMinute, createdAt, createdBy, withdrawnAt } of rows) {
      const more = [
        ...(source ? [`来源 ${source}`] : []),
        ...(perMinute ? [`每分钟 ${perMinute} 次`] : []),
        `${createdAt.toISOString().slice(0, 10)} ${createdBy}`,
        ...(withdrawnAt ? [`已于 ${withdrawnAt.toISOString().slice(0, 10)} 撤销`] : []),
      ];
      context.terminal.out(`${_id}  ${scopes.join('、')}  ${more.join('  ')}`);
    }
    if (rows.length === 0) context.terminal.out('还没有命名的接口密钥');
    if (config.apiKeys.length)
      context.terminal.err(`设置 API_KEYS 里另有 ${config.apiKeys.length} 个（只能提交）`);
    return 0;
  });

function checked({ name, scopes, source, perMinute }: KeyOptions) {
  if (!NAME.test(name) || name.startsWith('API_KEYS'))
    throw invalid('名字用字母、数字、汉字和 . _ -，最长 40 个字，例如 官网 或 partner-a');
  const asked = scopes.split(/[,，、\s]+/).filter(Boolean);
  const known = asked.filter((scope): scope is Scope => SCOPES.includes(scope as Scope));
  if (known.length === 0 || known.length < asked.length) {
    const all = SCOPES.map((scope) => `${scope}（${SCOPE_LABELS[scope]}）`).join('；');
    throw invalid(`--scopes 用逗号分隔：${all}`);
  }
  if (source !== undefined && !LEAD_SOURCES.includes(source as LeadSource))
    throw invalid(`--source 是 ${LEAD_SOURCES.join('、')} 之一`);
  const rate = perMinute === undefined ? undefined : Number(perMinute);
  if (rate !== undefined && !(Number.isSafeInteger(rate) && rate >= 1 && rate <= 100_000))
    throw invalid('--per-minute 是 1 到 100000 的整数');
  return {
    _id: name,
    scopes: [...new Set(known)],
    source: source as LeadSource | undefined,
    perMinute: rate,
  };
}

async function note({ stores, clock }: Workspace, kind: string, text: string, name: string): Promise<void> {
  const now = clock.now();
  const entry: AuditEntry = { _id: `${kind}:${name}:${now.getTime()}`, at: now, by: author(), kind, text };
  await stores.audit.append(entry);
}

function invalid(userText: string): GenjinError {
  return new GenjinError('invalid', userText, { userText });
}
