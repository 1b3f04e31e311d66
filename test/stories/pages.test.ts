import { describe, expect } from 'vitest';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU, SHENZHEN } from '../support/leads.ts';
import { Visitor } from '../support/visitor.ts';

async function browserOf(world: World, name: string): Promise<Visitor> {
  const visitor = new Visitor(world.ask);
  await visitor.logsIn(world.person(name).id);
  return visitor;
}

const ID = 'a1b2c3d4e5f6';

describe('the login in front of every page', () => {
  story('leads through the platform and back to the page that was wanted', async (world) => {
    const visitor = new Visitor(world.ask);
    const back = await visitor.logsIn('wang-min', '/customers/C7?x=1');
    expect(back.pathname + back.search).toBe('/customers/C7?x=1');
    const { headers, text } = await visitor.open('/board');
    expect(text).toContain('王敏');
    expect(headers.get('cache-control')).toBe('no-store');
  });

  story('keeps its cookies from scripts and other sites', async (world) => {
    const login = await world.ask('/login?to=/board', { redirect: 'manual' });
    const [cookie = ''] = login.headers.getSetCookie();
    for (const mark of ['httponly', 'samesite=lax', 'secure', 'path=/login'])
      expect(cookie.toLowerCase()).toContain(mark);
  });

  story('lets nobody in without it', async (world) => {
    for (const path of ['/board', '/customers/C101', '/me/note', '/me/upload']) {
      const sent = await new Visitor(world.ask).sentTo(path);
      expect(sent.pathname + sent.search).toBe(`/login?to=${encodeURIComponent(path)}`);
    }
    const visitor = new Visitor(world.ask);
    visitor.cookies.set('genjin', 'A'.repeat(43));
    expect((await visitor.sentTo('/board')).pathname).toBe('/login');
    expect((await visitor.post('/me/note', { id: ID, text: '你好' })).status).toBe(401);
  });

  story('goes nowhere else afterwards, whatever the link says', async (world) => {
    for (const to of ['//evil.example', '/\\evil.example', 'https://evil.example/', 'evil', '/a b']) {
      const visitor = new Visitor(world.ask);
      const asked = await visitor.sentTo(`/login?${new URLSearchParams({ to })}`);
      const { state = '', back = '' } = Object.fromEntries(asked.searchParams);
      const body = new URLSearchParams({ state, back, user: 'wang-min' });
      const home = await visitor.sentTo(asked.pathname, { method: 'POST', body });
      expect((await visitor.sentTo(home.pathname + home.search)).href, to).toBe('http://here/board');
    }
  });

  story('takes a code once, and only in the browser that asked for it', async (world) => {
    const visitor = new Visitor(world.ask);
    const asked = await visitor.sentTo('/login?to=/board');
    const { state = '', back = '' } = Object.fromEntries(asked.searchParams);
    const body = new URLSearchParams({ state, back, user: 'wang-min' });
    const home = await visitor.sentTo(asked.pathname, { method: 'POST', body });
    const address = home.pathname + home.search;
    // A link sent to somebody else logs nobody in.
    expect((await new Visitor(world.ask).open(address)).status).toBe(403);
    const cookie = visitor.cookies.get('genjin-login') ?? '';
    await visitor.sentTo(address);
    visitor.cookies.set('genjin-login', cookie);
    expect((await visitor.open(address)).status).toBe(403);
    expect((await visitor.open(`${back}?code=made-up&state=${state}`)).status).toBe(403);
    expect((await visitor.open(`/login/wecom?code=x&state=${state}`)).status).toBe(403);
  });

  story('ends after half a day, and with the job', async (world) => {
    const [rep, leaver] = [await browserOf(world, '王敏'), await browserOf(world, '张涛')];
    await world.manager('李强').says('离职 张涛');
    await (await world.manager('李强').receives('leaver-confirm')).click('确认办理');
    expect((await leaver.open('/board')).status).toBe(302);
    expect((await rep.open('/board')).status).toBe(200);
    await world.clock.advance('12h1m');
    expect((await rep.open('/board')).status).toBe(302);
  });

  story('believes no page of another site', async (world) => {
    const visitor = await browserOf(world, '王敏');
    for (const Origin of ['https://evil.example', 'null', '']) {
      const { status } = await visitor.post('/me/note', { id: ID, text: '你好' }, { Origin });
      expect(status, Origin).toBe(403);
    }
  });
});

describe('the pages', () => {
  story('a note on the page is a note in the chat, once', async (world) => {
    const lead = await world.api.posts(HANGZHOU);
    const visitor = await browserOf(world, '王敏');
    const text = `${lead.id} 已报价50万 嫌贵 下周二下午3点回访`;
    const { body } = await visitor.post('/me/note', { id: ID, text });
    expect(body.isDone).toBe(true);
    expect(body.answers.join('\n')).toContain('50万');
    await world.rep('王敏').receives('log-confirm');
    await visitor.post('/me/note', { id: ID, text });
    expect(
      (await world.api.lead(lead)).timeline?.filter((e) => e.kind === 'interaction.recorded'),
    ).toHaveLength(1);
    // The same id of somebody else is another event.
    const other = await browserOf(world, '李强');
    expect((await other.post('/me/note', { id: ID, text: '帮助' })).body.answers[0]).toContain('跟进助手');
  });

  story('a file on the page is a file in the chat', async (world) => {
    const visitor = await browserOf(world, '李强');
    const body = new FormData();
    body.append('id', ID);
    body.append(
      'file',
      new Blob(['单位,联系人,电话,产品\n杭州市第一人民医院,王建国,13812345678,超声']),
      '线索.csv',
    );
    const answer = await visitor.open('/me/upload', {
      method: 'POST',
      body,
      headers: { Origin: 'https://genjin.example' },
    });
    expect(answer.status).toBe(200);
    await world.settle();
    expect((await world.api.lead('L1001')).company).toBe('杭州市第一人民医院');
  });

  story('nonsense is refused with a reason', async (world) => {
    const visitor = await browserOf(world, '王敏');
    expect((await visitor.post('/me/note', { id: ID, text: '  ' })).status).toBe(422);
    expect((await visitor.post('/me/note', { id: 'x', text: '你好' })).status).toBe(400);
    expect((await visitor.post('/me/note', { id: ID, text: '你好', as: 'li-qiang' })).status).toBe(422);
    expect((await visitor.open('/me/note?about=%22%3E%3Cscript%3E')).text).not.toContain('<script>');
  });

  story('the board shows what is due, late and new, and the customer behind it', async (world) => {
    const lead = await world.api.posts(HANGZHOU);
    const visitor = await browserOf(world, '王敏');
    expect((await visitor.open('/board')).text).toMatch(/今天到期[\s\S]*杭州市第一人民医院[\s\S]*最近有动态/);
    await world.clock.advance('4h');
    expect((await visitor.open('/board')).text).toMatch(/已超时[\s\S]*杭州市第一人民医院[\s\S]*今天到期/);
    await world.rep('王敏').says(`${lead.id} 已电话沟通 <b>预算</b>待批`);
    const { text } = await visitor.open(`/customers/${(await world.api.lead(lead)).customerId}`);
    for (const part of ['王建国', 'tel:+8613812345678', '已电话沟通 &lt;b&gt;预算', lead.id])
      expect(text).toContain(part);
  });

  story('nobody sees on a page what they do not see in the chat', async (world) => {
    const [east, south] = [await world.api.posts(HANGZHOU), await world.api.posts(SHENZHEN)];
    const idOf = async (lead: { id: string }) => (await world.api.lead(lead)).customerId;
    const [own, foreign] = [`/customers/${await idOf(east)}`, `/customers/${await idOf(south)}`];
    const rep = await browserOf(world, '王敏');
    expect([(await rep.open(own)).status, (await rep.open(foreign)).status]).toEqual([200, 404]);
    expect((await rep.open(foreign)).text).toBe((await rep.open('/customers/C99999')).text);
    expect((await (await browserOf(world, '陈国栋')).open(foreign)).status).toBe(200);
    await world.rep('王敏').says(`${east.id} 王建国说下周再打 13812345678`);
    const marketing = await (await browserOf(world, '周欣')).open(own);
    expect(marketing.text).toContain('杭州市第一人民医院');
    for (const secret of ['王建国', '13812345678', '138 1234 5678'])
      expect(marketing.text).not.toContain(secret);
  });
});
