import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('one customer, one owner (A5)', () => {
  for (const [how, again, because] of [
    ['by phone, however it is written', { contactName: '小王', phone: '+86 138 1234 5678' }, '电话'],
    ['by its exact name', { company: '杭州市第一人民医院', contactName: '李工', phone: '13700001111' }, ''],
    [
      'by its name in full width',
      { company: '杭州市第一人民医院　', contactName: '李工', phone: '13700001111' },
      '',
    ],
    [
      'by a usual variant of its name',
      { company: '杭州第一人民医院', contactName: '李工', phone: '13700001111' },
      '',
    ],
  ] as const) {
    story(`a customer who comes again is recognised ${how}`, async ({ api, rep, nobody }) => {
      const first = await api.posts(HANGZHOU);
      const card = await rep('王敏').receives('lead-assigned');
      const second = await api.posts({ ...again, need: '还想看内镜', source: 'hotline' });
      expect(second).toMatchObject({ status: 'merged', id: first.id, customerId: first.customerId });
      const told = await rep('王敏').receives('lead-repeated', { about: first, saying: '还想看内镜' });
      expect(told.fact('识别依据')).toContain(because);
      const lead = await api.lead(first);
      expect(lead.tags).toEqual(expect.arrayContaining(['多次咨询', '高意向']));
      await card.nowShows('多次咨询');
      expect(lead.timeline.map(({ kind }) => kind)).toContain('lead.repeated');
      await nobody.receivesAnything();
    });
  }

  story('a name without a place is one customer, also when it comes twice at once', async ({ api }) => {
    const lead = (phone: string) => ({
      company: '仁爱眼科医院',
      contactName: '李工',
      phone,
      source: 'website',
    });
    const { body } = await api.post([lead('13700001111'), lead('13700001112')]);
    const third = await api.post([lead('13700001113')]);
    const results = [...body.results, ...third.body.results];
    expect(new Set(results.map(({ customerId }) => customerId)).size).toBe(1);
    expect(results.map(({ status }) => status).sort()).toEqual(['created', 'merged', 'merged']);
    const everywhere = { company: '市第一人民医院', contactName: '李工', source: 'website' };
    const [one, two] = [await api.post(everywhere), await api.post({ ...everywhere, phone: '13700001114' })];
    expect(one.body.results[0].customerId).not.toBe(two.body.results[0].customerId);
  });

  for (const [what, other] of [
    ['another hospital of the same city', '杭州市第二人民医院'],
    ['the first hospital of another city', '宁波市第一医院'],
    ['a district hospital of the same number', '杭州市萧山区第一人民医院'],
  ] as const) {
    story(`${what} is another customer`, async ({ api }) => {
      const first = await api.posts(HANGZHOU);
      const second = await api.posts({ ...HANGZHOU, company: other, phone: '13700001111' });
      expect(second.status).toBe('created');
      expect(second.customerId).not.toBe(first.customerId);
    });
  }

  for (const [alias, official] of [
    ['瑞金', '上海交通大学医学院附属瑞金医院'],
    ['邵逸夫医院', '浙江大学医学院附属邵逸夫医院'],
    ['浙二', '浙江大学医学院附属第二医院'],
  ] as const) {
    story(`${alias} in the master data is ${official}`, async ({ api }) => {
      const first = await api.posts({ ...HANGZHOU, company: official });
      const second = await api.posts({
        ...HANGZHOU,
        company: alias,
        contactName: '李工',
        phone: '13700001111',
      });
      expect(second).toMatchObject({ status: 'merged', id: first.id, customerId: first.customerId });
    });
  }

  for (const [what, one, two] of [
    ['mailbox', { email: 'info@qq.com' }, { email: 'INFO@qq.com' }],
    ['400 number', { phone: '400-820-8820' }, { phone: '4008208820' }],
    ['switchboard', { phone: '021-62345678-801' }, { phone: '021-62345678-802' }],
  ] as const) {
    story(`a shared ${what} does not make two names one customer`, async ({ api, manager }) => {
      const about = { contactName: '王院长', source: 'website' };
      const first = await api.posts({ ...about, company: '镇江康平诊所', ...one });
      const second = await api.posts({ ...about, company: '扬州广济诊所', ...two });
      expect(second.status).toBe('created');
      expect(second.customerId).not.toBe(first.customerId);
      await manager('李强').receives('same-customer', { saying: [first.customerId ?? '', '是同一家'] });
    });
  }

  story('found beyond what the person may see, telling no more than who has it', async (world) => {
    const { api, rep, nobody } = world;
    const first = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('何俊杰').says('新线索 杭州市第一人民医院 王建国 13812345678 想看呼吸机');
    const answer = await rep('何俊杰').hears('已由王敏跟进');
    for (const secret of ['L1001', '设备科主任', '想换两台彩超', '50–200万'])
      expect(answer.text).not.toContain(secret);
    await rep('王敏').receives('lead-repeated', { about: first, saying: '呼吸机' });
    await nobody.receivesAnything();
    expect(await api.leads()).toHaveLength(1);
  });

  story('a new wish of an old customer goes to who looks after it', async (world) => {
    const { api, rep, manager, clock } = world;
    const first = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('转出');
    await (await rep('王敏').receives('pass-on')).chooses('reason', '品类不熟').click('确认转出');
    await rep('王敏').hears('已转出');
    await rep('徐静').receives('lead-assigned');
    await manager('李强').says('放行 L1001 合同签署 合同原件已核对');
    await manager('李强').receives('stage');
    await clock.advance('30m');
    const second = await api.posts({ ...HANGZHOU, need: '再要一台' });
    expect(second).toMatchObject({ status: 'created', customerId: first.customerId, ownerId: 'xu-jing' });
    expect(second.id).not.toBe(first.id);
    const again = await rep('徐静').receives('lead-assigned', { about: second });
    await again.click('为什么是我');
    await rep('徐静').receives('why-me', { saying: '老客户' });
    await manager('李强').receivesNothing();
  });

  story('ten at once of the same new customer end up as one', async ({ api }) => {
    const items = Array.from({ length: 10 }, (_, i) => ({
      ...HANGZHOU,
      source: 'website',
      need: `第${i}次`,
    }));
    const answers = await Promise.all(items.map((item) => api.post(item)));
    const results = answers.map(({ body }) => body.results[0]);
    expect(results.filter(({ status }) => status === 'created')).toHaveLength(1);
    expect(new Set(results.map(({ leadId }) => leadId)).size).toBe(1);
    expect(new Set(results.map(({ customerId }) => customerId)).size).toBe(1);
  });
});
