import { describe, expect, it } from 'vitest';
import { fillFromLookups } from '../../../../src/domain/intake/lookup.ts';
import { LookupTable } from '../../../../src/domain/intake/lookup-table.ts';
import { aPlaybook } from '../../../support/builders.ts';
import { examplePlaybook } from '../../../support/playbooks.ts';

const medical = examplePlaybook('medical-devices');
const hospitals = medical.lookups.hospitals ?? [];
const table = new LookupTable(hospitals, { name: '医院名称', aliases: '别名', city: '城市' });

function find(company: string, city?: string): [string | undefined, string] | undefined {
  const match = table.find(company, city);
  return match && [hospitals[match.row]?.医院名称, match.how];
}

describe('a hospital in the table', () => {
  it.each<[company: string, city: string | undefined, found: string, how: string]>([
    ['杭州市第一人民医院', undefined, '杭州市第一人民医院', 'exact'],
    [' 杭州市第一 人民医院 ', undefined, '杭州市第一人民医院', 'exact'],
    ['杭州市第一人民医院', '杭州市', '杭州市第一人民医院', 'exact'],
    ['市一医院', undefined, '杭州市第一人民医院', 'alias'],
    ['市一医院', '杭州', '杭州市第一人民医院', 'alias'],
    ['邵逸夫', undefined, '浙江大学医学院附属邵逸夫医院', 'alias'],
    ['杭州第一人民医院', undefined, '杭州市第一人民医院', 'fuzzy'],
    ['市一', '杭州', '杭州市第一人民医院', 'fuzzy'],
    ['市一医院', '宁波', '宁波市第一医院', 'fuzzy'],
    ['浙医二院', undefined, '浙江大学医学院附属第二医院', 'fuzzy'],
    ['上海仁济医院', undefined, '上海交通大学医学院附属仁济医院', 'fuzzy'],
    ['南京市鼓楼医院', undefined, '南京鼓楼医院', 'fuzzy'],
    ['浙江省中医院（湖滨院区）', undefined, '浙江省中医院', 'fuzzy'],
    ['苏州市立医院本部', undefined, '苏州市立医院', 'fuzzy'],
    ['邵医夫医院', '杭州', '浙江大学医学院附属邵逸夫医院', 'fuzzy'],
    ['杭州市西湖区古汤街道社区卫生服务中心', undefined, '杭州市西湖区古荡街道社区卫生服务中心', 'fuzzy'],
  ])('%s in %s is %s (%s)', (company, city, found, how) => {
    expect(find(company, city)).toEqual([found, how]);
  });

  it.each<[company: string, city?: string]>([
    ['杭州市第二人民医院'],
    ['杭州市第四人民医院'],
    ['宁波市第三医院'],
    ['上海市第十人民医院'],
    ['合肥市第二人民医院'],
    ['广州市红十字会医院'],
    ['河北医科大学第三医院'],
    ['北京大学第六医院'],
    ['温州医科大学附属第二医院'],
    ['中山大学附属第三医院'],
    ['台州市中心医院'],
    ['三门县人民医院'],
    ['红会医院', '广州'],
    ['市六医院', '杭州'],
    ['邵医夫医院'],
    ['第一人民医院'],
    ['人民医院', '杭州'],
    ['复旦大学附属中山医院青浦分院'],
    ['杭州市萧山区第二人民医院'],
    ['杭州某某贸易有限公司'],
    [''],
    ['医院'],
    ['一'],
    ['x'.repeat(5000)],
  ])('%s (%s) is in no row of it', (company, city) => {
    expect(find(company, city)).toBeUndefined();
  });

  it('every row finds itself, and with another number none of them', () => {
    for (const row of hospitals) {
      const name = row.医院名称 ?? '';
      expect(find(name, row.城市)).toEqual([name, 'exact']);
      for (const [one, other] of [
        ['第一', '第九'],
        ['第二', '第十二'],
        ['第三', '第七'],
        ['第六', '第八'],
      ]) {
        if (name.includes(one ?? ''))
          expect(find(name.replace(one ?? '', other ?? ''), row.城市)).toBeUndefined();
      }
    }
  });
});

describe('LookupTable', () => {
  const columns = { name: '名称', aliases: '别名', city: '城市' };

  it('two rows of one name are told apart by the city, or not at all', () => {
    const twice = new LookupTable(
      [
        { 名称: '仁爱医院', 城市: '上海', 别名: '' },
        { 名称: '仁爱医院', 城市: '广州', 别名: '' },
      ],
      columns,
    );
    expect(twice.find('仁爱医院')).toBeUndefined();
    expect(twice.find('仁爱医院', '广州')).toEqual({ row: 1, how: 'exact' });
    expect(twice.find('仁爱医院', '北京')).toBeUndefined();
  });

  it('does without cities and aliases', () => {
    const plain = new LookupTable([{ 名称: '康源大药房福安店' }], { name: '名称' });
    expect(plain.find('康源大药房福安店', '杭州')).toEqual({ row: 0, how: 'exact' });
    expect(plain.find('康源大药房福宁店', '杭州')).toBeUndefined();
  });

  it('finds each of many rows', () => {
    const rows = Array.from({ length: 2000 }, (_, n) => ({
      名称: `杭州康健${n}号诊所`,
      城市: '杭州',
      别名: `康健${n}`,
    }));
    const many = new LookupTable(rows, columns);
    for (let n = 0; n < 2000; n++) expect(many.find(`康健${n}`, '杭州')?.row).toBe(n);
  });
});

describe('fillFromLookups', () => {
  const lookup = { id: 'clinics', label: '诊所', file: 'x.csv', nameColumn: '名称' };
  const playbook = aPlaybook({
    fields: [
      { id: 'code', label: '编码', on: 'customer', type: 'text' },
      { id: 'insured', label: '医保', on: 'customer', type: 'yes-no' },
      { id: 'beds', label: '床位', on: 'customer', type: 'number' },
      {
        id: 'level',
        label: '等级',
        on: 'customer',
        type: 'choice',
        options: [{ value: '三甲', words: ['三级甲等'] }],
      },
    ],
    lookups: [
      { ...lookup, fill: { code: '编码', insured: '医保', beds: '床位', level: '等级' } },
      { ...lookup, id: 'second', fill: { code: '编码', region: '区域' } },
    ],
  });
  const row = { 名称: '仁康诊所', 编码: 'P-1', 医保: '是', 床位: '20', 等级: '三级甲等' };
  const tables = { clinics: [row], second: [{ 名称: '仁康诊所', 编码: 'Q-9', 区域: '杭湖' }] };

  it('fills by the type of each field; the first table to know something wins', () => {
    expect(fillFromLookups({ company: '仁康诊所' }, playbook, tables)).toEqual({
      set: {
        'fields.code': 'P-1',
        'fields.insured': true,
        'fields.beds': 20,
        'fields.level': '三甲',
        region: '杭湖',
      },
      matched: [
        { lookup: 'clinics', row: 0, how: 'exact' },
        { lookup: 'second', row: 0, how: 'exact' },
      ],
    });
  });

  it('leaves what is there, and fills nothing from empty or unreadable cells', () => {
    const odd = { clinics: [{ ...row, 编码: '', 床位: '很多', 等级: '特级' }] };
    const lead = { company: '仁康诊所', fields: { insured: false } };
    expect(fillFromLookups(lead, playbook, odd).set).toEqual({});
  });

  it('does nothing without a company, a row or a table', () => {
    for (const company of [undefined, '', '别的诊所'])
      expect(fillFromLookups({ company }, playbook, tables)).toEqual({ set: {}, matched: [] });
    expect(fillFromLookups({ company: '仁康诊所' }, playbook, {})).toEqual({ set: {}, matched: [] });
  });
});
