import { describe, expect } from 'vitest';
import type { Answer, Ask } from '../support/client.ts';
import { story, type World } from '../support/harness.ts';
import { HANGZHOU, NINGBO } from '../support/leads.ts';

const JSON_TYPE = { 'Content-Type': 'application/json' };
const KEY = { Authorization: 'Bearer demo' };

/** A refusal is a problem document in words for whoever can mend it, and shows nothing of the inside. */
function expectProblem(answer: Answer, status: number, what: string): void {
  expect(answer.status, what).toBe(status);
  expect(answer.headers.get('content-type'), what).toContain('application/problem+json');
  expect(answer.body, what).toMatchObject({ status });
  expect(answer.body.detail, what).toMatch(/\p{Script=Han}/u);
  expect(answer.text, what).not.toMatch(/node_modules|at \w+ \(|Mongo|Error:/);
}

async function expectAlive({ ask, api, log, nobody }: World, leads = 0): Promise<void> {
  expect((await ask('/healthz')).status).toBe(200);
  expect(await api.leads()).toHaveLength(leads);
  await nobody.receivesAnything();
  expect(log.filter(({ level }) => level >= 50)).toEqual([]);
}

/** A lead whose size is about this many bytes. */
function padded(bytes: number): string {
  return JSON.stringify({ ...HANGZHOU, source: 'website', need: 'x'.repeat(bytes) });
}

type Sent = string | Uint8Array | undefined;
const BODIES: [what: string, body: Sent, headers: Record<string, string>, status: number][] = [
  ['malformed JSON', '{"company": "杭州', JSON_TYPE, 400],
  ['an empty body', '', JSON_TYPE, 400],
  ['bytes that are no UTF-8', new Uint8Array([0x22, 0xc4, 0xe3, 0x22]), JSON_TYPE, 400],
  ['a body of 10 MB', padded(10 * 1024 * 1024), JSON_TYPE, 413],
  [
    '1,001 items',
    JSON.stringify(Array.from({ length: 1_001 }, () => ({ source: 'website' }))),
    JSON_TYPE,
    413,
  ],
  ['no items', '[]', JSON_TYPE, 422],
  ['plain text', 'company=杭州', { 'Content-Type': 'text/plain' }, 415],
  ['a form', 'company=x', { 'Content-Type': 'application/x-www-form-urlencoded' }, 415],
  ['no content type', new Uint8Array([0x7b, 0x7d]), {}, 415],
  ['JSON nested without end', '['.repeat(100_000), JSON_TYPE, 400],
];

const ITEMS: [what: string, item: unknown, path: string][] = [
  ['null', null, ''],
  ['a number', 7, ''],
  ['a text', '线索', ''],
  ['a list', [[]], ''],
  ['nothing to call back on', { contactName: '王', source: 'website' }, ''],
  ['no source', { company: '杭州市试验医院' }, 'source'],
  ['an unknown source', { company: '杭州市试验医院', source: 'fax' }, 'source'],
  ['an unknown field', { ...HANGZHOU, source: 'website', phoneNumber: '1' }, 'phoneNumber'],
  ['a query operator for a name', { company: { $gt: '' }, source: 'website' }, 'company'],
  ['a query operator for a number', { phone: { $ne: null }, source: 'website' }, 'phone'],
  ['a list for a name', { company: ['甲', '乙'], source: 'website' }, 'company'],
  ['a number for a name', { company: 12, source: 'website' }, 'company'],
  [
    'an operator among the fields',
    { ...HANGZHOU, source: 'website', fields: { $where: 'sleep(1)' } },
    'fields.$where',
  ],
  [
    'an operator as a value',
    { ...HANGZHOU, source: 'website', fields: { hospitalLevel: { $gt: '' } } },
    'fields.hospitalLevel',
  ],
  [
    'a field that is not in the playbook',
    { ...HANGZHOU, source: 'website', fields: { colour: 'red' } },
    'fields.colour',
  ],
  ['an unreadable number', { ...HANGZHOU, source: 'website', phone: '12' }, 'phone'],
  ['an unreadable address', { ...HANGZHOU, source: 'website', email: 'wang@' }, 'email'],
  ['an unreadable budget', { ...HANGZHOU, source: 'website', budget: '很多' }, 'budget'],
  ['a negative budget', { ...HANGZHOU, source: 'website', budget: -1 }, 'budget'],
  ['5,001 characters', { ...HANGZHOU, source: 'website', need: '需'.repeat(5_001) }, 'need'],
  [
    '51 products',
    { ...HANGZHOU, source: 'website', products: Array.from({ length: 51 }, () => 'CT设备') },
    'products',
  ],
];

describe('bad input to the API', () => {
  story('bodies that cannot be read are refused, each with its status', async (world) => {
    for (const [what, body, headers, status] of BODIES) {
      const init = {
        method: 'POST',
        headers: { ...KEY, ...headers },
        ...(body === undefined ? {} : { body }),
      };
      expectProblem(await world.ask('/api/leads', init as RequestInit), status, what);
    }
    await expectAlive(world);
  });

  story('items that are wrong come back with the path and what to write', async (world) => {
    for (const [what, item, path] of ITEMS) {
      const { status, body } = await world.api.post(Array.isArray(item) ? item : [item]);
      expect(status, what).toBe(422);
      const [{ errors }] = body.results;
      expect(errors[0].path, `${what}: ${JSON.stringify(errors)}`).toBe(path);
      expect(errors[0].message, what).toMatch(/\p{Script=Han}/u);
    }
    // A key like __proto__ does not vanish silently, and changes nothing.
    const sneaky = '[{"company":"杭州市试验医院","source":"website","__proto__":{"admin":true}}]';
    const answer = await world.ask('/api/leads', {
      method: 'POST',
      headers: { ...KEY, ...JSON_TYPE },
      body: sneaky,
    });
    expect(answer.status).toBe(422);
    expect(({} as { admin?: boolean }).admin).toBeUndefined();
    await expectAlive(world);
  });

  story('control and bidi characters, emoji and long texts are kept as what a reader sees', async (world) => {
    const { api, rep } = world;
    const lead = await api.posts({
      company: '杭州市\u202e第一\u0000人民\u200b医院',
      contactName: '王\u0007建国👨‍⚕️',
      phone: '138\u200e1234\u202c5678',
      products: ['超声', '血球仪'],
      need: `第一行\r\n第二行 ${'长'.repeat(4_000)}`,
    });
    const taken = await api.lead(lead);
    expect(taken).toMatchObject({
      company: '杭州市第一人民医院',
      contactName: '王建国👨‍⚕️',
      phone: '+8613812345678',
    });
    expect(taken.need).toMatch(/^第一行\n第二行 长{4000}$/);
    const card = await rep('王敏').receives('lead-assigned');
    expect(card.text.length).toBeLessThan(1_500);
  });

  for (const path of [
    '/api/leads/L1',
    '/api/leads/%00',
    '/api/leads/L1001%27%20OR%201=1',
    '/api/leads/%7B%22$gt%22:%22%22%7D',
    '/api/leads/../../etc/passwd',
    '/api/nothing',
    '/forms/%2e%2e%2f',
    '/assets/form/..%2f..%2fpackage.json',
    '/simulator/page/..%2f..%2fpackage.json',
    '/simulator/files/..%2f..%2fpackage.json',
    '/simulator/files/f_aaaaaaaaaaaa',
    '/simulator/users/nobody/messages',
  ]) {
    story(`${path} is not there`, async (world) => {
      const answer = await world.ask(path, { headers: KEY });
      expect(answer.status).toBe(404);
      expect(answer.text).not.toContain('"dependencies"');
    });
  }

  story('odd questions get sane answers', async (world) => {
    const { api } = world;
    await api.posts(HANGZHOU);
    await world.rep('王敏').receives('lead-assigned');
    for (const [query, status] of [
      ['limit=-1', 422],
      ['limit=abc', 422],
      ['limit=1e9', 422],
      ['ownerId[$gt]=', 422],
      ['ownerId=a&ownerId=b', 422],
      ['status=nothing', 422],
      ['status=__proto__', 422],
      ['after=L9999', 422],
      ['after=%00', 422],
    ] as const) {
      expect((await api.get(`/api/leads?${query}`)).status, query).toBe(status);
    }
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      expect((await world.ask('/api/leads', { method, headers: KEY })).status, method).toBe(405);
    }
    await expectAlive(world, 1);
  });
});

const say = (ask: Ask, body: unknown, headers = JSON_TYPE) =>
  ask('/simulator/messages', { method: 'POST', headers, body: JSON.stringify(body) });
const tap = (ask: Ask, body: unknown) =>
  ask('/simulator/actions', { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) });

describe('bad input to the chat', () => {
  story('messages that cannot be taken', async (world) => {
    const { ask } = world;
    const table: [what: string, body: unknown, status: number][] = [
      ['an unknown person', { userId: 'stranger', text: '你好' }, 404],
      ['an operator for a person', { userId: { $gt: '' }, text: '你好' }, 422],
      ['no text', { userId: 'wang-min' }, 422],
      ['a list for a text', { userId: 'wang-min', text: ['你好'] }, 422],
      ['20,001 characters', { userId: 'wang-min', text: '长'.repeat(20_001) }, 422],
      ['an unknown key', { userId: 'wang-min', text: '你好', admin: true }, 422],
      ['an endless id', { userId: 'wang-min', text: '你好', id: 'x'.repeat(101) }, 422],
    ];
    for (const [what, body, status] of table) expectProblem(await say(ask, body), status, what);
    expectProblem(await say(ask, {}, { 'Content-Type': 'text/plain' }), 415, 'content type');
    await expectAlive(world);
  });

  story('a chat is read on from a message that is in it', async ({ ask, rep }) => {
    await rep('王敏').says('帮助');
    await rep('徐静').says('帮助');
    const chat = async (userId: string, after = '') =>
      ask(`/simulator/users/${userId}/messages?after=${encodeURIComponent(after)}`);
    const [first] = (await chat('wang-min')).body.messages;
    expect((await chat('wang-min', first.id)).body.messages.length).toBeGreaterThan(0);
    for (const [after, found] of [
      ['2026-11-23T09:30:00.000Z', 0],
      ['2026-11-22T10:00:00+08:00', 2],
    ] as const) {
      expect((await chat('wang-min', after)).body.messages, after).toHaveLength(found);
    }
    for (const after of ['no-such-message', '2026-11-23', '2026-11-23T10:00:00']) {
      expectProblem(await chat('wang-min', after), 422, after);
    }
    expectProblem(await chat('xu-jing', first.id), 422, 'a message of somebody else');
    await rep('王敏').receives('help');
    await rep('徐静').receives('help');
  });

  story('what a card leaves out is not there', async ({ ask, api, rep }) => {
    await api.posts(HANGZHOU);
    const { id } = await rep('王敏').receives('lead-assigned');
    const { messages } = (await ask('/simulator/users/wang-min/messages')).body;
    const card = messages.find((message: { id: string }) => message.id === id).card;
    expect(JSON.stringify(card)).not.toContain('null');
    expect(card).not.toHaveProperty('state');
  });

  story('the answer stands in the chat when the request is answered', async ({ ask, rep }) => {
    expect((await say(ask, { userId: 'wang-min', text: '帮助' })).status).toBe(200);
    const { messages } = (await ask('/simulator/users/wang-min/messages')).body;
    expect(messages.map(({ kind }: { kind: string }) => kind)).toEqual(['message', 'help']);
    await rep('王敏').receives('help');
  });

  story('the clock is moved by a duration or to a moment, forwards', async ({ ask }) => {
    const move = (body: unknown) =>
      ask('/simulator/clock', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(body),
      });
    const { now } = (await ask('/simulator/clock')).body;
    const later = (ms: number) => new Date(Date.parse(now) + ms).toISOString();
    const hour = 3_600_000;
    for (const [body, at] of [
      [{ advance: 'PT2H' }, later(2 * hour)],
      [{ advance: 'PT1H30M' }, later(3.5 * hour)],
      [{ advance: 'PT0.5H' }, later(4 * hour)],
      [{ to: later(5 * hour) }, later(5 * hour)],
      [{ to: later(6 * hour).replace('Z', '+00:00') }, later(6 * hour)],
      [{ to: later(7 * hour).replace('Z', '+0000') }, later(7 * hour)],
    ] as const) {
      const { status, body: answer } = await move(body);
      expect([status, answer.now], JSON.stringify(body)).toEqual([200, at]);
    }
    for (const body of [
      {},
      { advance: '2h' },
      { advance: '-PT1H' },
      { advance: 'P' },
      { advance: 'PT' },
      { advance: 'P1M' },
      { advance: 5 },
      { to: now },
      { to: '2027-01-01' },
      { to: '2026-11-24T10:00:00' },
      { to: '2026-13-41T10:00:00Z' },
      { advance: 'PT1H', to: later(9 * hour) },
    ]) {
      expectProblem(await move(body), 422, JSON.stringify(body));
    }
    expect((await ask('/simulator/clock')).body.now).toBe(later(7 * hour));
  });

  story('a message without words is answered', async ({ ask, rep }) => {
    for (const text of ['', ' ', '\u200b\u0000']) {
      expect((await say(ask, { userId: 'wang-min', text })).status).toBe(200);
      await rep('王敏').hears('没有看到文字');
    }
  });

  story('5,000 characters are read as far as they go, and the rest is owned up to', async (world) => {
    const { api, rep } = world;
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says(`L1001 已报价50万 ${'长'.repeat(5_000)}`);
    await rep('王敏').hears('只读取了前 2000 个字');
    await rep('王敏').receives('log-confirm', { saying: '50万元' });
  });

  for (const [what, text] of [
    ['control characters', '\u0000\u0001\u0002'],
    ['bidi marks', '\u202e\u202d\u2066'],
    ['emoji', '👍🏽👨‍👩‍👧‍👦🇨🇳'],
    ['markup', '<img src=x onerror=alert(1)>'],
    ['a query operator', '{"$gt":""}'],
    ['a template', '{lead} {owner} $' + '{process.exit()} {{constructor}}'],
    ['a regular expression that explodes', `${'a'.repeat(1_500)}!(a+)+$`],
    ['brackets without end', '（'.repeat(1_900)],
    ['digits without end', '1'.repeat(1_900)],
    ['dates without end', '下周二下午3点'.repeat(250)],
    ['a path', '../../../etc/passwd'],
  ] as const) {
    story(`${what} in a message harm nobody`, async (world) => {
      const { ask, api, rep, settle, log } = world;
      await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      expect((await say(ask, { userId: 'wang-min', text })).status).toBeLessThan(300);
      await settle();
      const answers = await world.chats.unexpectedOf('wang-min');
      expect(JSON.stringify(answers)).not.toContain('/etc/passwd:');
      expect((await api.lead('L1001')).status).toBe('assigned');
      expect(log.filter(({ level }) => level >= 40)).toEqual([]);
    });
  }

  story('buttons and choices that were not offered', async (world) => {
    const { ask, api, rep, nobody } = world;
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('转出');
    const why = await rep('王敏').receives('pass-on');
    const at = { userId: 'wang-min', messageId: card.id, values: {} };
    const table: [what: string, body: unknown, status: number][] = [
      ['a button that is not on it', { ...at, actionId: 'assign' }, 409],
      ['a button by its line', { ...at, actionId: '指派 L1001 张涛' }, 409],
      ['a card that does not exist', { ...at, messageId: 'nothing', actionId: 'accept' }, 404],
      ['an operator for a card', { ...at, messageId: { $gt: '' }, actionId: 'accept' }, 422],
      ['a choice where there is none', { ...at, actionId: 'accept', values: { owner: 'zhang-tao' } }, 422],
      [
        'a choice that was not offered',
        { ...at, messageId: why.id, actionId: 'pass-on', values: { reason: '他太忙' } },
        422,
      ],
      [
        'an operator for a choice',
        { ...at, messageId: why.id, actionId: 'pass-on', values: { $gt: '' } },
        422,
      ],
      ['no choice', { ...at, messageId: why.id, actionId: 'pass-on' }, 422],
    ];
    for (const [what, body, status] of table) expectProblem(await tap(ask, body), status, what);
    expect((await api.lead(lead)).status).toBe('assigned');
    await nobody.receivesAnything();
  });

  story('uploads that are none', async (world) => {
    const { ask } = world;
    const form = (fields: Record<string, string>, file?: Blob) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(fields)) body.append(name, value);
      if (file) body.append('file', file, 'x.csv');
      return { method: 'POST', body };
    };
    const raw = (type: string, body: string) => ({ method: 'POST', headers: { 'Content-Type': type }, body });
    const small = new Blob(['x']);
    const large = new Blob([new Uint8Array(11 * 1024 * 1024)]);
    const table: [what: string, init: RequestInit, status: number][] = [
      ['no form', raw('application/json', '{}'), 415],
      ['no file', form({ userId: 'wang-min' }), 400],
      ['an unknown person', form({ userId: 'stranger' }, small), 404],
      ['no person', form({}, small), 404],
      ['11 MB', form({ userId: 'wang-min' }, large), 413],
      ['half a form', raw('multipart/form-data; boundary=x', '--x\r\nContent-'), 400],
      ['a form without its boundary', raw('multipart/form-data', 'x'), 400],
    ];
    for (const [what, init, status] of table) {
      expectProblem(await ask('/simulator/files', init), status, what);
    }
    await expectAlive(world);
  });

  story('the clock only goes forward, and only by what has a length', async (world) => {
    const { ask } = world;
    for (const [body, status] of [
      [{ to: '2020-01-01T00:00:00Z' }, 422],
      [{ to: 'tomorrow' }, 422],
      [{ advance: '-PT1H' }, 422],
      [{ advance: 'P1M' }, 422],
      [{ advance: '2h' }, 422],
      [{}, 422],
    ] as const) {
      const init = { method: 'POST', headers: JSON_TYPE, body: JSON.stringify(body) };
      expectProblem(await ask('/simulator/clock', init), status, JSON.stringify(body));
    }
    await expectAlive(world);
  });
});

describe('trouble', () => {
  story(
    'the database is away for a while: nothing is lost, nothing is half done',
    { withRoad: true },
    async (world) => {
      const { ask, api, rep, manager, road, clock, nobody } = world;
      const lead = await api.posts(HANGZHOU);
      await rep('王敏').receives('lead-assigned');
      road?.close();
      const key = { 'Idempotency-Key': 'while-away' };
      const [posted, said, ready] = await Promise.all([
        api.post({ ...NINGBO, source: 'partner' }, key),
        say(ask, { userId: 'wang-min', text: 'L1001 已报价', id: 'while-away' }),
        ask('/readyz'),
      ]);
      for (const answer of [posted, said]) {
        expectProblem(answer, 503, 'away');
        expect(answer.headers.get('retry-after')).toBeTruthy();
      }
      expect(ready.status).toBe(503);
      expect(ready.body.problems).toHaveProperty('database');
      expect((await ask('/healthz')).status).toBe(200);
      road?.open();
      // The callers repeat what was refused.
      const again = await api.post({ ...NINGBO, source: 'partner' }, key);
      expect(again.status).toBe(201);
      const repeated = await say(ask, { userId: 'wang-min', text: 'L1001 已报价', id: 'while-away' });
      expect(repeated.status).toBeLessThan(300);
      await rep('王敏').receives('log-confirm', { about: lead });
      expect(await api.leads()).toHaveLength(2);
      const [other] = again.body.results;
      const owner = [rep('王敏'), rep('徐静')].find(({ id }) => id === other.ownerId);
      await owner?.receives('lead-assigned', { about: other.leadId });
      await clock.advance('2h');
      await owner?.receives('first-touch-due', { about: other.leadId });
      await manager('李强').receives('first-touch-due', { about: other.leadId });
      await nobody.receivesAnything();
      expect((await ask('/readyz')).status).toBe(200);
    },
  );

  story('alive, ready and measured', async ({ ask, settle, api, rep, metric, log }) => {
    await settle();
    expect((await ask('/healthz')).body).toEqual({ status: 'ok' });
    expect((await ask('/readyz')).body).toEqual({ status: 'ready', problems: {} });
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('L1001 已电话沟通 打 13812345678');
    await rep('王敏').receives('log-confirm');
    expect(await metric('genjin_messages_total{outcome="sent",kind="lead-assigned"}')).toBe(1);
    // Phone numbers never reach the log, wherever they stand.
    expect(JSON.stringify(log)).not.toContain('13812345678');
  });
});
