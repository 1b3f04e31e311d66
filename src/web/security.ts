import type { Context, Middleware, Next } from 'koa';

/** Pages load nothing from elsewhere, cannot be framed, and are not guessed at. */
export function securityHeaders(): Middleware {
  return async (ctx: Context, next: Next) => {
    ctx.set({
      'Content-Security-Policy':
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
    });
    await next();
  };
}
