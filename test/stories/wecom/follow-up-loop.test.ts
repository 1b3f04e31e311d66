import { describe, expect } from 'vitest';
import { HANGZHOU } from '../../support/leads.ts';
import type { Fields } from '../../support/wecom/envelope.ts';
import { wecomStory } from '../../support/wecom/world.ts';

describe('the follow-up loop inside WeCom', () => {
  wecomStory('lead in, card out, reminded, accepted, contacted, recorded', async (world) => {
    const rep = world.person('王敏');
    const manager = world.person('李强');
    await world.lead(HANGZHOU);
    const card = await rep.receives('新线索 L1001');
    expect(card.text).toContain('王建国');
    await world.advance('2h');
    const reminder = await rep.receives('L1001');
    const copy = await manager.receives('L1001');
    await card.clicks('接单');
    await card.nowShows('已接单');
    await reminder.clicks('已联系');
    const outcome = await rep.receives('沟通结果');
    await outcome.clicks('已报价');
    const log = await rep.receives('已记录');
    for (const one of [card, reminder, copy]) await one.nowShows('已跟进 · 王敏');
    await log.clicks('确认');
    await log.nowShows('已确认');
    await rep.says('王主任 已报价50万 嫌贵 下周二下午3点回访');
    const noted = await rep.receives('已记录');
    expect(noted.text).toContain('50万');
    await noted.clicks('撤销');
    await noted.nowShows('已撤销');
  });

  wecomStory('a place is a visit; what has no words is answered all the same', async (world) => {
    const rep = world.person('王敏');
    const sends = async (MsgType: string, fields: Fields) => {
      const message = { ...world.mock.common('wang-min'), MsgType, MsgId: world.mock.nextMsgId(), ...fields };
      expect(await world.mock.callback(message)).toEqual([200]);
      await world.settle();
    };
    await world.lead(HANGZHOU);
    await rep.receives('新线索 L1001');
    const at = { Location_X: '30.25', Location_Y: '120.16', Scale: '16' };
    await sends('location', { ...at, Label: '杭州市第一人民医院(浣纱路261号)' });
    const visit = await rep.receives('拜访 L1001');
    expect(visit.text).toContain('客户的痛点是什么');
    await sends('location', { ...at, Label: '银泰百货 L2层' });
    expect((await rep.receives('拜访 L1001')).text).toContain('银泰百货');
    await sends('link', { Title: '招标公告', Description: '', Url: 'https://example.com', PicUrl: '' });
    await rep.hears('没有看到文字');
    await world.advance('2s');
    await sends('emotion', {});
    await rep.hears('没有看到文字');
    await sends('voice', {
      MediaId: world.mock.app.store('1.amr', Buffer.from('#!AMR\n123456')),
      Format: 'amr',
    });
    await rep.hears('这是录音');
  });

  wecomStory('passing on by a dropdown; choosing nothing asks again', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    const card = await rep.receives('新线索 L1001');
    await card.clicks('转出');
    const ask = await rep.receives('转出 L1001');
    await ask.clicks('确认转出');
    const again = await rep.receives('转出 L1001');
    await again.clicks('确认转出', { reason: '区域不符' });
    const next = await world.person('徐静').receives('新线索 L1001');
    expect(next.text).toContain('区域不符');
    await card.nowShows('已转给 徐静');
  });
});
