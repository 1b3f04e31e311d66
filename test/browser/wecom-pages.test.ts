import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser, openPage, PHONE } from '../support/browser.ts';
import { createClient } from '../support/client.ts';
import { Visitor } from '../support/visitor.ts';
import { WecomWorld } from '../support/wecom/world.ts';

/** What the pages borrow from the WeCom client; the official SDK is played, the client is not here. */
const SDK = `
export const register = (options) => { globalThis.registered = { ...options, agent: options.getAgentConfigSignature('') } };
export const ensureAgentConfigReady = async () => {};
export const onVoiceRecordEnd = () => {};
export const startRecord = async () => {};
export const stopRecord = async () => ({ localId: 'voice-1' });
export const translateVoice = async ({ localId }) => ({ translateResult: '已报价五十万（' + localId + '）' });
export const chooseMessageFile = async () => ({ tempFiles: [{ localId: 'file-1', name: '名单.csv' }] });
export const getLocalFileData = async () => ({ localData: btoa('a,b') });
`;
const IN_WECOM =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 wxwork/5.0.6 MicroMessenger/7.0.1';

let browser: Browser;
let world: WecomWorld;
let session: string;

beforeAll(async () => {
  [browser, world] = await Promise.all([openBrowser(), WecomWorld.open()]);
  const visitor = new Visitor(createClient(() => world.processes[0]?.url ?? ''));
  const login = await visitor.sentTo('/login?to=/board', { headers: { 'User-Agent': IN_WECOM } });
  const back = new URL(world.mock.app.login.authorise(login, 'wang-min'));
  await visitor.sentTo(back.pathname + back.search);
  session = visitor.cookies.get('genjin') ?? '';
}, 60_000);
afterAll(async () => {
  await browser.close();
  await world.close();
});

async function open(path: string, userAgent = IN_WECOM): Promise<{ page: Page; errors: string[] }> {
  const opened = await openPage(browser, { ...PHONE, userAgent });
  const url = world.processes[0]?.url ?? '';
  await opened.page.context().addCookies([{ name: 'genjin', value: session, url }]);
  await opened.page.route('**/wecom/page/sdk.js', (route) =>
    route.fulfill({ contentType: 'text/javascript', body: SDK }),
  );
  opened.page.setDefaultTimeout(10_000);
  await opened.page.goto(url + path);
  return opened;
}

describe('inside the WeCom client', () => {
  it('speech becomes text to check before it is sent', async () => {
    const { page, errors } = await open('/me/note');
    await page.getByRole('button', { name: '按一下说话' }).click();
    await page.getByRole('button', { name: '说完了' }).click();
    await page.getByText('请核对后发送。').waitFor();
    expect(await page.getByLabel('内容').inputValue()).toBe('已报价五十万（voice-1）');
    const registered = await page.evaluate('globalThis.registered');
    expect(registered).toMatchObject({
      agentId: 1_000_002,
      agent: { signature: expect.stringMatching(/^[0-9a-f]{40}$/) },
    });
    expect(errors).toEqual([]);
  });

  it('a file is chosen out of a chat', async () => {
    const { page, errors } = await open('/me/upload');
    await page.getByRole('button', { name: '从聊天记录中选择' }).click();
    await page.getByText('名单.csv').waitFor();
    await page.getByRole('button', { name: '上传' }).click();
    await page.locator('#upload-answers').getByText('名单.csv').waitFor();
    expect(errors).toEqual([]);
  });

  it('elsewhere the pages do without', async () => {
    const { page } = await open('/me/note', 'Mozilla/5.0 (Windows NT 10.0) Chrome/142');
    await page.waitForLoadState('networkidle');
    expect(await page.getByRole('button', { name: '按一下说话' }).isVisible()).toBe(false);
  });
});
