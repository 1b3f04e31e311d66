import { describe, expect, it } from 'vitest';
import { normaliseCompany } from '../../../../src/domain/normalise/company.ts';

const keyOf = (written: string) => {
  const [name = '', region] = written.split('@');
  return normaliseCompany(name, region).key;
};

describe('normaliseCompany', () => {
  it('takes a name apart', () => {
    expect(normaliseCompany('浙江省杭州市滨江区海康威视数字技术股份有限公司')).toEqual({
      key: '杭州|海康威视数字技术',
      core: '海康威视数字技术',
      short: '海康威视',
      industry: '数字技术',
      suffix: '股份有限公司',
      province: '浙江',
      city: '杭州',
      district: '滨江区',
      kind: 'company',
    });
    expect(normaliseCompany('老百姓大药房连锁（浙江）有限公司西湖区文三路店')).toMatchObject({
      core: '老百姓大药房',
      short: '老百姓',
      province: '浙江',
      branch: '文三路',
      kind: 'store',
    });
    expect(normaliseCompany('市一医院', '浙江省杭州市')).toMatchObject({
      key: '杭州|第1医院',
      city: '杭州',
      province: '浙江',
      kind: 'hospital',
      level: '市',
    });
  });

  it.each([
    ['西门子（中国）有限公司', '西门子(中国)有限公司', '西门子中国有限公司', '西门子【中国】有限责任公司'],
    ['TCL科技集团股份有限公司', 'ＴＣＬ 科技集团股份有限公司', 'tcl科技集团股份公司', 'TCL科技集团'],
    ['A.O.史密斯（中国）热水器有限公司', 'AO史密斯热水器有限公司', 'A．O．史密斯(中国)热水器有限公司'],
    ['浪潮集团有限公司', '浪潮（集团）有限公司', '浪潮集团'],
    [
      '武汉光迅科技股份有限公司',
      '武汉光迅科技有限公司（原邮科院）',
      '武汉市光迅科技股份有限公司',
      '光迅科技@武汉',
    ],
    ['上海强生医疗器材有限公司', '强生（上海）医疗器材有限公司', '强生上海医疗器材有限公司'],
    ['佛山市顺德区美的电热电器制造有限公司', '佛山顺德美的电热电器制造有限公司'],
    ['杭州钢铁集团有限公司', '浙江杭州钢铁集团有限公司', '杭州钢铁集团'],
    ['九州大药房（下沙店）@杭州', '九州大药房下沙店@杭州', '杭州九州大药房连锁有限公司下沙店'],
    ['海王星辰药店第12分店@深圳', '海王星辰药店十二店@深圳', '深圳海王星辰药店（12店）'],
    [
      '杭州市第一人民医院',
      '市一医院@杭州',
      '市一@杭州市',
      '一院@浙江杭州',
      '杭州市第1医院',
      '杭州一院',
      '第一人民医院@杭州',
    ],
    ['上海市第十人民医院', '上海十院', '上海第10人民医院'],
    ['浙江省人民医院', '省人民医院@杭州', '省人医@浙江'],
    ['浙江省中医院', '浙江省中医医院', '省中医@杭州'],
    ['绍兴市妇幼保健院', '绍兴妇幼', '绍兴市妇保院', '妇幼保健院@绍兴'],
    ['昆山市第一人民医院', '江苏省昆山市第一人民医院', '昆山一院', '苏州昆山市第一医院'],
    ['萧山区第一人民医院@杭州', '杭州市萧山区第一人民医院', '萧山一院@杭州'],
    ['恩施州中心医院', '恩施土家族苗族自治州中心医院', '湖北省恩施州中心医院'],
    ['苏州市立医院', '苏州市市立医院'],
    [
      '浙江大学医学院附属第一医院',
      '浙大一院',
      '浙医一院',
      '浙大附一',
      '浙江大学附属第一医院',
      '浙一医院',
      '浙大第一医院',
    ],
    ['温州医科大学附属第一医院', '温医大附一院', '温州医科大学第一附属医院'],
    ['首都医科大学附属北京天坛医院', '北京天坛医院'],
    ['复旦大学附属华山医院', '上海华山医院', '华山医院@上海'],
    ['浙江大学医学院附属儿童医院', '浙大儿院', '浙江大学附属儿童医院'],
    ['浙江省人民医院（朝晖院区）', '浙江省人民医院朝晖院区'],
  ])('gives one key to %s and %s', (...names) => {
    expect(new Set(names.filter((name) => name !== undefined).map(keyOf))).toEqual(
      new Set([keyOf(names[0])]),
    );
  });

  it.each([
    ['杭州市第一人民医院', '杭州市第二人民医院'],
    ['杭州市第一人民医院', '宁波市第一人民医院'],
    ['市一医院@杭州', '市一医院@宁波'],
    ['浙江省人民医院', '杭州市人民医院'],
    ['余杭区第一人民医院@杭州', '杭州市第一人民医院'],
    ['浙江大学医学院附属第一医院', '浙江大学医学院附属第二医院'],
    ['浙江大学医学院附属第一医院', '宁波大学附属第一医院'],
    ['武汉大学人民医院', '武汉市人民医院'],
    ['浙江省人民医院', '浙江省人民医院朝晖院区'],
    ['海王星辰药店第12分店@深圳', '海王星辰药店第21分店@深圳'],
    ['老百姓大药房西湖区店@杭州', '老百姓大药房萧山区店@杭州'],
    ['国网浙江省电力有限公司杭州供电公司', '国网浙江省电力有限公司宁波供电公司'],
    ['国网浙江省电力有限公司', '国网江苏省电力有限公司'],
    ['正泰集团股份有限公司', '浙江正泰电器股份有限公司'],
    ['杭州银行股份有限公司', '杭州联合银行股份有限公司'],
    ['杭州恒通科技有限公司', '宁波恒通科技有限公司'],
  ])('tells %s from %s', (a, b) => {
    expect(keyOf(a)).not.toBe(keyOf(b));
  });

  it.each([
    ['浙江大学', '浙江', undefined, '浙江大学'],
    ['杭州银行股份有限公司', '浙江', '杭州', '杭州银行'],
    ['厦门航空有限公司', '福建', '厦门', '厦门航空'],
    ['东方通信股份有限公司', undefined, undefined, '东方通信'],
    ['吉林市化工有限公司', '吉林', '吉林', '吉林市化工'],
    ['义乌华鼎锦纶', '浙江', '金华', '义乌华鼎锦纶'],
  ])('keeps the place where it is part of the name: %s', (name, province, city, core) => {
    expect(normaliseCompany(name)).toMatchObject({
      core,
      ...(province ? { province } : {}),
      ...(city ? { city } : {}),
    });
  });

  it('believes the name rather than a region that contradicts it', () => {
    expect(normaliseCompany('宁波恒通科技有限公司', '江苏省苏州市')).toMatchObject({
      province: '浙江',
      city: '宁波',
    });
  });

  it.each(['', '   ', '\u200B', '()', '（）'])('gives no key to %j', (name) => {
    expect(normaliseCompany(name).key).toBe('');
  });

  it.each([
    '有限公司',
    '杭州市',
    '(杭州)',
    '((((',
    '👍',
    '\u202E公司',
    'a'.repeat(5000),
    '第'.repeat(5000),
    '大学附属'.repeat(1000),
    '一二三四五六七八九十'.repeat(300),
    '浙江省杭州市西湖区'.repeat(200),
  ])('survives %j', (name) => {
    const result = normaliseCompany(name, name);
    expect(result.key.length).toBeLessThan(200);
    expect(normaliseCompany(name, name)).toEqual(result);
  });
});
