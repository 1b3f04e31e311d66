import type { Context, Middleware, Next } from 'koa';

/** Pages load nothing from elsewhere, cannot be framed, are not guessed at, and stay on https where they have it. */
export function securityHeaders(publicUrl: string): Middleware {
  const isHttps = publicUrl.startsWith('https://');
  return async (ctx: Context, next: Next) => {
    ctx.set({
      'Content-Security-Policy':
        "default-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
      'X-Content-Type-Options': 'nosniff',
      'Referrer-Policy': 'same-origin',
      ...(isHttps && { 'Strict-Transport-Security': 'max-age=31536000' }),
    });
    await next();
  };
}
