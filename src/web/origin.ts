import type { Context } from 'koa';
import { HttpError } from './http.ts';

/**
 * What changes something must come from a page of this very site (CSRF): browsers say so themselves, in Origin or at
 * least in Referer. @throws HttpError 403
 */
export function assertOwnOrigin(ctx: Context, publicUrl: string): void {
  const from = ctx.get('origin') || ctx.get('referer');
  const host = URL.canParse(from) ? new URL(from).host : '';
  if (!host || (host !== ctx.host && host !== new URL(publicUrl).host)) {
    throw new HttpError(403, '只接受本站页面的请求');
  }
}
