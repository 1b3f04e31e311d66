import { seen, type TableFile, text } from './table-file.ts';

const HEADER = ['客户名称', '联系人', '手机', '预算', '需求'];
const plain = (n: number, names: readonly string[]) =>
  names.map((name, i) => [
    name,
    ['赵海涛', '钱立群', '孙一鸣'][i % 3] ?? '',
    `1371${String(n).padStart(3, '0')}${String(i).padStart(4, '0')}`,
    '80万',
    ['彩超一台', '麻醉机两台', '想看看CT'][i % 3] ?? '',
  ]);
const means = { '80万': '50–200万' };

const A = plain(101, ['湖州瑞康医院', '嘉兴博雅医院', '绍兴宏济医院']);
const B = plain(102, ['金华仁寿医院', '衢州康泰医院']);
const C = plain(103, ['台州普济医院', '丽水安和医院']);
const D = plain(104, ['舟山明德医院', '苏州怀仁医院']);
const E = plain(105, ['无锡立德医院', '常州广慈医院']);
const F = plain(106, ['南通惠民医院', '扬州百川医院']);
const G = plain(107, ['镇江长青医院', '泰州同仁堂医院']);
const H = plain(108, ['盐城启明医院', '徐州海慈医院']);
const I = plain(109, ['宿迁和睦医院', '淮安永安医院']);
const J = plain(110, ['连云港新港医院', '合肥天佑医院']);
const K = plain(111, ['芜湖江岸医院', '蚌埠淮光医院', '安庆同庆医院']);
const L = plain(112, ['马鞍山钢苑医院', '铜陵新城医院', '黄山徽和医院']);
const M = plain(113, ['滁州琅琊医院', '阜阳颍川医院']);
const N = plain(114, ['六安皋城医院', '宣城敬亭医院']);
const O = plain(115, ['池州秋浦医院', '亳州谯陵医院']);

/** One name cut in the middle of a character, as a system does that cuts at bytes. */
function cut(bytes: Uint8Array, name: string): Uint8Array {
  const whole = Buffer.from(name);
  const at = Buffer.from(bytes).indexOf(whole);
  return Buffer.concat([bytes.subarray(0, at + whole.length - 1), bytes.subarray(at + whole.length)]);
}

const broken = (rows: string[][]) => seen(...rows).map((cells) => cells.filter((cell) => cell !== '钱立群'));

export const TEXT_FILES: readonly TableFile[] = [
  { what: 'UTF-8', name: 'a.csv', bytes: text([HEADER, ...A]), rows: seen(...A), created: 3, means },
  {
    what: 'GBK from WPS',
    name: '客户.csv',
    bytes: text([HEADER, ...B], { encoding: 'gb18030', eol: '\r\n' }),
    rows: seen(...B),
    created: 2,
    means,
  },
  {
    what: 'UTF-16 with a mark and tabs (Excel: Unicode text)',
    name: 'unicode.txt',
    bytes: text([HEADER, ...C], { encoding: 'utf-16le', bom: true, delimiter: '\t', eol: '\r\n' }),
    rows: seen(...C),
    created: 2,
    means,
  },
  {
    what: 'UTF-16, the other end first',
    name: 'be.csv',
    bytes: text([HEADER, ...D], { encoding: 'utf-16be', bom: true }),
    rows: seen(...D),
    created: 2,
    means,
  },
  {
    what: 'UTF-16 without a mark',
    name: 'le.csv',
    bytes: text([HEADER, ...E], { encoding: 'utf-16le', delimiter: '\t' }),
    rows: seen(...E),
    created: 2,
    means,
  },
  {
    what: 'semicolons',
    name: 'semicolon.csv',
    bytes: text([HEADER, ...F], { delimiter: ';', bom: true }),
    rows: seen(...F),
    created: 2,
    means,
  },
  {
    what: 'Chinese commas',
    name: '手打.txt',
    bytes: text([HEADER, ...G], { delimiter: '，' }),
    rows: seen(...G),
    created: 2,
    means,
  },
  {
    what: 'bars',
    name: 'erp.dat',
    bytes: text([HEADER, ...H], { delimiter: '|' }),
    rows: seen(...H),
    created: 2,
    means,
  },
  { what: 'no extension', name: '名单', bytes: text([HEADER, ...I]), rows: seen(...I), created: 2, means },
  {
    what: 'the name of a PDF',
    name: '名单.pdf',
    bytes: text([HEADER, ...J]),
    rows: seen(...J),
    created: 2,
    means,
  },
  {
    what: 'one broken character in UTF-8',
    name: 'cut.csv',
    bytes: cut(text([HEADER, ...K]), '钱立群'),
    rows: broken(K),
    created: 3,
    says: ['乱码'],
    means,
  },
  {
    what: 'one broken character behind a mark',
    name: 'cut-bom.csv',
    bytes: cut(text([HEADER, ...L], { bom: true }), '钱立群'),
    rows: broken(L),
    created: 3,
    says: ['乱码'],
    means,
  },
  {
    what: 'a broken customer name in GBK',
    name: 'cut-gbk.csv',
    bytes: (() => {
      const bytes = Buffer.from(text([HEADER, ...M], { encoding: 'gb18030' }));
      const at = bytes.indexOf(Buffer.from(text([['阜阳颍川医院']], { encoding: 'gb18030' })));
      bytes[at] = 0xff;
      return bytes;
    })(),
    rows: seen(...M).map((cells) => cells.filter((cell) => cell !== '阜阳颍川医院')),
    created: 1,
    says: ['乱码'],
    means,
  },
  {
    what: 'lines inside cells and doubled quotes',
    name: 'lines.csv',
    bytes: text([
      HEADER,
      ...N.map(([a = '', b = '', c = '', d = '']) => [a, b, c, d, '要两台:\n"高端"的一台\n普通的一台']),
    ]),
    rows: N.map(([a = '', b = '', c = '', d = '']) => [a, b, c, d, '要两台:', '"高端"的一台', '普通的一台']),
    created: 2,
    means,
  },
  {
    what: 'numbers kept as text by tricks',
    name: 'tricks.csv',
    bytes: Buffer.from(
      `${HEADER.join(',')}\n${O.map(([a, b, c, d, e], i) => [a, b, i ? `="${c}"` : `'${c}`, d, e].join(',')).join('\n')}`,
    ),
    rows: seen(...O),
    created: 2,
    means,
  },
  {
    what: 'no column names',
    name: 'nohead.csv',
    bytes: text([
      ['巢湖半岛医院', '周晓东', '13711600000', '彩超'],
      ['桐城文都医院', '吴建平', '13711600001', 'CT'],
    ]),
    rows: [],
    created: 0,
    refused: '没有找到表头',
  },
  {
    what: 'no column names, and no number in the first row',
    name: 'nohead2.csv',
    bytes: text([
      ['天长秦栏医院', '周晓东', '', '彩超'],
      ['明光女山医院', '吴建平', '13711600003', 'CT'],
    ]),
    rows: [],
    created: 0,
    refused: '没有导入',
  },
  {
    what: 'column names nobody knows',
    name: 'codes.csv',
    bytes: text([
      ['F_01', 'F_02', 'F_03'],
      ['界首光武医院', '郑国强', '13711600004'],
    ]),
    rows: [],
    created: 0,
    refused: '没有找到客户名称、电话或邮箱列',
  },
  {
    what: 'a web page named .xls',
    name: '导出.xls',
    bytes: Buffer.from(
      '<html><body><table><tr><td>客户名称</td></tr><tr><td>甲</td></tr></table></body></html>',
    ),
    rows: [],
    created: 0,
    refused: '另存为 .xlsx',
  },
  {
    what: 'a real .xls',
    name: '旧.xls',
    bytes: Buffer.concat([
      Buffer.from('d0cf11e0a1b11ae1', 'hex'),
      Buffer.from('Workbook', 'utf16le'),
      Buffer.alloc(600),
    ]),
    rows: [],
    created: 0,
    refused: '另存为 .xlsx',
  },
];
