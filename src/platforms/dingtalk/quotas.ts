import type { DingtalkSettings } from '../../config/dingtalk-env.ts';
import type { DingtalkStore } from '../../stores/dingtalk.ts';
import type { Quota } from '../platform.ts';

/**
 * What the company has used of its month, as far as this product counts it: other apps' calls are not in it. All of
 * it once DingTalk says so.
 */
export async function dingtalkQuotas(
  store: Pick<DingtalkStore, 'usage'>,
  { calls, messages }: DingtalkSettings['monthly'],
  now: Date,
): Promise<Quota[]> {
  const used = await store.usage(now);
  const { usedUp = {} } = used;
  return [
    { name: '接口调用', used: usedUp.calls ? Math.max(used.calls, calls) : used.calls, limit: calls },
    {
      name: 'Webhook 与 Stream 消息',
      used: usedUp.messages ? Math.max(used.messages, messages) : used.messages,
      limit: messages,
    },
  ];
}

/** What DingTalk refuses until the month ends; null when it takes everything. */
export async function usedUpNow(store: Pick<DingtalkStore, 'usage'>, now: Date): Promise<string | null> {
  const { usedUp } = await store.usage(now);
  const names = [
    ...(usedUp?.calls ? ['接口调用'] : []),
    ...(usedUp?.messages ? ['Webhook 与 Stream 消息'] : []),
  ];
  return names.length ? `钉钉本月的${names.join('、')}额度已用完，到下月 1 日恢复；可购买资源包` : null;
}
