/** Hospitals have one official name and many spoken ones: 市一, 市一医院, 杭州市第一人民医院; 浙大一院, 浙医一院. */
import { placePrefix } from './regions.ts';
import universities from './universities.json' with { type: 'json' };
import { smallNumber } from './words.ts';

export interface HospitalName {
  /** One spelling for all of them: `第1医院`, `浙江大学附属第1医院`, `中医院`, `华山医院`. */
  core: string;
  /** The level named at the beginning of a spoken name. */
  level?: '省' | '市' | '区' | '县';
  /** A part of the hospital elsewhere: `余杭院区`. */
  branch?: string;
  /** The branch calls itself a hospital (…医院深圳医院): a house of its own, no campus. */
  isOwnHouse?: true;
  /** Where its university is, if the university's name does not say so. */
  city?: string;
}

/** Institutions that run hospitals: a hospital's name may begin with its own or leave it out. */
const PARENTS: ReadonlyMap<string, string> = new Map(Object.entries(universities.spoken));
const PARENT_CITIES: ReadonlyMap<string, string> = new Map(Object.entries(universities.cities));
const PARENT = new RegExp(
  `^(${[
    '中国(?:医学|中医)科学院|中国康复研究中心|中国福利会|首都儿科研究所',
    '[\\u4e00-\\u9fa5]{2,12}?(?:大学|学院)',
    '浙(?=[一二四]医?院?$)',
    ...[...PARENTS.keys()].sort((a, b) => b.length - a.length),
  ].join('|')})(?:[\\u4e00-\\u9fa5]{0,4}(?:医学院|医学部|医学中心))?`,
);
const NUMBER = '第?([一二三四五六七八九十]{1,3}|\\d{1,2})';
const FACILITY =
  /(?:医院|卫生院|保健院|卫生服务中心|卫生服务站|卫生室|卫生所|门诊部|诊所|急救中心|血站|疾控中心|疾病预防控制中心|医学中心|精神卫生中心|临床中心|防治[院所]|妇保院|妇幼|疗养院)/;
const ENDS_AS_FACILITY = new RegExp(`${FACILITY.source}$`);
/** Private hospitals are companies too. */
const HOSPITAL_COMPANY = /(医院|门诊部|诊所)(?:股份)?(?:有限)?(?:责任)?公司$/;
const SPOKEN =
  /^(?:[省市区县州]|[\u4e00-\u9fa5]{2,4}?)?(?:第?[一二三四五六七八九十]{1,3}(?:附?院|医院?)|附属?[一二三四五]?院?|人医|中医|妇幼|妇保|儿[院保]|中心院)$/;

/** Whether a name, with or without its place, is a hospital's or another medical facility's. */
export function isHospital(spelt: string): boolean {
  const name = mend(spelt);
  if (ENDS_AS_FACILITY.test(name)) return true;
  if (/公司|药房|药店|集团/.test(name)) return false;
  return FACILITY.test(name) || SPOKEN.test(name) || /^[省市区县]?[一二三四五六七八九十]$/.test(name);
}

/** Brings a hospital's name, its place already taken off, into one spelling. */
export function normaliseHospital(spelt: string): HospitalName {
  const name = mend(spelt);
  const { body, branch, isOwnHouse } = splitBranch(name.replace(/^市市立/, '市立').replace(DEPARTMENT, ''));
  const affiliated = affiliatedHospital(body);
  if (affiliated) return { ...affiliated, ...(branch ? { branch } : {}), ...(isOwnHouse && { isOwnHouse }) };
  const [, level, rest = body] = /^([省市区县州])(?=[^立])(.+)$/.exec(body) ?? [];
  return {
    core: plainHospital(rest),
    ...(level ? { level: level === '州' ? '市' : (level as HospitalName['level']) } : {}),
    ...(branch ? { branch } : {}),
    ...(isOwnHouse && { isOwnHouse }),
  };
}

/** Without the legal form of a private hospital and slips in the words that every hospital's name ends in. */
function mend(name: string): string {
  return name
    .replace(HOSPITAL_COMPANY, '$1')
    .replace(/医[阮员元圆苑]$/, '医院')
    .replace('人名医', '人民医');
}

/** A part of a house that is no other house: 检验科, 手术室, 骨科二病区, 体检中心. */
const DEPARTMENT =
  /(?<=医院|卫生院|保健院|医学中心|卫生服务中心)[\u4e00-\u9fa5a-z]{0,8}?(?:科|室|病区|病房|(?:住院|急诊|门诊|体检)部|处|icu|设备部|采购部|(?:体检|影像|检验|信息|急诊|手术|康复|介入|内镜|透析|血透|采购|后勤|管理)中心)$/;

/** `…医院余杭院区`, `…医院东院`, `…医院南沙医院`, `…医院东区` */
function splitBranch(name: string): { body: string } & Pick<HospitalName, 'branch' | 'isOwnHouse'> {
  const match = /^(.+?医院|.+?医学中心)(.{1,10}?)(院区|分院|医院|院|区|部)$/.exec(name);
  if (!match?.[1] || !match[2]) return { body: name };
  return { body: match[1], branch: match[2], ...(match[3] === '医院' && { isOwnHouse: true }) };
}

function affiliatedHospital(body: string): HospitalName | undefined {
  const match = PARENT.exec(body);
  if (!match?.[1]) return undefined;
  const parent = match[1] === '浙' ? '浙江大学' : (PARENTS.get(match[1]) ?? match[1]);
  const city = PARENT_CITIES.get(parent);
  const where = city ? { city } : {};
  const rest = body.slice(match[0].length).replace(/^[市省]/, '');
  const numbered = new RegExp(`^(?:附属|附)?(?:医院)?${NUMBER}(?:附属|附)?(?:人民)?(?:医院|院|医)?$`).exec(
    rest,
  );
  const number = numbered?.[1] && smallNumber(numbered[1]);
  if (number) return { core: `${parent}附属第${number}医院`, ...where };
  const named = rest.replace(/^附属?/, '');
  if (named === '医院' || named === '院' || (named === '' && rest !== '')) {
    return { core: `${parent}附属医院`, ...where };
  }
  if (named === '') return undefined;
  const core = plainHospital(named);
  const isOnlyPlace = named === rest && placePrefix(core)?.ends.at(-1) === core.length - '医院'.length;
  // 人民医院 and (北京大学)深圳医院 need their university to be told from others; (附属)华山医院 does not.
  return { core: isGeneralHospital(core) || isOnlyPlace ? parent + core : core, ...where };
}

/** Whether a core names the institution the hospital belongs to, so that it needs no place. */
export function namesParent(core: string): boolean {
  return PARENT.test(core) && /大学|学院|科学院/.test(core);
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
  return name
    .replace(/第([一二三四五六七八九十]{1,3})/g, (_, digits: string) => `第${smallNumber(digits)}`)
    .replace('中医医院', '中医院');
}
