import { type LeadSource, sourceIn, sourceOf } from '../leads/sources.ts';
import { findPhones } from '../normalise/phone.ts';
import { readPlace } from '../normalise/regions.ts';
import { cleanText } from '../normalise/text.ts';
import { beginsWithSurname, personBehind } from '../note/customer/people.ts';

/** What one typed line says about a new lead; the keys of `POST /api/leads`. */
export interface TypedLead {
  company?: string;
  contactName?: string;
  title?: string;
  phone?: string;
  email?: string;
  need?: string;
  products?: string[];
  source?: LeadSource;
  /** What the source was called, where that says more: CMEF展会. */
  channel?: string;
}

const MAX_LINE = 1_000;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/;
/** How the names of organisations end. */
const ORGANISATION =
  /(医院|卫生院|卫生服务中心|保健院|疾控中心|诊所|门诊部?|药店|药房|大药房|连锁|公司|集团|股份|科技|实业|厂|工厂|研究院|研究所|大学|学院|学校|中心|店|商行|电站|矿业)(（[^）]{1,20}）|\([^)]{1,20}\))?$/;
/** Titles that follow a surname or name, the longer first. */
const TITLE =
  /^([\p{Script=Han}]{1,4}?)(副主任医师|主任医师|副院长|副主任|副总经理|副总|采购总监|技术负责人|技术总监|采购经理|销售经理|项目经理|总经理|护士长|董事长|院长|主任|科长|处长|部长|厂长|店长|经理|总监|主管|老板|医生|教授|老师|先生|女士|工程师|总|工)$/u;
/** What people copied from a form say before each value. */
const LABELS: Record<'company' | 'contact' | 'title' | 'need' | 'source', RegExp> = {
  source: /^(?:线索)?(?:来源|渠道)(?:渠道)?:/,
  company: /^(?:客户|单位|公司|医院|企业)(?:名称|全称)?:/,
  contact: /^(?:联系人|姓名|称呼)(?:姓名)?:/,
  title: /^(?:职务|职位|科室):/,
  need: /^(?:需求|意向|咨询内容|备注|说明):/,
};
/** Before a phone number or an e-mail address. */
const CONTACT_LABEL =
  /(?:(?:联系)?(?:电话|手机|方式)号?码?|(?:电子)?邮[箱件](?:地址)?|\b(?:tel|phone|mobile|e-?mail))\s*:?\s*$/i;
/** Where a wish begins behind a name without a space: 胡科长想看DR. */
const WISH = /想[要看买问做换]?|要[买看换求]|需要|打算|准备[买换]|咨询|询问|问|求购/;
const NO_NAME = /[想要看买询问需求]|[科部室处组院区市省县仪机器台万元]$/;
/** A short city name before a number word: 市一, 省人民, 一院. */
const SHORT_HOSPITAL =
  /^[\p{Script=Han}]{0,6}(?:[一二三四五六七八九十]院|人民|中医院|妇幼|附[一二三]|省立|协和)[\p{Script=Han}]{0,4}$/u;

/**
 * Reads `市一医院 王主任 13812345678 想看超声` (A1): the phone and e-mail wherever they stand, the part that ends
 * like an organisation, the part that is a name with a title; the rest, in order, is the need. Nothing typed is lost:
 * what fits nowhere goes into the need. `单位：… 联系人：…` is read by its labels.
 * @param isProduct tells what is sold from what people are called
 */
export function readTypedLead(line: string, isProduct: (word: string) => boolean = () => false): TypedLead {
  const clean = cleanText(line, { max: MAX_LINE });
  const lead: TypedLead = {};
  let rest = clean;
  const email = EMAIL.exec(rest)?.[0];
  if (email) {
    lead.email = email;
    rest = without(rest, rest.indexOf(email), email.length);
  }
  const [phone] = findPhones(rest);
  if (phone) {
    lead.phone = rest.slice(phone.start, phone.end);
    rest = without(rest, phone.start, phone.end - phone.start);
  }
  const need: string[] = [];
  // A label and its value are one part, also with a space between them.
  const parts = rest.replace(/:\s+/g, ':').split(/[\s,，。;；、]+/);
  const words = parts.map((typed) => typed.replace(/^:+/, '')).filter(Boolean);
  if (placeSource(words[0], lead)) words.shift();
  for (const part of words.flatMap(apart)) {
    if (placeLabelled(part, lead) || place(part, lead, isProduct)) continue;
    need.push(part.replace(LABELS.need, ''));
  }
  const [first = ''] = need;
  // 王芳 138… 桐乡市第一人民医院: the name came before the company.
  if (lead.contactName === undefined && isBareName(first, isProduct) && beginsWithSurname(first)) {
    lead.contactName = first;
    need.shift();
  }
  if (need.length) lead.need = need.join(' ');
  return lead;
}

/** The text without what has been read and what announced it. */
function without(text: string, start: number, length: number): string {
  return `${text.slice(0, start).replace(CONTACT_LABEL, '')} ${text.slice(start + length)}`;
}

/** 热线 宁波二院 王主任 …: a line may begin with where the lead comes from. */
function placeSource(word: string | undefined, lead: TypedLead): boolean {
  const source = sourceOf(word ?? '');
  if (!source || source === 'chat' || source === 'import') return false;
  lead.source = source;
  return true;
}

/** 齐鲁医院孙明处长想看DR is a company, a person and a wish. */
function apart(part: string): string[] {
  const isLabelled = part.includes(':');
  const wish = isLabelled ? undefined : WISH.exec(part)?.index;
  const before = part.slice(0, wish);
  const who = isOrganisation(before) || personAt(before) !== undefined || TITLE.test(before) ? before : part;
  const at = personAt(who);
  return [who.slice(0, at), at === undefined ? '' : who.slice(at), part.slice(who.length)].filter(Boolean);
}

function isOrganisation(text: string): boolean {
  return ORGANISATION.test(text) || SHORT_HOSPITAL.test(text);
}

function personAt(text: string): number | undefined {
  return personBehind(text, isOrganisation);
}

/** Believes a label whatever its value looks like. */
function placeLabelled(part: string, lead: TypedLead): boolean {
  const value = part.slice(part.indexOf(':') + 1);
  if (value === '') return false;
  if (LABELS.source.test(part)) {
    const meant = sourceIn(value);
    if (meant) lead.source ??= meant.source;
    if (meant?.saysMore !== false) lead.channel ??= value;
  } else if (LABELS.company.test(part)) lead.company ??= value;
  else if (LABELS.title.test(part)) lead.title ??= value;
  else if (!LABELS.contact.test(part)) return false;
  else if (!placePerson(value, lead)) lead.contactName ??= value;
  return true;
}

/** Puts a part where it belongs; false when it belongs nowhere. */
function place(part: string, lead: TypedLead, isProduct: (word: string) => boolean): boolean {
  if (lead.company === undefined && isOrganisation(part)) {
    lead.company = part;
    return true;
  }
  if (placePerson(part, lead)) return true;
  // A bare name right behind the company: 市一医院 王敏 138….
  if (lead.contactName === undefined && lead.company !== undefined && isBareName(part, isProduct)) {
    lead.contactName = part;
    return true;
  }
  return false;
}

/** 王主任, 王建国主任. */
function placePerson(part: string, lead: TypedLead): boolean {
  const named = TITLE.exec(part);
  if (lead.contactName !== undefined || !named?.[1] || !named[2]) return false;
  lead.contactName = /^(先生|女士|老师)$/.test(named[2]) ? part : named[1];
  if (lead.contactName !== part) lead.title ??= named[2];
  return true;
}

/** Two or three characters that are no product, department or wish. */
function isBareName(part: string, isProduct: (word: string) => boolean): boolean {
  const isPlace = readPlace(part).province !== undefined;
  return /^\p{Script=Han}{2,3}$/u.test(part) && !NO_NAME.test(part) && !isPlace && !isProduct(part);
}
