import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../../src/platforms/wecom/js-sdk.ts';
import { createClient } from '../../support/client.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { Visitor } from '../../support/visitor.ts';
import { type WecomWorld, wecomStory } from '../../support/wecom/world.ts';

const IN_WECOM = 'Mozilla/5.0 (iPhone) wxwork/5.0.6 MicroMessenger/7.0.1 Language/zh Mobile';
const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0) Chrome/142';

/** As far as WeCom, which knows the member. @returns the address WeCom sends the browser back to */
async function asksWecom(
  world: WecomWorld,
  visitor: Visitor,
  userId: string,
  agent = IN_WECOM,
): Promise<string> {
  const headers = { 'User-Agent': agent };
  const login = await visitor.sentTo('/board', { headers });
  const wecom = await visitor.sentTo(login.pathname + login.search, { headers });
  const back = new URL(world.mock.app.login.authorise(wecom, userId));
  expect(back.origin).toBe('https://genjin.example');
  return back.pathname + back.search;
}

const visitorOf = (world: WecomWorld) => new Visitor(createClient(() => world.processes[0]?.url ?? ''));

describe('pages inside WeCom', () => {
  wecomStory(
    'the member WeCom names is who the page is for, in the client and on a desktop',
    async (world) => {
      for (const agent of [IN_WECOM, DESKTOP]) {
        const visitor = visitorOf(world);
        // WeCom tells no cases apart.
        const back = await asksWecom(world, visitor, 'Wang-Min', agent);
        expect((await visitor.sentTo(back)).pathname).toBe('/board');
        expect((await visitor.open('/board')).text).toContain('王敏');
        expect((await visitor.open('/me/note')).text).toContain('content="/wecom/page/bridge.js"');
      }
    },
  );

  wecomStory('a message that only opens a page is a card that does', async (world) => {
    const link = { label: '打开', url: 'https://genjin.example/documents/D101' };
    const message = { channel: 'chat', kind: 'text', refs: {}, urgency: 'reply' } as const;
    const params = { body: 'D101 的原图和每一项的出处', link };
    await world.genjin.stores.outbox.add('page', { ...message, to: 'wang-min', params }, world.clock.now());
    await world.settle();
    const [shown] = world.mock.app.of('wang-min');
    expect(shown).toMatchObject({ msgtype: 'textcard', page: { title: params.body, url: link.url } });
  });

  wecomStory('whoever enters the app for the first time is welcomed with a picture, once', async (world) => {
    for (let entered = 0; entered < 3; entered++) {
      expect(await world.mock.event('wang-min', 'enter_agent', { EventKey: '' })).toEqual([200]);
      await world.settle();
    }
    const [shown, ...more] = world.mock.app.of('wang-min');
    expect(more).toEqual([]);
    expect(shown?.card).toMatchObject({ card_type: 'news_notice', card_image: { aspect_ratio: 2 } });
    const { url = '' } = shown?.card?.card_type === 'news_notice' ? shown.card.card_image : {};
    const picture = await visitorOf(world).open(new URL(url).pathname);
    expect(picture.status).toBe(200);
  });

  wecomStory('pages to choose from, figures, a lead and a report: each in its own form', async (world) => {
    await world.lead(HANGZHOU);
    const manager = world.person('李强');
    for (const words of ['网页', '看板', '查看 L1001']) await manager.says(words);
    await manager.sendsFile(
      '线索.csv',
      Buffer.from('单位,联系人,电话\n市一医院,王医生,13800001111\n,李医生,'),
    );
    const shown = world.mock.app.of('li-qiang');
    expect(shown[0]?.articles?.map(({ title }) => title)).toEqual(['网页', '今日重点', '记一笔', '上传文件']);
    expect(shown[1]?.card).toMatchObject({
      card_type: 'text_notice',
      emphasis_content: { title: '1 条', desc: '待触达' },
      card_action: { url: 'https://genjin.example/board' },
    });
    const { customerId } = (await world.genjin.stores.leads.get('L1001')) ?? {};
    const card_action = { type: 1, url: `https://genjin.example/customers/${customerId}` };
    expect(shown.find(({ card }) => card?.card_type === 'button_interaction')?.card).toMatchObject({
      card_action,
    });
    const report = shown.find(({ msgtype }) => msgtype === 'markdown')?.text;
    expect(report).toContain('<font color="warning">1 行未导入</font>');
  });

  wecomStory('strangers, used and late codes open nothing', async (world) => {
    const stranger = visitorOf(world);
    expect((await stranger.open(await asksWecom(world, stranger, ''))).status).toBe(403);
    const unknown = visitorOf(world);
    expect((await unknown.open(await asksWecom(world, unknown, 'nobody-here'))).status).toBe(403);
    const late = visitorOf(world);
    const back = await asksWecom(world, late, 'wang-min');
    await world.advance('6m');
    const tooLate = await late.open(back);
    expect([tooLate.status, tooLate.text]).toEqual([403, expect.stringContaining('重新打开')]);
    const unlucky = visitorOf(world);
    world.mock.trouble('auth/getuserinfo', 'gateway');
    const later = await unlucky.open(await asksWecom(world, unlucky, 'wang-min'));
    expect([later.status, later.text]).toEqual([503, expect.stringContaining('稍后重新打开')]);
    for (const visitor of [stranger, unknown, late, unlucky])
      expect((await visitor.open('/board')).status).toBe(302);
  });

  wecomStory('a note on the page is answered in the chat', async (world) => {
    const visitor = visitorOf(world);
    await visitor.sentTo(await asksWecom(world, visitor, 'wang-min'));
    const { body } = await visitor.post('/me/note', { id: 'a1b2c3d4e5f6', text: '今日待触达' });
    expect(body.answers[0]).toContain('今日待触达');
    await world.person('王敏').receives('今日待触达');
  });

  wecomStory('signatures are for our own pages, from tickets that are kept', async (world) => {
    const visitor = visitorOf(world);
    expect((await visitor.open('/me/signature?path=/me/note')).status, 'of a stranger').toBe(401);
    await visitor.sentTo(await asksWecom(world, visitor, 'wang-min'));
    for (let i = 0; i < 3; i++) {
      const { body } = await visitor.open('/me/signature?path=/me/note%3Fabout%3DL1');
      const { nonceStr, timestamp, signature } = body.agentConfig;
      const url = 'https://genjin.example/me/note?about=L1';
      expect(signature).toBe(signatureOf('ticket-of-the-app', nonceStr, timestamp, url));
    }
    expect(world.mock.app.login.ticketsIssued).toBe(2);
    for (const path of ['https://evil.example/', 'evil', '/a#b', '']) {
      const query = new URLSearchParams({ path });
      expect((await visitor.open(`/me/signature?${query}`)).status, path).toBe(422);
    }
    expect((await visitor.open('/wecom/page/sdk.js')).text).toContain('register');
  });
});

it('signs as the example of the documentation does (path/90506)', () => {
  const ticket = 'sM4AOVdWfPE4DxkXGEs8VMCPGGVi4C3VM0P37wVUCFvkVAy_90u5h9nbSlYy3-Sl-HhTdfl2fzFy1AOcHKP7qg';
  const signature = signatureOf(
    ticket,
    'Wm3WZYTPz0wzccnW',
    1_414_587_457,
    'http://mp.weixin.qq.com?params=value',
  );
  expect(signature).toBe('0f9de62fce790f9a083d5c99e95740ceb90c27ed');
});
