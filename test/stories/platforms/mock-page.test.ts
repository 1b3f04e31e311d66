import { describe, expect, it } from 'vitest';
import { createClient } from '../../support/client.ts';
import { DingtalkWorld } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';
import type { PageMessage } from '../../support/mock-page.ts';
import { Visitor } from '../../support/visitor.ts';
import { BotWorld } from '../../support/wecom/bot-world.ts';
import { WecomWorld } from '../../support/wecom/world.ts';

const PLATFORMS: {
  name: string;
  open(): Promise<WecomWorld | BotWorld | DingtalkWorld>;
  hasLogin?: boolean;
  takesFiles?: boolean;
}[] = [
  { name: 'WeCom', open: () => WecomWorld.open(), takesFiles: true },
  { name: 'WeCom, the bot', open: () => BotWorld.open(), hasLogin: false, takesFiles: true },
  { name: 'DingTalk', open: () => DingtalkWorld.open({ template: true }) },
  { name: 'DingTalk without a template', open: () => DingtalkWorld.open() },
];

describe.each(PLATFORMS)('the page of the mock of $name', ({ open, hasLogin = true, takesFiles }) => {
  it('shows what a member sees, presses and types for them, and logs them in', async () => {
    const world = await open();
    try {
      const page = createClient(() => world.mock.url);
      const ask = async (path: string, query: Record<string, string> = {}) =>
        (await page(`/page/${path}?${new URLSearchParams(query)}`)).body;
      const sees = async (): Promise<PageMessage[]> => {
        await world.settle();
        return ask('messages', { user: 'wang-min' });
      };
      expect((await ask('members')).members).toContainEqual({ userId: 'wang-min', name: '王敏' });
      await world.lead(HANGZHOU);
      const [lead] = await sees();
      expect(lead).toMatchObject({ title: expect.stringContaining('新线索 L1001') });
      expect(JSON.stringify(lead)).toContain(HANGZHOU.company);
      const showsSoon = (what: string) =>
        expect.poll(async () => JSON.stringify(await sees())).toContain(what);
      await ask('click', { user: 'wang-min', message: lead?.id ?? '', label: '接单' });
      await showsSoon('已接单');
      await ask('say', { user: 'wang-min', text: '今日待触达' });
      await showsSoon('今日待触达');
      expect(await ask('click', { user: 'wang-min', message: 'none', label: '接单' })).toHaveProperty(
        'error',
      );

      if (takesFiles) {
        const file = { method: 'POST', body: '客户名称,电话\n市九医院,13700001111' };
        const query = new URLSearchParams({ user: 'wang-min', name: '名单.csv' });
        await page(`/page/file?${query}`, file);
        await showsSoon('「名单.csv」');
      }

      if (!hasLogin) return world.concludes();
      for (const words of ['网页', '看板']) await ask('say', { user: 'wang-min', text: words });
      await showsSoon('https://genjin.example/me/upload');
      await showsSoon('待触达');
      const browser = new Visitor(createClient(() => world.processes[0]?.url ?? ''));
      const login = await browser.sentTo('/board');
      const asked = await browser.sentTo(login.pathname + login.search);
      const mock = new Visitor(page);
      const [, href = ''] = /href="([^"]*wang-min[^"]*)"/.exec(
        (await mock.open(asked.pathname + asked.search)).text,
      ) ?? [''];
      const back = await mock.sentTo(href.replaceAll('&amp;', '&'));
      await browser.sentTo(back.pathname + back.search);
      expect((await browser.open('/board')).text).toContain('王敏');
      world.concludes();
    } finally {
      await world.close();
    }
  }, 60_000);
});
