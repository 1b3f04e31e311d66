import { describe, expect } from 'vitest';
import { type Setup, story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

const RULES: Setup = {
  rules: (words) => {
    words.rules = [
      ...((words.rules as object[] | undefined) ?? []),
      {
        name: '演示前准备',
        when: 'stage.entered',
        if: { stage: 'demo-booked' },
        do: [
          { tag: '重点客户' },
          { notify: { to: ['manager', 'service'], text: '{company} 约好演示，请准备样机' } },
        ],
      },
      {
        name: '新线索提示',
        when: ['stage.entered'],
        if: { stage: 'first-contact' },
        do: [{ notify: { to: ['person:sun-li'], text: '{company} 进入初步接触' } }],
      },
    ];
  },
};

describe('rules on entering a stage', () => {
  story(
    'run once for each time it is entered, whichever way, and at the first stage when the lead comes in',
    RULES,
    async ({ api, rep, person }) => {
      const lead = await api.posts(HANGZHOU);
      await person('孙丽').receives('alert', { saying: '杭州市第一人民医院 进入初步接触' });
      await rep('王敏').says('推进 L1001 已预约设备科演示');
      await rep('王敏').receives('stage', { saying: '到「已预约设备科演示」' });
      await person('李强').receives('alert', { saying: '杭州市第一人民医院 约好演示，请准备样机' });
      expect((await api.lead(lead)).tags).toContain('重点客户');
      // Words and values of the lead are no move.
      await rep('王敏').says('L1001 演示日期改成2026-11-27');
      await person('李强').receivesNothing();
      await rep('王敏').says('退回 L1001 初步接触 客户改期');
      await person('孙丽').receives('alert', { saying: '杭州市第一人民医院 进入初步接触' });
    },
  );
});
