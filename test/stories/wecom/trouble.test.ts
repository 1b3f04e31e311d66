import { describe, expect } from 'vitest';
import { HANGZHOU, NINGBO } from '../../support/leads.ts';
import type { Trouble } from '../../support/wecom/mock-wecom.ts';
import { wecomStory } from '../../support/wecom/world.ts';

describe('WeCom in trouble', () => {
  wecomStory('tokens ended early are replaced once, and nobody notices', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    world.mock.app.expireTokens();
    await world.person('王敏').says('帮助');
    await world.person('王敏').receives('跟进助手能做什么');
    expect(world.mock.app.tokensIssued).toBe(2);
  });

  wecomStory('a token that has run its time is renewed before it ends', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    await world.advance('1h56m');
    await world.person('王敏').says('帮助');
    await world.person('王敏').receives('跟进助手');
    expect(world.mock.calls.filter((call) => call.errcode !== 0)).toEqual([]);
  });

  const once: [string, Trouble][] = [
    ['the answer is lost after WeCom took the message', 'lost-answer'],
    ['the request is lost', 'lost-request'],
    ['a proxy answers instead', 'gateway'],
    ['WeCom takes its time', { slow: 300 }],
    ['WeCom is busy', { refuse: -1 }],
    ['too many calls', { refuse: 45009 }],
    ['too many at once', { refuse: 45033 }],
    [
      'the IP is not trusted',
      { refuse: 60020, errmsg: 'not allow to access from your ip, from ip: 1.2.3.4' },
    ],
    ['the right is missing', { refuse: 48002 }],
  ];
  for (const [what, trouble] of once) {
    wecomStory(`${what}: the card comes later, and once`, async (world) => {
      world.mock.trouble('message/send', trouble);
      await world.lead(HANGZHOU);
      await world.settle();
      await world.advance('3m');
      await world.person('王敏').receives('L1001');
      await world.person('王敏').receivesNothing();
    });
  }

  wecomStory('refused again and again: everything waits, nothing is given up', async (world) => {
    world.mock.trouble('message/send', { refuse: 60020 }, 100_000);
    await world.lead(HANGZHOU);
    await world.advance('20m');
    expect((await world.genjin.stores.outbox.countByState()).dead ?? 0).toBe(0);
    // About once a minute: neither forgotten nor hammered.
    expect(world.mock.callsOf('message/send')).toBeGreaterThan(10);
    expect(world.mock.callsOf('message/send')).toBeLessThan(30);
  });

  wecomStory('a wrong secret is not asked again and again', async (world) => {
    world.mock.trouble('gettoken', { refuse: 40001 }, 3);
    await world.lead(HANGZHOU);
    await world.advance('4m');
    expect(world.mock.callsOf('gettoken')).toBe(1);
    await world.advance('20m');
    await world.person('王敏').receives('L1001');
  });

  wecomStory('WeCom delivers a click four times at once: it acts once', async (world) => {
    await world.lead(HANGZHOU);
    const card = await world.person('王敏').receives('L1001');
    const click = world.mock.app.click('wang-min', world.shown('wang-min', card.id).taskId ?? '', '接单', {});
    const fields = { MsgType: 'event', Event: 'template_card_event', ...click };
    expect(await world.mock.callback({ ...world.mock.common('wang-min'), ...fields }, 4)).toEqual([
      200, 200, 200, 200,
    ]);
    await card.nowShows('已接单');
    await world.person('王敏').receivesNothing();
    await world.person('王敏').receivesNothing();
  });

  wecomStory('two processes: one token, every message once', async (world) => {
    await world.startProcess();
    await Promise.all([HANGZHOU, NINGBO].map((item) => world.lead(item)));
    await Promise.all(world.processes.map(({ genjin }) => genjin.engine.settle()));
    await world.settle();
    // two processes take them at once: which of them is L1001 is nobody's promise
    const cards = world.mock.app.messages.map((m) => m.card?.main_title.title.replace(/L100[12]/, 'L…'));
    expect(cards.toSorted()).toEqual(['新线索 L… · 宁波市鄞州人民医院', '新线索 L… · 杭州市第一人民医院']);
    expect(world.mock.app.tokensIssued).toBe(1);
    expect(world.mock.callsOf('gettoken')).toBe(1);
  });

  wecomStory('a card that can no longer be changed is replaced by one that says so', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    const old = await rep.receives('L1001');
    world.mock.trouble('message/update_template_card', { refuse: 60140 });
    await rep.says('接单 L1001');
    await rep.hears('已接单');
    const fresh = await rep.receives('L1001');
    expect(fresh.text).toContain('原卡片已过期');
    expect(old.text, 'what WeCom did not let us change').not.toContain('已接单');
    await fresh.clicks('已联系');
    await (await rep.receives('沟通结果')).clicks('已报价');
    await fresh.nowShows('已跟进');
    // A click on the old one is answered for what it is, and puts it out of use.
    await old.clicks('接单');
    await expect.poll(() => old.text).toContain('请看最新的卡片');
    await fresh.nowShows('已跟进');
  });

  wecomStory('a finished card is not worth a new message', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    await rep.receives('L1001');
    world.mock.trouble('message/update_template_card', { refuse: 60140 });
    await rep.says('L1001 已电话沟通');
    await rep.receives('已记录');
    await rep.receivesNothing();
  });

  wecomStory('a file WeCom no longer has is asked for again', async (world) => {
    world.mock.trouble('media/get', { refuse: 40007 });
    await world.person('李强').sendsFile('线索.csv', Buffer.from('单位,电话\nA,13812345678'));
    await world.person('李强').hears('没能取到这个文件');
  });

  wecomStory('a forged callback is refused and leaves nothing', async (world) => {
    const answer = await fetch(`${world.mock.callbackUrl}?msg_signature=0&timestamp=1&nonce=1`, {
      method: 'POST',
      body: '<xml><Encrypt>AAAA</Encrypt></xml>',
    });
    expect(answer.status).toBe(403);
    expect(await answer.text()).not.toContain('signature');
  });

  wecomStory('no token ever reaches the log', async (world) => {
    world.mayLogErrors = true;
    for (const trouble of ['lost-answer', 'gateway', { refuse: 40058 }] as Trouble[]) {
      world.mock.trouble('message/send', trouble);
      await world.lead({ ...HANGZHOU, phone: `1381234${1000 + world.mock.calls.length}` });
      await world.settle();
    }
    expect(JSON.stringify(world.log)).not.toMatch(/token-\d|secret-of-the-app/);
  });
});
