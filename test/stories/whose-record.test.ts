import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

const SHAOXING = '新线索 绍兴市中医院 赵国强院长 13900001234 想看彩超';

describe('whose record a line becomes (C1)', () => {
  story('a name nobody knows is asked about, with a new lead as one answer', async ({ api, rep, nobody }) => {
    const open = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`查看 ${open.id}`);
    await rep('王敏').receives('lead-detail');
    await rep('王敏').says('余姚疾控中心 已报价18万 下周三下午2点回访');
    const question = await rep('王敏').receives('choose-customer');
    expect(question.card.title).toBe('余姚疾控中心：新客户？还是记到 杭州市第一人民医院？');
    await nobody.receivesAnything();
    await question.click('新线索');
    const made = await rep('王敏').receives('log-confirm', { saying: '18万' });
    expect(made.card.title).toContain('余姚疾控中心');
    await rep('王敏').receives('lead-assigned');
    expect(await api.lead(open)).toMatchObject({ lastInteractionAt: null, status: 'assigned' });
    expect((await api.leads()).map(({ company }) => company)).toContain('余姚疾控中心');
  });

  for (const typed of ['宁波市第一人民医院 已报价20万', '杭州市第三人民医院 已报价20万']) {
    story(`another place or number is never bridged: ${typed}`, async ({ api, rep }) => {
      const open = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('杭州市第一人民医院 已电话沟通');
      await rep('王敏').receives('log-confirm', { about: open });
      await rep('王敏').says(typed);
      await rep('王敏').receives('choose-customer');
      const recorded = (await api.lead(open)).timeline.filter(({ kind }) => kind === 'interaction.recorded');
      expect(recorded).toHaveLength(1);
    });
  }

  story('two customers in one line are two records', async ({ api, rep }) => {
    const first = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(SHAOXING);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('杭州市第一人民医院 已报价50万；绍兴市中医院 已发资料');
    await rep('王敏').receives('log-confirm', { about: first, saying: '50万' });
    await rep('王敏').receives('log-confirm', { saying: '绍兴市中医院' });
    expect((await api.leads()).map(({ status }) => status)).toEqual(['touched', 'touched']);
  });

  story('several numbers at the head are a record each', async ({ api, rep }) => {
    const first = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(SHAOXING);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001、L1002和L1999都发了资料');
    await rep('王敏').receives('log-confirm', { about: first, saying: '已发资料' });
    await rep('王敏').receives('log-confirm', { saying: '绍兴市中医院' });
    await rep('王敏').hears('找不到线索 L1999');
    expect((await api.leads()).map(({ status }) => status)).toEqual(['touched', 'touched']);
  });
});

describe('a correction acts on the record it names (C1)', () => {
  for (const [how, words] of [
    ['by the lead’s number', '修改 L1001 已报价80万'],
    ['by the lead’s number first', 'L1001 修改 已报价80万'],
    ['by the customer’s name', '更正 杭州市第一人民医院 其实是已报价80万'],
  ] as const) {
    story(`${how}, whatever was recorded last`, async ({ api, rep }) => {
      const first = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('L1001 已报价50万');
      const record = await rep('王敏').receives('log-confirm', { about: first });
      await rep('王敏').says(SHAOXING);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says('绍兴市中医院 已电话沟通');
      const newest = await rep('王敏').receives('log-confirm', { saying: '已电话沟通' });
      await rep('王敏').says(words);
      await rep('王敏').receives('log-confirm', { about: first, saying: '80万' });
      await record.nowShows('80万元', '已确认');
      await newest.nowShows('已电话沟通');
    });
  }

  story('one that names somebody unknown changes nothing', async ({ api, rep }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已报价50万');
    const record = await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 余姚疾控中心 已报价80万');
    await rep('王敏').hears('没有认出「余姚疾控中心」');
    await record.nowShows('50万元');
  });

  story('keeps what it does not speak of', async ({ api, rep }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已拜访 报价50万');
    const record = await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 R101 300万');
    await rep('王敏').receives('log-confirm');
    await record.nowShows('已拜访', '300万元');
  });
});
