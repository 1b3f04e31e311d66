/** What is filled in, drawn anew for every form. The halves of the set share no names, so nothing is learnt by heart. */
import type { Random } from '../../random.ts';
import type { Truth } from '../forms.ts';
import type { Choice } from './paper.ts';

export type Half = 'development' | 'held-back';
export type Ticks = 'one' | 'none' | 'two' | 'ring' | 'bare';

export interface Stock {
  hospitals: readonly string[];
  departments: readonly string[];
  devices: readonly (readonly [device: string, model: string])[];
  surnames: string;
  given: readonly string[];
  concerns: readonly string[];
  places: readonly (readonly [issuer: string, address: string])[];
}

const STOCK: Record<Half, Stock> = {
  development: {
    hospitals: [
      '衢州市柯城区人民医院',
      '丽水市中心医院',
      '浙江大学医学院附属第二医院临平院区',
      '舟山市定海区中心卫生院',
      '义乌市妇幼保健院',
      '芜湖市第二人民医院',
      '九江学院附属医院',
      '泰州市姜堰中医院',
      '海宁市康华医院',
      '苏州大学附属儿童医院吴江分院',
    ],
    departments: [
      '超声医学科 二病区',
      '呼吸与危重症医学科',
      '检验中心',
      '心内科',
      '儿科 门诊',
      '手术麻醉部',
      '口腔科',
    ],
    devices: [
      ['便携式彩色多普勒超声诊断仪', 'MX-P50'],
      ['全数字化移动式X射线摄影系统', 'DRX-3200'],
      ['全自动生化分析仪', 'BK-1200'],
      ['便携式 彩超', 'UQ-8'],
      ['高流量呼吸湿化治疗仪', 'HF-75A'],
      ['电子支气管内窥镜图像处理器', 'EB-410K'],
      ['输液泵', 'SP-720'],
    ],
    surnames: '方顾潘戴夏钟汪田任姜',
    given: ['佳怡', '建军', '思远', '敏', '晓峰', '桂兰', '文博', '丽', '振华', '雨桐'],
    concerns: [
      '售后响应慢',
      '预算不足',
      '探头发热明显',
      '操作界面复杂',
      '与HIS系统对接困难',
      '耗材价格偏高',
      '培训不到位',
      '图像噪点多',
      '维保费用高',
      '体积较大',
    ],
    places: [
      ['衢州市卫生健康委员会', '柯城区荷花西路88号'],
      ['芜湖市卫生健康委员会', '镜湖区九华中路259号'],
      ['江苏省卫生健康委员会', '姜堰区罗塘街道人民中路15号'],
      ['丽水市莲都区卫生健康局', '莲都区括苍路289号'],
    ],
  },
  'held-back': {
    hospitals: [
      '洛阳市涧西区第六人民医院',
      '郑州大学第一附属医院惠济院区',
      '宜昌市夷陵医院',
      '湘潭市妇幼保健院',
      '桂林医学院附属医院',
      '绵阳市骨科医院',
      '大连港口医院',
      '烟台毓璜顶医院莱山分院',
      '遵义市播州区中医院',
      '包钢集团第三职工医院',
    ],
    departments: [
      '脊柱外科 三病区',
      '消化内科',
      '介入放射科',
      '新生儿重症监护室',
      '康复医学科 住院部',
      '病理科',
      '体检中心',
    ],
    devices: [
      ['双能X射线骨密度测量仪', 'BD-600E'],
      ['超高清电子胃肠内窥镜摄像系统', 'VG-4K20'],
      ['医用血管造影X射线机', 'AX-970'],
      ['全自动尿液有形成分分析仪', 'UF-880'],
      ['体外冲击波 治疗仪', 'SW-12'],
      ['新生儿黄疸治疗仪', 'JP-300'],
      ['监护仪', 'CM-15'],
    ],
    surnames: '贺龚邹熊秦白孟阎段雷',
    given: ['子涵', '国庆', '一鸣', '芳', '立群', '秋菊', '海波', '琳', '兴旺', '若曦'],
    concerns: [
      '安装周期长',
      '科室场地有限',
      '价格超出预算',
      '软件卡顿',
      '数据不能导出',
      '备件供应不及时',
      '医生使用习惯不同',
      '噪声偏大',
      '品牌知名度低',
      '缺少中文报告',
    ],
    places: [
      ['洛阳市卫生健康委员会', '涧西区西苑路17号'],
      ['湖北省卫生健康委员会', '夷陵区松湖路32号'],
      ['绵阳市涪城区卫生健康局', '涪城区南河路190号'],
      ['辽宁省卫生健康委员会', '中山区港湾街1号'],
    ],
  },
};

/** Everything a form may say, and how its days are written. */
export interface Facts {
  hospital: string;
  department: string;
  device: string;
  model: string;
  start: string;
  end: string;
  days: number;
  signed: string;
  people: [string, string, string];
  jobTitle: string;
  concerns: string[];
  issuer: string;
  address: string;
  licence: string;
  from: string;
  until: string;
  random: Random;
  ticks: Ticks;
  write: (day: string) => string;
}

const JOB_TITLES = ['主任医师', '副主任医师', '主治医师', '主任技师', '主管技师'];

export function factsFor(random: Random, half: Half, ticks: Ticks): Facts {
  return factsFrom(STOCK[half], random, ticks);
}

export function factsFrom(stock: Stock, random: Random, ticks: Ticks): Facts {
  const [device = '', model = ''] = random.pick(stock.devices);
  const start = later('2026-01-08', random.int(300));
  const days = 7 + random.int(50);
  const from = later('2023-02-01', random.int(700));
  const [issuer = '', address = ''] = random.pick(stock.places);
  const person = () => random.pick([...stock.surnames]) + random.pick(stock.given);
  const digit = () => String(random.int(10));
  const digits = (n: number) => Array.from({ length: n }, digit).join('');
  return {
    hospital: random.pick(stock.hospitals),
    department: random.pick(stock.departments),
    device,
    model,
    start,
    end: later(start, days),
    days,
    signed: later(start, -2 - random.int(6)),
    people: [person(), person(), person()],
    jobTitle: random.pick(JOB_TITLES),
    concerns: random.shuffled(stock.concerns).slice(0, 1 + random.int(3)),
    issuer,
    address,
    licence: `${digits(8)}${random.pick(['X', '2', '7'])}${digits(6)}${random.pick(['11', '21', '31'])}A${digits(4)}`,
    from,
    until: later(from, 5 * 365),
    random,
    ticks,
    write: random.pick([
      chinese,
      (day: string) => day,
      (day: string) => day.replaceAll('-', '.'),
      (day: string) => day.replaceAll('-', '/'),
    ]),
  };
}

/** A choice as it was marked, and what that means; null where nobody can tell. */
export function marked(
  { random, ticks }: Facts,
  options: Record<string, string>,
  how: Choice['how'],
  perLine?: number,
): { choice: Choice; said: string | null } {
  const names = Object.keys(options);
  const [first = '', second = ''] = random.shuffled(names);
  const chosen = ticks === 'none' ? [] : ticks === 'two' ? [first, second] : [first];
  const shown = ticks === 'ring' || ticks === 'bare' ? ticks : how;
  const choice: Choice = { options: names, chosen, how: shown, ...(perLine ? { perLine } : {}) };
  return { choice, said: ticks === 'one' ? (options[first] ?? null) : null };
}

export function chinese(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  return `${y}年${m}月${d}日`;
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

export type { Truth };
