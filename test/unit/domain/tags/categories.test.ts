import { describe, expect, it } from 'vitest';
import { categoriesOf, categoriesOfProducts } from '../../../../src/domain/tags/categories.ts';
import { createWordFinder } from '../../../../src/domain/tags/word-finder.ts';
import { aPlaybook } from '../../../support/builders.ts';

const playbook = aPlaybook({
  products: [
    {
      category: '影像类',
      items: ['CT设备', 'DR', { value: '超声', words: ['彩超', 'B超'] }],
      words: ['CT', '1.5T'],
    },
    { category: '检验类', items: ['血球仪', { value: '化学发光仪', words: ['化学发光'] }] },
    { category: '耗材类', items: ['试剂', '高值耗材'], words: ['耗材'] },
    { category: '手术室类', items: ['监护仪', { value: '智能耗材柜', words: ['耗材柜', '高值耗材柜'] }] },
  ],
});

describe('categoriesOf', () => {
  it.each<[string, string[]]>([
    ['想看CT和血球仪', ['影像类', '检验类']],
    ['血球仪、ct', ['影像类', '检验类']],
    ['64排CT', ['影像类']],
    ['ＣＴ', ['影像类']],
    ['DRG分组系统', []],
    ['核磁1.5T', ['影像类']],
    ['预算11.5T', []],
    ['耗材柜', ['手术室类']],
    ['高值耗材柜RFID', ['手术室类']],
    ['高值耗材', ['耗材类']],
    ['化学发光试剂', ['耗材类']],
    ['化学发光和试剂', ['检验类', '耗材类']],
    ['血球仪，试剂要便宜', ['检验类']],
    ['不要超声，改看血球仪', ['检验类']],
    ['不需要CT了', []],
    ['已有CT，想配试剂', ['耗材类']],
    ['CT已经有了，缺监护仪', ['手术室类']],
    ['去年买过CT，现在要耗材', ['耗材类']],
    ['除了CT都看，比如试剂', ['耗材类']],
    ['没有CT，想上一台CT', ['影像类']],
    ['老CT不行了要换', ['影像类']],
    ['', []],
  ])('%s → %j', (text, categories) => {
    expect(categoriesOf([text], playbook)).toEqual(categories);
  });

  it('takes several texts together, in the playbook’s order', () => {
    expect(categoriesOf(['试剂', 'CT'], playbook)).toEqual(['影像类', '耗材类']);
  });
});

describe('categoriesOfProducts', () => {
  it.each<[string[], string[]]>([
    [['彩超'], ['影像类']],
    [['监护'], ['手术室类']],
    [['仪'], []],
    [['发光'], ['检验类']],
    [['电脑'], []],
    [
      ['DR', '试剂'],
      ['影像类', '耗材类'],
    ],
  ])('%j → %j', (names, categories) => {
    expect(categoriesOfProducts(names, playbook)).toEqual(categories);
  });
});

describe('createWordFinder', () => {
  it('finds the longest first, none overlapping, literally', () => {
    const find = createWordFinder([
      { value: 1, words: ['a.b', '耗材'] },
      { value: 2, words: ['耗材柜', '耗材'] },
    ]);
    expect(find('A.B axb 耗材柜 耗材').map(({ value, start }) => [value, start])).toEqual([
      [1, 0],
      [2, 8],
      [1, 12],
    ]);
  });

  it('finds nothing without words', () => {
    expect(createWordFinder([{ value: 1, words: ['', ' '] }])('anything')).toEqual([]);
  });
});
