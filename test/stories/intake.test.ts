import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU, NINGBO, SHENZHEN } from '../support/leads.ts';

describe('leads come in (A1)', () => {
  story('from every source, each named', async ({ api, person }) => {
    const sources = ['website', 'hotline', 'exhibition', 'partner', 'import', 'chat'];
    const labels = ['官网', '400热线', '展会', '合作伙伴', '批量导入', '聊天录入'];
    for (const [i, source] of sources.entries()) {
      const item = { company: `杭州市第${i}试验医院`, contactName: '王一', phone: `1381234000${i}`, source };
      const lead = await api.posts(item);
      expect((await api.lead(lead)).source).toBe(source);
      const names = ['王敏', '张涛', '刘洋', '徐静'].map((name) => person(name));
      const owner = names.find(({ id }) => id === lead.ownerId);
      const card = await owner?.receives('lead-assigned', { about: lead });
      expect(card?.fact('来源')).toContain(labels[i]);
    }
  });

  story('one normalised lead: numbers, names, products and budgets in one spelling', async ({ api }) => {
    const lead = await api.posts({
      company: '　杭州市第一人民医院 ',
      contactName: '王 建国',
      phone: '+86 138-1234-5678',
      products: ['彩超', '血球'],
      budget: 800_000,
      email: 'Wang@Hospital.EXAMPLE',
    });
    expect(await api.lead(lead)).toMatchObject({
      company: '杭州市第一人民医院',
      phone: '+8613812345678',
      products: ['超声', '血球仪'],
      categories: ['影像类', '检验类'],
      budget: '50–200万',
      region: '华东',
      fields: { hospitalLevel: '三甲' },
    });
  });

  story('a landline with its area code, and a hotline call without a name', async ({ api }) => {
    const lead = await api.posts({ phone: '0571-87065701 转801', source: 'hotline', need: '问 CT 价格' });
    expect(await api.lead(lead)).toMatchObject({ phone: '+8657187065701 转801', contactName: '' });
  });

  story('typed by whoever answers the telephone, and by a rep for somebody unknown', async (world) => {
    const { api, person, rep } = world;
    await person('周欣').says('热线 嵊州市人民医院 邵主任 13700002222 想看CT');
    await person('周欣').hears('已录入 L1001，分配给');
    expect(await api.lead({ id: 'L1001' })).toMatchObject({ source: 'hotline', products: ['CT设备'] });
    await person('周欣').says('热线 想看CT');
    await person('周欣').hears('请写成：热线 ');
    await person('周欣').says('新线索 诸暨市中医院 13700003333 要DR 来源：CMEF展会');
    await person('周欣').hears('已录入 L1002');
    expect(await api.lead({ id: 'L1002' })).toMatchObject({ source: 'exhibition', channel: 'CMEF展会' });
    // An organisation and a number nobody has: a lead is offered, and nothing else.
    await rep('王敏').says('余姚中医院胡科长想看DR，13911112222');
    await (await rep('王敏').receives('choose-customer', { saying: '余姚中医院：新客户' })).click('新线索');
    const lead = await rep('王敏').receives('lead-assigned', { saying: ['余姚中医院', '胡 科长'] });
    expect(lead.text).toContain('DR');
  });

  story('many at once: each gets its own answer, and bad ones take nothing down', async ({ api }) => {
    const { status, body } = await api.post([
      { ...HANGZHOU, source: 'partner' },
      { contactName: '没有号码', source: 'partner' },
      { ...NINGBO, source: 'fax' },
      { ...HANGZHOU, source: 'partner', need: '再问一次' },
      { ...SHENZHEN, source: 'partner', phone: '12' },
      { ...SHENZHEN, source: 'partner', colour: 'red' },
      { ...SHENZHEN, source: 'partner' },
    ]);
    expect(status).toBe(201);
    const { results } = body;
    expect(results.map((r: { index: number }) => r.index)).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect([results[1], results[2], results[4], results[5]].map((r) => r.errors[0].path)).toEqual([
      '',
      'source',
      'phone',
      'colour',
    ]);
    const known = [results[0], results[3]];
    expect(known.map((r) => r.status).sort()).toEqual(['created', 'merged']);
    expect(known[0].leadId).toBe(known[1].leadId);
    expect(results[6].status).toBe('created');
  });

  story('all rejected, only merged: the status says so', async ({ api, rep }) => {
    expect((await api.post({ source: 'website' })).status).toBe(422);
    await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    expect((await api.post({ ...HANGZHOU, source: 'website' })).status).toBe(200);
    expect((await api.post([])).status).toBe(422);
  });

  story('a key used again answers the same and does nothing', async ({ api, rep, nobody }) => {
    const key = { 'Idempotency-Key': 'order-1' };
    const first = await api.post({ ...HANGZHOU, source: 'partner' }, key);
    await rep('王敏').receives('lead-assigned');
    const again = await api.post({ ...HANGZHOU, source: 'partner' }, key);
    expect([again.status, again.body]).toEqual([first.status, first.body]);
    const other = await api.post({ ...NINGBO, source: 'partner' }, key);
    expect(other.status).toBe(422);
    expect(other.body.detail).toContain('Idempotency-Key');
    expect((await api.post(HANGZHOU, { 'Idempotency-Key': 'x'.repeat(201) })).status).toBe(400);
    await nobody.receivesAnything();
    expect(await api.leads()).toHaveLength(1);
  });

  story('the same key ten times at once is one request', async ({ api, rep, nobody }) => {
    const key = { 'Idempotency-Key': 'order-2' };
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => api.post({ ...HANGZHOU, source: 'partner' }, key)),
    );
    const [first] = answers;
    expect(first?.status).toBe(201);
    for (const { status, body } of answers) expect([status, body]).toEqual([201, first?.body]);
    await rep('王敏').receives('lead-assigned');
    await nobody.receivesAnything();
    expect(await api.leads()).toHaveLength(1);
  });

  story('a list is read page by page: each lead once, also those of one moment', async ({ api, ask }) => {
    const items = Array.from({ length: 23 }, (_, i) => ({
      company: `杭州市试验第${i}医院`,
      phone: `138123456${10 + i}`,
      source: 'partner',
    }));
    await api.post(items);
    const found: string[] = [];
    for (let after = ''; ; ) {
      const query = `limit=5${after && `&after=${after}`}`;
      const { body } = await ask(`/api/leads?${query}`, { headers: { Authorization: 'Bearer demo' } });
      if (!body.leads.length) break;
      found.push(...body.leads.map(({ id }: { id: string }) => id));
      after = found.at(-1) ?? '';
    }
    expect(found).toHaveLength(23);
    expect(new Set(found).size).toBe(23);
  });

  story('an id of the sender names its lead, in whatever request it comes', async ({ api, rep, nobody }) => {
    const item = { ...HANGZHOU, source: 'partner', externalId: 'P-77' };
    const first = await api.posts(item);
    await rep('王敏').receives('lead-assigned');
    const again = await api.posts(item);
    expect(again.id).toBe(first.id);
    await nobody.receivesAnything();
  });

  story('who may send: a valid key, and no other', async ({ ask, api }) => {
    const item = JSON.stringify({ ...HANGZHOU, source: 'website' });
    const headers = { 'Content-Type': 'application/json' };
    for (const authorization of [undefined, 'Bearer nope', 'Basic ZGVtbw==', 'Bearer ']) {
      const sent = { ...headers, ...(authorization ? { Authorization: authorization } : {}) };
      const { status, body } = await ask('/api/leads', { method: 'POST', headers: sent, body: item });
      expect(status, authorization).toBe(401);
      expect(body).toMatchObject({ status: 401, title: '没有通过身份验证' });
    }
    expect((await ask('/api/leads')).status).toBe(401);
    expect(await api.leads()).toHaveLength(0);
  });
});

describe('the public form (A2)', () => {
  const answers = {
    company: '杭州市第一人民医院',
    contactName: '王建国',
    title: '设备科主任',
    phone: '138 1234 5678',
    products: ['CT设备', '血球仪'],
    budget: '200万以上',
    need: '手术室升级',
  };

  story('a visitor fills it in; what was chosen is structured', async ({ site, api, person, manager }) => {
    const page = await site.open('equipment');
    expect(page.text).toContain('设备咨询与报价');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const { status, text, lead } = await site.submits('equipment', answers);
    expect(status).toBe(200);
    expect(text).toContain('销售顾问会在 2 小时内与您联系');
    const taken = await api.lead(lead);
    expect(taken).toMatchObject({
      source: 'website',
      budget: '200万以上',
      categories: ['影像类', '检验类'],
      products: ['CT设备', '血球仪'],
    });
    expect(taken.tags).toEqual(expect.arrayContaining(['三甲', '影像类', '重点客户', '手术室升级需求']));
    await person('王敏').receives('lead-assigned', { about: lead });
    // The rule for big hospitals tells the manager and the director.
    await manager('李强').receives('alert', { saying: '三甲医院、200 万以上' });
    await manager('陈国栋').receives('alert', { saying: '三甲医院、200 万以上' });
  });

  story('sent twice it is one lead', async ({ site, api, rep, manager, nobody }) => {
    const first = await site.submits('equipment', answers);
    await rep('王敏').receives('lead-assigned');
    await manager('李强').receives('alert', { saying: '三甲' });
    await manager('陈国栋').receives('alert', { saying: '三甲' });
    const [second, third] = await Promise.all([
      site.submits('equipment', answers, first.submissionId),
      site.submits('equipment', answers, first.submissionId),
    ]);
    expect([second.status, third.status]).toEqual([200, 200]);
    expect(await api.leads()).toHaveLength(1);
    await nobody.receivesAnything();
  });

  story('what is missing is said at the question, and what was typed stays', async ({ site, api }) => {
    const { status, text } = await site.submits('equipment', { ...answers, phone: '123', contactName: '' });
    expect(status).toBe(422);
    expect(text).toContain('请填写您的姓名');
    expect(text).toContain('看不懂');
    expect(text).toContain('杭州市第一人民医院');
    expect(await api.leads()).toHaveLength(0);
  });

  story('a linked choice ticks its category', async ({ site, api }) => {
    const { lead } = await site.submits('equipment', {
      company: '浙江省人民医院',
      contactName: '李佳',
      phone: '13811112222',
      department: '检验科',
    });
    expect((await api.lead(lead)).categories).toEqual(['检验类']);
  });

  story('markup is shown as text, programs are thanked and ignored', async ({ site, api }) => {
    const { text } = await site.submits('equipment', {
      ...answers,
      company: '<script>x</script>',
      phone: '1',
    });
    expect(text).not.toContain('<script>x');
    const { status } = await site.submits('equipment', {
      ...answers,
      company_website: 'http://spam.example',
    });
    expect(status).toBe(200);
    expect(await api.leads()).toHaveLength(0);
  });

  story('there is a QR code, and no form that is not in the playbook', async ({ ask, site }) => {
    const code = await ask('/forms/exhibition/qr.svg');
    expect([code.status, code.headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(code.text).toContain('<svg');
    expect((await site.open('nothing')).status).toBe(404);
    const wrong = await ask('/forms/equipment', {
      method: 'POST',
      body: '{}',
      headers: { 'Content-Type': 'application/json' },
    });
    expect(wrong.status).toBe(415);
  });

  story('an exhibition lead carries its campaign', async ({ site, api }) => {
    const { lead } = await site.submits('exhibition', {
      company: '宁波市第一医院',
      contactName: '周明',
      phone: '13855556666',
      products: 'DR',
    });
    expect(await api.lead(lead)).toMatchObject({ source: 'exhibition', categories: ['影像类'] });
  });

  story('too many from one place are asked to wait', async ({ ask }) => {
    const waits = new Map<number, string | null>();
    for (let i = 0; i < 70; i++) {
      const body = new URLSearchParams({ company: '' });
      const { status, headers } = await ask('/forms/equipment', { method: 'POST', body });
      waits.set(status, headers.get('retry-after'));
    }
    expect([...waits.keys()].sort()).toEqual([422, 429]);
    expect(Number(waits.get(429))).toBeGreaterThan(0);
  });
});

describe('what is known is filled in (A3, A4)', () => {
  story('an alias of the hospital brings level, city and region, and tags follow', async ({ api }) => {
    const lead = await api.posts({
      company: '杭州市一医院',
      contactName: '王主任',
      phone: '13812345678',
      need: '彩超 想对接 PACS',
    });
    const taken = await api.lead(lead);
    expect(taken.fields).toMatchObject({ hospitalLevel: '三甲' });
    expect(taken.region).toBe('华东');
    expect(taken.tags).toEqual(expect.arrayContaining(['三甲', '影像类', '需系统对接']));
  });

  story(
    'industrial equipment: trial form and lithium batteries make it A, told to the manager',
    { playbook: 'industrial-equipment' },
    async ({ ask, api }) => {
      const forms = (await ask('/simulator/forms')).body.forms as { id: string }[];
      expect(forms.length).toBeGreaterThan(0);
      const lead = await api.posts({
        company: '宁波锂电制造有限公司',
        contactName: '赵工',
        title: '技术负责人',
        phone: '13812345678',
        need: '锂电池产线 已立项 要 PLC',
      });
      expect((await api.lead(lead)).tags.length).toBeGreaterThan(0);
    },
  );
});
