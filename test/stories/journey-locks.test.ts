import { describe, expect } from 'vitest';
import { json } from '../support/client.ts';
import { drawForm } from '../support/documents/sheet.ts';
import { KEY, type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

/** On an odd millisecond of the clock, with three fields frozen at the second stage and a rule that wants one of them. */
const LOCKING: Setup = {
  rules: (words) => {
    words.stages.find(({ id }: { id: string }) => id === 'need-confirmed').locks = [
      'budget',
      'need',
      'recommendation',
    ];
    words.rules.push({
      name: '有记录就算观望',
      when: 'interaction.recorded',
      if: {},
      do: [{ set: { recommendation: '观望' } }],
    });
  },
};

/** Every way to write into a lead. `stays` is what must not change. */
const WRITERS: [who: string, write: (world: World) => Promise<void>, proposed: string[]][] = [
  [
    'the rep, by a line',
    async ({ rep }) => void (await rep('王敏').says('L1001 预算改成200万以上')),
    ['预算'],
  ],
  [
    'a manager, by a line',
    async ({ manager }) => void (await manager('李强').says('L1001 预算改成200万以上')),
    ['预算'],
  ],
  [
    'a record beside it',
    async ({ rep }) => void (await rep('王敏').says('L1001 已发资料 预算改成50万以下')),
    ['预算', '推荐意愿'],
  ],
  [
    'a sentence that says it by the way',
    async ({ rep }) => void (await rep('王敏').says('L1001 竞品换成联影了，预算只有260万')),
    ['预算'],
  ],
  [
    'what took place, told with it',
    async ({ rep }) =>
      void (await rep('王敏').says('杭州市第一人民医院 拜访了王主任，他说预算从150万砍到40万了')),
    ['预算', '推荐意愿'],
  ],
  [
    'a correction of a record',
    async ({ rep }) => {
      await rep('王敏').says('L1001 客户最新顾虑改成怕耽误开诊');
      await rep('王敏').says('更正 R101 预算追加到280万了');
    },
    ['预算'],
  ],
  ['a rule', async ({ rep }) => void (await rep('王敏').says('L1001 已发资料')), ['推荐意愿']],
  [
    'a system, by PATCH',
    async ({ ask }) => {
      const body = json({ fields: { budget: '300万' } }, { Authorization: `Bearer ${KEY}` });
      const answer = await ask('/api/leads/L1001', { ...body, method: 'PATCH' });
      expect(answer.body).toMatchObject({ status: 409, locked: ['budget'] });
    },
    ['预算'],
  ],
  [
    'a system, by a lead that joins',
    async ({ api }) => void (await api.posts({ ...HANGZHOU, budget: '200万以上', need: '要三台' })),
    ['预算', '需求'],
  ],
  [
    'a public form',
    async ({ site }) =>
      void (await site.submits('equipment', {
        company: String(HANGZHOU.company),
        contactName: '王建国',
        phone: String(HANGZHOU.phone),
        budget: '200万以上',
        need: '要三台',
      })),
    ['预算', '需求'],
  ],
  [
    'a table of leads',
    async ({ person }) => {
      const rows = ['客户名称,联系人,手机,需求,预算', '杭州市第一人民医院,王建国,13812345678,要三台,300万'];
      await person('周欣').sendsFile('名单.csv', Buffer.from(rows.join('\r\n')));
    },
    ['预算', '需求'],
  ],
  [
    'a document',
    async ({ rep }) => {
      const form = {
        title: '设备试用反馈表',
        layout: 'table' as const,
        rows: [
          [{ label: '医院名称', value: String(HANGZHOU.company) }],
          [{ label: '反馈人', value: '王建国' }],
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
      await rep('王敏').sendsFile('反馈.pdf', await drawForm(form));
      const card = await rep('王敏').receives('document', { saying: '强烈推荐' });
      await card.click('归档');
    },
    ['推荐意愿'],
  ],
];

describe('what a stage has locked (C6)', () => {
  for (const [who, write, proposed] of WRITERS) {
    story(`stays as it is: ${who}`, LOCKING, async (world) => {
      const { api, rep, manager, clock } = world;
      const lead = await api.posts(HANGZHOU);
      await clock.advance('7m');
      await rep('王敏').says('推进 L1001');
      await rep('王敏').receives('stage', { saying: '到「需求确认」' });
      await write(world);
      const now = await api.lead(lead);
      expect(now).toMatchObject({ budget: HANGZHOU.budget, need: HANGZHOU.need });
      expect(now.fields).not.toHaveProperty('recommendation');
      expect(now.locked).toEqual(['budget', 'need', 'recommendation']);
      // What was refused is not lost: the manager decides.
      await manager('李强').receives('lock-request', { about: lead, saying: proposed });
      await manager('李强').says('阶段 L1001');
      await manager('李强').receives('stage', { saying: proposed.map((label) => `修改${label}`) });
    });
  }

  story('what is not locked stays open, and one unlocked field takes one change', LOCKING, async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('L1001 客户最新顾虑改成担心售后');
    expect((await api.lead(lead)).fields).toMatchObject({ latestConcern: '担心售后' });
    // Reached in time, so that the lead stays with its owner.
    await rep('王敏').says('L1001 已发资料');
    await rep('王敏').says('解锁 L1001 预算 客户追加了预算');
    await rep('王敏').hears('已请主管决定');
    const asked = await manager('李强').receives('lock-request', { saying: '客户追加了预算' });
    await asked.click('解锁预算');
    await rep('王敏').hears('预算 已解锁');
    await clock.advance('25h');
    await rep('王敏').says('L1001 预算改成200万以上');
    expect((await api.lead(lead)).budget, 'the day has passed').toBe(HANGZHOU.budget);
    await manager('李强').says('解锁 L1001 预算');
    await rep('王敏').says('L1001 预算改成200万以上');
    expect((await api.lead(lead)).budget).toBe('200万以上');
    await rep('王敏').says('L1001 预算改成50万以下');
    expect((await api.lead(lead)).budget, 'one change').toBe('200万以上');
  });

  story('wishes stand side by side, and a tap means the value its card showed', LOCKING, async (world) => {
    const { api, rep, manager, clock, ask } = world;
    const lead = await api.posts(HANGZHOU);
    await clock.advance('7m');
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('L1001 预算改成200万以上');
    const old = await manager('李强').receives('lock-request', { saying: '200万以上' });
    const body = json({ fields: { budget: '50万以下' } }, { Authorization: `Bearer ${KEY}` });
    expect(await ask('/api/leads/L1001', { ...body, method: 'PATCH' })).toMatchObject({ status: 409 });
    await manager('李强').says('采纳 L1001 预算');
    await manager('李强').hears('预算有 2 个修改等您决定', '200万以上', '50万以下');
    expect((await api.lead(lead)).budget).toBe(HANGZHOU.budget);
    await manager('李强').says('采纳 L1001 预算 100万');
    await manager('李强').hears('“100万”已经不是等您决定的修改', '没有改动');
    await old.click('采纳200万以上');
    await rep('王敏').hears('主管采纳了您的修改，预算已改为 200万以上');
    expect((await api.lead(lead)).budget).toBe('200万以上');
  });

  story('what is locked is refused in words, the rest of the sentence is written', LOCKING, async (world) => {
    const { api, rep, manager, clock } = world;
    const lead = await api.posts(HANGZHOU);
    await clock.advance('7m');
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('L1001 竞品换成联影了，预算只有260万');
    const card = await rep('王敏').receives('log-confirm', {
      saying: ['联影', '预算：已锁定，没有修改，已转主管决定（想改为 200万以上）'],
    });
    expect(card.fact('金额'), 'a budget is nobody’s quotation').toBeUndefined();
    expect(await api.lead(lead)).toMatchObject({
      budget: HANGZHOU.budget,
      fields: { competitors: '联影' },
    });
    await (await manager('李强').receives('lock-request', { saying: '200万以上' })).click('采纳预算');
    expect((await api.lead(lead)).budget).toBe('200万以上');
  });

  story('a field goes by the words of the playbook in every command', LOCKING, async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('补填 L1001 竞品 东软');
    await rep('王敏').hears('已记下：竞品信息');
    expect((await api.lead(lead)).fields).toMatchObject({ competitors: '东软' });
    // What nobody asks for now: how it stands, whether it is locked, and how it is changed all the same.
    await rep('王敏').says('补填 L1001 竞品');
    await rep('王敏').hears('竞品信息是：东软', '补填 L1001 竞品信息 新的内容');
    await rep('王敏').says('补填 L1001 预算 260万');
    await rep('王敏').hears('已记下：预算');
    expect((await api.lead(lead)).budget).toBe('200万以上');
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('补填 L1001 预算');
    await rep('王敏').hears('预算是：200万以上', '已锁定', '解锁 L1001 预算 原因');
    await rep('王敏').says('补填 L1001 预算 80万');
    await rep('王敏').hears('已锁定，没有修改，已转主管决定');
    await rep('王敏').says('补填 L1001 星座');
    await rep('王敏').hears('没有叫“星座”的字段');
    expect((await api.lead(lead)).budget).toBe('200万以上');
  });

  story('gone back behind it, the fields are open again', LOCKING, async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('退回 L1001 初步接触 客户改变计划');
    await rep('王敏').says('L1001 预算改成200万以上');
    expect(await api.lead(lead)).toMatchObject({ budget: '200万以上', locked: [] });
  });
});
