/** The three kinds of form of the medical playbook, filled in at random, with what they say. */
import type { Random } from '../random.ts';
import type { Form, Item, Options } from './sheet.ts';

/** Field id → what stands on the form; null where nothing, or nothing clear, was filled in. */
export type Truth = Record<string, string | null>;

export interface FilledForm {
  form: Form;
  truth: Truth;
}

/** Names, places and things; a part has its own, so that nothing is learnt by heart. */
export interface Stock {
  hospitals: readonly string[];
  departments: readonly string[];
  devices: readonly (readonly [device: string, model: string])[];
  surnames: string;
  given: readonly string[];
  concerns: readonly string[];
  issuers: readonly string[];
  streets: readonly string[];
}

export const STOCK: Record<'development' | 'held-back', Stock> = {
  development: {
    hospitals: [
      '杭州市第一人民医院',
      '宁波市鄞州人民医院',
      '温州医科大学附属第二医院',
      '绍兴市中心医院',
      '嘉兴市妇幼保健院',
      '金华市中医医院',
      '台州市立医院',
      '湖州市第三人民医院',
    ],
    departments: ['超声科', '检验科', '放射科', '手术室', '重症医学科', '心血管内科'],
    devices: [
      ['彩色多普勒超声诊断仪', 'KL-U900'],
      ['全自动血细胞分析仪', 'XB-5380'],
      ['数字化X射线摄影系统', 'DR-680'],
      ['智能耗材柜', 'SC-200R'],
      ['便携式呼吸机', 'VT-60'],
      ['多参数监护仪', 'PM-9000'],
    ],
    surnames: '王李张刘陈杨赵黄周吴',
    given: ['建国', '秀英', '志强', '丽华', '伟', '敏', '晓东', '海燕', '国平', '文静'],
    concerns: [
      '售后响应慢',
      '操作界面复杂',
      '培训不到位',
      '价格偏高',
      '与LIS系统对接困难',
      '图像不够清晰',
      '担心品牌不稳定',
      '缺少三维成像功能',
    ],
    issuers: ['杭州市卫生健康委员会', '宁波市卫生健康委员会', '浙江省卫生健康委员会', '绍兴市卫生健康委员会'],
    streets: ['上城区浣纱路261号', '鄞州区百丈东路251号', '越城区中兴中路568号', '南湖区中环东路2468号'],
  },
  'held-back': {
    hospitals: [
      '南京市江宁医院',
      '苏州市吴中人民医院',
      '合肥市滨湖医院',
      '厦门大学附属中山医院',
      '济南市儿童医院',
      '佛山市顺德区第三人民医院',
      '常州市武进中医医院',
      '青岛市市立医院',
    ],
    departments: ['内镜中心', '麻醉科', '急诊科', '妇产科', '核医学科', '骨科'],
    devices: [
      ['电子胃肠镜系统', 'EG-760Z'],
      ['化学发光免疫分析仪', 'CL-2200i'],
      ['移动式C形臂X光机', 'CA-7500'],
      ['麻醉工作站', 'AM-65'],
      ['磁共振成像系统', 'MR-1530T'],
      ['血气分析仪', 'BG-800'],
    ],
    surnames: '孙马朱胡林郭何高罗郑梁谢',
    given: ['春梅', '立新', '俊杰', '红', '永康', '雪梅', '峰', '婷婷', '德明', '佳'],
    concerns: [
      '维修周期长',
      '操作步骤繁琐',
      '科室人员不会用',
      '预算还没批',
      '数据导不进医院系统',
      '噪音比较大',
      '没听过这个品牌',
      '功能不满足需求',
    ],
    issuers: ['江苏省卫生健康委员会', '合肥市卫生健康委员会', '厦门市卫生健康委员会', '青岛市卫生健康委员会'],
    streets: ['江宁区鼓山路168号', '吴中区东吴北路61号', '包河区长沙路3200号', '思明区湖滨南路201号'],
  },
};

export type Ticks = 'one' | 'none' | 'two';

const TITLES = ['主任医师', '副主任医师', '主治医师', '主任技师', '主管技师'];
const INTENTIONS = ['强烈推荐', '推荐', '观望', '不推荐'];
const YES_NO: Record<string, string> = { 是: '推荐', 否: '不推荐', 待观察: '观望' };

/** 《设备试用反馈表》 */
export function trialFeedback(
  random: Random,
  stock: Stock,
  ticks: Ticks,
  layout: Form['layout'],
): FilledForm {
  const hospital = random.pick(stock.hospitals);
  const department = random.pick(stock.departments);
  const [device, model] = random.pick(stock.devices);
  const start = randomDay(random);
  const end = later(start, 7 + random.int(40));
  const person = randomPerson(random, stock);
  const concerns = random.shuffled(stock.concerns).slice(0, 1 + random.int(3));
  const asked =
    layout === 'table'
      ? (['是否推荐采购', Object.keys(YES_NO)] as const)
      : (['推荐意愿', INTENTIONS] as const);
  const choice = tick(random, asked[1], ticks);
  const write = dayWriter(random);
  const rows: Item[][] = [
    [{ label: '医院名称', value: hospital }],
    [
      { label: '试用科室', value: department },
      { label: '反馈人', value: person },
    ],
    [
      { label: '设备名称', value: device },
      { label: '规格型号', value: model },
    ],
    [
      { label: '试用开始日期', value: write(start) },
      { label: '试用结束日期', value: write(end) },
    ],
    [{ label: asked[0], value: choice.value }],
    [{ label: '主要顾虑点', value: concerns.join('、') }],
    [
      {
        value:
          '说明：请试用科室如实填写，本表由销售代表收回后归档；内容仅用于改进产品与服务，不作为采购依据。',
      },
    ],
  ];
  const truth: Truth = {
    hospital,
    department,
    device,
    model,
    trialStart: start,
    trialEnd: end,
    signer: person,
  };
  const said = choice.said && (YES_NO[choice.said] ?? choice.said);
  return {
    form: { title: '设备试用反馈表', rows, layout },
    truth: { ...truth, recommendation: said, concerns: concerns.join('、') },
  };
}

/** 《临床试用确认书》 */
export function trialConsent(random: Random, stock: Stock, ticks: Ticks, layout: Form['layout']): FilledForm {
  const hospital = random.pick(stock.hospitals);
  const department = random.pick(stock.departments);
  const [device, model] = random.pick(stock.devices);
  const start = randomDay(random);
  const days = 7 + random.int(54);
  const doctor = randomPerson(random, stock);
  const title = random.pick(TITLES);
  const signed = later(start, -1 - random.int(9));
  const training = tick(random, ['需要', '不需要'], ticks);
  const write = dayWriter(random);
  const rows: Item[][] = [
    [{ label: '医疗机构', value: hospital }],
    [
      { label: '试用科室', value: department },
      { label: '试用周期（天）', value: String(days) },
    ],
    [
      { label: '试用设备', value: device },
      { label: '规格型号', value: model },
    ],
    [
      { label: '开始日期', value: write(start) },
      { label: '结束日期', value: write(later(start, days)) },
    ],
    [
      { label: '主责医生', value: doctor },
      { label: '职称', value: title },
    ],
    [{ label: '操作培训', value: training.value }],
    [
      {
        value:
          '双方确认：试用期间设备由供方负责安装、维护与培训，试用科室按操作规程使用。试用结束后三个工作日内，试用科室填写《设备试用反馈表》并交还设备。本确认书一式两份，双方各执一份，自签字盖章之日起生效。',
      },
    ],
    [{ label: '签署日期', value: write(signed) }],
  ];
  return {
    form: { title: '临床试用确认书', rows, layout },
    truth: {
      hospital,
      department,
      device,
      model,
      trialStart: start,
      trialEnd: later(start, days),
      trialDays: String(days),
      doctor,
      doctorTitle: title,
      training: training.said,
      signedOn: signed,
    },
  };
}

/** 《医疗机构执业许可证》 */
export function licence(random: Random, stock: Stock, _ticks: Ticks, layout: Form['layout']): FilledForm {
  const hospital = random.pick(stock.hospitals);
  const head = randomPerson(random, stock);
  const from = randomDay(random, 2022);
  const until = later(from, 5 * 365);
  const number = `${digits(random, 8)}${random.pick(['X', '1', '7'])}${digits(random, 6)}${random.pick(['11', '21', '31'])}A${digits(random, 4)}`;
  const issuer = random.pick(stock.issuers);
  const address = `${hospital.slice(0, 3)}${random.pick(stock.streets)}`;
  const rows: Item[][] = [
    [{ label: '机构名称', value: hospital }],
    [{ label: '地址', value: address }],
    [
      { label: '法定代表人', value: head },
      { label: '所有制形式', value: '全民' },
    ],
    [{ label: '诊疗科目', value: '内科、外科、妇产科、儿科、急诊医学科、麻醉科、医学检验科、医学影像科' }],
    [{ label: '登记号', value: number }],
    [{ label: '有效期限', value: `自 ${chinese(from)} 至 ${chinese(until)}` }],
    [{ value: '该医疗机构经核准登记，准予执业。' }],
    [{ label: '发证机关', value: issuer }],
    [{ label: '发证日期', value: chinese(from) }],
  ];
  return {
    form: { title: '医疗机构执业许可证', rows, layout },
    truth: { hospital, address, head, licenceNumber: number, validFrom: from, validUntil: until, issuer },
  };
}

function tick(
  random: Random,
  options: readonly string[],
  ticks: Ticks,
): { value: Options; said: string | null } {
  const [first = '', second = ''] = random.shuffled(options);
  const ticked = ticks === 'none' ? [] : ticks === 'one' ? [first] : [first, second];
  return { value: { options, ticked }, said: ticks === 'one' ? first : null };
}

function randomPerson(random: Random, stock: Stock): string {
  return random.pick([...stock.surnames]) + random.pick(stock.given);
}

function randomDay(random: Random, year = 2026): string {
  return later(`${year}-01-05`, random.int(330));
}

function later(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function chinese(day: string): string {
  const [y, m, d] = day.split('-').map(Number);
  return `${y}年${m}月${d}日`;
}

function dayWriter(random: Random): (day: string) => string {
  return random.pick([
    chinese,
    (day: string) => day,
    (day: string) => day.replaceAll('-', '.'),
    (day: string) => day.replaceAll('-', '/'),
  ]);
}

function digits(random: Random, n: number): string {
  return Array.from({ length: n }, () => random.int(10)).join('');
}
