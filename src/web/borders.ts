import type { Context, Middleware, Next } from 'koa';
import { HttpError } from './http.ts';

/** Asked by probes under whatever address a machine has, and nothing to steal. */
const PROBES = new Set(['/healthz', '/readyz', '/metrics']);
const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])$/i;

/**
 * For the demo, where nobody logs in and the key is known: only requests under this machine's own names or
 * `PUBLIC_URL` are answered, so that a page of another site that gives its name our address (DNS rebinding) reads
 * and says nothing. @throws HttpError 403
 */
export function ownHostsOnly(publicUrl: string): Middleware {
  const own = new URL(publicUrl).hostname.toLowerCase();
  const isOwn = (host: string) => {
    const name = nameOf(host);
    return name !== undefined && (LOCAL.test(name) || name === own);
  };
  // Another port of this machine is another site.
  const isSame = (origin: string, host: string) =>
    URL.canParse(origin) && [host.toLowerCase(), new URL(publicUrl).host].includes(new URL(origin).host);
  return async (ctx: Context, next: Next) => {
    if (!PROBES.has(ctx.path)) {
      // The header itself: what a proxy forwards beside it may be anybody's.
      if (!isOwn(ctx.get('host')))
        throw new HttpError(
          403,
          '演示只接受本机和 PUBLIC_URL 的地址，请用 localhost 打开，或设置 PUBLIC_URL',
        );
      const origin = ctx.get('origin');
      if (origin && !isSame(origin, ctx.get('host'))) throw new HttpError(403, '只接受演示自己页面的请求');
    }
    await next();
  };
}

/** `[::1]` of `[::1]:3000`. */
function nameOf(host: string): string | undefined {
  const url = `http://${host}`;
  const isPlain = /^[^/\\?#@\s]+$/.test(host) && URL.canParse(url);
  return isPlain ? new URL(url).hostname : undefined;
}
