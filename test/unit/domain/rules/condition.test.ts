import { describe, expect, it } from 'vitest';
import { isGenjinError } from '../../../../src/core/errors.ts';
import { compileCondition } from '../../../../src/domain/rules/condition.ts';
import { CONDITION_CASES, sampleLead } from './condition-cases.ts';

describe('compileCondition: what a query selects', () => {
  it.each(CONDITION_CASES)('%j → %s', (query, selected) => {
    expect(compileCondition(query).matches(sampleLead)).toBe(selected);
  });

  it('changes neither the query nor the record', () => {
    const query = Object.freeze({ need: Object.freeze({ $regex: '超声' }) });
    expect(compileCondition(query).matches(Object.freeze({ need: '超声' }))).toBe(true);
  });

  it('ignores what a record inherits', () => {
    expect(compileCondition({ toString: { $exists: true } }).matches({})).toBe(false);
  });
});

describe('compileCondition: what it refuses', () => {
  const deep = (levels: number): unknown =>
    Array.from({ length: levels }).reduce((inner) => ({ $and: [inner] }), { a: 1 });

  it.each<[what: string, query: unknown, path: string, message: RegExp]>([
    ['no object', '三甲', 'if', /字段: 值/],
    ['a list', [{ a: 1 }], 'if', /字段: 值/],
    ['$where', { $where: 'sleep(1000)' }, 'if.$where', /不支持 \$where/],
    ['$expr', { $expr: { $gt: ['$a', 1] } }, 'if.$expr', /不支持 \$expr/],
    ['a misspelt operator', { a: { $gtt: 5 } }, 'if.a.$gtt', /你是不是想写 \$gt？/],
    ['a misspelt logical operator', { $ro: [{ a: 1 }] }, 'if.$ro', /你是不是想写 \$or？/],
    ['an operator without a field', { $in: [1] }, 'if.$in', /写在字段里面/],
    ['a logical operator inside a field', { a: { $or: [{ b: 1 }] } }, 'if.a.$or', /写在字段外面/],
    ['a list as value', { tags: ['三甲'] }, 'if.tags', /\$in.*\$all/],
    ['an object as value', { fields: { hospitalLevel: '三甲' } }, 'if.fields', /fields\.hospitalLevel/],
    ['an empty value', { a: {} }, 'if.a', /少了值/],
    ['an object in $eq', { a: { $eq: { b: 1 } } }, 'if.a.$eq', /文字、数字/],
    ['an object in $in', { a: { $in: [1, { $gt: 1 }] } }, 'if.a.$in.1', /文字、数字/],
    ['a JavaScript expression', { a: /x/ }, 'if.a', /文字、数字/],
    ['a position', { 'contacts.0.name': '王' }, 'if.contacts.0.name', /\$elemMatch/],
    ['__proto__', JSON.parse('{"__proto__":1}'), 'if.__proto__', /不允许/],
    ['__proto__ inside', { 'fields.__proto__.x': 1 }, 'if.fields.__proto__.x', /不允许/],
    ['a field with a space', { 'fields.hospital level': 1 }, 'if.fields.hospital level', /字段名/],
    ['an empty field name', { '': 1 }, 'if.', /字段名/],
    ['a trailing dot', { 'fields.': 1 }, 'if.fields.', /字段名/],
    ['comparing budget bands', { budget: { $gte: '50–200万' } }, 'if.budget.$gte', /\$in 列出/],
    ['comparing with nothing', { a: { $gt: null } }, 'if.a.$gt', /只用于数字和日期/],
    ['no number', { a: { $gt: Number.NaN } }, 'if.a.$gt', /数字不对/],
    ['no date', { a: new Date('x') }, 'if.a', /日期不对/],
    ['$exists: 1', { a: { $exists: 1 } }, 'if.a.$exists', /true/],
    ['$size: -1', { a: { $size: -1 } }, 'if.a.$size', /个数/],
    ['$not with a value', { a: { $not: 5 } }, 'if.a.$not', /\$ne/],
    ['$elemMatch with a value', { a: { $elemMatch: 5 } }, 'if.a.$elemMatch', /一项/],
    ['an empty $or', { $or: [] }, 'if.$or', /至少一项/],
    ['$options alone', { a: { $options: 'i' } }, 'if.a.$options', /\$regex/],
    ['an unknown flag', { a: { $regex: 'x', $options: 'x' } }, 'if.a.$regex', /\$options/],
    ['lookbehind', { a: { $regex: '(?<=主要顾虑：)(.*)' } }, 'if.a.$regex', /后行断言/],
    ['a backreference', { a: { $regex: '(a)\\1' } }, 'if.a.$regex', /反向引用/],
    ['an unfinished pattern', { a: { $regex: '(三甲' } }, 'if.a.$regex', /右括号/],
    ['an overlong pattern', { a: { $regex: 'x'.repeat(201) } }, 'if.a.$regex', /最多 200/],
    ['a very long list', { a: { $in: Array.from({ length: 501 }, (_, i) => i) } }, 'if.a.$in', /最多 500/],
    ['a very long text', { a: 'x'.repeat(501) }, 'if.a', /最多 500/],
    ['too many parts', { $or: Array.from({ length: 301 }, () => ({ a: 1 })) }, 'if.$or.299', /条件太大/],
  ])('%s', (_what, query, path, message) => {
    const problem = problemsOf(query).find((p) => p.path === path);
    expect(problem, JSON.stringify(problemsOf(query))).toBeDefined();
    expect(problem?.message).toMatch(message);
  });

  it('refuses deep nesting without walking down to the end of it', () => {
    expect(problemsOf(deep(5000))).toEqual([
      expect.objectContaining({ message: expect.stringMatching(/太深/) }),
    ]);
  });

  it('names every mistake, up to twenty', () => {
    expect(problemsOf({ a: { $gtt: 1 }, b: [], $where: 'x' })).toHaveLength(3);
    expect(problemsOf(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`a${i}`, []])))).toHaveLength(
      20,
    );
  });

  function problemsOf(query: unknown): { path: string; message: string }[] {
    try {
      compileCondition(query, 'if');
    } catch (error) {
      if (isGenjinError(error, 'config')) return error.problems;
      throw error;
    }
    return [];
  }
});

it('stays linear on a pattern that would hang a backtracking engine', () => {
  const condition = compileCondition({ need: { $regex: '^(a+)+$' } });
  expect(condition.matches({ need: `${'a'.repeat(4000)}!` })).toBe(false);
});
