import { GenjinError } from '../core/errors.ts';

/** Somebody came back with a code that is none, too old or used: most likely a page opened a second time. */
export function staleCode(cause: unknown): GenjinError {
  const userText = '这次登录已经过期，请回到聊天里重新打开链接';
  return new GenjinError('forbidden', 'Login with a code that is stale or used', { userText, cause });
}
