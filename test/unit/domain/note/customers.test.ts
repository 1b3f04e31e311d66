import { describe, expect, it } from 'vitest';
import { createNoteParser, type KnownCustomer } from '../../../../src/domain/note/parse-note.ts';

const now = new Date('2026-03-12T10:20:00+08:00');
const parser = createNoteParser({ actions: [], objections: [], scenes: [] });

function customer(name: string, contacts: string[] = [], more: Partial<KnownCustomer> = {}): KnownCustomer {
  return {
    customerId: name,
    name,
    aliases: [],
    contacts: contacts.map((contact) => {
      const [person = '', title] = contact.split(' ');
      return title ? { name: person, title } : { name: person };
    }),
    ...more,
  };
}

function minutesAgo(minutes: number): Pick<KnownCustomer, 'lastFocusAt'> {
  return { lastFocusAt: new Date(now.getTime() - minutes * 60_000) };
}

/** The customer's name when sure, else `ask` or `none`. */
function meant(text: string, customers: KnownCustomer[]): string {
  const { status, best } = parser.parse(text, { now, customers }).customer;
  return best?.customerId ?? status;
}

const HOSPITAL = '杭州市第一人民医院';
const COMPANY = '宁波海拓精工机械有限公司';

describe('a customer is known by the short forms of its name', () => {
  it.each([
    [HOSPITAL, '杭州市第一人民医院 已报价'],
    [HOSPITAL, '杭州第一人民医院'],
    [HOSPITAL, '杭州市一医院'],
    [HOSPITAL, '杭州一院'],
    [HOSPITAL, '去市一医院'],
    [HOSPITAL, '市一 已报价'],
    [HOSPITAL, '杭一 已报价'],
    [HOSPITAL, '一院 已报价'],
    [HOSPITAL, '第一人民医院'],
    [COMPANY, '海拓'],
    [COMPANY, '海拓精工'],
    [COMPANY, '宁波海拓'],
    [COMPANY, '海拓精工机械'],
    [COMPANY, '海拓精工机械有限公司'],
    ['萧山区中医院', '萧山中医院'],
    ['萧山区中医院', '萧中'],
    ['余杭区妇幼保健院', '余杭妇保'],
    ['绍兴市中心医院', '绍兴中心医院'],
    ['浙江大学医学院附属第一医院', '浙大一院'],
    ['浙江大学医学院附属第一医院', '浙一'],
    ['西湖区翠苑社区卫生服务中心', '翠苑社区'],
    ['萧山百姓缘大药房西兴店', '百姓缘西兴店'],
    ['萧山百姓缘大药房西兴店', '西兴店'],
    ['台州仁济堂医药连锁有限公司', '仁济堂'],
    ['（浙江）康泽大药房连锁有限公司', '康泽大药房'],
  ])('%s: %s', (name, text) => {
    expect(meant(text, [customer(name), customer('合肥国辰锂电池制造有限公司')])).toBe(name);
  });
});

describe('a customer is known in pinyin and by sound', () => {
  it.each([
    [COMPANY, 'haituo 已报价'],
    [COMPANY, 'haituojinggongjixie'],
    [COMPANY, '海托精工'],
    [COMPANY, 'nbht 已报价'],
    ['重庆康泽大药房有限公司', 'chongqingkangze'],
  ])('%s: %s', (name, text) => {
    expect(meant(text, [customer(name), customer('合肥国辰锂电池制造有限公司')])).toBe(name);
  });

  it.each(['zhangzhuren 已报价', 'zhang zhuren', 'zhangwei'])('its contact: %s', (text) => {
    expect(
      meant(text, [customer(HOSPITAL, ['张伟 设备科主任']), customer(COMPANY, ['刘志强 采购总监'])]),
    ).toBe(HOSPITAL);
  });

  it.each(['yuanzhang', 'wangdianzhang', '院长'])(
    'reads 长 of a title as zhang, so that %s is not enough',
    (text) => {
      expect(meant(text, [customer(HOSPITAL, ['张伟 院长'])])).not.toBe(HOSPITAL);
    },
  );

  it('knows 店长 as dianzhang', () => {
    expect(meant('wangdianzhang', [customer(COMPANY, ['王洁 店长'])])).toBe(COMPANY);
  });
});

describe('a contact is known by how people are addressed', () => {
  it.each([
    ['张伟 设备科主任', '张主任'],
    ['张伟 设备科主任', '张伟'],
    ['张伟 设备科主任', '张伟主任'],
    ['张伟 设备科主任', '老张'],
    ['张伟 设备科主任', '小张'],
    ['陈刚 副院长', '陈院长'],
    ['陈刚 副院长', '陈副院长'],
    ['周敏 院长', '周院'],
    ['刘志强 采购总监', '刘总'],
    ['刘志强 采购总监', '刘总监'],
    ['王磊 采购经理', '王经理'],
    ['王磊 采购经理', '王总'],
    ['马超 技术负责人', '马工'],
    ['黄海涛 工程师', '黄工'],
    ['冯凯 CTO', '冯总'],
    ['钱慧 护士长', '钱护士长'],
    ['许文 医生', '许大夫'],
    ['欧阳峰 副院长', '欧阳院长'],
    ['邓丽 采购经理', '丽姐'],
    ['Kevin IT经理', 'kevin'],
  ])('%s: %s', (contact, text) => {
    expect(meant(`${text} 已报价`, [customer(HOSPITAL, [contact]), customer(COMPANY, ['高峰 厂长'])])).toBe(
      HOSPITAL,
    );
  });

  it.each([
    [HOSPITAL, '孙主任 已报价50万'],
    [COMPANY, '孙院长 没人接'],
    [COMPANY, 'sun yuanzhang 明天再打'],
    ['义乌市中心医院', '欧阳主任 明天再打'],
  ])('of whom only surname and title are known: %s: %s', (expected, text) => {
    const customers = [
      customer(HOSPITAL, ['孙 主任']),
      customer(COMPANY, ['孙 院长'], minutesAgo(3)),
      customer('义乌市中心医院', ['欧阳 主任']),
    ];
    expect(meant(text, customers)).toBe(expected);
  });

  it('is told from a namesake by the department', () => {
    const customers = [customer(HOSPITAL, ['李敏 检验科主任']), customer(COMPANY, ['李建 放射科主任'])];
    expect(meant('李主任 已报价', customers)).toBe('ask');
    expect(meant('李主任 放射科 已报价', customers)).toBe(COMPANY);
  });

  it('is known by phone number', () => {
    const contacts = [{ name: '张伟', phone: '+86 138 5711 0001' }];
    expect(meant('13857110001 已报价', [customer(HOSPITAL, [], { contacts })])).toBe(HOSPITAL);
  });
});

describe('asks rather than guesses', () => {
  const zhang = [customer(HOSPITAL, ['张伟 主任']), customer(COMPANY, ['张丽华 主任'])];

  it.each([
    ['two contacts who are addressed alike', '张主任 已报价', zhang],
    ['a contact known only by sound', '章主任 已报价', zhang.slice(0, 1)],
    ['a contact with another title', '张科长 已报价', zhang.slice(0, 1)],
    ['a kind of customer only', '人民医院 已报价', [customer(HOSPITAL), customer('杭州市第二人民医院')]],
    ['two branches', '百姓缘 补货', [customer('萧山百姓缘大药房西兴店'), customer('萧山百姓缘大药房城厢店')]],
    [
      'a company and its sister',
      '康泽 已报价',
      [customer('浙江康泽大药房连锁有限公司'), customer('杭州康泽医药有限公司')],
    ],
    ['a place only', '宁波那边 已报价', [customer(COMPANY)]],
    ['a hospital that is not among the customers', '市三医院 王主任', [customer(HOSPITAL, ['王强 主任'])]],
    ['a short name inside a longer one', '温大一院 已报价', [customer(HOSPITAL)]],
    ['one customer named and the contact of another', '海拓精工 张伟', zhang],
  ])('%s: %s', (_why, text, customers) => {
    expect(meant(text, customers)).toBe('ask');
  });

  it('and lists whom it might be, with reasons', () => {
    const { candidates } = parser.parse('张主任 已报价', { now, customers: zhang }).customer;
    expect(candidates.map(({ customerId, because }) => [customerId, because])).toEqual([
      [HOSPITAL, ['联系人张伟']],
      [COMPANY, ['联系人张丽华']],
    ]);
  });

  it.each([
    ['the longer name wins over the one inside it', '康泽医药 已报价', '杭州康泽医药有限公司'],
    ['a company decides between namesakes', '海拓 张主任', COMPANY],
    ['a place decides between namesakes', '杭州的张主任', HOSPITAL],
  ])('but not where %s', (_why, text, expected) => {
    const customers = [...zhang, customer('浙江康泽大药房连锁有限公司'), customer('杭州康泽医药有限公司')];
    expect(
      meant(text, customers.slice(text.startsWith('杭州') ? 0 : 0, text.startsWith('杭州') ? 2 : 4)),
    ).toBe(expected);
  });
});

describe('without a name, what the rep had open counts', () => {
  const other = customer(COMPANY, ['张丽华 主任']);

  it.each([
    ['one customer within the hour', [customer(HOSPITAL, [], minutesAgo(10)), other], HOSPITAL],
    [
      'one within the hour, one earlier',
      [customer(HOSPITAL, [], minutesAgo(10)), { ...other, ...minutesAgo(300) }],
      HOSPITAL,
    ],
    ['two within the hour', [customer(HOSPITAL, [], minutesAgo(10)), { ...other, ...minutesAgo(20) }], 'ask'],
    ['only earlier today', [customer(HOSPITAL, [], minutesAgo(300)), other], 'ask'],
    ['none for days', [customer(HOSPITAL, [], minutesAgo(3000)), other], 'none'],
  ])('%s', (_when, customers, expected) => {
    expect(meant('已报价50万', customers)).toBe(expected);
  });

  it('decides between namesakes', () => {
    expect(meant('张主任 已报价', [customer(HOSPITAL, ['张伟 主任'], minutesAgo(10)), other])).toBe(HOSPITAL);
  });

  it('does not stand in for somebody unknown whose name is typed in pinyin', () => {
    expect(meant('qian zhuren 明天再打', [customer(HOSPITAL, [], minutesAgo(5))])).toBe('ask');
  });

  it('does not stand in for somebody unknown who is named', () => {
    expect(meant('赵院长 已报价', [customer(HOSPITAL, [], minutesAgo(10))])).toBe('ask');
  });

  it('does not outweigh a name', () => {
    expect(meant('海拓 已报价', [customer(HOSPITAL, [], minutesAgo(1)), other])).toBe(COMPANY);
  });
});
