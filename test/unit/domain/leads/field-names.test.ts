import { describe, expect, it } from 'vitest';
import { valueWords, withProposal } from '../../../../src/domain/journey/locks.ts';
import { namedField } from '../../../../src/domain/leads/field-names.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');

describe('a field named in a command', () => {
  it.each([
    ['竞品 东软', 'fields.competitors', '东软'],
    ['竞品信息', 'fields.competitors', ''],
    ['对手品牌：迈瑞、联影', 'fields.competitors', '迈瑞、联影'],
    ['审批流程 客户换了院长', 'fields.decisionChain', '客户换了院长'],
    ['预算 200万以上', 'budget', '200万以上'],
    ['budget', 'budget', ''],
  ])('%s', (text, path, rest) => expect(namedField(text, playbook)).toMatchObject({ path, rest }));

  it('is none where the name goes on, or is not among those meant', () => {
    expect(namedField('竞品便宜', playbook)).toBeUndefined();
    expect(namedField('天气 不错', playbook)).toBeUndefined();
    expect(namedField('竞品 东软', playbook, new Set(['budget']))).toBeUndefined();
  });
});

describe('wishes about a locked field', () => {
  const at = new Date('2026-11-23T02:31:07.437Z');
  const wish = (by: string, value: string) => ({ path: 'budget', label: '预算', by, value, at });

  it('of different people stand side by side; the same value is proposed once', () => {
    const two = [wish('rep', '300万'), wish('form', '50万')];
    const all = [...two, wish('api', '300万')].reduce<ReturnType<typeof withProposal>>(withProposal, []);
    expect(all).toEqual(two);
    expect(withProposal(two, wish('rep', '80万'))).toEqual([two[1], wish('rep', '80万')]);
  });

  it('are told apart by their words, however long', () => {
    const long = '客户要三台监护仪和一台除颤仪，明年一季度到货，分期付款';
    expect(valueWords(`${long}甲`)).not.toBe(valueWords(`${long}乙`));
    expect(valueWords(`${long}甲`).length).toBeLessThan(28);
  });
});
