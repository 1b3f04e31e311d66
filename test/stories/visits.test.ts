import { describe, expect } from 'vitest';
import { onlyReps } from '../support/company.ts';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('visits (C3, C4)', () => {
  story('three taps: what is asked, one record, minutes to the team lead', async ({ api, rep, manager }) => {
    const lead = await api.posts({ ...HANGZHOU, need: '想买彩超，担心接口对接' });
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`拜访 ${lead.id}`);
    const card = await rep('王敏').receives('visit', { about: lead, saying: '客户的痛点是什么' });
    // Begun and nothing said: it counts for nothing.
    expect(await api.lead(lead)).toMatchObject({ status: 'assigned' });
    await card.click('系统对接');
    await card.nowShows('痛点：系统对接', '现场做了、定了什么');
    expect(await api.lead(lead)).toMatchObject({ status: 'touched' });
    await card.click('带了样机耗材');
    await card.nowShows('下次什么时候见');
    const day = (await card.now()).card?.buttons[0]?.label ?? '';
    await card.click(day);
    await card.nowShows('拜访已记好');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('痛点')).toBe('系统对接');
    expect(record.fact('拜访质量')).toContain('带样品 1×2 = 2 分（偏低）');
    expect(record.fact('下次跟进')).toBeTruthy();
    const minutes = await manager('李强').receives('visit-minutes', { about: lead });
    expect(minutes.fact('样品')).toBe('携带样机或试用耗材到科室');
    await rep('王敏').says('为什么是 2 分');
    await rep('王敏').hears('带样品 1×2 = 2 分', '带了样机耗材');
    await manager('李强').says('拜访质量');
    await manager('李强').receives('visit-quality', { saying: ['1 次拜访，1 次偏低', '王敏', lead.id] });
    await record.click('撤销');
    await rep('王敏').hears('已撤销');
    await minutes.nowShows('已撤销这次拜访');
    expect(await api.lead(lead)).toMatchObject({ status: 'assigned' });
  });

  story('a line that says it all asks for nothing', async ({ api, rep, manager }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(
      '拜访 杭州市第一人民医院 解决了打印报错的问题 带了试剂 信息科要接口文档 护士不会用 待办 周五前发接口文档 下次下周二下午3点演示',
    );
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('拜访质量')).toBe('现场解决 1×3 + 带样品 1×2 + 跨部门 1×1 = 6 分');
    expect(record.fact('待办')).toBe('周五前发接口文档');
    expect(record.fact('下次跟进')).toContain('15:00');
    const minutes = await manager('李强').receives('visit-minutes');
    expect(minutes.fact('协同需求')).toBe('信息科提出接口对接需求');
    await rep('王敏').receives('scripts', { saying: '系统对接难' });
    await rep('王敏').receivesNothing();
    await rep('王敏').says('更正 没带试剂');
    const corrected = await rep('王敏').receives('log-confirm');
    expect(corrected.fact('拜访质量')).toBe('现场解决 1×3 + 跨部门 1×1 = 4 分（偏低）');
    expect(corrected.fact('待办')).toBe('周五前发接口文档');
    await minutes.nowShows('现场解决 1×3 + 跨部门 1×1 = 4 分');
  });

  story('several at once by number or in a line, after a restart, and left', async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`拜访 ${lead.id} 护士不会用`);
    await rep('王敏').receives('visit', { saying: '现场做了、定了什么' });
    await world.restart();
    await rep('王敏').says('1 4');
    await rep('王敏').receives('visit', { saying: ['解决操作问题、带了样机耗材', '下次什么时候见'] });
    await rep('王敏').says('已报价50万 嫌贵');
    const card = await rep('王敏').receives('visit', { saying: '下次什么时候见' });
    await card.click('就这些');
    const record = await rep('王敏').receives('log-confirm', { about: lead });
    expect(record.fact('金额')).toBe('50万元');
    expect(record.fact('异议')).toContain('嫌贵');
    expect(record.fact('拜访质量')).toContain('= 5 分');
    await manager('李强').receives('visit-minutes');
    await clock.advance('5m');
    await rep('王敏').says('已发资料');
    await rep('王敏').receives('log-confirm', { saying: '已发资料' });
  });

  story('begun and dropped, or left without a word more', { people: onlyReps('王敏') }, async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`拜访 ${lead.id}`);
    const card = await rep('王敏').receives('visit', { about: lead });
    await rep('王敏').says('稍后');
    await rep('王敏').hears('才算联系过', `继续 ${lead.id}`);
    await rep('王敏').says(`取消 ${lead.id}`);
    await rep('王敏').hears('这次拜访没有记', '计时照常');
    await card.nowShows('已取消，没有记');
    await rep('王敏').says('拜访 杭州市第一人民医院');
    await rep('王敏').receives('visit', { about: lead });
    await rep('王敏').says('算了');
    await rep('王敏').hears('这次拜访没有记');
    expect(await api.lead(lead)).toMatchObject({ status: 'assigned' });
    await manager('李强').says('拜访质量');
    await manager('李强').receives('visit-quality', { saying: '0 次拜访' });
    await clock.advance('2h');
    await rep('王敏').receives('first-touch-due', { about: lead });
    await rep('王敏').says(`拜访 ${lead.id}`);
    await (await rep('王敏').receives('visit', { about: lead })).click('就这些');
    await rep('王敏').receives('log-confirm', { about: lead });
    expect(await api.lead(lead)).toMatchObject({ status: 'touched' });
  });

  story(
    'a plan and an attempt in vain are no visit; a note on somebody else is not swallowed',
    { people: onlyReps('王敏') },
    async ({ api, rep }) => {
      const lead = await api.posts(HANGZHOU);
      const other = await api.posts({
        ...HANGZHOU,
        company: '杭州江滨康复医院',
        contactName: '周敏',
        phone: '13900001234',
      });
      await rep('王敏').says(`拜访 ${lead.id} 白跑一趟 主任不在`);
      await rep('王敏').receives('log-confirm', { about: lead });
      expect(await api.lead(lead)).toMatchObject({ status: 'assigned' });
      await rep('王敏').says(`拜访 ${lead.id}`);
      await rep('王敏').receives('visit', { about: lead });
      await rep('王敏').says('杭州江滨康复医院 已报价30万');
      const note = await rep('王敏').receives('log-confirm', { about: other });
      expect(note.fact('金额')).toBe('30万元');
    },
  );
});
