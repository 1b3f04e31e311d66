import type { Random } from '../../support/random.ts';
import { CAST } from './cast.ts';

/** Somebody who may buy, as the outside world sends them. */
export interface Customer {
  serial: number;
  company: string;
  region: string;
  city: string;
  contactName: string;
  title: string;
  /** What people call the contact: 王主任. */
  called: string;
  phone: string;
  source: string;
  products: string[];
  budget?: number;
  need: string;
}

const PLACES =
  '城东 城西 新桥 江北 滨河 凤凰 金水 石桥 南湖 东湖 高新 开元 长青 白云 青龙 双桥 望江 临港 西郊 北苑 龙泉 河东 文昌 安定 永乐 明珠 丰收 建设 友谊 和平'.split(
    ' ',
  );
const KINDS = [
  '人民医院',
  '中医院',
  '妇幼保健院',
  '第二医院',
  '第三人民医院',
  '肿瘤医院',
  '骨科医院',
  '社区卫生服务中心',
];
const CONTACTS = '王李张刘陈杨黄赵吴周徐孙朱高林何郭罗郑梁谢宋唐许韩冯邓曹彭曾'.split('');
const GIVEN = ['建国', '丽娟', '志强', '秀兰', '晓东', '海燕', '立新', '玉梅', '国栋', '春花'];
const TITLES: [title: string, short: string][] = [
  ['设备科主任', '主任'],
  ['检验科主任', '主任'],
  ['设备科科长', '科长'],
  ['采购办主任', '主任'],
  ['护士长', '护士长'],
  ['副院长', '院长'],
];
const NEEDS = [
  '下月科室论证',
  '想看超声和价格',
  '老机器要换，先了解',
  '准备招标，要参数',
  '急，本周定型号',
  '了解分期付款',
  '新院区要配一批',
];
const PRODUCTS = [
  '彩超',
  'CT',
  'DR',
  '血球仪',
  '生化分析仪',
  '化学发光仪',
  '麻醉机',
  '监护仪',
  '无影灯',
  '磁共振',
];
const SOURCES = ['website', 'hotline', 'exhibition', 'partner'];
const BUDGETS = [300_000, 450_000, 800_000, 1_200_000, 1_800_000, 2_600_000];

/** An endless row of customers nobody has met, each with a name and a number of their own. */
export function customers(random: Random, regions: readonly string[]): () => Customer {
  let serial = 0;
  const taken = new Set<string>();
  return () => {
    serial += 1;
    const region = random.pick(regions);
    const city = random.pick(CAST.regions[region] ?? []);
    const [title, short] = random.pick(TITLES);
    const surname = random.pick(CONTACTS);
    return {
      serial,
      company: newName(city, random, taken),
      region,
      city,
      contactName: surname + random.pick(GIVEN),
      title,
      called: surname + short,
      phone: `13${5 + (serial % 5)}${String(20_000_000 + serial * 7_919).slice(-8)}`,
      source: random.pick(SOURCES),
      products: [random.pick(PRODUCTS)],
      ...(random.chance(0.6) ? { budget: random.pick(BUDGETS) } : {}),
      need: random.pick(NEEDS),
    };
  };
}

/** A name no customer of this run has; it may be as like one as two hospitals of a town are. */
export function newName(city: string, random: Random, taken: Set<string>): string {
  for (;;) {
    const name = `${city}市${random.pick(PLACES)}${random.pick(KINDS)}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}

const STRANGE = ['疾控中心', '铝业', '中心血站', '职业病防治院', '体检中心', '卫校', '诊断科技', '康复院'];

/** Somebody nobody in the company has as a customer. */
export function stranger(random: Random): string {
  const cities = Object.values(CAST.regions).flat();
  return `${random.pick(cities)}${random.pick(PLACES)}${random.pick(STRANGE)}`;
}
