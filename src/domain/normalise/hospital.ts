/** Hospitals have one official name and many spoken ones: 市一, 市一医院, 杭州市第一人民医院; 浙大一院, 浙医一院. */
import { smallNumber } from './words.ts';

export interface HospitalName {
  /** One spelling for all of them: `第1医院`, `浙江大学附属第1医院`, `中医院`, `华山医院`. */
  core: string;
  /** The level named at the beginning of a spoken name. */
  level?: '省' | '市' | '区' | '县';
  /** A part of the hospital elsewhere: `余杭院区`. */
  branch?: string;
  /** Where its university is, if the university's name does not say so. */
  city?: string;
}

/** Spoken names of universities with hospitals. */
const UNIVERSITIES: Record<string, string> = {
  浙: '浙江大学',
  浙大: '浙江大学',
  浙医: '浙江大学',
  浙医大: '浙江大学',
  温医大: '温州医科大学',
  温医: '温州医科大学',
  苏大: '苏州大学',
  南医大: '南京医科大学',
  南大: '南京大学',
  东大: '东南大学',
  徐医: '徐州医科大学',
  徐医大: '徐州医科大学',
  北大: '北京大学',
  北医: '北京大学',
  清华: '清华大学',
  首医: '首都医科大学',
  首医大: '首都医科大学',
  复旦: '复旦大学',
  交大: '交通大学',
  上海交大: '上海交通大学',
  西安交大: '西安交通大学',
  西交大: '西安交通大学',
  郑大: '郑州大学',
  河大: '河南大学',
  山大: '山东大学',
  青大: '青岛大学',
  哈医大: '哈尔滨医科大学',
  哈医: '哈尔滨医科大学',
  吉大: '吉林大学',
  中国医大: '中国医科大学',
  医大: '中国医科大学',
  大医: '大连医科大学',
  大医大: '大连医科大学',
  安医大: '安徽医科大学',
  安医: '安徽医科大学',
  南昌大: '南昌大学',
  昌大: '南昌大学',
  福医大: '福建医科大学',
  福医: '福建医科大学',
  厦大: '厦门大学',
  中大: '中山大学',
  广医: '广州医科大学',
  广医大: '广州医科大学',
  南方医大: '南方医科大学',
  南医: '南方医科大学',
  暨大: '暨南大学',
  广中医: '广州中医药大学',
  桂医大: '广西医科大学',
  广西医大: '广西医科大学',
  武大: '武汉大学',
  华科: '华中科技大学',

  中南: '中南大学',
  南华: '南华大学',
  川大: '四川大学',
  重医: '重庆医科大学',
  重医大: '重庆医科大学',
  遵医: '遵义医科大学',
  贵医: '贵州医科大学',
  昆医: '昆明医科大学',
  昆医大: '昆明医科大学',
  西医大: '西安医学院',
  兰大: '兰州大学',
  宁医大: '宁夏医科大学',
  新医大: '新疆医科大学',
  新疆医大: '新疆医科大学',
  河北医大: '河北医科大学',
  山西医大: '山西医科大学',
  天医大: '天津医科大学',
  天津医大: '天津医科大学',
  蚌医: '蚌埠医科大学',
  宁大: '宁波大学',
  杭师大: '杭州师范大学',
  浙中医: '浙江中医药大学',
  浙中医大: '浙江中医药大学',
  南中医: '南京中医药大学',
  上中医: '上海中医药大学',
  海医: '海南医科大学',
  内蒙古医大: '内蒙古医科大学',
};
const UNIVERSITY_CITIES: Record<string, string> = {
  复旦大学: '上海',
  同济大学: '上海',
  清华大学: '北京',
  首都医科大学: '北京',
  中国医科大学: '沈阳',
  中南大学: '长沙',
  南华大学: '衡阳',
  华中科技大学: '武汉',
  暨南大学: '广州',
  南方医科大学: '广州',
  东南大学: '南京',
};
const UNIVERSITY = new RegExp(
  `^([\\u4e00-\\u9fa5]{2,12}?大学|浙(?=[一二四]医?院?$)|${Object.keys(UNIVERSITIES)
    .sort((a, b) => b.length - a.length)
    .join('|')})(?:[\\u4e00-\\u9fa5]{0,4}(?:医学院|医学部|医学中心))?`,
);
const NUMBER = '第?([一二三四五六七八九十]{1,3}|\\d{1,2})';
const FACILITY =
  /医院|卫生院|保健院|卫生服务中心|卫生服务站|卫生室|卫生所|门诊部|诊所|急救中心|血站|疾控中心|疾病预防控制中心|医学中心|精神卫生中心|妇保院|妇幼$|疗养院/;
const SPOKEN =
  /^(?:[省市区县州]|[\u4e00-\u9fa5]{2,4}?)?(?:第?[一二三四五六七八九十]{1,3}(?:附?院|医院?)|附[属]?[一二三四五]?院?|人医|中医|妇幼|妇保|儿[院保]|中心院)$/;

/** Whether a name, with or without its place, is a hospital's or another medical facility's. */
export function isHospital(spelt: string): boolean {
  const name = mendTypos(spelt);
  if (/公司|药房|药店|集团/.test(name)) return false;
  return FACILITY.test(name) || SPOKEN.test(name) || /^[省市区县]?[一二三四五六七八九十]$/.test(name);
}

/** Brings a hospital's name, its place already taken off, into one spelling. */
export function normaliseHospital(spelt: string): HospitalName {
  const name = mendTypos(spelt);
  const { body, branch } = splitBranch(name.replace(/^市市立/, '市立'));
  const affiliated = affiliatedHospital(body);
  if (affiliated) return { ...affiliated, ...(branch ? { branch } : {}) };
  const [, level, rest = body] = /^([省市区县州])(?=[^立])(.+)$/.exec(body) ?? [];
  return {
    core: plainHospital(rest),
    ...(level ? { level: level === '州' ? '市' : (level as HospitalName['level']) } : {}),
    ...(branch ? { branch } : {}),
  };
}

/** Slips in the words every hospital's name ends in. */
function mendTypos(name: string): string {
  return name.replace(/医[阮员元圆苑]$/, '医院').replace('人名医', '人民医');
}

/** `…医院余杭院区`, `…医院东院`, `…医院南沙医院`, `…医院东区` */
function splitBranch(name: string): { body: string; branch?: string } {
  const match = /^(.+?医院|.+?医学中心)(.{1,10}?)(?:院区|分院|医院|院|区|部)$/.exec(name);
  return match?.[1] && match[2] ? { body: match[1], branch: match[2] } : { body: name };
}

function affiliatedHospital(body: string): HospitalName | undefined {
  const match = UNIVERSITY.exec(body);
  if (!match?.[1]) return undefined;
  const university = UNIVERSITIES[match[1]] ?? match[1];
  const city = UNIVERSITY_CITIES[university];
  const where = city ? { city } : {};
  const rest = body.slice(match[0].length).replace(/^[市省]/, '');
  const numbered = new RegExp(`^(?:附属|附)?(?:医院)?${NUMBER}(?:附属|附)?(?:人民)?(?:医院|院|医)?$`).exec(
    rest,
  );
  const number = numbered?.[1] && smallNumber(numbered[1]);
  if (number) return { core: `${university}附属第${number}医院`, ...where };
  const named = rest.replace(/^附属?/, '');
  if (named === '医院' || named === '院' || (named === '' && rest !== '')) {
    return { core: `${university}附属医院`, ...where };
  }
  if (named === '') return undefined;
  const core = plainHospital(named);
  return { core: isGeneralHospital(core) ? university + core : core, ...where };
}

const GENERAL =
  /^(?:第\d+)?(?:人民|中医|中心|中西医结合|妇幼保健|妇产科?|儿童|肿瘤|口腔|眼科|胸科|骨科|皮肤病|传染病|精神卫生?|康复|老年病?|红十字会?|红会|市立)*(?:医院|院|中心)$/;

/** Whether a hospital's name says nothing without its place: 人民医院, 第1医院, 中医院. */
export function isGeneralHospital(core: string): boolean {
  return GENERAL.test(core);
}

const SPOKEN_KINDS: [RegExp, string][] = [
  [/^(?:人医|人民院|人民)$/, '人民医院'],
  [/^中医(?:院|医院)?$/, '中医院'],
  [/^妇(?:幼|保)(?:保健)?(?:院|医院|中心|保健院|保健中心|保健计划生育服务中心)?$/, '妇幼保健院'],
  [/^儿(?:院|保|童院)$/, '儿童医院'],
  [/^中心院$/, '中心医院'],
  [/^(?:疾控|疾控中心|疾病预防控制中心)$/, '疾控中心'],
];

function plainHospital(name: string): string {
  const numbered = new RegExp(`^${NUMBER}(人民|中心|中医)?(?:医院|院|医|医医院)?$`).exec(name);
  const number = numbered?.[1] && smallNumber(numbered[1]);
  // A city has either a 第一医院 or a 第一人民医院; people say one for the other.
  if (number) return `第${number}${numbered[2] === '人民' ? '' : (numbered[2] ?? '')}医院`;
  const kind = SPOKEN_KINDS.find(([pattern]) => pattern.test(name));
  if (kind) return kind[1];
  const inside = name.replace(
    new RegExp(NUMBER.replace('第?', '第'), 'g'),
    (_, text: string) => `第${smallNumber(text)}`,
  );
  return inside.replace('中医医院', '中医院').replace(/^([^市]+)市立医院$/, '$1市立医院');
}
