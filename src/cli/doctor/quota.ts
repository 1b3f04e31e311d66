import { forecast } from '../../outbox/quota-periods.ts';
import { dingtalkQuotas } from '../../platforms/dingtalk/quotas.ts';
import type { Workspace } from '../context.ts';
import { type Finding, ok, skipped, warn } from './finding.ts';

const KEY = 'dingtalk-quota';

/** The month of DingTalk's free calls and messages, with the forecast that `/metrics` shows. */
export async function checkQuota(
  { stores, config }: Pick<Workspace, 'stores' | 'config'>,
  now: Date,
): Promise<Finding[]> {
  if (!config.dingtalk) return [];
  const quotas = await dingtalkQuotas(stores.dingtalk, config.dingtalk.monthly, now);
  const states = quotas.map((quota) => ({ ...quota, expected: forecast(quota.used, now) }));
  const text = states
    .map(({ name, used, limit, expected }) => `本月${name} ${used}/${limit}，按目前速度到月底约 ${expected}`)
    .join('\n');
  if (states.every(({ expected, limit }) => expected <= limit)) return [ok(KEY, text)];
  const mend =
    '接近用完时先保证回复和紧急提醒，其余等到下个月；请升级钉钉版本或购买资源包，再用 DINGTALK_MONTHLY_CALLS、DINGTALK_MONTHLY_MESSAGES 写明新的额度';
  return [warn(KEY, text, mend)];
}

/** The running bot has the embedded database to itself. */
export function quotaUnseen({ config }: Pick<Workspace, 'config'>): Finding[] {
  return config.dingtalk ? [skipped(KEY, '机器人运行时请看 /metrics 的 genjin_platform_quota')] : [];
}
