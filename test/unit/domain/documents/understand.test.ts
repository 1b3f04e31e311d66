import { describe, expect, it } from 'vitest';
import { understandDocument } from '../../../../src/domain/documents/read-document.ts';
import { pageOf } from '../../../support/documents/page.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { documents } = examplePlaybook('medical-devices').playbook;

function fields(first: string[], second?: string[], confidence?: number) {
  const { template, fields: read } = understandDocument([pageOf(first, second, confidence)], documents);
  return { type: template?.id, ...Object.fromEntries(read.map((field) => [field.field, field])) } as {
    type: string | undefined;
  } & Record<string, (typeof read)[number]>;
}

const TITLE = '　　　　设备试用反馈表';

describe('what kind of form it is', () => {
  it.each([
    ['its title', [TITLE, '医院名称  市一医院'], 'trial-feedback'],
    ['another wording of it', ['　　试用确认书', '医疗机构  市一医院'], 'trial-consent'],
    ['the first of two titles', ['　　临床试用确认书', '试用后请填写', '设备试用反馈表'], 'trial-consent'],
    ['a title with a character read wrongly', ['　　医疗机构执业许司证'], 'licence'],
    [
      'its labels, where the title was cut off',
      ['机构名称:市一医院', '地址:杭州', '法定代表人:王伟', '诊疗科目:内科', '登记号:1', '发证机关:卫健委'],
      'licence',
    ],
    ['nothing', ['今天天气很好', '我们去了医院'], undefined],
  ])('is told by %s', (_, lines, type) => {
    expect(fields(lines).type).toBe(type);
  });

  it('a title in the middle of a sentence is none', () => {
    expect(fields(['请于三日内填写《设备试用反馈表》并交还设备']).type).toBeUndefined();
  });
});

describe('a value', () => {
  it.each([
    ['behind its label in a table', '医院名称    杭州市第一人民医院', 'hospital', '杭州市第一人民医院'],
    ['behind a colon', '医院名称:杭州市第一人民医院', 'hospital', '杭州市第一人民医院'],
    ['behind a label with noise in it', '医`院“名·称  市一医院', 'hospital', '市一医院'],
    ['behind another wording', '试用单位  市一医院', 'hospital', '市一医院'],
    ['ends where the next label begins', '试用科室  检验科  反馈人  王建国', 'department', '检验科'],
    ['ends at an empty cell', '试用科室  检验科      电话  123', 'department', '检验科'],
    ['the second of a row', '试用科室  检验科  反馈人  王建国', 'signer', '王建国'],
    ['a day in characters', '试用开始日期  2026年3月5日', 'trialStart', '2026-03-05'],
    ['a day with dots', '试用开始日期:2026.03.05', 'trialStart', '2026-03-05'],
    ['a day with letters for digits', '试用开始日期:2O26-O3-l5', 'trialStart', '2026-03-15'],
    ['a day that does not exist', '试用开始日期:2026-02-30', 'trialStart', ''],
    [
      'the day of the next cell is not taken',
      '试用开始日期 一二三四 试用结来口期 2026-03-05',
      'trialStart',
      '',
    ],
    ['up to three phrases', '主要顾虑点:售后慢、太贵、操作难、噪音', 'concerns', '售后慢、太贵、操作难'],
  ])('%s', (_, line, field, value) => {
    expect(fields([TITLE, line])[field]?.value).toBe(value);
  });

  it('goes on in the next line where no label stands', () => {
    const read = fields([TITLE, '主要顾虑点:售后响应慢、培训', '　　　　　　不到位', '说明:请填写']);
    expect(read.concerns?.value).toBe('售后响应慢、培训不到位');
  });

  it('is sure when both readings agree, and carries its place', () => {
    const { hospital } = fields([TITLE, '医院名称  市一医院']);
    expect(hospital).toMatchObject({ value: '市一医院', sure: true, page: 1 });
    expect(hospital?.box).toEqual({ x0: 280, y0: 60, x1: 398, y1: 90 });
  });

  it.each<[string, string[], string[] | undefined, number, RegExp]>([
    ['they differ', [TITLE, '医院名称  市一医院'], [TITLE, '医院名称  市二医院'], 0.99, /也可能是/],
    ['only one found it', [TITLE, '医院名称  市一医院'], [TITLE], 0.99, /一次/],
    ['the characters are unclear', [TITLE, '医院名称  市一医院'], undefined, 0.6, /字迹/],
  ])('is doubtful when %s', (_, first, second, confidence, why) => {
    const { hospital } = fields(first, second, confidence);
    expect(hospital).toMatchObject({ sure: false, doubt: expect.stringMatching(why) });
  });

  it('days in the wrong order are both doubted', () => {
    const read = fields([TITLE, '试用开始日期:2026-03-05', '试用结束日期:2026-02-05']);
    for (const day of [read.trialStart, read.trialEnd])
      expect(day).toMatchObject({ sure: false, doubt: expect.stringContaining('早于') });
  });

  it('two fields share a label: 有效期限', () => {
    const read = fields(['医疗机构执业许可证', '有效期限:自2023年5月1日至2028年4月30日']);
    expect([read.validFrom?.value, read.validUntil?.value]).toEqual(['2023-05-01', '2028-04-30']);
  });
});

describe('what is ticked', () => {
  const asked = (line: string) => fields([TITLE, line]).recommendation;

  it.each([
    ['one of three', '是否推荐采购  ■是 □否 □待观察', '推荐'],
    ['the last', '是否推荐采购  □是 □否 ■待观察', '观望'],
    ['不推荐 is not 推荐', '推荐意愿:□强烈推荐 □推荐 □观望 ■不推荐', '不推荐'],
  ])('%s', (_, line, value) => {
    expect(asked(line)).toMatchObject({ value, sure: true });
  });

  it.each([
    ['none', '是否推荐采购  □是 □否 □待观察', /没有勾选/],
    ['two', '是否推荐采购  ■是 ■否 □待观察', /和/],
    ['a box that was not found', '是否推荐采购  ■是 □否 口待观察', /没看清/],
    ['only one option was read', '是否推荐采购  ■是 □× □丶丶丶', /没看清/],
  ])('asks about %s', (_, line, why) => {
    expect(asked(line)).toMatchObject({ sure: false, doubt: expect.stringMatching(why) });
  });

  it('a choice written out needs no box', () => {
    const { doctorTitle } = fields(['临床试用确认书', '主责医生  王建国  职称  副主任医师']);
    expect(doctorTitle).toMatchObject({ value: '副主任医师', sure: true });
  });
});
