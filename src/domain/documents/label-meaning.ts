import type { DocumentField } from './template.ts';

/**
 * What the words of labels stand for. Forms call the same thing by many names (试用科室, 使用科室, 申请部门), and no
 * template can list them all; each of these words is known by its meaning instead.
 */
const MEANINGS: Record<string, string> = {
  org: '医疗机构 医疗单位 医院 机构 单位 客户 用户 公司 企业 诊所',
  dept: '科室 部门 病区 科别 病房 科',
  device: '仪器设备 医疗设备 设备 产品 仪器 器械 样机 机器',
  model: '规格型号 型号规格 规格/型号 型号/规格 型号 机型 规格',
  filler: '反馈人 填表人 填写人 填报人 反馈者 反馈医生 反馈人员',
  head: '负责人 主要负责人 领导',
  agent: '代表',
  contact: '联系人',
  phone: '联系电话 联系方式 电话 手机号码 手机号 手机',
  start: '开始 起始 启用 起 自',
  end: '结束 终止 截止 截至 止 至',
  range: '起止 起讫',
  period: '周期 期限 期间 时长 天数 期',
  date: '日期 时间 年月日 日',
  doctor: '医生 医师 大夫',
  charge: '主责 责任 负责 主管',
  jobTitle: '技术职称 专业技术职务 职称 技术职务',
  training: '操作培训 使用培训 培训',
  recommend: '推荐',
  purchase: '采购 购买 购置 引进',
  concern: '顾虑 担忧 担心 疑虑 顾忌',
  sign: '签署 签字 签名 签订 签约 签章 盖章',
  registration: '登记号 登记证号 许可证登记号 许可证号 执业许可证号 证号',
  valid: '有效期限 有效期间 有效期 有效',
  issue: '发证 颁证 颁发',
  office: '机关',
  address: '地址 住所',
  legal: '法定代表人 法人代表 法人',
  ownership: '所有制形式 所有制性质 所有制 经营性质',
  subjects: '诊疗科目',
  number: '编号 号码 号',
  amount: '金额 价格 预算 总价',
  source: '来源',
};

/** Words that say nothing about which thing is meant, only how it is filled in. */
const PLAIN = [
  '名称 全称 品名 姓名 名 试用 使用 申请 送试 临床 本次 主要 关键 重点 存在 的 点 事项 方面 情况 是否 意愿 意向',
  '意见 愿意 需要 需求 请 您 贵 拟 所在 本院 我院 贵院 贵单位 本单位 该 本 目前 （ ） ( ) / 、 和 与 及 ： :',
]
  .join(' ')
  .split(' ');

/** Meanings that count for nothing beside one of these. */
const BESIDE: Record<string, readonly string[]> = {
  recommend: ['purchase'],
  filler: ['sign'],
  model: ['device'],
  head: ['sign', 'charge'],
  doctor: ['sign'],
  legal: ['sign'],
  agent: ['sign'],
  start: ['date', 'period'],
  end: ['date', 'period'],
  range: ['date', 'period'],
  issue: ['office', 'org', 'dept'],
  valid: ['period', 'date'],
};

const WORDS: [word: string, meaning: string][] = [
  ...Object.entries(MEANINGS).flatMap(([meaning, words]) =>
    words.split(' ').map((word): [string, string] => [word, meaning]),
  ),
  ...PLAIN.map((word): [string, string] => [word, '']),
].sort(([a], [b]) => b.length - a.length);

/** What a label asks for: the meanings of its words, and the characters nobody knows a meaning of. */
export interface LabelMeaning {
  known: ReadonlySet<string>;
  unknown: string;
}

/** Brackets say how to fill in (单选), a unit (天), or another name (以下简称甲方). */
const BRACKETS = /[（(][^（()）]*[)）]?/gu;

const MAX_KEPT = 5_000;
const kept = new Map<string, LabelMeaning>();

/** What the words of a label mean, whatever their order and whatever stands in brackets. */
export function meaningOf(label: string): LabelMeaning {
  const before = kept.get(label);
  if (before) return before;
  if (kept.size >= MAX_KEPT) kept.clear();
  const meaning = readMeaning(label);
  kept.set(label, meaning);
  return meaning;
}

function readMeaning(label: string): LabelMeaning {
  const outside = label.replace(BRACKETS, '');
  const text = (outside.trim() ? outside : label)
    .normalize('NFKC')
    .replace(/[\s_“”"'`.·ˇ]+/gu, '')
    .replace(/[目曰]期/gu, '日期');
  const known = new Set<string>();
  let unknown = '';
  for (let at = 0; at < text.length; ) {
    const word = WORDS.find(([one]) => text.startsWith(one, at));
    if (!word) unknown += text[at];
    else if (word[1]) known.add(word[1]);
    at += word?.[0].length ?? 1;
  }
  for (const [strong, weak] of Object.entries(BESIDE)) {
    if (known.has(strong)) for (const one of weak) known.delete(one);
  }
  return { known, unknown };
}

/** Whether two labels ask for the same. Labels whose words all say nothing (名称) ask for nothing by themselves. */
export function meansSame(a: LabelMeaning, b: LabelMeaning): boolean {
  if (a.known.size === 0 || a.known.size !== b.known.size) return false;
  return a.unknown === b.unknown && [...a.known].every((one) => b.known.has(one));
}

/** What stands in the brackets of a label: 甲方（医疗机构） asks for the 医疗机构. */
export function inBrackets(label: string): string | undefined {
  return /[（(]([^（()）]{2,12})[)）]/u.exec(label)?.[1];
}

/** Which end of a range of days a field asks for. */
export function endOf({ type, label, aliases }: DocumentField): 'start' | 'end' | undefined {
  if (type !== 'date') return undefined;
  // What stands in brackets is the end here: 有效期限（止）.
  const words = [label, ...aliases].map((one) => meaningOf(one.replace(/[（()）]/gu, '')).known);
  if (words.some((known) => known.has('start'))) return 'start';
  return words.some((known) => known.has('end')) ? 'end' : undefined;
}

/** Whether a label may have a range of days behind it: 试用周期, 起止时间, 有效期限. */
export function asksForRange({ known, unknown }: LabelMeaning): boolean {
  const days = ['period', 'date', 'range', 'valid', 'start', 'end'];
  return unknown === '' && known.size > 0 && [...known].every((one) => days.includes(one));
}

/** Words that stand on forms and are nobody's name and nothing's value. */
const LABEL_TAIL =
  /^(?:签字|签名|签章|盖章|姓名|名称|日期|时间|电话|手机|年月日|公章|职务|职称|科室|部门|单位|负责人|填表|填写|审核|备注|说明|意见|[（(][^（()）]*[)）])+[：:]?$/u;

/** Whether a text is the tail of a label and no value: 签字 behind 填表人, （至多三项）. */
export function isLabelTail(text: string): boolean {
  return LABEL_TAIL.test(text.replace(/[\s_.]+/gu, ''));
}
