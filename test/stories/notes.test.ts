import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';
import { shown } from '../support/time.ts';

/** 2026-11-23 is a Monday; 下周二 is 1 December. */
describe('logging by typing (C1)', () => {
  story('a dozen words make a complete record, confirmed by one tap', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已报价50万 嫌贵 下周二下午3点回访');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('动作')).toBe('已报价');
    expect(record.fact('金额')).toBe('50万元');
    expect(record.fact('异议')).toBe('嫌贵');
    expect(record.fact('下次跟进')).toBe('12月1日(周二) 15:00');
    // The answer to the objection comes at once, and the manager knows.
    const script = await rep('王敏').receives('scripts', { about: lead });
    expect(script.card.title).toContain('应对「嫌贵」');
    await manager('李强').receives('alert', { about: 'L1001', saying: '价格异议' });
    await card.nowShows('已跟进 · 王敏');
    await record.click('确认');
    await record.nowShows('已确认');
    await record.nowOffers('更正', '撤销');
    const now = await api.lead(lead);
    expect(now.status).toBe('touched');
    expect(now.tags).toContain('价格敏感');
    expect(now.clocks.map((c) => [c.name, shown(c.dueAt)])).toEqual([['follow-up', '2026-12-01 15:00']]);
    await nobody.receivesAnything();
    await clock.advance('2h');
    await nobody.receivesAnything();
  });

  story('keeps whom it was with, and the words as they were typed', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await api.posts({ ...HANGZHOU, contactName: '陈岚', title: '超声科副主任', phone: '13900001234' });
    await rep('王敏').receives('lead-repeated', { about: lead });
    await rep('王敏').says('陈岚：报价￥50万，嫌贵（要再谈）');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('联系人')).toBe('陈岚');
    expect(record.fact('金额')).toBe('50万元');
    expect(record.card.body).toBe('陈岚：报价￥50万，嫌贵（要再谈）');
    await rep('王敏').says('更正　Ｒ101　王主任：已报价45万！');
    await record.nowShows('联系人：王建国', '金额：45万元', '王主任：已报价45万！');
  });

  story('two customers fit: the rep is asked, and nothing is guessed', async ({ api, rep, nobody }) => {
    const first = await api.posts(HANGZHOU);
    const second = await api.posts({ ...NINGBO, contactName: '王丽', title: '检验科主任' });
    await rep('王敏').receives('lead-assigned', { about: first });
    const owner = (await api.lead(second)).ownerId;
    if (owner !== 'wang-min') {
      await rep('徐静').receives('lead-assigned');
      await rep('徐静').says(`转出 ${second.id} 客户指定他人`);
      await rep('徐静').hears('已转出');
    }
    await rep('王敏').receives('lead-assigned', { about: second });
    await rep('王敏').says('王主任 已发资料');
    const question = await rep('王敏').receives('choose-customer');
    expect(question.card.quote).toBe('王主任 已发资料');
    await nobody.receivesAnything();
    await question.chooses('lead', '宁波市鄞州人民医院').click('记到这位客户');
    await rep('王敏').receives('log-confirm', { about: second, saying: '已发资料' });
    expect((await api.lead(first)).status).toBe('assigned');
    expect((await api.lead(second)).status).toBe('touched');
  });

  story('a name in pinyin or with the wrong character is still that customer', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    for (const typed of ['wangjianguo 已发资料', '杭洲市第一人民医院 已电话沟通']) {
      await rep('王敏').says(typed);
      await rep('王敏').receives('log-confirm', { about: lead });
    }
  });

  story('without a name the customer just looked at is meant', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await clock.advance('30m');
    await rep('王敏').says(`查看 ${lead.id}`);
    await rep('王敏').receives('lead-detail');
    await rep('王敏').says('已报价60万 周五上午10点回访');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('金额')).toBe('60万元');
    expect(record.fact('下次跟进')).toBe('11月27日(周五) 10:00');
  });

  story('a correction replaces what was understood, and the reminder with it', async (world) => {
    const { api, rep, clock, audit } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已报价50万 周四下午2点回访');
    const record = await rep('王敏').receives('log-confirm');
    await record.click('更正');
    await rep('王敏').hears('更正 R101');
    await rep('王敏').says('更正 R101 已报价45万 周五上午10点回访');
    await rep('王敏').receives('log-confirm', { about: lead, saying: '45万元' });
    await record.nowShows('45万元', '11月27日(周五) 10:00', '已确认');
    expect((await api.lead(lead)).clocks.map((c) => [c.name, shown(c.dueAt)])).toEqual([
      ['follow-up', '2026-11-27 10:00'],
      // Until the day that was agreed on the customer owes no answer.
      ['reply', '2026-11-27 10:00'],
    ]);
    const [entry] = (await audit(lead)).filter(({ kind }) => kind === 'interaction.corrected');
    expect(entry).toMatchObject({ who: 'wang-min', before: { amountFen: 5_000_000_00 / 10 } });
    expect(entry).toMatchObject({ after: { amountFen: 450_000_00 } });
    expect((await api.lead(lead)).firstTouchedAt).toBe(record.card ? '2026-11-23T02:30:00.437Z' : '');
    await clock.moveTo('2026-11-26 15:00');
    await rep('王敏').receivesNothing();
    await clock.moveTo('2026-11-27 10:00');
    await rep('王敏').receives('follow-up-due', { saying: '45万' });
  });

  story(
    'a correction of the sum alone keeps with whom it was and what was promised',
    async ({ api, rep }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('王主任 已报价50万 周五上午10点回访');
      const record = await rep('王敏').receives('log-confirm', { about: lead });
      await rep('王敏').says('更正 R101 已报价45万');
      await record.nowShows('联系人：王建国', '45万元', '11月27日(周五) 10:00');
      expect((await api.lead(lead)).clocks.map(({ name }) => name)).toEqual(['follow-up', 'reply']);
    },
  );

  story('a correction that finds an objection brings its script', async ({ api, rep, manager }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已报价50万');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 R101 已报价50万 嫌贵');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').receives('scripts', { about: lead, saying: '嫌贵' });
    await manager('李强').receives('alert', { saying: '价格异议' });
    // Said again, it is no news.
    await rep('王敏').says('更正 R101 已报价48万 嫌贵');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').receivesNothing();
    await manager('李强').receivesNothing();
    // What a correction does not speak of stands; taking it out is said.
    await rep('王敏').says('更正 R101 已报价46万');
    await rep('王敏').receives('log-confirm', { saying: '嫌贵' });
    expect((await api.lead(lead)).tags).toContain('价格敏感');
    await rep('王敏').says('更正 R101 已报价46万 不嫌贵');
    await rep('王敏').receives('log-confirm');
    expect((await api.lead(lead)).tags).not.toContain('价格敏感');
  });

  story('taken back in time, the first reminder comes as if nothing had been recorded', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await clock.advance('1h');
    await rep('王敏').says('王主任 已报价50万 嫌贵');
    const record = await rep('王敏').receives('log-confirm');
    await rep('王敏').receives('scripts');
    await manager('李强').receives('alert', { saying: '价格异议' });
    await card.nowShows('已跟进');
    await record.click('撤销');
    await rep('王敏').hears('已撤销 R101');
    await record.nowShows('已撤销');
    await card.nowOffers('接单', '已联系', '转出', '为什么是我');
    const now = await api.lead(lead);
    expect(now).toMatchObject({ status: 'assigned', firstTouchedAt: null, lastInteractionAt: null });
    expect(now.tags).not.toContain('价格敏感');
    expect(now.clocks.map((c) => [c.name, shown(c.dueAt)])).toEqual([['first-touch', '2026-11-23 12:30']]);
    await clock.advance('1h');
    await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
    await nobody.receivesAnything();
  });

  story('taken back after the reminder, the escalation comes and no second reminder', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await clock.advance('3h');
    await rep('王敏').receives('first-touch-due');
    await manager('李强').receives('first-touch-due');
    await rep('王敏').says('已联系 L1001 约了下次');
    const record = await rep('王敏').receives('log-confirm');
    await clock.advance('10m');
    await record.click('撤销');
    await rep('王敏').hears('已撤销');
    await nobody.receivesAnything();
    await clock.advance('50m');
    await manager('赵雪梅').receives('escalation');
    await nobody.receivesAnything();
  });

  story('one of very many records taken back leaves the first contact as it was', async (world) => {
    const { api, rep, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('L1001 已电话沟通');
    const { firstTouchedAt } = await api.lead(lead);
    await clock.advance('5m');
    for (let n = 2; n <= 60; n++) await rep('王敏').says(`L1001 第${n}次 已电话沟通`);
    await rep('王敏').says('撤销');
    expect(await api.lead(lead)).toMatchObject({ status: 'touched', firstTouchedAt });
  });

  story('the middle of three records taken back leaves the newest promise as it is', async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    const records = [];
    for (const said of ['已电话沟通', '已发资料 周三下午2点回访', '已拜访 周五下午4点回访']) {
      await rep('王敏').says(`L1001 ${said}`);
      records.push(await rep('王敏').receives('log-confirm'));
    }
    await records[1]?.click('撤销');
    await rep('王敏').hears('已撤销 R102');
    expect((await api.lead(lead)).clocks.map((c) => [c.name, shown(c.dueAt)])).toEqual([
      ['follow-up', '2026-11-27 16:00'],
    ]);
    await records[2]?.click('撤销');
    await rep('王敏').hears('已撤销 R103');
    expect((await api.lead(lead)).clocks.map((c) => c.name)).toEqual(['dwell']);
    await records[0]?.click('撤销');
    await rep('王敏').hears('已撤销 R101');
    expect((await api.lead(lead)).clocks.map((c) => c.name)).toEqual(['first-touch']);
  });

  story(
    'a deal that is said proposes the move; it closes past the gate alone, and opened again it weighs on its owner',
    async (world) => {
      const { api, rep, person, manager, clock, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('王主任 已成交 120万');
      const record = await rep('王敏').receives('log-confirm');
      expect(record.card.emphasis?.text).toContain('线索还没有关闭');
      // That the words were understood is one thing, that the deal is done another.
      await record.click('确认');
      expect((await api.lead(lead)).status).toBe('touched');
      await record.click('已成交，关闭线索');
      await rep('王敏').hears('还不能记为成交：到「合同签署」还要经过');
      await rep('王敏').receives('stage', { saying: '到「需求确认」' });
      expect((await api.lead(lead)).status).toBe('touched');
      await manager('李强').says('放行 L1001 合同签署 合同在财务，明天补传');
      await manager('李强').receives('stage', { saying: '到「合同签署」' });
      expect(await api.lead(lead)).toMatchObject({ status: 'won', stage: 'signed', clocks: [] });
      await record.nowOffers('更正', '撤销');
      await rep('王敏').says('L1001 已报价');
      await rep('王敏').receives('customer-note');
      // Past the night, in which nobody is reminded.
      await clock.advance('23h');
      // Who keeps the books knows, and is to check the contract.
      await person('钱芳').hears('已成交（合同签署），主管放行');
      await person('钱芳').receives('order', { saying: '合同核对' });
      await rep('王敏').receives('order', { saying: '合同核对' });
      await nobody.receivesAnything();
      await rep('王敏').says('重新打开 L1001 客户反悔');
      await rep('王敏').receives('stage', { saying: '到「需求确认」' });
      await manager('李强').receives('alert', { saying: '成交已撤销' });
      expect(await api.lead(lead)).toMatchObject({ status: 'touched', stage: 'need-confirmed' });
    },
  );

  story('a deal lost needs its reason and, where it went to somebody, to whom', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 丢单了，客户选了别家 30万');
    const record = await rep('王敏').receives('log-confirm');
    await record.click('已流失，关闭线索');
    const why = await rep('王敏').receives('move-reason', { saying: '选择原因' });
    expect((await api.lead(lead)).status).toBe('touched');
    await why.chooses('reason', '选了竞品').click('确认丢单');
    const who = await rep('王敏').receives('move-reason', { saying: '客户选了哪一家' });
    expect((await api.lead(lead)).status).toBe('touched');
    await who.chooses('who', '不清楚').click('确认丢单');
    await rep('王敏').receives('stage');
    await manager('李强').receives('alert', { saying: '已失单：选了竞品' });
    expect(await api.lead(lead)).toMatchObject({ status: 'lost', clocks: [] });
    await clock.advance('31m');
    await rep('王敏').says('重新打开 L1001');
    await rep('王敏').receives('stage');
    await manager('李强').receives('alert', { saying: '已重新打开' });
    expect((await api.lead(lead)).clocks).toHaveLength(1);
    await clock.advance('31m');
    await rep('王敏').says('丢单 L1001 选了竞品 迈瑞');
    await rep('王敏').receives('stage');
    expect(((await api.lead(lead)).moves as object[]).at(-1)).toMatchObject({
      kind: 'lost',
      competitor: '迈瑞',
    });
    await manager('李强').receives('alert', { saying: '迈瑞' });
    await nobody.receivesAnything();
  });

  story(
    'where the journey has no stage for it, the tap closes the lead, and taken back it is open',
    {
      rules: (words) => {
        for (const stage of words.stages) if (stage.end === 'lost') delete stage.end;
      },
    },
    async ({ api, rep, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('王主任 丢单了，客户选了别家 30万');
      const record = await rep('王敏').receives('log-confirm');
      await record.click('已流失，关闭线索');
      expect((await api.lead(lead)).status).toBe('lost');
      await record.nowOffers('不是已流失', '更正', '撤销');
      await record.click('不是已流失');
      expect((await api.lead(lead)).status).toBe('touched');
      expect((await api.lead(lead)).clocks).toHaveLength(1);
      await record.nowShows('30万元', '线索还没有关闭');
      await nobody.receivesAnything();
    },
  );

  story('what a line may say is tapped into its record, and out of it again', async (world) => {
    const { api, rep, clock, nobody, restart } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('找王主任聊了会，彩页在他桌上 周五上午10点回访');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('动作')).toBeUndefined();
    expect(record.fact('没把握')).toBe('已发资料、已拜访（点一下才算）');
    await record.click('+ 已拜访');
    await record.nowShows('动作：已拜访', '已发资料（点一下才算）');
    // No second record, and the promise stands.
    await rep('王敏').receivesNothing();
    expect((await api.lead(lead)).clocks.map((c) => c.name)).toEqual(['follow-up']);
    await restart();
    // The same tap again, from a phone that is behind, does nothing.
    await rep('王敏').says('补充 R101 已拜访');
    expect((await rep('王敏').receives('log-confirm')).card.body).not.toContain('补充');
    await rep('王敏').says('撤销 R101 已拜访');
    await rep('王敏').receives('log-confirm');
    await record.nowShows('已拜访、已发资料（点一下才算）');
    await record.click('+ 已发资料');
    await record.nowShows('动作：已发资料');
    await record.click('确认');
    await record.nowShows('动作：已发资料', '已确认');
    await record.nowOffers('更正', '撤销');
    await rep('王敏').says('补充 R101 已报价40万');
    await rep('王敏').receives('log-confirm', { saying: '40万元' });
    await record.nowShows('已发资料、已报价');
    await clock.advance('2h');
    await nobody.receivesAnything();
  });

  story('a date that does not exist is told, and put right in a line', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已报价80万 11月31日回访');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('下次跟进')).toBeUndefined();
    expect(record.fact('日期')).toContain('没有“11月31日”这个时间，没有设提醒');
    await rep('王敏').says('补充 R101 12月1日上午10点回访');
    const put = await rep('王敏').receives('log-confirm', { saying: '12月1日(周二) 10:00' });
    expect(put.fact('日期')).toBeUndefined();
    expect(put.fact('金额')).toBe('80万元');
  });

  story('a line that only may say something is kept by a tap on what it says', async (world) => {
    const { api, rep, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('价一亮王主任就没声了');
    const question = await rep('王敏').receives('not-recorded', { about: lead, saying: '已报价' });
    expect((await api.lead(lead)).clocks.map((c) => c.name)).toEqual(['first-touch']);
    await nobody.receivesAnything();
    await question.click('已报价');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('动作')).toBe('已报价');
    expect(record.card.body).toContain('价一亮王主任就没声了');
    expect((await api.lead(lead)).status).toBe('touched');
  });

  story('only the owner records, and only about what there is', async ({ api, rep, nobody }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('徐静').says('L1001 已报价50万');
    await rep('徐静').hears('找不到线索 L1001');
    await rep('徐静').says('L9999 已报价50万');
    await rep('徐静').hears('找不到线索 L9999');
    await rep('徐静').says('撤销 R101');
    await rep('徐静').hears('找不到您的记录 R101');
    await nobody.receivesAnything();
  });

  story('what a contact asks or says by name is the customer’s word', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('王建国问价格能不能再低点');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.text).toContain('王建国问价格能不能再低点');
    expect((await api.lead(lead)).status).toBe('touched');
  });

  story('a question about one’s own work is no note about who is open', async ({ api, rep, manager }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001');
    await rep('王敏').receives('lead-detail', { about: 'L1001' });
    await rep('王敏').says('今天有什么要做的');
    const answer = await rep('王敏').receives('not-recorded', { saying: '没看懂' });
    expect(answer.card.buttons.map(({ label }) => label)).toContain('今日待触达');
    await manager('李强').says('本周签了几单');
    await manager('李强').receives('not-recorded', { saying: '没看懂' });
    await manager('李强').says('把L1001转给徐静');
    await manager('李强').hears('L1001 已分配给 徐静。');
    expect((await api.lead('L1001')).status).toBe('assigned');
  });

  story('what is no note is answered with what can be typed', async ({ rep, nobody }) => {
    await rep('王敏').says('今天天气真好');
    const answer = await rep('王敏').receives('not-recorded', { saying: '没看懂' });
    expect(answer.card.buttons.map(({ label }) => label)).toEqual(['今日待触达', '超时线索', '帮助']);
    await nobody.receivesAnything();
  });
});

describe('after a call (C2)', () => {
  story('three quick answers, one tap each', async ({ api, rep, clock, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('已联系');
    const question = await rep('王敏').receives('call-outcome', { about: lead });
    expect(question.card.buttons.map((b) => b.label)).toEqual([
      '已报价',
      '需技术介入',
      '等待决策',
      '联系上了',
      '未接通',
      '撤销',
    ]);
    await clock.advance('5m');
    await question.click('需技术介入');
    await rep('王敏').receives('log-confirm', { saying: ['R101', '需技术介入'] });
    await question.nowShows('已记录 · 需技术介入 · R101');
    await nobody.receivesAnything();
  });
});

describe('the promised date', () => {
  story('reminds the owner then, and the managers when nothing follows', async (world) => {
    const { api, rep, manager, clock, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已发资料 周三下午3点回访');
    await rep('王敏').receives('log-confirm');
    await clock.moveTo('2026-11-25 14:59');
    await nobody.receivesAnything({ but: ['陈国栋'] });
    await clock.advance('1m');
    const reminder = await rep('王敏').receives('follow-up-due', { about: lead });
    expect(reminder.text).toContain('上次记录：王主任 已发资料 周三下午3点回访');
    await clock.advance('24h');
    await rep('王敏').receives('follow-up-due');
    await manager('李强').receives('follow-up-due', { saying: '王敏' });
    await clock.advance('48h');
    await manager('赵雪梅').receives('escalation', { about: lead });
    await nobody.receivesAnything({ but: ['陈国栋'] });
  });

  story('can be put off from the reminder', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已发资料 周三下午3点回访');
    await rep('王敏').receives('log-confirm');
    await clock.moveTo('2026-11-25 15:00');
    const reminder = await rep('王敏').receives('follow-up-due');
    await reminder.click('推迟一天');
    await rep('王敏').receives('lead-detail');
    expect((await api.lead(lead)).clocks.map((c) => shown(c.dueAt))).toEqual(['2026-11-26 08:30']);
    await rep('王敏').says('推迟 L1001 周五上午10点');
    await rep('王敏').receives('lead-detail');
    await rep('王敏').says('推迟 L1001 今天上午9点');
    await rep('王敏').hears('看不懂或已经过去');
    await rep('王敏').says('推迟 L1001 猴年马月');
    await rep('王敏').hears('看不懂或已经过去');
    await clock.moveTo('2026-11-27 09:59');
    await rep('王敏').receivesNothing();
    await clock.moveTo('2026-11-27 10:00');
    await rep('王敏').receives('follow-up-due');
  });

  story('none given: the stage limits the silence', async ({ api, rep, manager, clock, nobody }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('王主任 已电话沟通');
    await rep('王敏').receives('log-confirm');
    await clock.advance('72h');
    const stalled = await rep('王敏').receives('stalled', { about: lead });
    expect(stalled.text).toContain('建议：三天内约一次');
    await manager('李强').receives('stalled', { about: lead, saying: '王敏' });
    await nobody.receivesAnything({ but: ['陈国栋'] });
    await rep('王敏').says('L1001 已拜访');
    await rep('王敏').receives('log-confirm');
    await stalled.nowShows('已跟进');
  });
});

describe('the company’s own words', () => {
  story('a question that names one is answered with what it means; 名词 lists them', async ({ rep }) => {
    await rep('王敏').says('线索激活率是怎么算的？');
    await rep('王敏').receives('not-recorded', { saying: '72 小时内有至少一次有效互动' });
    await rep('王敏').says('名词 成交');
    await rep('王敏').hears('合同签署，且合同写明预付款与验收标准');
    await rep('王敏').says('名词');
    await rep('王敏').hears('院采委：');
    await rep('王敏').says('名词 火星');
    await rep('王敏').hears('打法里没有解释“火星”');
  });
});
