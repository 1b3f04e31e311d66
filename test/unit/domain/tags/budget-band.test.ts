import { describe, expect, it } from 'vitest';
import { budgetBand, budgetBandIn } from '../../../../src/domain/tags/budget-band.ts';
import { aPlaybook } from '../../../support/builders.ts';

const L = '50万以下';
const M = '50–200万';
const H = '200万以上';
const playbook = aPlaybook({
  budget: [
    { value: L, words: ['几十万'], from: 0, to: 500_000 },
    { value: M, words: ['一百多万'], from: 500_000, to: 2_000_000 },
    { value: H, from: 2_000_000 },
  ],
});

describe('budgetBand: a budget by itself', () => {
  it.each<[number | string, string | undefined]>([
    [0, L],
    [499_999, L],
    [500_000, M],
    [1_999_999.5, M],
    [2_000_000, H],
    [1e12, H],
    [-1, undefined],
    [Number.NaN, undefined],
    ['50–200万', M],
    ['50-200万', M],
    ['50 ~ 200 万', M],
    ['50至200万', M],
    ['５０—２００万', M],
    ['200万以上', H],
    ['几十万', L],
    ['80万', M],
    ['80万元', M],
    ['80w', M],
    ['约120万', M],
    ['八十万', M],
    ['一百八十万左右', M],
    ['两百五十万', H],
    ['1.5千万', H],
    ['1.2亿', H],
    ['￥650,000', M],
    ['650000元', M],
    ['2,600万', H],
    ['12万8', L],
    ['不到50万', L],
    ['50万以内', L],
    ['五十万以下', L],
    ['200万以内', M],
    ['不超过200万', M],
    ['不低于200万', H],
    ['150万以内', M],
    ['50万以上', M],
    ['超过200万', H],
    ['20多万', L],
    ['七八十万', M],
    ['两三百万', H],
    ['50-100万', M],
    ['30万到40万', L],
    ['120～150万', M],
    ['千万级', H],
    ['上百万', M],
    ['几百万', H],
    ['100万/年', M],
    ['80', M],
    ['30', L],
    ['1800', H],
    ['60-80', M],
    ['10万美元', undefined],
    ['看情况', undefined],
    ['三甲', undefined],
    ['', undefined],
  ])('%s → %s', (value, band) => {
    expect(budgetBand(value, playbook)).toBe(band);
  });

  it('a bare number is 万 only where the bands are that large', () => {
    const small = aPlaybook({
      budget: [
        { value: '5千以下', to: 5000 },
        { value: '5千以上', from: 5000 },
      ],
    });
    expect(budgetBand('80', small)).toBeUndefined();
    expect(budgetBand(80, small)).toBe('5千以下');
  });

  it('knows no band where the playbook has none', () => {
    expect(budgetBand('80万', aPlaybook())).toBeUndefined();
  });
});

describe('budgetBandIn: a budget in what somebody wrote', () => {
  it.each<[string, string | undefined]>([
    ['想看彩超，预算80万左右，要四维的', M],
    ['64排CT多少钱，预算大概一百多万，急', M],
    ['问DR，去年花了120万买过一台CT，这次预算四十万', L],
    ['五分类血球2台，45万一台，一共90万', M],
    ['年门诊量200万人次，预算八百万', H],
    ['真空采血管 年用量50万支', undefined],
    ['3.0T，1.5T都看', undefined],
    ['128排以上', undefined],
    ['床位500张，3月5号要', undefined],
    ['预算还没批下来', undefined],
    ['预算700', H],
    ['预算100-150', M],
    ['内镜主机，一百五左右', M],
    ['预算3台的钱', undefined],
    ['CT，200万往上', H],
    ['35万封顶', L],
    ['小几十万的事', L],
    ['便宜的就行', undefined],
    ['', undefined],
  ])('%s → %s', (text, band) => {
    expect(budgetBandIn(text, playbook)).toBe(band);
  });

  it('takes long and odd text in its stride', () => {
    for (const text of [
      '万'.repeat(5000),
      '预算'.repeat(2500),
      '9'.repeat(5000),
      '一百'.repeat(2500),
      '-~'.repeat(2500),
    ])
      expect(() => budgetBandIn(text, playbook)).not.toThrow();
  });
});
