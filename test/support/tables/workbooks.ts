/** Longer than 300 lines: it is one list of files, read from top to bottom. */
import { book, type Cell, hidden, seen, type TableFile, xml } from './table-file.ts';

let phones = 0;
/** A number nobody else has. */
const tel = () => `1360571${String(++phones).padStart(4, '0')}`;
const HEADER: Cell[] = ['客户名称', '联系人', '手机', '需求'];
const rowsOf = (...names: string[]): string[][] =>
  names.map((name, i) => [
    name,
    ['周敏', '吴刚', '郑洁'][i % 3] ?? '',
    tel(),
    ['彩超', '麻醉机', '监护仪'][i % 3] ?? '',
  ]);
const lead = (name: string, need = '要一台监护仪'): string[] => [name, '何静', tel(), need];

function plain(what: string, table: string[][], file: Partial<TableFile> = {}): TableFile {
  return {
    what,
    name: '名单.xlsx',
    bytes: book([HEADER, ...table]),
    rows: seen(...table),
    created: table.length,
    ...file,
  };
}

const cover = rowsOf('九江浔阳医院', '赣州章贡医院');
const options = rowsOf('上饶信州医院');
const east = rowsOf('景德镇瓷都医院', '萍乡安源医院');
const south = rowsOf('新余仙湖医院');
const other = rowsOf('鹰潭龙虎医院');
const titled = rowsOf('吉安庐陵医院', '宜春袁山医院');
const sample = rowsOf('抚州临川医院');
const signed = rowsOf('南昌滕王医院', '福州鼓楼门医院');
const repeated = rowsOf('厦门鹭岛医院', '泉州刺桐医院');
const grouped = rowsOf('漳州芗城医院', '龙岩闽西医院');
const filtered = rowsOf('三明沙溪医院', '南平武夷医院', '宁德蕉城医院');
const wide = rowsOf('莆田湄洲医院');
const named = rowsOf('济南趵突医院');
const ours = rowsOf('青岛栈桥医院');

export const WORKBOOKS: readonly TableFile[] = [
  plain('a sound .xlsx named .xls', rowsOf('武汉东湖医院', '宜昌夷陵医院'), { name: '客户.xls' }),
  plain('part names in capitals', ours, {
    bytes: (() => {
      const shared = ours.flat().map((value) => `<t>${value}</t>`);
      const cells = ours.map((cells, i) => cells.map((_, j) => `<c t="s"><v>${i * 4 + j}</v></c>`));
      return Buffer.from(
        Buffer.from(book([HEADER, ...cells], { sharedStrings: shared }))
          .toString('latin1')
          .replaceAll('xl/sharedStrings.xml', 'xl/SharedStrings.xml'),
        'latin1',
      );
    })(),
  }),
  plain('a part with all texts missing', named, {
    bytes: Buffer.from(
      Buffer.from(
        book([['<c t="s"><v>0</v></c>'], ['<c t="s"><v>1</v></c>']], {
          sharedStrings: ['<t>客户名称</t>', '<t>甲</t>'],
        }),
      )
        .toString('latin1')
        .replaceAll('xl/sharedStrings.xml', 'xl/lostStrings.xml'),
      'latin1',
    ),
    rows: [],
    created: 0,
    refused: '损坏',
  }),
  plain('a cover sheet before the list', cover, {
    bytes: book([HEADER, ...cover], {
      sheetsBefore: [{ name: '说明', rows: xml([['请于周五前发回'], ['联系张工', '分机 802']]) }],
    }),
    rows: [...seen(...cover), ['请于周五前发回'], ['联系张工', '分机 802']],
    says: ['没有读取“说明”'],
  }),
  plain('a hidden sheet of choices', options, {
    bytes: book([HEADER, ...options], {
      sheetsBefore: [
        { name: '选项', attributes: 'state="hidden"', rows: xml([['来源'], ['官网'], ['展会现场']]) },
      ],
    }),
    rows: [...seen(...options), ['展会现场']],
    says: ['“选项”（隐藏）'],
  }),
  plain('two lists with the same columns', [...east, ...south], {
    bytes: book([HEADER, ...south], { sheetsBefore: [{ name: '东区', rows: xml([HEADER, ...east]) }] }),
    created: 3,
  }),
  plain('two lists with different columns', other, {
    bytes: book(
      [
        ['门店名称', '微信'],
        ['合肥逍遥门店', 'xy_1388'],
      ],
      { sheetsBefore: [{ name: '医院', rows: xml([HEADER, ...other]) }] },
    ),
    rows: [...seen(...other), ['合肥逍遥门店', 'xy_1388']],
    says: ['没有读取'],
  }),
  plain('a title, a date and the header on row 3', titled, {
    bytes: book([['2026 秋季巡展 意向登记'], ['整理人 老陈', null, '11月27日'], HEADER, ...titled]),
    rows: [['2026 秋季巡展 意向登记'], ['整理人 老陈', '11月27日'], ...seen(...titled)],
  }),
  {
    what: 'names on two levels, merged',
    name: '两级.xlsx',
    ...(() => {
      const table = [
        ['烟台芝罘医院', '毛护士长', tel(), '0535-6221001', '无影灯'],
        ['潍坊鸢都医院', '孔工', tel(), '0536-8231002', '手术床'],
      ];
      const rows = [
        ['客户名称', '联系方式', null, null, '需求'],
        [null, '联系人', '手机', '座机', null],
        ...table,
      ];
      const merges = ['A1:A2', 'B1:D1', 'E1:E2'].map((ref) => `<mergeCell ref="${ref}"/>`).join('');
      return {
        bytes: book(rows, { afterRows: `<mergeCells>${merges}</mergeCells>` }),
        rows: seen(...table),
        created: 2,
      };
    })(),
  },
  {
    what: 'names on two levels, not merged',
    name: '两级2.xlsx',
    ...(() => {
      const table = [['临沂沂州医院', '曾科长', tel(), '0539-8311003', '呼吸机']];
      return {
        bytes: book([['单位', '对接人', null, null, '备注'], [null, '姓名', '手机', '座机', null], ...table]),
        rows: seen(...table),
        created: 1,
      };
    })(),
  },
  plain('the sample row of a template', sample, {
    bytes: book([HEADER, ['示例：XX医院', '张三', '13800138000', '想看彩超'], ...sample]),
    rows: [['示例：XX医院', '张三', '13800138000', '想看彩超'], ...seen(...sample)],
    says: ['示例行'],
  }),
  plain('a signature, a remark and a sum below', signed, {
    bytes: book([
      HEADER,
      ...signed,
      ['合计', null, null, '2 家'],
      ['制表人：王芳', null, '审核：'],
      ['注：以上为初步意向'],
    ]),
    rows: [...seen(...signed), ['合计', '2 家'], ['制表人：王芳', '审核：'], ['注：以上为初步意向']],
    says: ['合计行', '制表人'],
  }),
  plain('column names again on the second page', repeated, {
    bytes: book([HEADER, ...repeated.slice(0, 1), HEADER, ...repeated.slice(1)]),
    says: ['重复的表头'],
  }),
  plain('headings between groups', grouped, {
    bytes: book([HEADER, ['一、漳州片'], ...grouped.slice(0, 1), ['福建省'], ...grouped.slice(1)]),
    rows: [['一、漳州片'], ['福建省'], ...seen(...grouped)],
    says: ['分组标题'],
  }),
  plain('rows hidden by a filter', filtered, {
    bytes: book([], { rows: hidden(xml([HEADER, ...filtered]), [3]) }),
    says: ['1 行在表格里是隐藏'],
  }),
  {
    what: 'a customer name that is a formula without result',
    name: '公式.xlsx',
    ...(() => {
      const [phone, good] = [tel(), lead('淄博般阳医院')];
      const formula = ['<c t="str"><f>A9&amp;"医院"</f></c>', '陆敏', phone, '心电图机'];
      return {
        bytes: book([HEADER, formula, good]),
        rows: [['陆敏', phone, '心电图机'], ...seen(good)],
        created: 1,
        says: ['公式没有结果'],
      };
    })(),
  },
  {
    what: 'a need that is a formula without result, and one that failed',
    name: '公式2.xlsx',
    ...(() => {
      const table = [
        lead('枣庄台儿庄医院', '<c t="str"><f>B1</f></c>'),
        lead('东营黄河口医院', '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>'),
      ];
      return {
        bytes: book([HEADER, ...table]),
        rows: table.map((cells) => cells.slice(0, 3)),
        created: 2,
        says: ['公式没有结果', '公式出错'],
      };
    })(),
  },
  {
    what: 'mobile, landline and a second number',
    name: '电话.xlsx',
    ...(() => {
      const table = [
        ['济宁运河医院', tel(), '0537-2211004', tel()],
        ['泰安岱宗医院', tel(), '0538-6221005', null],
      ];
      return {
        bytes: book([['客户名称', '手机', '座机', '电话2'], ...table]),
        rows: seen(...table),
        created: 2,
      };
    })(),
  },
  {
    what: 'two columns that are called alike',
    name: '同名.xlsx',
    ...(() => {
      const table = [['威海刘公岛医院', tel(), tel(), '要内镜', '预算年底批']];
      return {
        bytes: book([['客户名称', '电话', '电话', '备注', '备注'], ...table]),
        rows: seen(...table),
        created: 1,
      };
    })(),
  },
  {
    what: 'the customer’s name in the contact’s place',
    name: '双名.xlsx',
    ...(() => {
      const table = [
        ['日照岚山医院', '王建国', tel(), '老客户介绍', '想看CT'],
        ['滨州渤海医院', '滨州蒲园集团', tel(), '李总牵线', 'DR'],
      ];
      return {
        bytes: book([['公司名称', '客户名称', '手机', '备注', '需求描述'], ...table]),
        rows: seen(...table),
        created: 2,
      };
    })(),
  },
  {
    what: 'addresses, places in three columns and WeChat',
    name: '地址.xlsx',
    ...(() => {
      const table = [
        [
          '德州天衢医院',
          '山东省',
          '德州市',
          '德城区',
          '天衢中路 1188 号',
          'dz-tianqu',
          tel(),
          '乡镇卫生院打包',
        ],
        ['聊城东昌医院', '山东省', '聊城市', null, null, null, tel(), '血球仪'],
      ];
      return {
        bytes: book([['单位名称', '省', '市', '区县', '详细地址', '微信号', '电话', '需求'], ...table]),
        rows: seen(...table),
        created: 2,
      };
    })(),
  },
  {
    what: 'columns without a place in a lead',
    name: '杂.xlsx',
    ...(() => {
      const table = [
        [1, '菏泽牡丹医院', tel(), '狮子座', '2024-03-05', 'A 类'],
        [2, '莱芜嬴城医院', tel(), null, '2025-01-06', 'B 类'],
      ];
      return {
        bytes: book([['序号', '客户名称', '手机', '星座', '最近下单', '信用等级'], ...table]),
        rows: seen(...table),
        created: 2,
        says: ['没有读取的列：序号、星座、最近下单'],
      };
    })(),
  },
  plain('a column without a name', wide, {
    bytes: book([HEADER, [...(wide[0] ?? []), null, '另有两家分院']]),
    rows: [...seen(...wide), ['另有两家分院']],
  }),
  {
    what: 'an English export with split names',
    name: 'export.xlsx',
    ...(() => {
      const table = [['Alpha Hospital', 'San', 'Zhang', tel(), 'zs@alpha.cn', 'ultrasound for ICU', 'Hot']];
      return {
        bytes: book([
          ['Company Name', 'First Name', 'Last Name', 'Mobile Phone', 'E-mail Address', 'Notes', 'Rating'],
          ...table,
        ]),
        rows: seen(...table),
        created: 1,
      };
    })(),
  },
  {
    what: 'an export of an ERP',
    name: 'ERP客户档案.xlsx',
    ...(() => {
      const table = [
        [
          'K0107',
          '太原晋阳医院',
          '晋阳',
          '曹主任',
          tel(),
          '0351-6221006',
          '0351-6221007',
          '并州北路 2 号',
          '马超',
          50000,
        ],
      ];
      return {
        bytes: book([
          [
            '客户编码',
            '客户名称',
            '简称',
            '联系人',
            '手机',
            '办公电话',
            '传真',
            '地址',
            '业务员',
            '信用额度',
          ],
          ...table,
        ]),
        rows: seen(...table),
        created: 1,
      };
    })(),
  },
  {
    what: 'budgets as machines and people write them',
    name: '预算.xlsx',
    ...(() => {
      const written: [Cell, string][] = [
        [800000, '50–200万'],
        ['800,000', '50–200万'],
        ['￥650000.00', '50–200万'],
        ['约 30 万', '50万以下'],
        ['待院领导定', '待院领导定'],
      ];
      const table = written.map(([budget], i) => [`大同云冈${'甲乙丙丁戊'[i]}医院`, tel(), budget]);
      return {
        bytes: book([['客户名称', '手机', '预算'], ...table]),
        rows: seen(...table),
        created: 5,
        means: Object.fromEntries(written.map(([from, to]) => [String(from), to])),
      };
    })(),
  },
  {
    what: 'numbers with words beside them',
    name: '号码.xlsx',
    ...(() => {
      const [a, b] = [tel(), tel()];
      const table = [
        ['朔州马邑医院', `${a}（王主任，下午打）`],
        ['忻州秀容医院', `${b} / 0350-3031008`],
        ['吕梁离石医院', '打总机转设备科'],
        ['阳泉上站医院', 13605719990],
      ];
      return {
        bytes: book([['客户名称', '联系电话'], ...table]),
        rows: seen(...table),
        created: 4,
        says: ['有看不懂的值：1 行'],
      };
    })(),
  },
  {
    what: 'mail addresses, two and none',
    name: '邮箱.xlsx',
    ...(() => {
      const table = [
        ['长治潞州医院', tel(), 'a@lz.cn; b@lz.cn'],
        ['晋城泽州医院', tel(), '没有邮箱，发微信'],
      ];
      return { bytes: book([['客户名称', '手机', '邮箱'], ...table]), rows: seen(...table), created: 2 };
    })(),
  },
  {
    what: 'sources in people’s words',
    name: '来源.xlsx',
    ...(() => {
      const table = [
        ['运城河东医院', tel(), 'CMEF展会', '省代推荐'],
        ['临汾平阳医院', tel(), '朋友圈', null],
      ];
      return {
        bytes: book([['客户名称', '手机', '来源', '渠道'], ...table]),
        rows: seen(...table),
        created: 2,
      };
    })(),
  },
  {
    what: 'one merged cell beside several rows, dates and percents',
    name: '合并.xlsx',
    ...(() => {
      const table = [
        ['山西省', '晋中榆次医院', tel(), '<c s="1"><v>46082</v></c>'],
        [null, '吕梁汾阳医院', tel(), '<c s="2"><v>0.35</v></c>'],
      ];
      const rows = [['省份', '客户名称', '手机', '备注'], ...table];
      return {
        bytes: book(rows, {
          afterRows: '<mergeCells><mergeCell ref="A2:A3"/></mergeCells>',
          styles: [0, 14, 9],
        }),
        rows: table.map(
          (cells, i) =>
            [...cells.slice(0, 3).filter((cell) => cell !== null), i ? '35%' : '2026-03-01'] as string[],
        ),
        created: 2,
      };
    })(),
  },
  {
    what: 'a text longer than a lead may hold',
    name: '长.xlsx',
    ...(() => {
      const table = [lead('呼和浩特青城医院', `开头${'字'.repeat(5200)}结尾`), lead('包头鹿城医院')];
      return { bytes: book([HEADER, ...table]), rows: seen(...table), created: 1, says: ['太长'] };
    })(),
  },
  {
    what: 'names only',
    name: '目标医院.xlsx',
    ...(() => {
      const table = [['赤峰红山医院'], ['通辽科尔沁医院']];
      return { bytes: book([['医院名称'], ...table]), rows: seen(...table), created: 2 };
    })(),
  },
];
