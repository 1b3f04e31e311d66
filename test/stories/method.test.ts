import { describe, expect } from 'vitest';
import type { Person } from '../../src/domain/people/person.ts';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Whoever the lead goes to is known beforehand. */
function onlyWangMin(people: Person[]): void {
  for (const person of people) if (person.role === 'rep') person.active = person.name === '王敏';
}

describe('the playbook is changed in chat by the people who sell (A7)', () => {
  story(
    'a tag the same minute: difference, one tap, used, taken back',
    async ({ api, rep, manager, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await manager('陈国栋').says('加标签 慢病专项 到 关注点');
      const card = await manager('陈国栋').receives('method-change', {
        saying: ['新增标签「慢病专项」到「关注点」', '标签 › 关注点 › 标签值：加上 慢病专项', '还没有生效'],
      });
      // Nothing is so before the tap.
      await manager('陈国栋').says('规则 标签');
      expect((await manager('陈国栋').receives('method')).text).not.toContain('慢病专项');
      await card.click('发布');
      await manager('陈国栋').says('规则 历史');
      await manager('陈国栋').receives('method', {
        saying: ['第 2 版（现行）', '陈国栋：新增标签「慢病专项」'],
      });
      await rep('王敏').says(`标签 ${lead.id} 慢病专项`);
      await rep('王敏').receives('log-confirm', { saying: '慢病专项' });
      expect((await api.lead(lead)).tags).toContain('慢病专项');
      await card.click('撤回');
      await manager('陈国栋').says('规则 标签');
      const now = await manager('陈国栋').receives('method');
      expect(now.text).not.toContain('慢病专项');
      expect((await api.lead(lead)).tags).toContain('慢病专项');
      await nobody.receivesAnything();
    },
  );

  story(
    'a deadline: leads that have begun keep theirs, new ones have the new one',
    { people: onlyWangMin },
    async ({ api, rep, manager, clock }) => {
      await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await manager('赵雪梅').says('改时限 首次联系 1小时');
      const card = await manager('赵雪梅').receives('method-change', {
        saying: ['第 1 步 2小时 → 1小时', '1 条线索正在计时，仍按原来的时限'],
      });
      await card.click('发布');
      await clock.advance('61m');
      await rep('王敏').receivesNothing();
      await api.posts({ ...HANGZHOU, company: '宁波市第二医院', phone: '13911112222' });
      await rep('王敏').receives('lead-assigned');
      await clock.advance('61m');
      await rep('王敏').receives('first-touch-due');
    },
  );

  story('who may change what: reps nothing, a team lead how the team speaks', async ({ rep, manager }) => {
    await rep('王敏').says('加标签 慢病专项 到 关注点');
    await rep('王敏').hears('由主管、区域经理、总监或管理员修改');
    await rep('王敏').says('规则');
    await rep('王敏').hears('由主管');
    await manager('李强').says('改权重 空闲度 60');
    await manager('李强').hears('「分配」由总监、区域经理或管理员修改');
    await manager('李强').says('规则');
    const list = await manager('李强').receives('method', { saying: '话术' });
    expect(list.text).not.toContain('改权重');
    await manager('李强').says('改话术 嫌贵：算总账 {联系人}您好，五年总费用我们更低');
    const card = await manager('李强').receives('method-change', { saying: '话术「嫌贵：算总账」改为' });
    await card.click('发布');
    await manager('李强').says('加词 嫌贵 太贵了点');
    await (await manager('李强').receives('method-change')).click('发布');
  });

  story(
    'two people at once are told apart, and a card from last week is not believed',
    async ({ manager, clock }) => {
      await manager('陈国栋').says('改权重 空闲度 60');
      const old = await manager('陈国栋').receives('method-change', { saying: '按第 1 版打法比较' });
      await clock.advance('7d');
      await manager('赵雪梅').says('改权重 空闲度 50');
      await (await manager('赵雪梅').receives('method-change')).click('发布');
      await old.click('发布');
      await manager('陈国栋').hears('还没有发布', '赵雪梅 发布了第 2 版', '40 → 50');
      await clock.advance('7s');
      await old.click('发布');
      await manager('陈国栋').says('规则 历史');
      await manager('陈国栋').receives('method', { saying: ['第 3 版（现行）', '权重「空闲度」：50 → 60'] });
      // What came after stands: taking the first back would take it along.
      await manager('赵雪梅').says('撤回规则 G102');
      await manager('赵雪梅').hears('之后又发布到了第 3 版', '回退规则 1');
      await manager('陈国栋').says('回退规则 1');
      const back = await manager('陈国栋').receives('method-change', {
        saying: ['回到第 1 版', '空闲度：60 → 40'],
      });
      await back.click('发布');
      await manager('陈国栋').says('规则 分配');
      await manager('陈国栋').receives('method', { saying: ['第 4 版', '空闲度 40%'] });
    },
  );

  story('what is missing or misspelt is said with lines that do', async ({ manager }) => {
    await manager('陈国栋').says('加标签 慢病专项 到 关心点');
    const unclear = await manager('陈国栋').receives('method', { saying: '您是不是想写' });
    await unclear.click('就是这样');
    await manager('陈国栋').receives('method-change', { saying: '新增标签「慢病专项」到「关注点」' });
    await manager('陈国栋').says('加标签 慢病专项');
    await manager('陈国栋').hears('到');
    await manager('陈国栋').says('改时限 首次联系 5小时');
    await manager('陈国栋').hears('没有改动', '一步比一步晚');
    await manager('陈国栋').says('放弃规则 G101');
    await manager('陈国栋').receives('method-change', { saying: '已放弃' });
    await manager('陈国栋').says('发布规则 G101');
    await manager('陈国栋').hears('已经不能发布了');
    await manager('陈国栋').says('规则发给客户看了');
    await manager('陈国栋').receives('choose-customer');
  });

  story(
    'a field is filled in the same minute, and stays while records hold it',
    async ({ api, rep, manager }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await manager('陈国栋').says('加字段 合作模式 单选 直销、代理');
      await (await manager('陈国栋').receives('method-change')).click('发布');
      await rep('王敏').says(`${lead.id} 合作模式改成代理`);
      await rep('王敏').receives('log-confirm', { saying: '代理' });
      await manager('陈国栋').says('停用字段 合作模式');
      await manager('陈国栋').hears('没有改动', '1 条线索填了「合作模式」');
      await manager('陈国栋').says('停用选项 合作模式 代理');
      await manager('陈国栋').hears('1 条线索选的是它');
      await manager('陈国栋').says('停用选项 合作模式 直销');
      await manager('陈国栋').receives('method-change', { saying: '停用选项「直销」' });
    },
  );
});

describe('a trial before anything is published (B6)', () => {
  story('lines, a table and a sheet are tried, and nothing is written', async ({ api, rep, manager }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await manager('陈国栋').says(
      [
        '试跑',
        '1. 宁波鄞州医院 李主任 13911112222 想看CT',
        `${HANGZHOU.company} 王主任 ${HANGZHOU.phone} 想看超声`,
        '没有电话',
      ].join('\n'),
    );
    const lines = await manager('陈国栋').receives('method', {
      saying: [
        '什么都没有写入',
        '宁波鄞州医院',
        '已在册 C',
        '并入 L1001',
        '仍由 王敏 跟进',
        '第 3 行不会录入',
      ],
    });
    expect(lines.fact('合计')).toMatch(/\d 条/);
    await manager('陈国栋').says('试跑\n客户名称\t联系人\t手机\t星座\n宁波海曙医院\t赵六\t13911113333\t双鱼');
    await manager('陈国栋').receives('method', { saying: ['宁波海曙医院', '没有读取的列：星座'] });
    await manager('陈国栋').says('试跑');
    await manager('陈国栋').receives('method', { saying: '10 分钟内' });
    const sheet = Buffer.from('客户名称,联系人,手机\n嘉兴南湖医院,钱七,13911114444\n');
    await manager('陈国栋').sendsFile('名单.csv', sheet);
    await manager('陈国栋').receives('method', { saying: ['试跑 1 条', '嘉兴南湖医院'] });
    expect(await api.leads()).toHaveLength(1);
    // The trial was for one sheet: the next is a list of leads like any other.
    await manager('陈国栋').sendsFile(
      '名单2.csv',
      Buffer.from('客户名称,联系人,手机\n湖州吴兴医院,孙八,13911115555\n'),
    );
    await manager('陈国栋').receives('import-report');
    expect(await api.leads()).toHaveLength(2);
  });

  story('a waiting change is tried on the newest leads, before and after', async ({ api, manager }) => {
    for (const [i, company] of ['宁波一院', '宁波二院', '绍兴一院'].entries())
      await api.posts({ ...HANGZHOU, company, phone: `1391111222${i}` });
    await manager('陈国栋').says('改上限 1');
    const card = await manager('陈国栋').receives('method-change', { saying: '每人线索上限：20 → 1' });
    await card.click('试跑');
    await manager('陈国栋').receives('method', { saying: ['最近 3 条重新分一遍', '→', '什么都没有写入'] });
    await manager('李强').says('试跑 G999');
    await manager('李强').hears('没有 G999');
  });
});
