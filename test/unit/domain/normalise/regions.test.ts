import { describe, expect, it } from 'vitest';
import table from '../../../../src/domain/normalise/regions.json' with { type: 'json' };
import { placesAgree, readPlace } from '../../../../src/domain/normalise/regions.ts';

describe('readPlace', () => {
  it.each([
    ['浙江省杭州市西湖区文三路 1 号', { province: '浙江', city: '杭州', district: '西湖区' }],
    ['浙江 杭州', { province: '浙江', city: '杭州' }],
    ['浙江/杭州/西湖区', { province: '浙江', city: '杭州', district: '西湖区' }],
    ['杭州', { province: '浙江', city: '杭州' }],
    ['浙江', { province: '浙江' }],
    ['北京市朝阳区', { province: '北京', city: '北京', district: '朝阳区' }],
    ['上海', { province: '上海', city: '上海' }],
    ['重庆万州区', { province: '重庆', city: '重庆', district: '万州区' }],
    ['昆山市', { province: '江苏', city: '苏州', district: '昆山市' }],
    ['昆山', { province: '江苏', city: '苏州', district: '昆山市' }],
    ['萧山区', { province: '浙江', city: '杭州', district: '萧山区' }],
    ['西湖区', { district: '西湖区' }],
    ['广西壮族自治区南宁市', { province: '广西', city: '南宁' }],
    ['内蒙古呼和浩特', { province: '内蒙古', city: '呼和浩特' }],
    ['恩施土家族苗族自治州利川市', { province: '湖北', city: '恩施', district: '利川市' }],
    ['恩施州', { province: '湖北', city: '恩施' }],
    ['吉林省长春市', { province: '吉林', city: '长春' }],
    ['吉林市', { province: '吉林', city: '吉林' }],
    ['海南省海口市', { province: '海南', city: '海口' }],
    ['海南州', { province: '青海', city: '海南州' }],
    ['湖北省仙桃市', { province: '湖北', city: '仙桃市' }],
    ['仙桃', { province: '湖北', city: '仙桃市' }],
    ['台湾省台北市', { province: '台湾', city: '台北' }],
    ['香港特别行政区', { province: '香港', city: '香港' }],
    ['  广东省　深圳市 ', { province: '广东', city: '深圳' }],
    ['', {}],
    ['华东大区', {}],
    ['海外', {}],
  ])('%s', (text, place) => {
    expect(readPlace(text)).toEqual(place);
  });
});

describe('the table', () => {
  it('is complete at prefecture level', () => {
    expect(Object.keys(table)).toHaveLength(34);
    const cities = Object.entries(table).flatMap(([province, rows]) =>
      Object.keys(rows).map((city) => [province, city]),
    );
    // 333 prefectures, 4 municipalities, 2 special regions, 9 cities of Taiwan, the rest county-level units of their own.
    const ownUnits = cities.filter(([, city]) => /(?:市|县|林区)$/.test(city ?? ''));
    expect(cities.length - ownUnits.length).toBe(333 + 4 + 2 + 9);
    expect(new Set(cities.map(([, city]) => city)).size).toBe(cities.length);
  });

  it('names every place by what people write', () => {
    for (const [province, rows] of Object.entries(table)) {
      expect(readPlace(province).province, province).toBe(province);
      for (const city of Object.keys(rows)) {
        expect(readPlace(province + city), province + city).toMatchObject({ province, city });
      }
    }
  });
});

describe('placesAgree', () => {
  it.each([
    [{ city: '杭州', province: '浙江' }, { province: '浙江' }, true],
    [{ city: '杭州', province: '浙江' }, { city: '宁波', province: '浙江' }, false],
    [{ province: '浙江' }, { city: '苏州', province: '江苏' }, false],
    [{}, { city: '苏州', province: '江苏' }, true],
  ])('%o and %o: %s', (a, b, expected) => {
    expect(placesAgree(a, b)).toBe(expected);
  });
});
