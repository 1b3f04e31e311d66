/** The ways a customer's name is shortened when it is typed. */
import { isGeneralHospital } from '../../normalise/hospital.ts';
import { isDistrict } from '../../normalise/regions.ts';
import { isOnlyIndustry, splitIndustry } from '../../normalise/words.ts';
import { splitPlace } from './regions.ts';

export interface NameForm {
  text: string;
  /** How surely it means this customer; see `POINTS`. */
  points: number;
  /** Only in full form, not inside a longer name: 一院 in 浙大一院. */
  mustBegin?: boolean;
  /** 海拓精: only to let a longer text match as a whole; nobody types it in pinyin. */
  isStretched?: boolean;
  /** 宁波: supports other evidence, says little alone. */
  isPlace?: boolean;
}

/** From 70 on, a form alone is enough to be sure if no other customer comes near. */
export const POINTS = {
  name: 100,
  alias: 95,
  placed: 85,
  short: 80,
  ordinal: 75,
  /** 市一: yields where another customer has it as an alias. */
  levelOnly: 70,
  /** 中医院, 百姓缘: fits many. */
  kindOnly: 55,
  partial: 60,
  place: 30,
} as const;

/** No real name is longer; a longer one would have too many forms. */
const MAX_NAME_LENGTH = 60;

const LEGAL_FORM = /(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|集团公司|集团|公司)$/;
const BRACKETS = /[（(【[][^）)】\]]{0,12}[）)】\]]/g;
const LINES_OF_BUSINESS =
  /(?:科技|技术|服务|工业|自动化|设备|智能|控制|装备|电气|电器|电子|机械|精工|制造|材料|光伏|光电|锂电池|新能源|汽车|零部件|网络|信息|数据|软件|物业|管理|餐饮|酒店|教育|在线|医药|大药房|药房|药店|连锁|中医|诊所|门诊部|门诊|医疗|器械|医学检验|检验所|体检中心|生物|制药|药业|贸易|商贸|实业|发展|投资|控股|国际|环境|工程|建设|食品|化工|纺织|物流|供应链|厨具|缝纫机|咨询|文化|传媒|厂)$/;

/** Every form of `name` and `aliases`, without repetitions. */
export function nameForms(name: string, aliases: readonly string[]): NameForm[] {
  const clean = plain(name);
  const forms: NameForm[] = [
    { text: clean, points: POINTS.name },
    ...aliases.map((alias) => ({ text: plain(alias), points: POINTS.alias })),
    ...shortForms(clean.replace(LEGAL_FORM, '')),
  ];
  const best = new Map<string, NameForm>();
  for (const form of forms) {
    if (form.text.length < 2) continue;
    const known = best.get(form.text);
    if (!known || known.points < form.points) best.set(form.text, form);
  }
  return [...best.values()];
}

function plain(name: string): string {
  const limited = name.slice(0, MAX_NAME_LENGTH);
  return limited.normalize('NFKC').toLowerCase().replace(BRACKETS, '').replace(/\s+/g, '');
}

function shortForms(body: string): NameForm[] {
  const { place, level, rest } = splitPlace(body);
  const forms: NameForm[] = place ? [{ text: place, points: POINTS.place, isPlace: true }] : [];
  forms.push({ text: body, points: POINTS.name });
  const branch = /^(.{2,14}(?:大药房|药房|药店|堂(?:国药[号馆])?|超市))(.{2,6}?)(?:分店|门店|店)$/u.exec(
    rest,
  );
  if (branch?.[1] && branch[2]) {
    return [...forms, ...branchForms(branch[1], branch[2])];
  }
  if (/(?:医院|保健院|卫生院|卫生服务中心|服务站|卫生站)$/.test(rest)) {
    return [...forms, ...hospitalForms(place ?? '', level, rest)];
  }
  return [...forms, ...businessForms(place ?? '', rest)];
}

/** 海拓精工机械: 海拓, 海拓精工, 宁波海拓 …; the line of business is dropped from the end, word by word. */
function businessForms(place: string, core: string): NameForm[] {
  const stem = stemOf(core);
  const forms: NameForm[] = [...universityForm(place, core)];
  // 南钢 for 南京钢铁.
  if (isOnlyIndustry(core.slice(2)) && isPlaceName(core.slice(0, 2))) {
    forms.push({ text: core.slice(0, 1) + core.slice(2, 3), points: POINTS.ordinal, mustBegin: true });
  }
  for (let length = stem.length; length <= core.length; length++) {
    const text = core.slice(0, length);
    const isStretched = length > stem.length && length < core.length;
    forms.push(
      { text, points: POINTS.short, isStretched },
      { text: place + text, points: POINTS.placed, isStretched },
    );
  }
  // 同春堂国药馆: what a shop is called ends in 堂.
  const hall = /^.{1,4}堂/u.exec(core)?.[0];
  if (hall && hall.length >= 3)
    forms.push({ text: hall, points: POINTS.short }, { text: place + hall, points: POINTS.placed });
  const beginning = stem.slice(0, 2);
  if (stem.length >= 3 && !saysNothing(beginning) && !isPlaceName(beginning)) {
    forms.push({ text: beginning, points: POINTS.partial });
    if (place) forms.push({ text: place + beginning, points: POINTS.ordinal });
  }
  // 拱墅康寿诊所 is 康寿.
  if (!place && stem.length === 4 && isDistrict(beginning))
    forms.push({ text: stem.slice(2), points: POINTS.short });
  // The place before it may be a town that no list has: 萧山百姓缘.
  if (!place && stem.length >= 5 && !saysNothing(stem.slice(2)))
    forms.push({ text: stem.slice(2), points: POINTS.ordinal, mustBegin: true });
  return forms;
}

/** 江苏大学 for its 机械工程学院. */
function universityForm(place: string, core: string): NameForm[] {
  const university = /^(.{0,8}(?:大学|学院))(?=.{2})/u.exec(core)?.[1];
  return university ? [{ text: place + university, points: POINTS.ordinal, mustBegin: true }] : [];
}

function isPlaceName(text: string): boolean {
  return isDistrict(text) || splitPlace(`${text}某某`).place === text;
}

function stemOf(core: string): string {
  let stem = core;
  for (;;) {
    const { name } = splitIndustry(stem);
    const shorter = name.length < stem.length ? name : stem.replace(LINES_OF_BUSINESS, '');
    if (shorter === stem || shorter.length < 2) return stem;
    stem = shorter;
  }
}

/** 大学, 中心: the beginning of many names, which is nobody's. */
function saysNothing(text: string): boolean {
  return isOnlyIndustry(text) || /^(?:大学|学院|医院|社区|街道|人民|健康|第[一二三])$/.test(text);
}

function branchForms(brand: string, branch: string): NameForm[] {
  const stem = stemOf(brand);
  const brands = new Set([brand, stem, stem.length >= 5 ? stem.slice(2) : stem]);
  return [
    ...[...brands].flatMap((name): NameForm[] => [
      { text: name + branch, points: POINTS.placed },
      { text: `${name}${branch}店`, points: POINTS.placed },
      { text: name, points: POINTS.partial },
    ]),
    { text: `${branch}店`, points: POINTS.short },
    { text: branch, points: POINTS.partial },
  ];
}

function hospitalForms(place: string, level: string, rest: string): NameForm[] {
  const { own, kinds, tags, vague = [] } = hospitalKind(place, rest);
  const forms: NameForm[] = kinds.flatMap((kind): NameForm[] => [
    { text: place + kind, points: POINTS.placed },
    { text: place + level + kind, points: POINTS.placed },
    { text: level + kind, points: level ? POINTS.levelOnly : own, mustBegin: true },
    { text: kind, points: own, mustBegin: true },
  ]);
  forms.push(...vague.map((text) => ({ text, points: POINTS.kindOnly })));
  for (const tag of tags) {
    if (level) forms.push({ text: level + tag, points: POINTS.levelOnly, mustBegin: true });
    if (place) forms.push({ text: place.slice(0, 1) + tag, points: POINTS.short });
    if (place && tag.length > 1) forms.push({ text: place + tag, points: POINTS.short });
  }
  return forms;
}

interface HospitalKind {
  /** Points of a kind without its place. */
  own: number;
  kinds: string[];
  /** Too short to stand without place or level: 市一, 萧中. */
  tags: string[];
  /** Says what it is, not which: 人民医院. */
  vague?: string[];
}

function hospitalKind(place: string, rest: string): HospitalKind {
  const [, university, ordinal] =
    /^(?:(.{2,6}大学).{0,8}附属)?第?([一二三四五六七八九十])(?:人民)?医院$/.exec(rest) ?? [];
  if (ordinal) {
    const kinds = ['第$人民医院', '第$医院', '$人民医院', '$医院', '$院'].map((kind) =>
      kind.replace('$', ordinal),
    );
    return university
      ? { own: POINTS.kindOnly, kinds: [...universityForms(university, ordinal), ...kinds], tags: [ordinal] }
      : { own: POINTS.ordinal, kinds, tags: [ordinal], vague: rest.includes('人民') ? ['人民医院'] : [] };
  }
  const affiliated = /^(.{2,6}大学).{0,8}附属第([一二三四五六七八九十])医院$/.exec(place + rest);
  if (affiliated?.[1] && affiliated[2]) {
    const kinds = universityForms(affiliated[1], affiliated[2]);
    return { own: POINTS.short, kinds: [...kinds], tags: [affiliated[2]] };
  }
  const community = /^(.{2,6}?)(?:社区|街道|镇|乡)?(?:卫生服务中心|卫生服务站|卫生院|服务站|卫生站)$/.exec(
    rest,
  )?.[1];
  if (community) {
    const endings = [
      '',
      '社区',
      '卫生院',
      '社区医院',
      '社区卫生服务中心',
      '卫生服务中心',
      '服务站',
      '卫生站',
      '社区卫生院',
    ];
    return { own: POINTS.short, kinds: endings.map((ending) => community + ending), tags: [] };
  }
  const affiliatedName = /附属(.{2,6})医院$/u.exec(rest)?.[1];
  if (affiliatedName && !isGeneralHospital(`${affiliatedName}医院`)) {
    return { own: POINTS.short, kinds: [`${affiliatedName}医院`, affiliatedName, rest], tags: [] };
  }
  const military = /第([〇零一二三四五六七八九]{2,3})医院$/u.exec(rest)?.[1];
  if (military) {
    const digits = [...military]
      .map((digit) => '〇一二三四五六七八九'.indexOf(digit.replace('零', '〇')))
      .join('');
    return { own: POINTS.short, kinds: [`${military}医院`, `${digits}医院`, `第${military}医院`], tags: [] };
  }
  const known: Record<string, HospitalKind> = {
    中医院: { own: POINTS.kindOnly, kinds: ['中医院'], tags: ['中医', '中'] },
    人民医院: { own: POINTS.kindOnly, kinds: ['人民医院', '人医'], tags: [] },
    中心医院: { own: POINTS.kindOnly, kinds: ['中心医院'], tags: ['中心'] },
    妇幼保健院: { own: POINTS.kindOnly, kinds: ['妇幼保健院', '妇保院', '妇幼院'], tags: ['妇幼', '妇保'] },
  };
  if (known[rest]) return known[rest];
  const tag = rest.replace(/医院$/, '');
  // 鼓楼医院 is a name of its own; 口腔医院 is one of many.
  const isOwn = !isGeneralHospital(rest) && tag !== rest && tag.length >= 2 && tag.length <= 4;
  return isOwn
    ? { own: POINTS.ordinal, kinds: [rest, tag], tags: [tag] }
    : { own: POINTS.kindOnly, kinds: [rest], tags: [tag] };
}

/** 浙江大学 … 附属第一医院: 浙大一院, 浙大附一, 附一. */
function universityForms(university: string, ordinal: string): string[] {
  const brief = `${university.slice(0, 1)}大`;
  return [
    `${brief}${ordinal}院`,
    `${brief}附${ordinal}`,
    `${brief}附属${ordinal}院`,
    `附${ordinal}院`,
    `附${ordinal}`,
    `${university.slice(0, 1)}${ordinal}`,
  ];
}
