import { expect } from 'vitest';
import { createClient } from '../../support/client.ts';
import type { PlaybookWords } from '../../support/company.ts';
import { type DingtalkWorld, dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU, SHENZHEN } from '../../support/leads.ts';
import { local } from '../../support/time.ts';
import { Visitor } from '../../support/visitor.ts';

const IN_DINGTALK =
  'Mozilla/5.0 (iPhone) AppleWebKit/605 AliApp(DingTalk/8.1.0) com.laiwang.DingTalk/8 Channel';
const DESKTOP = 'Mozilla/5.0 (Windows NT 10.0) Chrome/142';

/** As far as DingTalk, which knows who it is. @returns the address DingTalk sends the browser back to */
async function asksDingtalk(
  world: DingtalkWorld,
  visitor: Visitor,
  userId: string,
  agent = IN_DINGTALK,
): Promise<string> {
  world.mock.login.redirectUrl = 'https://genjin.example/login/dingtalk';
  const headers = { 'User-Agent': agent };
  const login = await visitor.sentTo('/board', { headers });
  const dingtalk = await visitor.sentTo(login.pathname + login.search, { headers });
  expect(dingtalk.origin).toBe(world.mock.url);
  const back = new URL(world.mock.login.authorise(dingtalk, userId));
  return back.pathname + back.search;
}

const visitorOf = (world: DingtalkWorld) => new Visitor(createClient(() => world.processes[0]?.url ?? ''));

dingtalkStory(
  'opened from DingTalk or on a desktop, the board shows its reader their own work',
  async (world) => {
    await world.lead(HANGZHOU);
    await world.person('王敏').receives('L1001');
    const { calls } = world.mock.account.used;
    for (const agent of [IN_DINGTALK, DESKTOP]) {
      const visitor = visitorOf(world);
      const back = await asksDingtalk(world, visitor, 'wang-min', agent);
      expect((await visitor.sentTo(back)).pathname).toBe('/board');
      const board = await visitor.open('/board');
      expect(board.text).toContain('王敏');
      expect(board.text).toContain(HANGZHOU.company);
    }
    const colleague = visitorOf(world);
    await colleague.sentTo(await asksDingtalk(world, colleague, 'xu-jing'));
    const theirs = await colleague.open('/board');
    expect(theirs.text).toContain('徐静');
    expect(theirs.text).not.toContain(HANGZHOU.company);
    expect(world.mock.account.used.calls, 'logging in costs nothing').toBe(calls);
  },
);

dingtalkStory(
  'the entry page of the workbench shows what is due, what contracts end, and the customers with news',
  async (world) => {
    const lead = { ...HANGZHOU, fields: { contractEnd: '2026-12-20' } };
    await world.lead(lead);
    await world.lead({ ...SHENZHEN, fields: { contractEnd: '2027-12-20' } });
    await world.person('王敏').says('L1001 已电话沟通 下周二下午3点回访');
    const visitor = visitorOf(world);
    await visitor.sentTo(await asksDingtalk(world, visitor, 'wang-min'));
    expect((await visitor.open('/board')).text).toMatch(
      /今天到期[\s\S]*90 天内：合同到期[\s\S]*杭州市第一人民医院[\s\S]*合同到期 2026-12-20[\s\S]*最近有动态的客户[\s\S]*杭州市第一人民医院[\s\S]*有跟进/,
    );
    const director = visitorOf(world);
    await director.sentTo(await asksDingtalk(world, director, 'chen-guodong'));
    const { text } = await director.open('/board');
    expect(text.match(/合同到期 20/g), 'those that end within 90 days').toHaveLength(1);
    await world.clock.moveTo(local('2026-12-21 09:00'));
    await visitor.sentTo(await asksDingtalk(world, visitor, 'wang-min'));
    expect((await visitor.open('/board')).text, 'over').not.toContain('合同到期');
  },
  {
    rules: (words: PlaybookWords) => {
      words.fields.push({ id: 'contractEnd', label: '合同到期', on: 'customer', type: 'date', ends: 90 });
    },
  },
);

dingtalkStory('forged states, used and late codes, and strangers open nothing', async (world) => {
  const { login } = world.mock;
  const forged = visitorOf(world);
  const theirs = await asksDingtalk(world, forged, 'wang-min');
  const refused = [[forged, theirs.replace(/state=\w+/, 'state=0123456789abcdef')]] as [Visitor, string][];

  const first = visitorOf(world);
  const used = new URL(await asksDingtalk(world, first, 'wang-min'), 'http://here');
  await first.sentTo(used.pathname + used.search);
  const second = visitorOf(world);
  const again = new URL(await asksDingtalk(world, second, 'wang-min'), 'http://here');
  again.searchParams.set('authCode', used.searchParams.get('authCode') ?? '');
  refused.push([second, again.pathname + again.search]);

  login.outsiders.add('a-customer');
  for (const userId of ['nobody-here', 'a-customer']) {
    const stranger = visitorOf(world);
    refused.push([stranger, await asksDingtalk(world, stranger, userId)]);
  }
  for (const [visitor, back] of refused) expect((await visitor.open(back)).status, back).toBe(403);

  const late = visitorOf(world);
  const back = await asksDingtalk(world, late, 'wang-min');
  await world.advance('6m');
  expect((await late.open(back)).status).toBe(403);
  for (const visitor of [late, ...refused.map(([one]) => one)])
    expect((await visitor.open('/board')).status).toBe(302);
});
