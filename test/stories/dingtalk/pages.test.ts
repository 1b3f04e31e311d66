import { expect } from 'vitest';
import { createClient } from '../../support/client.ts';
import { type DingtalkWorld, dingtalkStory } from '../../support/dingtalk/world.ts';
import { HANGZHOU } from '../../support/leads.ts';
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
