import { describe, expect } from 'vitest';
import { story } from '../support/harness.ts';
import { HANGZHOU } from '../support/leads.ts';

describe('everything is audited (G3)', () => {
  story('who did what, when, from which card or message, before and after', async (world) => {
    const { api, rep, manager, clock, audit } = world;
    const lead = await api.posts({ ...HANGZHOU, source: 'partner' });
    const card = await rep('王敏').receives('lead-assigned');
    await clock.advance('5m');
    await card.click('接单');
    await clock.advance('5m');
    await rep('王敏').says('已联系 L1001 报价50万');
    await rep('王敏').receives('log-confirm');
    await rep('王敏').says('更正 R101 已报价45万');
    await rep('王敏').says('撤销 R101');
    await rep('王敏').says('转出 L1001 品类不熟');
    await rep('徐静').receives('lead-assigned');
    await manager('李强').says('指派 L1001 张涛');
    const entries = (await audit(lead)).reverse();
    expect(entries.map(({ kind, who }) => `${kind} ${who}`)).toEqual([
      'lead.created api:demo',
      'lead.assigned api:demo',
      'lead.accepted wang-min',
      'interaction.recorded wang-min',
      'interaction.corrected wang-min',
      'interaction.undone wang-min',
      'lead.passed-on wang-min',
      'lead.assigned wang-min',
      'lead.assigned li-qiang',
    ]);
    const of = (kind: string, nth = 0) => entries.filter((entry) => entry.kind === kind)[nth];
    expect(of('lead.accepted')?.via).toMatch(/^simulator:act_/);
    expect(of('interaction.recorded')?.via).toMatch(/^simulator:msg_/);
    expect(of('interaction.corrected')).toMatchObject({ before: { amountFen: 5_000_000 * 10 } });
    expect(of('lead.assigned', 2)).toMatchObject({
      before: { ownerId: 'xu-jing' },
      after: { ownerId: 'zhang-tao' },
    });
    expect(of('lead.accepted')?.at).toBe('2026-11-23T02:35:00.437Z');
    expect((await api.lead(lead)).timeline).toHaveLength(entries.length);
  });

  story('a tap names the card it was made on', async ({ api, rep, audit }) => {
    const lead = await api.posts(HANGZHOU);
    const card = await rep('王敏').receives('lead-assigned');
    await card.click('接单');
    const [entry] = (await audit(lead)).filter(({ kind }) => kind === 'lead.accepted');
    expect(entry?.card).toBe(card.id);
  });

  story('clocks and re-routing are in it, by the part of the product that acted', async (world) => {
    const { api, clock, audit } = world;
    const lead = await api.posts(HANGZHOU);
    await clock.advance('25h');
    const entries = (await audit(lead)).reverse().map(({ kind, who }) => `${kind} ${who}`);
    expect(entries).toEqual([
      'lead.created api:demo',
      'lead.assigned api:demo',
      'clock.fired clock:first-touch',
      'reminder.sent sender',
      'reminder.sent sender',
      'clock.fired clock:first-touch',
      'reminder.sent sender',
      'clock.fired clock:first-touch',
      'lead.rerouted clock:first-touch',
      'reminder.sent sender',
      'reminder.sent sender',
      'lead.assigned clock:assignment',
    ]);
  });

  story('absence, leaving and coming back too', async ({ rep, manager, audit }) => {
    await rep('徐静').says('请假 到周五');
    await rep('徐静').says('恢复接单');
    await manager('李强').says('离职 徐静 确认');
    const kinds = (await audit())
      .filter(({ kind }) => kind.startsWith('person.'))
      .map(({ kind, who }) => `${kind} ${who}`);
    expect(kinds.reverse()).toEqual(['person.away xu-jing', 'person.back xu-jing', 'person.left li-qiang']);
  });
});
