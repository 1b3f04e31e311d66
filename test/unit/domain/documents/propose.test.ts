import { describe, expect, it } from 'vitest';
import { labelsOn, titleOn } from '../../../../src/domain/documents/form-labels.ts';
import { kindOf, likelyTargets, proposeTemplate } from '../../../../src/domain/documents/propose.ts';
import { pageOf } from '../../../support/documents/page.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');

function labels(...lines: string[]): string[] {
  return labelsOn(pageOf(lines)).map(({ wording, options }) => [wording, ...options].join('|'));
}

describe('labels of a form nobody has described', () => {
  it.each([
    ['behind which a colon stands', ['客户名称:杭州市第一人民医院'], ['客户名称']],
    ['two in a row', ['联系人:王伟  联系电话:13812345678'], ['联系人', '联系电话']],
    ['in the cells of a table', ['需求科室  超声科  决策人  王建国'], ['需求科室', '决策人']],
    ['in cells of which one is empty', ['需求科室  签署日期  2026-03-05'], ['需求科室', '签署日期']],
    ['with spaces between their letters', ['姓  名:王伟    职  称:主任医师'], ['姓名', '职称']],
    ['with a number before them', ['1.设备名称:彩超', '二、使用年限:10年'], ['设备名称', '使用年限']],
    ['with a bracket', ['使用年限(年):10'], ['使用年限(年)']],
    ['behind a sentence', ['请于月底前寄回,联系人:王伟'], ['联系人']],
    ['once, though they stand there twice', ['日期:2026-03-05', '日期:2026-03-06'], ['日期']],
    ['and none in a sentence', ['请各科室提前准备好本年度的使用情况'], []],
    ['and none in a time', ['请于9:30到会议室'], []],
    ['and none in a title', ['　　　　采购需求调研表'], []],
  ])('%s', (_, lines, expected) => {
    expect(labels(...lines)).toEqual(expected);
  });

  it.each([
    ['in a table', '预算来源  ■财政拨款 □医院自筹 □融资租赁', ['预算来源|财政拨款|医院自筹|融资租赁']],
    ['behind a colon', '是否需要培训:□是 ■否', ['是否需要培训|是|否']],
    ['before another label', '是否急用:□是 ■否  联系人:王伟', ['是否急用|是|否', '联系人']],
    ['a single square is no choice', '国产设备:□ 彩超', ['国产设备']],
  ])('with boxes to tick %s', (_, line, expected) => {
    expect(labels(line)).toEqual(expected);
  });
});

it('squares that are strokes of characters are no boxes', () => {
  const page = pageOf(['主要顾虑:售后响应慢、日间噪音大']);
  const strokes = [6, 7, 11, 12].map((i) => ({
    x0: 104 + i * 30,
    x1: 124 + i * 30,
    y0: 5,
    y1: 25,
    state: 'ticked' as const,
  }));
  expect(labelsOn({ ...page, ticks: strokes })).toEqual([{ wording: '主要顾虑', options: [] }]);
});

describe('the title', () => {
  it.each([
    ['called like a form', ['杭州市第一人民医院', '　　　采购需求调研表', '客户名称:市一'], '采购需求调研表'],
    ['in quotes', ['　　　《装机验收单》', '客户名称:市一'], '装机验收单'],
    ['not a label', ['客户名称:市一', '日期:2026-03-05'], undefined],
  ])('%s', (_, lines, title) => {
    const page = pageOf(lines);
    expect(titleOn(page, labelsOn(page))).toBe(title);
  });
});

describe('what kind of value stands behind a label', () => {
  it.each([
    ['日期', '2026年3月5日', 'date'],
    ['签署日期', '', 'date'],
    ['联系电话', '0571-87065701', 'code'],
    ['备用', '13812345678', 'code'],
    ['数量', '3台', 'number'],
    ['序列号', 'SN-20260305A', 'code'],
    ['经办人', '王伟', 'person'],
    ['关注功能', '三维成像、弹性成像', 'phrases'],
    ['主要顾虑', '太贵', 'phrases'],
    ['地址', '杭州市浣纱路261号', 'text'],
  ])('%s %s → %s', (wording, text, type) => {
    expect(kindOf(wording, text).type).toBe(type);
  });
});

describe('a template from a sample', () => {
  const sample = pageOf([
    '　　　　　　采购需求调研表',
    '医院名称  杭州市第一人民医院',
    '决策人  王建国  联系电话  13812345678',
    '预算来源  ■医院自筹 □财政资金 □租赁',
    '计划采购日期  2026年12月1日',
    '主要顾虑  售后响应慢、价格偏高',
  ]);
  const draft = proposeTemplate([sample], playbook);
  const byLabel = Object.fromEntries(draft.fields.map((field) => [field.label, field]));

  it('is named after the title and has every label', () => {
    expect(draft.label).toBe('采购需求调研表');
    expect(Object.keys(byLabel)).toEqual([
      '医院名称',
      '决策人',
      '联系电话',
      '预算来源',
      '计划采购日期',
      '主要顾虑',
    ]);
  });

  it('knows where values go that are called as in the playbook, and asks about the others', () => {
    const goes = draft.fields.map(({ label, to }) => [label, to]);
    expect(Object.fromEntries(goes)).toEqual({
      医院名称: 'customer',
      决策人: 'decisionMaker',
      联系电话: undefined,
      预算来源: 'budgetSource',
      计划采购日期: undefined,
      主要顾虑: 'concerns',
    });
  });

  it('puts options of the form into the words of the record', () => {
    expect(byLabel.预算来源?.options).toEqual([
      { value: '医院自筹', words: [] },
      { value: '财政拨款', words: ['财政资金'] },
      { value: '融资租赁', words: ['租赁'] },
    ]);
  });

  it('is tried on the sample at once', () => {
    expect(draft.fields.map(({ read }) => [read.value, read.sure])).toEqual([
      ['杭州市第一人民医院', true],
      ['王建国', true],
      ['13812345678', true],
      ['医院自筹', true],
      ['2026-12-01', true],
      ['售后响应慢、价格偏高', true],
    ]);
  });

  it('offers the likeliest places first', () => {
    const places = likelyTargets({ ...byLabel.决策人, to: undefined } as never, playbook);
    expect(places[0]?.to).toBe('decisionMaker');
  });
});
