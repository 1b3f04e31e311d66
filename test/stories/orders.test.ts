import { describe, expect } from 'vitest';
import { type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Nothing stands between the stages, so that a story comes to the one it is about. */
const OPEN_WAY: Setup = {
  rules: (words) => {
    for (const stage of words.stages) {
      stage.requires = [];
      stage.locks = [];
    }
  },
};

async function onTrial({ api, rep }: World) {
  const lead = await api.posts(HANGZHOU);
  await rep('王敏').receives('lead-assigned');
  await rep('王敏').says(`推进 ${lead.id} 试用中`);
  await rep('王敏').receives('stage', { saying: '到「临床科室试用」' });
  return lead;
}

describe('a trial is entered: the engineer gets an order (E1)', () => {
  story('from the stage to the engineer, to the rep with the number, to its end', OPEN_WAY, async (world) => {
    const { rep, person, nobody, audit } = world;
    const lead = await onTrial(world);
    const engineer = await person('马超').receives('order', { saying: ['W101 试用装机', '待接单'] });
    // Nobody's number before it is taken.
    expect(engineer.text).not.toContain('138');
    const asker = await rep('王敏').receives('order', { saying: 'W101 试用装机' });
    expect(asker.text).toContain('还缺');
    await rep('王敏').says('W101 型号：DR-300，计划开始 12月1日');
    await rep('王敏').receives('order', { saying: 'DR-300' });
    await engineer.nowShows('DR-300');
    await engineer.click('接单');
    await engineer.nowShows('已接单', '王建国', '138 1234 5678');
    await rep('王敏').receives('order', { saying: ['服务已就绪：马超 19900000032'] });
    await asker.nowShows('服务已就绪：马超');
    await engineer.click('到场');
    await engineer.nowShows('进行中', '✓到场');
    await engineer.click('装机调试');
    await person('马超').receives('order-question', { saying: '序列号' });
    await person('马超').says('SN-20261123');
    await person('马超').receives('order', { saying: '✓装机调试' });
    await engineer.click('操作培训');
    await engineer.nowShows('已完成');
    await rep('王敏').receives('order', { saying: '已完成' });
    // The work is done: so is the number.
    await person('马超').says('W101');
    expect((await person('马超').receives('order')).text).not.toContain('5678');
    const lines = (await audit(lead)).map(({ text }) => text);
    for (const words of ['马超 接单', '马超 到场', '马超 完成'])
      expect(
        lines.some((text) => text.includes(words)),
        words,
      ).toBe(true);
    await nobody.receivesAnything();
  });

  story(
    'its node entered again: the open one serves, one that is over is asked about',
    OPEN_WAY,
    async (world) => {
      const { rep, person, nobody } = world;
      const lead = await onTrial(world);
      await person('马超').receives('order');
      await rep('王敏').receives('order');
      const again = async () => {
        await rep('王敏').says(`退回 ${lead.id} 需求确认 客户改变计划`);
        await rep('王敏').receives('stage');
        await rep('王敏').says(`推进 ${lead.id} 试用中`);
        await rep('王敏').receives('stage');
      };
      await again();
      await nobody.receivesAnything();
      await rep('王敏').says('取消 W101');
      await (await rep('王敏').receives('order-reason')).click('开错了');
      await person('马超').receives('order', { saying: '已取消：开错了' });
      await rep('王敏').receives('order', { saying: '已取消' });
      await again();
      await rep('王敏').hears('「试用装机」W101 已经结束，没有再开', '开单 试用装机 L1001');
      await nobody.receivesAnything();
    },
  );
});

describe('opened by hand', () => {
  story(
    'what is missing is asked; only then the queue gets it, and one of two takes it',
    {
      people: (people) => {
        for (const person of people) if (person.name === '方宇') person.regions = ['华东'];
      },
    },
    async (world) => {
      const { api, rep, person, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      await rep('王敏').says(`开单 客户投诉 ${lead.id}`);
      await rep('王敏').receives('order-question', { saying: '投诉什么' });
      await person('马超').receivesNothing();
      await rep('王敏').says('彩超开机后屏幕闪');
      await (await rep('王敏').receives('order-question', { saying: '严重程度' })).click('停机');
      await rep('王敏').receives('order', { saying: ['客户投诉', '待接单', '彩超开机后屏幕闪'] });
      const first = await person('马超').receives('order', { saying: 'W101 客户投诉' });
      const second = await person('方宇').receives('order', { saying: 'W101 客户投诉' });
      await Promise.all([first.tryClick('接单'), second.tryClick('接单')]);
      await rep('王敏').receives('order', { saying: '投诉由' });
      const heard = [await person('马超').unread(), await person('方宇').unread()].flat();
      expect(heard).toEqual(['text']);
      await rep('王敏').says(`开单 客户投诉 ${lead.id} 问题：又坏了`);
      await rep('王敏').hears('已有进行中的「客户投诉」');
      await rep('王敏').receives('order');
      await nobody.receivesAnything();
    },
  );

  story('left with 取消, nobody ever hears of it', async (world) => {
    const { api, rep, person, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`开单 客户投诉 ${lead.id}`);
    await rep('王敏').receives('order-question');
    await rep('王敏').says('取消');
    await rep('王敏').hears('W101 已取消，没有人收到');
    await person('马超').says('接单 W101');
    await person('马超').hears('找不到工单 W101');
    // Words that name no field answer what would be asked first.
    await rep('王敏').says(`开单 投诉 ${lead.id} 屏幕花了`);
    await rep('王敏').receives('order-question', { saying: '严重程度' });
    await rep('王敏').says('取消');
    await rep('王敏').hears('W102 已取消，没有人收到');
    await nobody.receivesAnything();
  });

  story('a precondition is said, and greyed', async (world) => {
    const { api, rep, manager, person, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`开单 ${lead.id}`);
    const types = await rep('王敏').receives('order-types');
    expect(types.card.buttons.find(({ label }) => label === '样机申请')?.disabled).toBe('需先定演示日期');
    await rep('王敏').says(`开单 样机申请 ${lead.id}`);
    await rep('王敏').hears('还不能开「样机申请」：需先定演示日期');
    await rep('王敏').says(`${lead.id} 演示日期改成12月3日`);
    await rep('王敏').unread();
    await rep('王敏').says(`开单 样机申请 ${lead.id} 送到哪里：门诊楼三楼 归还日期：12月20日`);
    await rep('王敏').receives('order', { saying: '等李强审批' });
    const asked = await manager('李强').receives('order', { saying: ['样机申请', '等李强审批'] });
    await person('马超').receivesNothing();
    await asked.click('同意');
    await person('马超').receives('order', { saying: '待接单' });
    await rep('王敏').receives('order');
    await nobody.receivesAnything();
  });
});

describe('approvals', () => {
  story('above a sum the director, too; the requester never says yes to their own', async (world) => {
    const { api, rep, manager, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`开单 报价审批 ${lead.id} 报价金额：260万 理由：对手报了250万`);
    await rep('王敏').receives('order', { saying: '等李强审批' });
    await rep('王敏').says('同意 W101');
    await rep('王敏').hears('没有等您审批的事');
    await (await manager('李强').receives('order', { saying: '报价审批' })).click('同意');
    const last = await manager('陈国栋').receives('order', { saying: ['报价审批', '2600000元'] });
    await last.click('驳回');
    await (await manager('陈国栋').receives('order-reason')).click('条件不合适');
    await rep('王敏').receives('order', { saying: '陈国栋驳回：条件不合适' });
    await manager('陈国栋').receives('order');
    await nobody.receivesAnything();
  });
});

describe('time runs', () => {
  story(
    'not taken: those who can and their lead, then one level up; taken late, it is quiet',
    OPEN_WAY,
    async (world) => {
      const { rep, person, manager, clock } = world;
      await onTrial(world);
      const card = await person('马超').receives('order');
      await rep('王敏').receives('order');
      await clock.moveTo('2026-11-23 16:10');
      const late = await person('马超').receives('order', { saying: '接单已超时' });
      await manager('陈国栋').receives('order', { saying: '接单已超时' });
      await clock.moveTo('2026-11-24 11:40');
      await person('马超').receives('order', { saying: '接单已超时' });
      await manager('陈国栋').receives('order', { saying: '接单已超时' });
      await card.click('接单');
      await late.nowShows('已接单');
      await rep('王敏').receives('order', { saying: '服务已就绪' });
      await clock.moveTo('2026-11-25 10:00');
      await person('马超').receivesNothing();
    },
  );

  story('a pause stops the time to finish, ends by itself and says so', OPEN_WAY, async (world) => {
    const { rep, person, clock } = world;
    await onTrial(world);
    await (await person('马超').receives('order')).click('接单');
    const before = (await person('马超').messages('order')).length;
    await rep('王敏').unread();
    await person('马超').says('暂停 W101 等科室腾房间 下周一');
    await person('马超').hears('W101 已暂停到 11月30日(周一)');
    await rep('王敏').receives('order', { saying: '暂停：等科室腾房间' });
    await clock.moveTo('2026-11-27 17:00');
    expect((await person('马超').messages('order')).length).toBe(before);
    await clock.moveTo('2026-11-30 09:30');
    await person('马超').receives('order', { saying: ['已接单', '完成时限：12月2日'] });
  });
});

describe('what goes wrong with an order', () => {
  story('each line is answered, and nothing moves', OPEN_WAY, async (world) => {
    const { rep, person } = world;
    await onTrial(world);
    const card = await person('马超').receives('order');
    await rep('王敏').receives('order');
    const answers: [who: '马超' | '王敏' | '张涛' | '周欣', line: string, answer: string][] = [
      ['马超', '完成 W101', '还没有人接单'],
      ['马超', '步骤 W101 到场', '还没有人接单'],
      ['马超', '同意 W101', '没有等您审批的事'],
      ['马超', '接单 W999', '找不到工单 W999'],
      ['张涛', '接单 W101', '找不到工单 W101'],
      ['周欣', 'W101', '找不到工单 W101'],
      ['王敏', '接单 W101', '已派给马超'],
      ['王敏', '转派 W101 方宇', '转派要由接单人或主管来做'],
      ['马超', '转派 W101 王敏', '没有叫「王敏」'],
      ['马超', '取消 W101 太远', '退回 W101 原因'],
      ['马超', '约 W101 猴年', '看不懂，或已经过去'],
      ['马超', '约 W101 下周三', '还没有人接单'],
      ['王敏', '开单 不存在的 L1001', '没有“不存在的”这种工单'],
      ['王敏', '开单 试用装机 L9999', '没有认出是哪条线索'],
      ['马超', '开单 试用装机 L1001', '没有认出是哪条线索'],
    ];
    for (const [who, line, answer] of answers) {
      await person(who).says(line);
      await person(who).hears(answer);
    }
    await card.click('接单');
    await rep('王敏').receives('order');
    await person('马超').says('接单 W101');
    await person('马超').hears('您已接单');
    const more: [line: string, answer: string][] = [
      ['步骤 W101 操作培训', '请先做「到场」'],
      ['步骤 W101 喝茶', '没有“喝茶”这一步'],
      ['完成 W101', '还有步骤没做：到场、装机调试、操作培训'],
      ['暂停 W101', '暂停要写原因和到哪一天'],
      ['恢复 W101', '没有暂停'],
      ['约 W101 昨天', '已经过去'],
    ];
    for (const [line, answer] of more) {
      await person('马超').says(line);
      await person('马超').hears(answer);
    }
  });

  story(
    'given back, it waits for the others; passed on, for the one who is named',
    OPEN_WAY,
    async (world) => {
      const { rep, person, manager, nobody } = world;
      await onTrial(world);
      const card = await person('马超').receives('order');
      await rep('王敏').receives('order');
      await card.click('退回');
      await (await person('马超').receives('order-reason')).click('时间排不开');
      await person('马超').receives('order', { saying: '退回：时间排不开' });
      await manager('陈国栋').receives('order', { saying: '退回：时间排不开' });
      await manager('陈国栋').says('转派 W101 方宇');
      await manager('陈国栋').receives('order', { saying: '已派给方宇' });
      await (await person('方宇').receives('order')).click('接单');
      await rep('王敏').receives('order', { saying: '服务已就绪：方宇' });
      await nobody.receivesAnything();
    },
  );
});
