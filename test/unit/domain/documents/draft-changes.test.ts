import { describe, expect, it } from 'vitest';
import type { DraftField } from '../../../../src/domain/documents/draft.ts';
import { changeField, isFieldChange } from '../../../../src/domain/documents/draft-changes.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const { playbook } = examplePlaybook('medical-devices');
const FIELD: DraftField = {
  wording: '预算来源',
  label: '预算来源',
  type: 'choice',
  options: [
    { value: '财政资金', words: [] },
    { value: '融资租贩', words: [] },
  ],
  required: false,
  kept: true,
  read: { value: '财政资金', confidence: 0.98, sure: true },
};

describe('what a manager says about an item', () => {
  it.each<[string, Partial<DraftField>]>([
    ['不要', { kept: false }],
    ['必填', { required: true }],
    ['必填 记到 决策人', { required: true, to: 'decisionMaker' }],
    ['叫资金来源', { label: '资金来源', wording: '预算来源' }],
    ['叫 资金来源 必填', { label: '资金来源', required: true }],
    ['记到 客户名称', { to: 'customer' }],
    ['记到 只随文件保存', { to: undefined }],
    ['记到 客户顾虑', { to: 'concerns', type: 'phrases', options: [] }],
    ['类型 日期', { type: 'date', options: [] }],
    [
      '选项 是/否',
      {
        options: [
          { value: '是', words: [] },
          { value: '否', words: [] },
        ],
      },
    ],
  ])('%s', (words, expected) => {
    expect(changeField(FIELD, words, playbook)).toMatchObject(expected);
  });

  it('options become those of the record, one that was read wrongly too', () => {
    expect(changeField(FIELD, '记到 budgetSource', playbook).options).toEqual([
      { value: '财政拨款', words: ['财政资金'] },
      { value: '融资租赁', words: ['融资租贩'] },
    ]);
  });

  it.each([
    ['随便', '没看懂“随便”'],
    ['记到 天上', '没有“天上”这个字段'],
    ['记到', '可以写：客户名称'],
    ['类型 颜色', '类型可以写'],
    ['选项 是', '至少要有两个'],
  ])('%s is refused in words', (words, says) => {
    expect(() => changeField(FIELD, words, playbook)).toThrow(
      expect.objectContaining({ userText: expect.stringContaining(says) }),
    );
  });

  it.each([
    ['必填', true],
    ['叫 科室', true],
    ['王主任 已报价50万', false],
    ['要不要再约一次演示', false],
  ])('%s as a short reply: %s', (text, expected) => {
    expect(isFieldChange(text)).toBe(expected);
  });
});
