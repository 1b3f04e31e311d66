import type { Context } from 'koa';
import type { StaticFile } from './pages/static-files.ts';

/** Answers with a file of a page's folder, or leaves the request to whoever comes next. */
export function serveFile(ctx: Context, files: ReadonlyMap<string, StaticFile>, path: string): void {
  const file = files.get(path);
  if (!file) return;
  ctx.type = file.type;
  ctx.etag = file.etag;
  ctx.set('Cache-Control', 'no-cache');
  ctx.status = 200;
  if (ctx.fresh) ctx.status = 304;
  else ctx.body = file.body;
}
