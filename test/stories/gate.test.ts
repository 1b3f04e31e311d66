import { describe, expect } from 'vitest';
import { json } from '../support/client.ts';
import { KEY, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';
import { Visitor } from '../support/visitor.ts';

/** 王敏's lead, at the node before the one whose gate asks for `screenshot`, questions and a second demonstration. */
async function atDemo(world: World, posted = HANGZHOU) {
  const lead = await world.api.posts(posted);
  const owner = world.rep('王敏');
  await owner.receives('lead-assigned', { about: lead });
  await owner.says(`推进 ${lead.id} 已预约设备科演示`);
  await owner.receives('stage', { about: lead, saying: '到「已预约设备科演示」' });
  return { lead, owner };
}

describe('the gate is a conversation (C5)', () => {
  story('asked, answered by typing, moved by the last answer', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    const gate = await owner.receives('gate', { saying: ['还差 1 项：演示定在哪一天？', '补齐后自动推进'] });
    await gate.nowOffers('11月24日(周二)', '11月25日(周三)', '11月26日(周四)', '稍后', '请主管放行');
    await owner.says('周五');
    await owner.receives('stage', { saying: '已从「已预约设备科演示」到「设备科演示完成」' });
    await gate.nowShows('已推进');
    expect(await world.api.lead(lead)).toMatchObject({
      stage: 'demo-done',
      fields: { demoDate: '2026-11-27' },
    });
    // The next gate is asked for when somebody wants to go on, not before.
    await owner.receivesNothing();
  });

  story('the beginning of a line answers what was asked last, and is no promise', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    await owner.receives('gate', { saying: '演示定在哪一天？' });
    await owner.says('周五，客户嫌贵');
    await owner.receives('not-recorded', { saying: '客户嫌贵' });
    await owner.receives('stage', { saying: '到「设备科演示完成」' });
    expect(await world.api.lead(lead)).toMatchObject({ fields: { demoDate: '2026-11-27' } });
  });

  story(
    'fields stated behind its number are set, whichever of them the gate asks, and no contact',
    async (world) => {
      const { lead, owner } = await atDemo(world);
      await owner.says(`推进 ${lead.id} 设备科初审`);
      await owner.receives('gate');
      await owner.says(`${lead.id} 决策人苏文，决策链设备科-分管院长-院采委，竞品迈瑞`);
      await owner.receives('log-confirm', { about: lead });
      await owner.says(`${lead.id} 决策人是沈院长 演示日期改成2026-11-27`);
      await owner.receives('log-confirm', { about: lead });
      const { fields, interactions } = await world.api.lead(lead);
      expect(fields).toMatchObject({
        decisionMaker: '沈院长',
        decisionChain: '设备科-分管院长-院采委',
        competitors: '迈瑞',
        demoDate: '2026-11-27',
      });
      const said = JSON.stringify([interactions, await owner.unread()]);
      expect(said).not.toMatch(/等待决策|对比竞品|招标采购/);
    },
  );

  story('a customer’s name alone is no answer, and fields stated in passing are set', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id} 临床科室签署试用确认书`);
    await owner.receives('gate', { about: lead });
    await owner.says('杭一');
    await owner.receives('lead-detail', { about: lead });
    await owner.says('竞品换成联影了，预算只有260万');
    await owner.receives('log-confirm', { about: lead, saying: ['联影', '200万以上'] });
    await owner.says('预算来源财政拨款');
    await owner.receives('log-confirm', { about: lead, saying: '财政拨款' });
    expect(await world.api.lead(lead)).toMatchObject({
      budget: '200万以上',
      fields: { competitors: '联影', budgetSource: '财政拨款' },
    });
  });

  story('answered by tap: the card goes on by itself, and one more tap does nothing', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    const gate = await owner.receives('gate');
    await gate.click('11月25日(周三)');
    await owner.receives('stage', { saying: '到「设备科演示完成」' });
    await gate.tryClick('11月25日(周三)');
    expect((await world.api.lead(lead)).moves).toHaveLength(2);
  });

  story('several answers in one line, in any order; what is left is asked', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id} 设备科初审`);
    await owner.receives('gate', { saying: ['还差 4 项：演示定在哪一天？', '演示截图', '客户疑问清单'] });
    await owner.says('演示日期周五 需要二次演示 疑问是接口');
    const gate = await owner.receives('gate', {
      saying: ['还差 1 项：演示截图？', '把照片或 PDF 直接发到这里'],
    });
    expect((await world.api.lead(lead)).fields).toMatchObject({
      demoDate: '2026-11-27',
      secondDemo: true,
      customerQuestions: '接口',
    });
    await owner.says('已经发过了');
    await owner.hears('没看懂', '这一项要一份文件');
    await gate.click('稍后');
    await owner.hears('还差 1 项', `继续 ${lead.id}`);
  });

  story(
    '否 and 0 are answers; nonsense brings an example and the ways out; why is answered',
    async (world) => {
      const { lead, owner } = await atDemo(world);
      await world.ask(`/api/leads/${lead.id}`, {
        ...json(
          { fields: { demoDate: '2026-11-27', customerQuestions: '接口' } },
          { Authorization: `Bearer ${KEY}` },
        ),
        method: 'PATCH',
      });
      await owner.says(`推进 ${lead.id} 设备科初审`);
      await owner.receives('gate', { saying: '还差 2 项' });
      await owner.says('为什么要填？');
      await owner.receives('text');
      await owner.receives('gate');
      await owner.says('演示截图稍后给您，二次演示不需要');
      const { fields } = await world.api.lead(lead);
      expect(fields.secondDemo).toBe(false);
      await owner.unread();
    },
  );

  story('left and taken up again, over a restart; nothing else is swallowed', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    await owner.receives('gate');
    await owner.says('看情况吧');
    await owner.hears('“看情况吧”没看懂', '要写成哪一天');
    await owner.says('差不多吧');
    const help = await owner.receives('question-help', { saying: ['例如：周五', '一次填完：'] });
    await owner.says('王主任 已报价50万');
    await owner.receives('log-confirm');
    await help.click('稍后再填');
    await owner.hears('先放着');
    await world.restart();
    await world.clock.advance('3h');
    await owner.says(`继续 ${lead.id}`);
    await owner.receives('gate', { saying: '演示定在哪一天？' });
    await owner.says(`${lead.id} 周五`);
    await owner.receives('stage', { saying: '到「设备科演示完成」' });
    await world.manager('李强').unread();
    await owner.unread();
  });

  story('dropped: the next value does not move it', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    const gate = await owner.receives('gate');
    await owner.says('取消');
    await owner.hears('先不推进了');
    await gate.nowShows('已放下');
    await owner.says(`${lead.id} 演示日期改成2026-11-27`);
    await owner.receives('log-confirm');
    expect(await world.api.lead(lead)).toMatchObject({ stage: 'demo-booked', pending: null });
  });

  story('two gates open at once are told apart', async (world) => {
    const { lead, owner } = await atDemo(world);
    const other = await world.api.posts({
      ...HANGZHOU,
      company: '绍兴市中心医院',
      contactName: '陈丽',
      phone: '13911112222',
      city: '绍兴',
    });
    await world.manager('李强').says(`指派 ${other.id} 王敏`);
    await owner.says(`推进 ${other.id} 已预约设备科演示`);
    await owner.says(`推进 ${lead.id}`);
    await owner.says(`推进 ${other.id}`);
    await owner.unread();
    await owner.says(`${lead.id} 周四`);
    await owner.receives('stage', { about: lead, saying: '到「设备科演示完成」' });
    await owner.says('周三');
    await owner.receives('stage', { about: other, saying: '到「设备科演示完成」' });
    expect((await world.api.lead(lead)).fields).toMatchObject({ demoDate: '2026-11-26' });
    expect((await world.api.lead(other)).fields).toMatchObject({ demoDate: '2026-11-25' });
    await world.manager('李强').unread();
    await owner.unread();
    for (const name of ['徐静', '张涛', '刘洋'])
      await world
        .person(name)
        .unread()
        .catch(() => []);
  });

  story('all at once on a page', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id} 设备科初审`);
    const gate = await owner.receives('gate', { saying: `/questions/gate/${lead.id}` });
    const visitor = new Visitor(world.ask);
    await visitor.logsIn(owner.id);
    const { text } = await visitor.open(`/questions/gate/${lead.id}`);
    for (const label of ['演示日期', '客户疑问清单', '是否需二次演示', '演示截图'])
      expect(text).toContain(label);
    const told = await visitor.post(`/questions/gate/${lead.id}`, {
      id: 'press-0001-abcd',
      answers: {
        demoDate: '2026-11-30',
        customerQuestions: '接口：能否对接；演示日期会不会变',
        secondDemo: ['否'],
      },
    });
    expect(told.status).toBe(200);
    expect((await world.api.lead(lead)).fields).toMatchObject({
      demoDate: '2026-11-30',
      customerQuestions: '接口:能否对接;演示日期会不会变',
      secondDemo: false,
    });
    await gate.nowShows('还差 1 项：演示截图');
    const stranger = new Visitor(world.ask);
    await stranger.logsIn(world.rep('徐静').id);
    expect((await stranger.open(`/questions/gate/${lead.id}`)).status).toBe(404);
    await owner.unread();
  });

  story('a manager lets it pass on his card, and that stays', async (world) => {
    const { lead, owner } = await atDemo(world);
    const manager = world.manager('李强');
    await owner.says(`推进 ${lead.id}`);
    const gate = await owner.receives('gate');
    await gate.click('请主管放行');
    await owner.hears('已请李强决定');
    const card = await manager.receives('gate', { saying: ['演示日期', '放行'] });
    await card.chooses('reason', '先走流程后补').click('放行');
    await manager.receives('stage', { saying: '到「设备科演示完成」' });
    await gate.nowShows('已放行');
    expect((await world.api.lead(lead)).moves).toMatchObject([
      {},
      { to: 'demo-done', by: 'li-qiang', reason: '先走流程后补', waived: [{ item: 'demoDate' }] },
    ]);
    await owner.unread();
  });

  story('whoever brings the last item: a note, a system', async (world) => {
    const { lead, owner } = await atDemo(world);
    await owner.says(`推进 ${lead.id}`);
    await owner.receives('gate');
    await world.ask(`/api/leads/${lead.id}`, {
      ...json({ fields: { demoDate: '2026-12-01' } }, { Authorization: `Bearer ${KEY}` }),
      method: 'PATCH',
    });
    await owner.receives('stage', { saying: '到「设备科演示完成」' });
    // The late answer finds nothing to answer.
    await owner.says('周五');
    expect(await owner.unread()).not.toContain('stage');
    expect((await world.api.lead(lead)).fields).toMatchObject({ demoDate: '2026-12-01' });
  });

  story(
    '40 gates open at once: a number, a name or the newest says which',
    { timeoutMs: 600_000 },
    async (world) => {
      const owner = world.rep('王敏');
      const leads: string[] = [];
      for (let i = 0; i < 40; i++) {
        const { id } = await world.api.posts({
          ...HANGZHOU,
          company: `${PLACES[i % PLACES.length]}第${i + 1}人民医院`,
          contactName: `陈${'一二三四五六七八九十'[i % 10]}`,
          phone: `139${String(11_110_000 + i * 7)}`,
          city: PLACES[i % PLACES.length],
        });
        leads.push(id);
        await world.manager('李强').says(`指派 ${id} 王敏`);
        await owner.says(`推进 ${id} 已预约设备科演示`);
        await owner.says(`推进 ${id}`);
        await world.clock.advance('1m');
      }
      const [first = '', , third = ''] = leads;
      await owner.says(`${third} 12月3日`);
      await owner.says(`回答 ${first} 12月4日`);
      await owner.says('12月5日');
      const dates = await Promise.all(leads.map(async (id) => (await world.api.lead(id)).fields.demoDate));
      expect(dates.map((date, i) => (date ? `${i}: ${date}` : '')).filter(Boolean)).toEqual([
        '0: 2026-12-04',
        '2: 2026-12-03',
        '39: 2026-12-05',
      ]);
      // Hours later nobody knows which is meant: it is asked.
      await world.clock.advance('3h');
      await owner.says('12月6日');
      const which = await owner.receives('which-question', { saying: '还有 33 个问题也可能' });
      await which.click(`${leads[38]} 演示日期`);
      expect((await world.api.lead(leads[38] ?? '')).fields.demoDate).toBe('2026-12-06');
      for (const who of ['王敏', '李强', '徐静', '张涛']) await world.person(who).unread();
      await world.chats.settle();
    },
  );
});

const PLACES = ['绍兴', '嘉兴', '湖州', '金华'];

describe('fields are asked for when they can be known (C8)', () => {
  story('the second day with a contact offers two, the first none; a tap asks one', async (world) => {
    const lead = await world.api.posts(HANGZHOU);
    const owner = world.rep('王敏');
    await owner.receives('lead-assigned', { about: lead });
    await owner.says(`${lead.id} 打了电话，聊了半小时`);
    const first = await owner.receives('log-confirm');
    await first.nowOffers('确认', '更正', '撤销');
    await world.clock.advance('24h');
    await owner.unread();
    await owner.says(`${lead.id} 去了医院，主任说要看参数`);
    const second = await owner.receives('log-confirm');
    await second.nowOffers('确认', '更正', '撤销', '填 决策人', '填 预算来源');
    await second.click('填 决策人');
    const asked = await owner.receives('question', { saying: ['决策人', '谁拍板决定了要先说服谁'] });
    await owner.says('王院长');
    await owner.hears('已记下：决策人');
    await asked.nowShows('已填');
    expect((await world.api.lead(lead)).fields).toMatchObject({ decisionMaker: '王院长' });
    await second.click('填 预算来源');
    const source = await owner.receives('question', { saying: '预算来源' });
    await source.click('医院自筹');
    await owner.hears('已记下：预算来源');
    expect((await world.api.lead(lead)).fields).toMatchObject({ budgetSource: '医院自筹' });
    for (const who of ['王敏', '李强']) await world.person(who).unread();
  });
});
