import { describe, expect, it } from 'vitest';
import { compilePattern, MAX_PATTERN_TEXT, PatternError } from '../../../src/domain/pattern.ts';

const FORM = '是否推荐采购：是\n主要顾虑：价格偏高，售后响应慢\n试用日期：2026-11-20';

function refusal(source: string): PatternError {
  try {
    compilePattern(source);
  } catch (error) {
    if (error instanceof PatternError) return error;
    throw error;
  }
  throw new Error(`${source} was accepted`);
}

describe('compilePattern', () => {
  it.each([
    ['group', '主要顾虑：(.*?)(?:\\n|\\r|$)', FORM, ['价格偏高，售后响应慢']],
    ['full width pattern, half width text', '主要顾虑：(.*)', '主要顾虑: 贵', [' 贵']],
    ['half width pattern, full width text', '预算\\((\\d+)万\\)', '预算（５０万）', ['５０万'.slice(0, 2)]],
    ['a full-width bracket is a character, not a group', '预算（(\\d+)）', '预算(50)', ['50']],
    ['JavaScript escapes', '([\\u4e00-\\u9fa5]+)\\u{FF1A}', '顾虑：', ['顾虑']],
    ['script class', '^(\\p{Han}{2,4})(\\d+)$', '张主任13812345678', ['张主任', '13812345678']],
    ['a group that took no part', '(a)|(b)', 'b', [undefined, 'b']],
    ['outside the basic plane', '(.)b', '👍b', ['👍']],
    ['case insensitive', '(?i)(ct|mri)', '想看MRI', ['MRI']],
  ])('takes the groups: %s', (_name, source, text, groups) => {
    expect(compilePattern(source).exec(text)?.groups).toEqual(groups);
  });

  it('gives place and names', () => {
    expect(compilePattern('顾虑：(?<concern>[^\\n]+)').exec(FORM)).toEqual({
      text: '顾虑：价格偏高，售后响应慢',
      start: 11,
      end: 24,
      groups: ['价格偏高，售后响应慢'],
      named: { concern: '价格偏高，售后响应慢' },
    });
    expect(compilePattern('没有').exec(FORM)).toBeNull();
  });

  it('tests anywhere in the text and finds all, empty matches included', () => {
    const digits = compilePattern('\\d+');
    expect(digits.test(FORM)).toBe(true);
    expect(digits.test('无')).toBe(false);
    expect(digits.all(FORM).map((match) => match.text)).toEqual(['2026', '11', '20']);
    expect(digits.all(FORM, 2)).toHaveLength(2);
    expect(compilePattern('x*').all('ab')).toHaveLength(3);
  });

  it('explains how to write the pattern of the seed article', () => {
    const error = refusal('(?<=主要顾虑：)(.*?)(?=\\n|\\r|$)');
    expect(error).toMatchObject({ code: 'unsupported', suggestion: '主要顾虑：(.*?)(?:\\n|\\r|$)' });
    expect(error.zh).toContain('不支持后行断言');
    expect(error.en).toContain('lookbehind');
    expect(error.message).toContain(error.zh);
    expect(error.message).toContain(error.en);
    expect(compilePattern(error.suggestion ?? '').exec(FORM)?.groups).toEqual(['价格偏高，售后响应慢']);
  });

  it.each([
    ['(?<=顾虑：).+', '顾虑：(.+)'],
    ['\\d+(?=元)', '(\\d+)(?:元)'],
    ['(?<!不)推荐', undefined],
    ['^(?!.*测试).*$', undefined],
    ['(a)\\1', undefined],
    ['(?<n>a)\\k<n>', undefined],
    ['(?>a+)b', undefined],
    ['(?#note)a', undefined],
  ])('refuses %s', (source, suggestion) => {
    expect(refusal(source)).toMatchObject({ code: 'unsupported', suggestion });
  });

  it.each([
    ['(', '少了右括号'],
    ['a)', '多了右括号'],
    ['[a', '少了右方括号'],
    ['[z-a]', '范围不对'],
    ['*a', '前面没有可重复的内容'],
    ['a++', '不能叠用'],
    ['a{1001}', '重复次数不对'],
    ['a{2,1}', '重复次数不对'],
    ['(?<名>a)', '分组名只能用英文'],
    ['(?<a>x)(?<a>y)', '分组名重复'],
    ['a\\', '末尾多了一个反斜杠'],
    ['\\h', '不认识的转义'],
    ['\\p{Foo}', 'Han'],
    ['((a{100}){100}){100}', '重复次数不对'],
  ])('explains the mistake in %s', (source, zh) => {
    const error = refusal(source);
    expect(error.code).toBe('syntax');
    expect(error.zh).toContain(zh);
    expect(error.en).toMatch(/^invalid pattern: [\x20-\x7e]*/);
  });

  it.each([
    ['empty', '  ', 'empty'],
    ['too long', 'a'.repeat(1001), 'too-long'],
    ['too large', '(\\p{L}{30}){30}', 'too-large'],
  ])('refuses: %s', (_name, source, code) => {
    expect(refusal(source).code).toBe(code);
  });

  it.each(['\\(?=', '[(?=]', '\\\\', '[\\]]\\d', '\\x{FF1A}', '\\bCT\\b'])(
    'is not fooled by %s',
    (source) => {
      expect(compilePattern(source).source).toBe(source);
    },
  );

  it('refuses a text that is too long instead of reading a part of it', () => {
    const pattern = compilePattern('a');
    const text = 'b'.repeat(MAX_PATTERN_TEXT + 1);
    expect(() => pattern.test(text)).toThrow(RangeError);
    expect(() => pattern.exec(text)).toThrow(RangeError);
    expect(pattern.test(text.slice(1))).toBe(false);
  });
});
