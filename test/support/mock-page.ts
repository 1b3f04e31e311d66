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
  messages(userId: string): PageMessage[];
  says(userId: string, text: string): Promise<unknown>;
  clicks(userId: string, message: string, label: string, chosen: Record<string, string>): Promise<unknown>;
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
  const body = await answerCall(host, pathname, url.searchParams).catch(({ message }: Error) => ({
    error: message,
  }));
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body ?? null));
  return true;
}

async function answerCall(host: PageHost, path: string, query: URLSearchParams): Promise<unknown> {
  const userId = query.get('user') ?? '';
  if (path === '/page/members') return { platform: host.platform, members: host.members() };
  if (path === '/page/messages') return host.messages(userId);
  if (path === '/page/say') return host.says(userId, query.get('text') ?? '');
  if (path !== '/page/click') return null;
  const answers = [...query].filter(([name]) => name.startsWith('q.'));
  const chosen = Object.fromEntries(answers.map(([name, value]) => [name.slice(2), value]));
  return host.clicks(userId, query.get('message') ?? '', query.get('label') ?? '', chosen);
}

function whoPage(host: PageHost, { pathname, search }: URL): string {
  const links = host.members().map(({ userId, name }) => {
    const href = `/as/${encodeURIComponent(userId)}${pathname}${search}`.replaceAll('&', '&amp;');
    return `<li><a href="${href}">${name}</a></li>`;
  });
  return `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><h1>以谁登录</h1><ul>${links.join('')}</ul>`;
}
