import { describe, expect } from 'vitest';
import { onlyReps } from '../support/company.ts';
import { story } from '../support/harness.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';

describe('what helped before (C9, C11, C14)', () => {
  story(
    'a confirmed record brings a similar case of somebody else, without names',
    { people: onlyReps('王敏', '徐静') },
    async ({ api, rep, clock }) => {
      const first = await api.posts(HANGZHOU);
      const second = await api.posts({ ...NINGBO, phone: '13700001111' });
      const [one, two] = [first, second].map(({ ownerId }) => (ownerId === 'wang-min' ? '王敏' : '徐静'));
      expect(one).not.toBe(two);
      await rep(one ?? '').says(
        `${first.id} 王建国主任 13812345678 说LIS对接要另收接口费，答应首年含双向对接，嫌贵也接受了`,
      );
      await rep(one ?? '').receives('log-confirm', { about: first });
      await clock.advance('20m');
      await rep(two ?? '').says(`${second.id} 检验科问LIS对接费用太贵`);
      const record = await rep(two ?? '').receives('log-confirm', { about: second });
      await record.click('确认');
      const card = await rep(two ?? '').receives('cases');
      expect(card.text).toContain('首年含双向对接');
      expect(card.text).toContain('之后还没有进展');
      for (const hidden of ['王建国', '13812345678', '杭州市第一人民医院'])
        expect(card.text).not.toContain(hidden);
      const [button = ''] = card.card.buttons.map(({ label }) => label);
      await card.click(button);
      await rep(two ?? '').hears('已记下');
      await rep(two ?? '').says('案例 LIS对接');
      const found = await rep(two ?? '').receives('cases', { saying: '1 人觉得有帮助' });
      expect(found.text).toContain('首年含双向对接');
      await rep(two ?? '').says('案例 月球基地');
      await rep(two ?? '').receives('cases', { saying: '没有相似案例' });
    },
  );

  story('scripts: the style taken is remembered, copied words are counted', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`话术 ${lead.id} 嫌贵`);
    const card = await rep('王敏').receives('scripts', { about: lead });
    const other = card.card.buttons.find(({ label }) => label.startsWith('换'))?.label ?? '';
    await card.click(other);
    await card.nowShows(other.replace('换', '（'));
    await rep('王敏').says(`话术 ${lead.id} 嫌贵`);
    const again = await rep('王敏').receives('scripts', { about: lead, saying: other.replace('换', '') });
    await again.click('复制这条');
    await rep('王敏').receives('text');
    await rep('王敏').says('话术效果');
    await rep('王敏').receives('script-effects', { saying: ['用于 1 条线索', '0（0–79%）'] });
  });

  story('the thermometer says what is asked again and again', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    for (const text of ['王主任问交期多久', '微信聊了货期，主任着急', '电话沟通，主任又问到货时间']) {
      await rep('王敏').says(`${lead.id} ${text}`);
      await clock.advance('15m');
    }
    await rep('王敏').says(`查看 ${lead.id}`);
    const card = await rep('王敏').receives('lead-detail', { about: lead });
    expect(card.fact('看点')).toContain('最近 3 次都在谈交付周期');
    expect(card.fact('看点')).toContain('从未提价格');
    expect(card.fact('建议')).toContain('排期');
    expect(card.fact('微信')).toContain('■1');
  });
});
