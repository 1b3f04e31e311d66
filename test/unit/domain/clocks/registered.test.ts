import { describe, expect, it } from 'vitest';
import { defineClocks } from '../../../../src/domain/clocks/define.ts';
import { byName, CLOCKS, clockLabel, stepCards } from '../../../../src/domain/clocks/registered.ts';
import { LEAD_CLOCKS } from '../../../../src/domain/leads/clocks.ts';
import { clocks } from '../../../../src/domain/playbook/clocks.ts';

describe('registered clocks', () => {
  it('each knows its name, the kind of record it runs on and its words', () => {
    expect(CLOCKS.get('first-touch')).toMatchObject({ name: 'first-touch', on: 'lead', label: '首次联系' });
    expect(clockLabel('reply')).toBe('客户回音');
    expect(clockLabel('of-a-later-version')).toBe('of-a-later-version');
  });

  it('no two may have one name, whatever they run on', () => {
    const other = defineClocks('lead', { dwell: { label: '等待', rule: 'own', cards: [] } });
    expect(() => byName([LEAD_CLOCKS, other])).toThrow('two clocks are called dwell');
  });

  it('the playbook has a rule for each whose rule it has', () => {
    const inPlaybook = [...CLOCKS.values()].filter(({ rule }) => rule !== 'own').map(({ name }) => name);
    expect(Object.keys(clocks.shape).sort()).toEqual(inPlaybook.sort());
    const rule = { steps: [{ after: '2h', card: 'escalation', to: ['manager'] }] };
    const required = { assignment: rule, 'first-touch': rule, 'follow-up': rule, dwell: rule };
    expect(clocks.safeParse(required).success).toBe(true);
    expect(clocks.safeParse({ ...required, dwell: undefined }).success).toBe(false);
    expect(clocks.safeParse({ ...required, finish: rule }).success).toBe(false);
  });

  it('a step may send the cards its clocks have, each named once', () => {
    expect(stepCards()).toEqual(['pick-owner', 'first-touch-due', 'escalation', 'follow-up-due', 'stalled']);
  });
});
