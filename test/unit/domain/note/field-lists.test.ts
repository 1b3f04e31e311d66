import { describe, expect, it } from 'vitest';
import { fieldStatements, withoutStatements } from '../../../../src/domain/note/field-statements.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const NOW = new Date('2026-11-23T02:31:07.437Z');

function read(line: string) {
  const stated = fieldStatements(line, playbook, NOW);
  const values = Object.fromEntries(stated.found.map(({ path, value }) => [path, value]));
  return { values, rest: withoutStatements(line, stated).replace(/[\s,，;；。]+/g, '') };
}

describe('fields stated one after the other', () => {
  it.each([
    [
      '决策人苏文，决策链设备科-分管院长-院采委，竞品迈瑞',
      {
        'fields.decisionMaker': '苏文',
        'fields.decisionChain': '设备科-分管院长-院采委',
        'fields.competitors': '迈瑞',
      },
    ],
    ['决策人王院长；对手品牌联影', { 'fields.decisionMaker': '王院长', 'fields.competitors': '联影' }],
    ['决策链科室→设备科→院长办公会', { 'fields.decisionChain': '科室→设备科→院长办公会' }],
  ])('%s', (line, values) => expect(read(line)).toEqual({ values, rest: '' }));

  it('says nothing of a field where something took place', () => {
    expect(read('竞品降价了，决策人王院长').values).toEqual({ 'fields.decisionMaker': '王院长' });
    expect(read('竞品便宜，预算不够').values).toEqual({});
    expect(read('竞品迈瑞在谈').values).toEqual({});
  });
});
