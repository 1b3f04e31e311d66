import type { Agent } from 'node:http';
import createHttpsProxyAgent from 'https-proxy-agent';
import { getProxyForUrl } from 'proxy-from-env';

/** The proxy of `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` for an address, `ws:` and `wss:` too; none: undefined. */
export function proxyFor(url: string): string | undefined {
  return getProxyForUrl(url.replace(/^ws/, 'http')) || undefined;
}

/** What a WebSocket to this address has to go through; HTTP requests see to it themselves. */
export function proxyAgentFor(url: string): Agent | undefined {
  const proxy = proxyFor(url);
  return proxy === undefined ? undefined : (createHttpsProxyAgent(proxy) as unknown as Agent);
}

/** As it may be shown: without name and password. */
export function shownProxy(url: string): string {
  return url.replace(/\/\/[^@/]*@/, '//***@');
}
