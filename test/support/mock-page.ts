import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A message as a member's phone shows it, whatever the platform. */
export interface PageMessage {
  id: string;
  title?: string | undefined;
  subtitle?: string | undefined;
  quote?: string | undefined;
  text?: string | undefined;
  file?: string | undefined;
  rows?: { name: string; value: string }[];
  lists?: { question: string; options: { id: string; text: string }[]; preset?: string | undefined }[];
  /** Labels of what can be pressed. */
  buttons?: string[];
  /** Stands where buttons were. */
  over?: string | undefined;
}

/** What the page needs of a mock platform. */
export interface PageHost {
  platform: string;
  members(): { userId: string; name: string }[];
  /** Other places things are said in, such as groups; by ids that are no member's. */
  places?(): { userId: string; name: string }[];
  messages(userId: string): PageMessage[];
  says(userId: string, text: string): Promise<unknown>;
  clicks(userId: string, message: string, label: string, chosen: Record<string, string>): Promise<unknown>;
  sendsFile?(userId: string, name: string, bytes: Uint8Array): Promise<unknown>;
  /** They come into the chat. */
  opens?(userId: string): Promise<unknown>;
  /** What stands below every chat: opens a page, or sends its key. */
  menu?(): { name: string; url?: string | undefined; key?: string | undefined }[];
  pressesMenu?(userId: string, key: string): Promise<unknown>;
  login: {
    /** Is this where browsers are sent to log in? */
    isAt(pathname: string): boolean;
    /** Where this member's browser is sent back to. */
    authorise(address: string, userId: string): string;
  };
}

const PAGE = readFileSync(new URL('mock-page.html', import.meta.url), 'utf8');

/**
 * The page people look at when a mock is started by hand: its members, what the chosen one sees and can do; and the
 * page on which somebody who logs in says who they are. @returns whether the request was for it
 */
export async function answerPage(
  host: PageHost,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<boolean> {
  const url = new URL(request.url ?? '/', 'http://mock');
  const { pathname, search } = url;
  const [, as, where] = /^\/as\/([^/]+)(\/.+)$/.exec(pathname) ?? [];
  if (as && where) {
    const Location = host.login.authorise(`${where}${search}`, decodeURIComponent(as));
    response.writeHead(302, { Location }).end();
    return true;
  }
  if (pathname === '/' || host.login.isAt(pathname)) {
    const page = pathname === '/' ? PAGE : whoPage(host, url);
    response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    return true;
  }
  if (!pathname.startsWith('/page/')) return false;
  const body = await answerCall(host, pathname, url.searchParams, request).catch(({ message }: Error) => ({
    error: message,
  }));
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? null));
  return true;
}

async function answerCall(
  host: PageHost,
  path: string,
  query: URLSearchParams,
  request: IncomingMessage,
): Promise<unknown> {
  const userId = query.get('user') ?? '';
  if (path === '/page/members') {
    const { platform, sendsFile } = host;
    const members = [...host.members(), ...(host.places?.() ?? [])];
    return { platform, members, menu: host.menu?.() ?? [], takesFiles: sendsFile !== undefined };
  }
  if (path === '/page/messages') return host.messages(userId);
  if (path === '/page/say') return host.says(userId, query.get('text') ?? '');
  // Nobody may be listening yet.
  if (path === '/page/open') return host.opens?.(userId).catch(() => null);
  if (path === '/page/menu') return host.pressesMenu?.(userId, query.get('key') ?? '');
  if (path === '/page/file') return host.sendsFile?.(userId, query.get('name') ?? '', await bytesOf(request));
  if (path !== '/page/click') return null;
  const answers = [...query].filter(([name]) => name.startsWith('q.'));
  const chosen = Object.fromEntries(answers.map(([name, value]) => [name.slice(2), value]));
  return host.clicks(userId, query.get('message') ?? '', query.get('label') ?? '', chosen);
}

async function bytesOf(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function whoPage(host: PageHost, { pathname, search }: URL): string {
  const links = host.members().map(({ userId, name }) => {
    const href = `/as/${encodeURIComponent(userId)}${pathname}${search}`.replaceAll('&', '&amp;');
    return `<li><a href="${href}">${name}</a></li>`;
  });
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><h1>以谁登录</h1><ul>${links.join('')}</ul>`;
}
