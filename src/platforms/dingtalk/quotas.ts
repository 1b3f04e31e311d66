import type { DingtalkSettings } from '../../config/dingtalk-env.ts';
import type { DingtalkStore } from '../../stores/dingtalk.ts';
import type { Quota } from '../platform.ts';

/** What the company has used of its month, as far as this product counts it: other apps' calls are not in it. */
export async function dingtalkQuotas(
  store: Pick<DingtalkStore, 'usage'>,
  { calls, messages }: DingtalkSettings['monthly'],
  now: Date,
): Promise<Quota[]> {
  const used = await store.usage(now);
  return [
    { name: '接口调用', used: used.calls, limit: calls },
    { name: 'Webhook 与 Stream 消息', used: used.messages, limit: messages },
  ];
}
