import { describe, expect } from 'vitest';
import { json } from '../support/client.ts';
import { KEY, type Setup, story, type World } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

const auth = { Authorization: `Bearer ${KEY}` };

describe('moving a lead (C5)', () => {
  story('the gate is there and opens: from stage to stage by typing', async ({ api, rep, audit }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').receives('lead-assigned');
    await rep('王敏').says('阶段 L1001');
    const card = await rep('王敏').receives('stage', { about: lead, saying: '初步接触' });
    expect(card.fact('接下来')).toBe('需求确认');
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('stage', { saying: '已从「初步接触」到「需求确认」' });
    const now = await api.lead(lead);
    expect(now).toMatchObject({ stage: 'need-confirmed', stageLabel: '需求确认', missing: [], locked: [] });
    expect(now.moves).toMatchObject([
      {
        from: 'first-contact',
        to: 'need-confirmed',
        by: 'wang-min',
        items: ['contactName', 'title', 'phone'],
      },
    ]);
    const lines = (await audit(lead)).filter(({ kind }) => kind === 'lead.moved');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ who: 'wang-min', text: '阶段：初步接触 → 需求确认' });
  });

  story('a closed gate says what is missing; the last item carries out the move', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 杭州市第一人民医院 已预约设备科演示');
    await rep('王敏').receives('stage', { saying: '已从「初步接触」到「已预约设备科演示」' });
    expect((await api.lead(lead)).moves).toMatchObject([{ to: 'demo-booked', skipped: ['need-confirmed'] }]);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('gate', { saying: ['还差 1 项', '演示日期'] });
    expect(await api.lead(lead)).toMatchObject({
      stage: 'demo-booked',
      missing: [{ item: 'demoDate', label: '演示日期', kind: 'field' }],
      pending: { to: 'demo-done', by: 'wang-min' },
    });
    await rep('王敏').says('L1001 演示日期改成2026-11-27');
    await rep('王敏').receives('stage', { saying: '已从「已预约设备科演示」到「设备科演示完成」' });
    expect(await api.lead(lead)).toMatchObject({ stage: 'demo-done', pending: null });
  });

  story('whoever brings the last item: a system does', async ({ api, rep, ask }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001 已预约设备科演示');
    await rep('王敏').says('推进 L1001');
    const patched = await ask(`/api/leads/${lead.id}`, {
      ...json({ fields: { demoDate: '2026-11-27' } }, auth),
      method: 'PATCH',
    });
    expect(patched.status).toBe(200);
    expect((await api.lead(lead)).moves).toMatchObject([{}, { to: 'demo-done', by: 'wang-min' }]);
    await rep('王敏').receives('stage', { saying: '到「设备科演示完成」' });
  });

  story('a tap made twice and an old card move once', async ({ api, rep }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('阶段 L1001');
    const card = await rep('王敏').receives('stage', { saying: '推进' });
    await card.click('推进');
    await rep('王敏').says('推进 L1001 需求确认');
    await rep('王敏').hears('已在「需求确认」', '王敏', '这次没有再动');
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('推进 L1001 需求确认');
    await rep('王敏').hears('已在「已预约设备科演示」');
    expect((await api.lead(lead)).moves).toHaveLength(2);
  });

  story('the reason for going back is typed as it comes, and nothing else is taken for it', async (world) => {
    const { api, rep } = world;
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('退回 L1001');
    await rep('王敏').receives('move-reason', { saying: '直接打字回复原因' });
    await rep('王敏').says('今日待触达');
    await rep('王敏').receives('today');
    expect(await api.lead(lead)).toMatchObject({ stage: 'need-confirmed' });
    await rep('王敏').says('录早了');
    await rep('王敏').receives('stage', { saying: '到「初步接触」' });
    const { stage, moves } = await api.lead(lead);
    expect(stage).toBe('first-contact');
    expect((moves as { reason?: string }[]).at(-1)?.reason).toBe('录早了');
    // Asked, and answered on the card: the next line is a record again.
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('退回 L1001');
    const card = await rep('王敏').receives('move-reason');
    await card.chooses('reason', '时间推迟').click('确认退回');
    await rep('王敏').says('L1001 已报价50万');
    await rep('王敏').receives('log-confirm', { saying: '50万' });
    expect(await api.lead(lead)).toMatchObject({ stage: 'first-contact' });
  });

  story('back with a reason, lost with a reason of the list, opened again', async ({ api, rep, clock }) => {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').says('退回 L1001');
    await rep('王敏').receives('move-reason', { saying: '客户改变计划' });
    await rep('王敏').says('退回 L1001 初步接触 客户换了联系人');
    await rep('王敏').receives('stage', { saying: '到「初步接触」' });
    await rep('王敏').says('丢单 L1001 心情不好');
    const why = await rep('王敏').receives('move-reason', { saying: '选了竞品' });
    await why.chooses('reason', '选了竞品').click('确认丢单');
    const who = await rep('王敏').receives('move-reason', { saying: '客户选了哪一家' });
    await who.chooses('who', '不清楚').click('确认丢单');
    await rep('王敏').receives('stage', { saying: '到「已失单」' });
    expect(await api.lead(lead)).toMatchObject({ status: 'lost', stage: 'lost', clocks: [] });
    await rep('王敏').says('推进 L1001');
    await rep('王敏').hears('重新打开 L1001');
    await clock.advance('2d');
    await rep('王敏').says('重新打开 L1001');
    await rep('王敏').receives('stage', { saying: '到「初步接触」' });
    const now = await api.lead(lead);
    expect(now).toMatchObject({ stage: 'first-contact' });
    expect(now.clocks).toHaveLength(1);
    expect((now.moves as { kind: string }[]).map(({ kind }) => kind)).toEqual([
      'forward',
      'back',
      'lost',
      'reopened',
    ]);
  });

  story('what is no stage, or not theirs', async ({ api, rep }) => {
    await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001 火星');
    await rep('王敏').hears('没有“火星”这个节点', '需求确认');
    await rep('徐静').says('推进 L1001');
    await rep('徐静').hears('找不到线索 L1001');
    await rep('王敏').says('放行 L1001 赶时间');
    await rep('王敏').hears('放行要由主管来做');
  });

  story('a manager lets it pass, and that stays', async ({ api, rep, manager }) => {
    const lead = await api.posts({ ...HANGZHOU, title: undefined });
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('gate', { saying: '还差 1 项' });
    await manager('李强').says('放行 L1001 需求确认 院长当面说下周补');
    await manager('李强').receives('stage', { saying: '到「需求确认」' });
    expect((await api.lead(lead)).moves).toMatchObject([
      { to: 'need-confirmed', by: 'li-qiang', waived: [{ item: 'title' }], reason: '院长当面说下周补' },
    ]);
    await rep('王敏').says('阶段 L1001');
    await rep('王敏').receives('stage', { saying: ['放行记录', '院长当面说下周补'] });
  });

  story('moved by a system, refused with what is missing', async ({ api, ask }) => {
    const lead = await api.posts(HANGZHOU);
    const move = (body: unknown) => ask(`/api/leads/${lead.id}/moves`, json(body, auth));
    expect((await move({ to: 'demo-done' })).body).toMatchObject({
      status: 409,
      missing: [{ item: 'demoDate', kind: 'field' }],
    });
    expect((await move({ to: 'mars' })).status).toBe(422);
    expect((await move({ to: 'lost' })).status).toBe(422);
    expect((await move({ to: 'need-confirmed' })).body).toMatchObject({ stage: 'need-confirmed' });
    expect((await move({ to: 'need-confirmed' })).status).toBe(409);
    expect((await move({ to: 'lost', reason: '价格 太高' })).body).toMatchObject({ status: 'lost' });
  });
});

describe('locks (C6)', () => {
  const locking: Setup = {
    rules: (words) => {
      words.stages.find(({ id }: { id: string }) => id === 'need-confirmed').locks = ['budget', 'need'];
    },
  };

  async function locked({ api, rep }: World) {
    const lead = await api.posts(HANGZHOU);
    await rep('王敏').says('推进 L1001');
    await rep('王敏').receives('stage', { saying: '预算' });
    return lead;
  }

  story('chat: nothing is written, the manager takes it over', locking, async (world) => {
    const { api, rep, manager } = world;
    const lead = await locked(world);
    await rep('王敏').says('L1001 预算改成200万以上');
    await rep('王敏').receives('log-confirm', { saying: '已锁定' });
    expect(await api.lead(lead)).toMatchObject({ budget: '50–200万', locked: ['budget', 'need'] });
    const card = await manager('李强').receives('lock-request', { about: lead, saying: '200万以上' });
    await card.click('采纳预算');
    expect((await api.lead(lead)).budget).toBe('200万以上');
  });

  story('unlocked for one change', locking, async (world) => {
    const { api, rep, manager } = world;
    const lead = await locked(world);
    await rep('王敏').says('解锁 L1001 预算 客户追加了');
    const card = await manager('李强').receives('lock-request', { saying: '客户追加了' });
    await card.click('解锁预算');
    await rep('王敏').hears('预算 已解锁');
    await rep('王敏').says('L1001 预算改成200万以上');
    expect((await api.lead(lead)).budget).toBe('200万以上');
    await rep('王敏').says('L1001 预算改成50万以下');
    expect((await api.lead(lead)).budget).toBe('200万以上');
  });

  story('systems and merges', locking, async (world) => {
    const { api, ask } = world;
    const lead = await locked(world);
    const patched = await ask(`/api/leads/${lead.id}`, {
      ...json({ fields: { budget: '300万' } }, auth),
      method: 'PATCH',
    });
    expect(patched.body).toMatchObject({ status: 409, locked: ['budget'] });
    await api.posts({ ...HANGZHOU, budget: '200万以上', need: '改成三台' });
    expect(await api.lead(lead)).toMatchObject({ budget: '50–200万', need: HANGZHOU.need });
  });
});
