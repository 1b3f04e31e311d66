import { describe, expect, it } from 'vitest';
import { parseAmountFen } from '../../../../src/domain/note/parse-note.ts';

/** Yuan, to keep the tables readable. */
function yuan(text: string): [number, number] | undefined {
  const amount = parseAmountFen(text);
  return amount && [amount.minFen / 100, amount.maxFen / 100];
}

describe('a sum of money', () => {
  it.each([
    ['50万', 500_000],
    ['５０万', 500_000],
    ['50 万', 500_000],
    ['五十万', 500_000],
    ['3.5万', 35_000],
    ['12万8', 128_000],
    ['上次报的50万 这次改48万', 480_000],
    ['原来报价60万 调到55万', 550_000],
    ['上次报了50万', 500_000],
    ['12万8千', 128_000],
    ['9w8', 98_000],
    ['120w', 1_200_000],
    ['120W', 1_200_000],
    ['50个w', 500_000],
    ['1.2亿', 120_000_000],
    ['1.5个亿', 150_000_000],
    ['1亿2千万', 120_000_000],
    ['120,000元', 120_000],
    ['¥36,500.00', 36_500],
    ['￥450,000', 450_000],
    ['报价 36000', 36_000],
    ['1200块', 1200],
    ['85.5元/盒', 85.5],
    ['一万二', 12_000],
    ['三千二百元', 3200],
    ['三十五万八', 358_000],
    ['两百零八万', 2_080_000],
    ['十来万', 100_000],
    ['50来万', 500_000],
    ['六十多万', 600_000],
    ['已报价 六千五', 6500],
    ['报价每个360', 360],
    ['报价35万8，他嫌贵', 358_000],
    ['已报价40万2，5月8号下午回访', 402_000],
    ['报40万2,500元是配件', 400_000],
    ['报价22万5,周三再说', 225_000],
    ['给了46万3一台的价', 463_000],
    ['7万6一套', 76_000],
    ['报价2百30万', 2_300_000],
    ['报价¥3.4M', 3_400_000],
    ['四百廿万', 4_200_000],
    ['報價陸拾萬', 600_000],
    ['叁拾伍万捌仟', 358_000],
    ['对手报42万，我们报58万', 580_000],
  ])('%s', (text, expected) => {
    expect(yuan(text)).toEqual([expected, expected]);
  });

  it.each([
    ['50-60万', 500_000, 600_000],
    ['50万-60万', 500_000, 600_000],
    ['80到100万', 800_000, 1_000_000],
    ['7.5w~8w', 75_000, 80_000],
    ['12～15万', 120_000, 150_000],
    ['五六十万', 500_000, 600_000],
    ['两三百万', 2_000_000, 3_000_000],
    ['八九万', 80_000, 90_000],
    ['十几万', 110_000, 190_000],
  ])('keeps both ends of %s', (text, low, high) => {
    expect(yuan(text)).toEqual([low, high]);
  });

  it.each([
    '20台',
    '汇川是对手，对手报42万',
    '友商那边才给到37万',
    '二十台',
    '3个月',
    '2027年',
    '12月3日',
    '下午3点',
    '9.8折',
    '30%',
    '13857110001',
    'V3.2',
    '便宜5万',
    '差2万',
    '嫌贵30万',
    '超预算20万',
    '罚款两万',
    '便宜一点',
    '万一不行',
    '千万别忘',
    '$20k',
    '第二次',
    '',
  ])('finds none in %s', (text) => {
    expect(yuan(text)).toBeUndefined();
  });

  it.each([
    ['our price before the budget', '预算40万 报价50万', 500_000],
    ['our price before a competitor’s', '竞品报45万 我们报50万', 500_000],
    ['what was settled', '从130万谈到118万 成交', 1_180_000],
    ['the total before the price of one', '每盒36元 一共一万八', 18_000],
    ['the first of equals', '30万的单 25万就签', 300_000],
    ['the deal, not its first payment', '首付20万 总价180万', 1_800_000],
  ])('takes %s', (_what, text, expected) => {
    expect(yuan(text)).toEqual([expected, expected]);
  });

  it('tells where it stands, with its currency', () => {
    const text = '金额：￥１２０,０００元 可以';
    const [from, to] = parseAmountFen(text)?.span ?? [0, 0];
    expect(text.slice(from, to)).toBe('￥１２０,０００元');
  });

  it.each([
    ['20万3台', 200_000],
    ['30万4月1日前', 300_000],
    ['98万15号', 980_000],
    ['一百万一年', 1_000_000],
    ['100万 月底', 1_000_000],
  ])('leaves what follows alone in %s', (text, expected) => {
    expect(yuan(text)).toEqual([expected, expected]);
  });

  it('is exact to the fen', () => {
    expect(parseAmountFen('66.87万')?.minFen).toBe(66_870_000);
    expect(parseAmountFen('0.29元')?.minFen).toBe(29);
  });
});
