import { describe, expect } from 'vitest';
import { formatDay } from '../../../cards/format.ts';
import { createCalendar } from '../../../src/domain/calendar/calendar.ts';
import { DingtalkWorld } from '../../support/dingtalk/world.ts';
import { drawForm, type Form } from '../../support/documents/sheet.ts';
import { HANGZHOU } from '../../support/leads.ts';
import { type PlatformWorld, platformStory } from '../../support/platform-world.ts';
import { SimulatorWorld } from '../../support/simulator-world.ts';
import { BotWorld } from '../../support/wecom/bot-world.ts';
import { WecomWorld } from '../../support/wecom/world.ts';

/** `changes`: a tapped card shows what the tap did, so nothing is said of it besides. */
type Can = { pages?: true; groups?: true; changes?: true };

/** What every platform promises, run on each of them. What only one can do stands in that one's stories. */
const WORLDS: [name: string, open: () => Promise<PlatformWorld>, can: Can][] = [
  ['simulator', () => SimulatorWorld.open(), { pages: true, groups: true, changes: true }],
  ['WeCom app', () => WecomWorld.open(), { pages: true, groups: true, changes: true }],
  ['WeCom bot', () => BotWorld.open(), { changes: true }],
  ['DingTalk', () => DingtalkWorld.open(), { pages: true }],
];

const FEEDBACK: Form = {
  title: '设备试用反馈表',
  layout: 'table',
  rows: [
    [{ label: '医院名称', value: String(HANGZHOU.company) }],
    [
      { label: '试用科室', value: '超声科' },
      { label: '反馈人', value: '王建国' },
    ],
    [
      { label: '试用开始日期', value: '2026年10月8日' },
      { label: '试用结束日期', value: '2026年11月6日' },
    ],
    [
      {
        label: '推荐意愿',
        value: { options: ['强烈推荐', '推荐', '观望', '不推荐'], ticked: ['强烈推荐'] },
      },
    ],
    [{ label: '主要顾虑点', value: '售后响应慢' }],
  ],
};

describe.each(WORLDS)('%s', (_name, open, can) => {
  const promise = (title: string, body: (world: PlatformWorld) => Promise<void>) =>
    platformStory(title, open, body);

  promise('a lead is a card; typing and tapping come back; what is recorded can be undone', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    const card = await rep.receives('新线索 L1001');
    expect(card.text).toContain('王建国');
    await card.clicks('接单');
    if (can.changes) await rep.receivesNothing();
    else await rep.hears('已接单 L1001');
    expect((await world.genjin.stores.leads.get('L1001'))?.status).toBe('accepted');
    await rep.says('L1001 已报价50万 嫌贵 下周二下午3点回访');
    const noted = await rep.receives('已记录');
    expect(noted.text).toContain('50万');
    await noted.clicks('撤销');
    const last = await world.genjin.stores.interactions.lastOf('wang-min');
    expect(last).toBeNull();
  });

  promise('a choice on a card arrives with the tap', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    await (await rep.receives('新线索 L1001')).clicks('转出');
    await (await rep.receives('转出 L1001')).clicks('确认转出', { reason: '区域不符' });
    expect((await world.person('徐静').receives('新线索 L1001')).text).toContain('区域不符');
  });

  promise(
    'a gate is asked and answered by tap, by typing and by several at once; the last one moves',
    async (world) => {
      const rep = world.person('王敏');
      await world.lead(HANGZHOU);
      await rep.receives('新线索 L1001');
      const lead = async () => world.genjin.stores.leads.get('L1001');
      await rep.says('推进 L1001 已预约设备科演示');
      expect((await rep.receives('阶段 L1001')).text).toContain('到「已预约设备科演示」');
      await rep.says('推进 L1001 设备科初审');
      const gate = await rep.receives('推进到「设备科初审」');
      for (const words of ['还差 4 项', '演示定在哪一天']) expect(gate.text).toContain(words);
      await gate.clicks('请主管放行');
      await rep.hears('已请李强决定');
      await world.person('李强').receives('推进到「设备科初审」');
      await rep.says('演示日期周五 疑问是接口');
      const left = await rep.receives('推进到「设备科初审」');
      for (const words of ['还差 2 项', '演示截图']) expect(left.text).toContain(words);
      expect((await lead())?.fields).toMatchObject({ customerQuestions: '接口' });
      await rep.says('不需要二次演示');
      expect((await rep.receives('推进到「设备科初审」')).text).toContain('还差 1 项');
      expect((await lead())?.fields.secondDemo).toBe(false);
      await rep.says('稍后');
      await rep.hears('先放着');
      expect((await lead())?.stage).toBe('demo-booked');
    },
  );

  promise('a day on the gate card is tapped, and the lead moves', async (world) => {
    const rep = world.person('王敏');
    await world.lead(HANGZHOU);
    await rep.says('推进 L1001 已预约设备科演示');
    await rep.receives('阶段 L1001');
    await rep.says('推进 L1001');
    const gate = await rep.receives('推进到「设备科演示完成」');
    const calendar = createCalendar();
    await gate.clicks(formatDay(calendar.dayKey(calendar.addWorkdays(world.clock.now(), 1))));
    expect((await rep.receives('阶段 L1001')).text).toContain('到「设备科演示完成」');
    expect((await world.genjin.stores.leads.get('L1001'))?.stage).toBe('demo-done');
  });

  promise(
    'a lead moves on by taps and lines, its gate opens with the last item, lost is a choice',
    async (world) => {
      const rep = world.person('王敏');
      const at = async () => (await world.genjin.stores.leads.get('L1001'))?.stage;
      await world.lead(HANGZHOU);
      await rep.says('阶段 L1001');
      const stage = await rep.receives('阶段 L1001');
      expect(stage.text).toContain('接下来');
      expect(stage.text).toContain('需求确认');
      await stage.clicks('推进');
      expect(await at()).toBe('need-confirmed');
      await rep.says('推进 L1001 设备科演示完成');
      await rep.receives('推进到「设备科演示完成」');
      await rep.says('L1001 演示日期改成2026-11-27');
      expect(await at()).toBe('demo-done');
      await rep.says('丢单 L1001');
      await (await rep.receives('丢单')).clicks('确认丢单', { reason: '选了竞品' });
      await (await rep.receives('客户选了哪一家')).clicks('确认丢单', { who: '不清楚' });
      expect(await at()).toBe('lost');
    },
  );

  promise('a file comes in whole, a file goes out whole', async (world) => {
    const manager = world.person('李强');
    const rows = ['单位,联系人,电话,产品', '杭州市第一人民医院,王建国,13812345678,超声'].join('\n');
    await manager.sendsFile('线索 名单.csv', Buffer.from(`\uFEFF${rows}`));
    await world.settle();
    expect((await world.genjin.stores.leads.get('L1001'))?.company).toBe('杭州市第一人民医院');
    const { ownerId } = (await world.genjin.stores.leads.get('L1001')) ?? {};
    const owner = (await world.genjin.stores.people.get(ownerId ?? ''))?.name ?? '';
    await world.person(owner).says('导出今日待触达');
    const bytes = await world.person(owner).receivesFile(/\.xlsx$/);
    expect(Buffer.from(bytes).subarray(0, 2).toString()).toBe('PK');
  });

  promise(
    'a form that takes its time to be read is a card then, and a record once it is filed',
    async (world) => {
      await world.lead(HANGZHOU);
      const rep = world.person('王敏');
      await rep.receives('新线索 L1001');
      await rep.sendsFile('表.pdf', await drawForm(FEEDBACK));
      const card = await rep.receives('设备试用反馈表');
      await card.clicks('归档');
      const lead = await world.genjin.stores.leads.get('L1001');
      expect(lead?.fields).toMatchObject({ recommendation: '强烈推荐' });
    },
  );

  promise('whoever asks for figures or pages gets them in the form the platform has', async (world) => {
    const isShown = (words: string) => world.screen('li-qiang').some(({ text }) => text.includes(words));
    await world.lead(HANGZHOU);
    await world.person('李强').says('看板');
    for (const words of ['待触达', '1 条', '待分配', '没有超时的线索'])
      expect(isShown(words), words).toBe(true);
    await world.person('李强').says('网页');
    for (const path of ['/board', '/me/note', '/me/upload']) {
      expect(isShown(`https://genjin.example${path}`), path).toBe(can.pages ?? false);
    }
    expect(isShown('没有可以打开的网页')).toBe(!can.pages);
  });

  promise(
    'a lead has a group where the platform has one to give, and a word where it has not',
    async (world) => {
      await world.lead(HANGZHOU);
      const rep = world.person('王敏');
      await rep.receives('新线索 L1001');
      await rep.says('建群 L1001 徐静');
      await rep.hears(can.groups ? '的群：王敏、李强、徐静' : '不能由机器人建群');
      const { group } = (await world.genjin.stores.leads.get('L1001')) ?? {};
      expect(group?.named).toEqual(can.groups && ['xu-jing']);
    },
  );

  promise('a reminder comes at its time, once, to the rep and the manager', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
    await world.advance('1h59m');
    await world.person('李强').receivesNothing();
    await world.advance('1m');
    await world.person('王敏').receives('L1001');
    await world.person('李强').receives('L1001');
    await world.person('李强').receivesNothing();
  });

  promise('a lead nobody touches goes up, then on to somebody else, who wins it', async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('新线索 L1001');
    await world.advance('4h');
    await world.person('赵雪梅').receives('L1001');
    await world.advance('20h');
    const next = world.person('徐静');
    await next.receives('新线索 L1001');
    expect((await world.genjin.stores.leads.get('L1001'))?.ownerId).toBe('xu-jing');
    await next.says('L1001 已成交 120万');
    await (await next.receives('已记录')).clicks('已成交，关闭线索');
    await next.hears('还不能记为成交');
    await world.person('李强').says('放行 L1001 合同签署 合同原件已核对');
    expect((await world.genjin.stores.leads.get('L1001'))?.status).toBe('won');
  });
});
