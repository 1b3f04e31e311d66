import { describe, expect, it } from 'vitest';
import { headerTest, LEAD_HEADERS, mapHeaders } from '../../../../src/domain/match/headers.ts';

describe('mapHeaders', () => {
  it.each([
    ['公司', 'company'],
    ['客户名称', 'company'],
    [' 客户 名称 * ', 'company'],
    ['单位名称（必填）', 'company'],
    ['＊公司名称：', 'company'],
    ['Company Name', 'company'],
    ['company_name', 'company'],
    ['联系人', 'contactName'],
    ['姓名', 'contactName'],
    ['职务', 'title'],
    ['电话', 'phone'],
    ['手机号码', 'phone'],
    ['联系方式', 'phone'],
    ['电话/手机', 'phone', false],
    ['E-mail', 'email'],
    ['预算(万元)', 'budget'],
    ['预算【单位：万】', 'budget'],
    ['意向产品', 'products'],
    ['所在城市', 'city'],
    ['E-mail Address', 'email'],
    ['意向设备', 'products'],
    ['销售区域', 'region'],
    ['公司地址', 'address'],
    ['备注', 'need'],
    ['客户联系电话', 'phone', false],
    ['采购负责人手机', 'phone', false],
    ['展会线索来源', 'source', false],
    ['医院所属行业', 'industry', false],
  ])('%s means %s', (header, field, sure = true) => {
    expect(mapHeaders([header], LEAD_HEADERS)).toEqual({
      columns: { [field]: [{ header, sure }] },
      unknown: [],
    });
  });

  it.each(['是否进口', '省内排名', '电话是否接通', '', 'constructor', '市值', '装机日期'])(
    'does not know %s',
    (header) => {
      expect(mapHeaders([header], LEAD_HEADERS)).toEqual({ columns: {}, unknown: [header] });
    },
  );

  it('orders several columns of one field: whole names first, then as people prefer them', () => {
    const mapping = mapHeaders(['座机', '备用电话', '手机', '客户名称', '楼层'], LEAD_HEADERS);
    expect(mapping.columns.phone?.map(({ header }) => header)).toEqual(['手机', '座机', '备用电话']);
    expect(mapping.columns.company).toEqual([{ header: '客户名称', sure: true }]);
    expect(mapping.unknown).toEqual(['楼层']);
  });

  it('takes a customer in the first row for no column', () => {
    expect(mapHeaders(['无锡康宁医院', '赵经理', '彩超'], LEAD_HEADERS).columns).toEqual({});
  });

  it('takes the words of a playbook', () => {
    const synonyms = { ...LEAD_HEADERS, hospitalLevel: ['医院等级', '级别'] };
    expect(mapHeaders(['医院等级'], synonyms).columns).toHaveProperty('hospitalLevel');
  });

  it('gives every word of the default list to one field', () => {
    const all = Object.values(LEAD_HEADERS).flat();
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('headerTest', () => {
  it('knows whole names only', () => {
    const isHeader = headerTest(LEAD_HEADERS);
    expect(['客户名称', '手机 *', '预算（万元）'].map(isHeader)).toEqual([true, true, true]);
    expect(['杭州市第一人民医院', '2026年展会线索', '采购电话', ''].map(isHeader)).toEqual([
      false,
      false,
      false,
      false,
    ]);
  });
});
