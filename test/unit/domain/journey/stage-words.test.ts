import { describe, expect, it } from 'vitest';
import { stagesSaid } from '../../../../src/domain/journey/stage-words.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const NOW = new Date('2026-11-23T02:31:07.437Z');
const { playbook: medical } = examplePlaybook('medical-devices');

describe('the stage a note names in its own words', () => {
  it.each([
    ['德清 约好演示 周五', 'demo-booked', '约好演示'],
    ['王主任 过会了', 'committee-approved', '过会'],
    ['院采委终审通过，就等合同', 'committee-approved', '院采委终审通过'],
    ['上周过会了', 'committee-approved', '过会'],
    ['合同已经在法务审核了', 'legal-review', '法务审核'],
    ['昨天演示结束，客户问了接口', 'demo-done', '演示结束'],
    ['探头在试用，医生说不错', 'trial-running', '在试用'],
    ['采购办说在排会了', 'committee-scheduled', '排会'],
  ])('%s', (text, stage, said) => {
    expect(stagesSaid(text, medical, NOW)).toEqual([{ id: stage, said }]);
  });

  it.each([
    '还没过会',
    '有没有过会',
    '等过会再说',
    '演示没完成，停电了',
    '成交了',
    '下周三再来演示完成培训',
    '争取下月过会',
    '下周五 演示结束',
    '主任想等终审通过',
  ])('%s: none', (text) => {
    expect(stagesSaid(text, medical, NOW)).toEqual([]);
  });
});
