import { describe, expect } from 'vitest';
import { json, ok } from '../support/client.ts';
import { KEY, story, type World } from '../support/harness.ts';
import { HANGZHOU, SHENZHEN } from '../support/leads.ts';
import { Visitor } from '../support/visitor.ts';

/** L1001 is 王敏's (华东, team of 李强), L1002 is 梁晓燕's (华南, team of 林洁). */
async function twoLeads({ api }: World) {
  const [east, south] = [await api.posts(HANGZHOU), await api.posts(SHENZHEN)];
  expect([east.ownerId, south.ownerId]).toEqual(['wang-min', 'liang-xiaoyan']);
}

const SEES: [name: string, east: boolean, south: boolean][] = [
  ['王敏', true, false],
  ['张涛', false, false],
  ['梁晓燕', false, true],
  ['李强', true, false],
  ['林洁', false, true],
  ['赵雪梅', true, false],
  ['黄伟', false, true],
  ['陈国栋', true, true],
  ['孙丽', true, true],
  ['周欣', true, true],
  ['马超', false, false],
];

/** Every line that shows something of a lead, and the message it is answered with. */
const READS: [line: (id: string) => string, kind: string][] = [
  [(id) => `查看 ${id}`, 'lead-detail'],
  [(id) => `为什么是我 ${id}`, 'why-me'],
  [(id) => `话术 ${id}`, 'scripts'],
];

describe('what each role may see (G1)', () => {
  for (const [line, kind] of READS) {
    story(`${line('L1001')}: ${kind}`, async (world) => {
      await twoLeads(world);
      for (const [name, ...sees] of SEES) {
        const person = world.person(name);
        for (const [i, id] of ['L1001', 'L1002'].entries()) {
          await person.says(line(id));
          if (sees[i]) await person.receives(kind, { about: id });
          else await person.hears(`找不到线索 ${id}`);
        }
      }
    });
  }

  story('a lead that must not be seen is answered like one that does not exist', async (world) => {
    await twoLeads(world);
    const { rep } = world;
    for (const command of ['查看', '接单', '已联系', '转出', '为什么是我', '话术', '推迟']) {
      const answers = [];
      for (const id of ['L1001', 'L9999']) {
        await rep('何俊杰').says(`${command} ${id}`);
        answers.push((await rep('何俊杰').receives('text')).text.replace(id, 'ID'));
      }
      expect(answers[0], command).toBe(answers[1]);
    }
  });

  story('marketing sees leads without the person behind them', async (world) => {
    await twoLeads(world);
    const marketing = world.person('周欣');
    await world.rep('王敏').says('L1001 已电话沟通 王建国说下周再打 13812345678');
    for (const [line] of READS) {
      await marketing.says(line('L1001'));
    }
    await world.settle();
    const shown = (await world.chats.messagesOf(marketing.id)).map((m) => JSON.stringify(m)).join('\n');
    expect(shown).toContain('杭州市第一人民医院');
    for (const secret of ['王建国', '13812345678', '138 1234 5678', '王主任'])
      expect(shown).not.toContain(secret);
  });

  story('a field shows to the roles it names, in chat and on pages alike', async (world) => {
    await twoLeads(world);
    // By a system: what a person types is their own words, and shows to whoever may read the record.
    for (const budgetSource of ['财政拨款', '融资租赁']) {
      const fields = { decisionMaker: '王院长', budgetSource };
      const patch = json({ fields }, { Authorization: `Bearer ${KEY}` });
      await ok(world.ask('/api/leads/L1001', { ...patch, method: 'PATCH' }));
    }
    const { customerId } = await world.api.lead('L1001');
    const page = async (name: string) => {
      const visitor = new Visitor(world.ask);
      await visitor.logsIn(world.person(name).id);
      return (await visitor.open(`/customers/${customerId}`)).text;
    };
    for (const name of ['王敏', '李强', '陈国栋']) expect(await page(name), name).toContain('融资租赁');
    const seen = await page('孙丽');
    expect(seen).toContain('王院长');
    for (const line of ['查看 L1001', '阶段 L1001']) await world.person('孙丽').says(line);
    await world.settle();
    const told = (await world.chats.messagesOf(world.person('孙丽').id)).map((m) => JSON.stringify(m));
    expect(told.join('\n')).toContain('杭州市第一人民医院');
    for (const secret of ['融资租赁', '财政拨款']) expect([seen, ...told].join('\n')).not.toContain(secret);
  });

  story('only who leads may assign, and only what they see, and not into a void', async (world) => {
    await twoLeads(world);
    const { person } = world;
    for (const name of ['王敏', '周欣']) {
      await person(name).says('指派 L1001 张涛');
      await person(name).hears('只有主管可以指派');
    }
    await person('马超').says('指派 L1001 张涛');
    await person('马超').hears('找不到线索');
    await person('林洁').says('指派 L1001 张涛');
    await person('林洁').hears('找不到线索 L1001');
    await person('李强').says('指派 L1001 陈国栋');
    await person('李强').hears('没有叫「陈国栋」的在职销售');
    await person('赵雪梅').says('指派 L1001 张涛');
    await person('赵雪梅').hears('已分配给 张涛');
  });

  story('who is not in the directory is not heard', async ({ ask, nobody, log }) => {
    const said = await ask('/simulator/messages', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ userId: 'stranger', text: '查看 L1001' }),
    });
    expect(said.status).toBe(404);
    await nobody.receivesAnything();
    expect(log.filter(({ level }) => level >= 50)).toEqual([]);
  });

  story('a note of one rep stays that rep’s', async (world) => {
    await twoLeads(world);
    const { rep, manager } = world;
    await rep('王敏').says('L1001 已报价50万');
    await rep('王敏').receives('log-confirm');
    for (const command of ['确认', '撤销', '更正']) {
      await manager('李强').says(`${command} R101`);
      await manager('李强').hears('找不到您的记录 R101');
    }
  });

  story('somebody else’s card cannot be clicked', async (world) => {
    await twoLeads(world);
    const card = await world.rep('王敏').receives('lead-assigned');
    const tap = { userId: world.rep('张涛').id, messageId: card.id, actionId: 'accept', values: {} };
    const answer = await world.ask('/simulator/actions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(tap),
    });
    expect(answer.status).toBe(404);
  });
});
