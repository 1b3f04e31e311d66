import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** Lines with a word nobody listed, and what their authors say they mean. */
const TYPED = ['L1001 跟王主任掀底牌了', 'L1001 上午掀底牌了，没吭声', 'L1001 又掀底牌了'];

describe('词汇建议: the words a team uses (C1)', () => {
  story(
    'are learned from corrections, added by one tap, and taken back',
    async ({ api, rep, manager, nobody }) => {
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      for (const line of TYPED) {
        await rep('王敏').says(`备注 ${line}`);
        await rep('王敏').receives('log-confirm');
      }
      await manager('李强').says('词汇建议');
      await manager('李强').receives('word-advice', { saying: '暂时没有' });
      await rep('王敏').says('词汇建议');
      await rep('王敏').hears('由主管添加');
      for (const [i, line] of TYPED.entries()) {
        await rep('王敏').says(`${line} 已电话沟通`);
        await rep('王敏').receives('log-confirm', { saying: '已电话沟通' });
        await rep('王敏').says(`更正 R${104 + i} 已报价${30 + i}万`);
        await rep('王敏').receives('log-confirm', { saying: '已报价' });
      }
      await manager('李强').says('词汇建议');
      const advice = await manager('李强').receives('word-advice', {
        saying: ['掀底牌', '已报价', '3 条更正'],
      });
      await advice.click('加入「掀底牌」');
      await manager('李强').hears('从现在起算「已报价」', '去词汇 已报价 掀底牌');
      await rep('王敏').says('L1001 今天掀底牌了');
      const record = await rep('王敏').receives('log-confirm');
      expect(record.fact('动作')).toBe('已报价');
      await manager('李强').says('加词汇 已拜访 掀底牌');
      await manager('李强').hears('已经算「已报价」');
      await manager('李强').says('去词汇 已报价 掀底牌');
      await manager('李强').hears('不再算「已报价」');
      await rep('王敏').says('L1001 后天掀底牌了');
      const after = await rep('王敏').receives('log-confirm');
      expect(after.fact('动作')).toBeUndefined();
      await nobody.receivesAnything();
      expect((await api.lead(lead)).status).toBe('touched');
    },
  );
});
