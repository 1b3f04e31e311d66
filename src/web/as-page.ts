import type { Context } from 'koa';
import { isGenjinError } from '../core/errors.ts';
import { HttpError, STATUS, sayWhenAgain } from './http.ts';
import { renderNoticePage } from './pages/form/render.ts';

/** Visitors get a page they can read, whatever goes wrong. */
export async function asPage(ctx: Context, title: string, run: () => Promise<void>): Promise<void> {
  ctx.type = 'html';
  try {
    await run();
  } catch (error) {
    if (error instanceof HttpError) {
      ctx.status = error.status;
      sayWhenAgain(ctx, error);
    } else if (isGenjinError(error)) ctx.status = STATUS[error.code];
    else throw error;
    ctx.body = renderNoticePage(title, error instanceof HttpError ? error.message : error.userText);
  }
}
