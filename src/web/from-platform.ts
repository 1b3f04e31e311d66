import { errorText, isGenjinError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { HttpError } from './http.ts';

/** Asks a chat platform while somebody waits for a page. @throws HttpError 503 when it does not answer as it should */
export async function fromPlatform<T>(log: Logger, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isGenjinError(error) || error instanceof HttpError) throw error;
    log.warn({ reason: errorText(error) }, 'the chat platform does not answer a page');
    throw new HttpError(503, '聊天平台暂时没有应答，请稍后重新打开', 10);
  }
}
