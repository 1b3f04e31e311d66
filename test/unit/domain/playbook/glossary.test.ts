import { expect, it } from 'vitest';
import { termsNamed } from '../../../../src/domain/playbook/glossary.ts';

const GLOSSARY = { 成交: '合同签署', 有效成交: '含预付款', A类: '已立项' };

it.each([
  ['什么算成交？', ['成交']],
  ['有效成交怎么算', ['有效成交']],
  ['成交和有效成交差在哪', ['有效成交', '成交']],
  ['Ａ类是哪些客户', ['A类']],
  ['a类客户呢', ['A类']],
  ['怎么请假', []],
])('%s names %j', (line, names) => {
  expect(termsNamed(line, GLOSSARY).map(({ name }) => name)).toEqual(names);
});
