import { errorText } from '../../core/errors.ts';
import type { PlatformFinding } from '../doctor.ts';
import { WecomError } from './errors.ts';

/** What WeCom's no means, and how to mend it. */
export function refused(key: string, error: unknown): PlatformFinding {
  if (!(error instanceof WecomError)) {
    return { key, state: 'broken', text: errorText(error), mend: '请检查网络，稍后再试' };
  }
  const { remedy, refusedIp, errcode } = error;
  const advice = remedy.kind === 'admin' ? remedy.advice : '请按错误码查阅企业微信文档';
  return {
    key,
    state: 'broken',
    text: `企业微信拒绝（${errcode}）`,
    mend: refusedIp ? `${advice}：${refusedIp}` : advice,
  };
}
