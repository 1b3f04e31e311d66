import { describe, expect, it } from 'vitest';
import { RULE_ACTIONS } from '../../../../src/domain/playbook/rules.ts';
import { ACTIONS } from '../../../../src/domain/rules/actions.ts';
import { applyRules, type RuleDocument } from '../../../../src/domain/rules/apply-rules.ts';
import { hasInteraction } from '../../../../src/domain/rules/events.ts';
import { requestedBy } from '../../../../src/domain/rules/outcome.ts';
import { aLead, aPlaybook } from '../../../support/builders.ts';

const base = {
  fields: [
    { id: 'strength', label: '需求强度', on: 'lead', type: 'choice', options: ['A', 'B', 'C'] },
    { id: 'source-form', label: '表单', on: 'lead', type: 'text' },
  ],
  tags: [
    { id: 'strength', label: '需求强度', values: ['A类', 'B类', 'C类'] },
    { id: 'role', label: '角色', values: ['老板', '采购总监', '技术负责人'] },
    { id: 'topic', label: '关注点', values: ['高预算', '招标项目'], single: false },
  ],
};

function run(rules: object[], doc: RuleDocument, event: Parameters<typeof applyRules>[0] = 'lead.created') {
  return applyRules(event, doc, { playbook: aPlaybook({ ...base, rules }) });
}

describe('applyRules', () => {
  it('试用申请 + 锂电池制造 → A类 + 技术负责人 + 高预算, and the manager is told (S2)', () => {
    const rules = [
      {
        name: '锂电试用申请',
        when: 'lead.created',
        if: { channel: '免费试用申请', industry: '锂电池制造' },
        do: [
          { tag: ['A类', '技术负责人', '高预算'] },
          { set: { strength: 'A' } },
          { notify: { to: ['manager'], text: '{company} {contactName}申请试用，请关注' } },
        ],
      },
    ];
    const lead = aLead({
      company: '宁德新能源',
      contactName: '李工',
      channel: '免费试用申请',
      industry: '锂电池制造',
    });
    expect(run(rules, lead)).toEqual({
      tags: { add: ['A类', '技术负责人', '高预算'], remove: [] },
      set: { 'fields.strength': 'A' },
      notifications: [{ rule: '锂电试用申请', to: ['manager'], text: '宁德新能源 李工申请试用，请关注' }],
      scripts: [],
      requests: [],
      fired: ['锂电试用申请'],
    });
  });

  it('fires in the order of the file, each rule once, later ones seeing what earlier ones did', () => {
    const rules = [
      { name: 'late', when: 'lead.created', if: { tags: 'A类' }, do: [{ tag: '招标项目' }] },
      {
        name: 'one',
        when: 'lead.created',
        if: { 'fields.strength': null },
        do: [{ set: { strength: 'B' } }],
      },
      { name: 'two', when: 'lead.created', if: { 'fields.strength': 'B' }, do: [{ tag: 'A类' }] },
      { name: 'three', when: 'lead.created', if: { tags: 'A类' }, do: [{ set: { strength: 'A' } }] },
    ];
    expect(run(rules, aLead())).toMatchObject({
      fired: ['one', 'two', 'three'],
      set: { 'fields.strength': 'A' },
      tags: { add: ['A类'], remove: [] },
    });
  });

  it('a tag of a single group pushes out the other one; untag takes off', () => {
    const rules = [
      { name: 'up', when: 'lead.created', do: [{ tag: 'A类', untag: '高预算' }] },
      { name: 'again', when: 'lead.created', do: [{ tag: '自由标签' }, { tag: '自由标签' }] },
    ];
    expect(run(rules, aLead({ tags: ['C类', '老板', '高预算'] })).tags).toEqual({
      add: ['A类', '自由标签'],
      remove: ['C类', '高预算'],
    });
  });

  it('reports no change that is none', () => {
    const rules = [
      { name: 'same', when: 'lead.created', do: [{ tag: 'A类', untag: 'B类', set: { strength: 'A' } }] },
    ];
    const outcome = run(rules, aLead({ tags: ['A类'], fields: { strength: 'A' } }));
    expect(outcome).toMatchObject({ tags: { add: [], remove: [] }, set: {}, fired: ['same'] });
  });

  it('listens to its own events only', () => {
    const rules = [
      { name: 'changed', when: 'lead.changed', do: [{ tag: 'A类' }] },
      { name: 'both', when: ['lead.repeated', 'lead.changed'], do: [{ tag: '招标项目' }] },
    ];
    expect(run(rules, aLead()).fired).toEqual([]);
    expect(run(rules, aLead(), 'lead.repeated').fired).toEqual(['both']);
  });

  it('a price objection brings the script, once, and tells the manager', () => {
    const rules = [
      {
        name: '价格异议',
        when: 'interaction.recorded',
        if: { 'interaction.objections.id': 'price' },
        do: [{ script: 'price' }, { script: 'price' }, { notify: { to: ['manager'], text: '客户嫌贵' } }],
      },
    ];
    const interaction = { actions: [], scenes: [], objections: [{ id: 'price', label: '嫌贵' }] };
    const outcome = run(rules, { ...aLead(), interaction }, 'interaction.recorded');
    expect(outcome.scripts).toEqual(['price']);
    expect(outcome.notifications).toHaveLength(1);
    expect(
      run(rules, { ...aLead(), interaction: { ...interaction, objections: [] } }, 'interaction.recorded')
        .fired,
    ).toEqual([]);
  });

  it('of a change, fires only when the condition becomes true', () => {
    const rules = [
      { name: '招标', when: 'lead.changed', if: { need: { $regex: '招标' } }, do: [{ tag: '招标项目' }] },
    ];
    const playbook = aPlaybook({ ...base, rules });
    const open = aLead({ need: '公开招标' });
    expect(applyRules('lead.changed', open, { playbook }, aLead({ need: '询价' })).fired).toEqual(['招标']);
    expect(applyRules('lead.changed', { ...open, city: '杭州' }, { playbook }, open).fired).toEqual([]);
  });

  it('a value that was set brings its tag, for the rules after it too', () => {
    const from = { ...base, tags: [{ id: 'strength', label: '需求强度', from: 'strength' }] };
    const rules = [
      { name: 'one', when: 'lead.created', do: [{ set: { strength: 'B' } }] },
      { name: 'two', when: 'lead.created', if: { tags: 'B' }, do: [{ tag: '跟进' }] },
    ];
    const outcome = applyRules('lead.created', aLead({ tags: ['A'], fields: { strength: 'A' } }), {
      playbook: aPlaybook({ ...from, rules }),
    });
    expect(outcome.tags).toEqual({ add: ['B', '跟进'], remove: ['A'] });
  });

  it('may set built-in properties and leaves the document alone', () => {
    const rules = [{ name: 'x', when: 'lead.created', do: [{ set: { region: '华东' }, tag: 'A类' }] }];
    const lead = aLead();
    const before = structuredClone(lead);
    expect(run(rules, lead).set).toEqual({ region: '华东' });
    expect(lead).toEqual(before);
  });
});

describe('tables of events and actions', () => {
  it('every action that can be written is done', () => {
    expect(Object.keys(ACTIONS).sort()).toEqual(Object.keys(RULE_ACTIONS).sort());
  });

  it('an interaction is at hand only where every event brings one', () => {
    expect(hasInteraction(['interaction.recorded'])).toBe(true);
    expect(hasInteraction(['interaction.recorded', 'stage.entered'])).toBe(false);
  });

  it('what a rule asks for beyond the lead becomes an effect of its change', () => {
    const effect = (leadId: string) => ({ type: 'settle-slots', leadId }) as const;
    const requests = [{ rule: '样机', key: 'settle', effect }];
    expect(requestedBy({ requests }, 'L1')).toEqual([{ type: 'settle-slots', leadId: 'L1' }]);
  });
});
