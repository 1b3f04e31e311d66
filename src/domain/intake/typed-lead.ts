import { findPhones } from '../normalise/phone.ts';
import { cleanText } from '../normalise/text.ts';

/** What one typed line says about a new lead; the keys of `POST /api/leads`. */
export interface TypedLead {
  company?: string;
  contactName?: string;
  title?: string;
  phone?: string;
  email?: string;
  need?: string;
  products?: string[];
}

const MAX_LINE = 1_000;
const EMAIL = /[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}/;
/** How the names of organisations end. */
const ORGANISATION =
  /(医院|卫生院|卫生服务中心|保健院|疾控中心|诊所|门诊部?|药店|药房|大药房|连锁|公司|集团|股份|科技|实业|厂|工厂|研究院|研究所|大学|学院|学校|中心|店|商行|电站|矿业)(（[^）]{1,20}）|\([^)]{1,20}\))?$/;
/** Titles that follow a surname or name, the longer first. */
const TITLE =
  /^([\p{Script=Han}]{1,4}?)(副主任医师|主任医师|副院长|副主任|副总经理|副总|采购总监|技术负责人|技术总监|采购经理|销售经理|项目经理|总经理|护士长|董事长|院长|主任|科长|处长|部长|厂长|店长|经理|总监|主管|老板|医生|教授|老师|先生|女士|工程师|总|工)$/u;
/** A short city name before a number word: 市一, 省人民, 一院. */
const SHORT_HOSPITAL =
  /^[\p{Script=Han}]{0,6}(?:[一二三四五六七八九十]院|人民|中医院|妇幼|附[一二三]|省立|协和)[\p{Script=Han}]{0,4}$/u;

/**
 * Reads `市一医院 王主任 13812345678 想看超声` (A1): the phone and e-mail wherever they stand, the part that ends
 * like an organisation, the part that is a name with a title; the rest, in order, is the need. Nothing typed is lost:
 * what fits nowhere goes into the need.
 */
export function readTypedLead(line: string): TypedLead {
  const clean = cleanText(line, { max: MAX_LINE });
  const lead: TypedLead = {};
  let rest = clean;
  const email = EMAIL.exec(rest)?.[0];
  if (email) {
    lead.email = email;
    rest = rest.replace(email, ' ');
  }
  const [phone] = findPhones(rest);
  if (phone) {
    lead.phone = rest.slice(phone.start, phone.end);
    rest = `${rest.slice(0, phone.start)} ${rest.slice(phone.end)}`;
  }
  const need: string[] = [];
  for (const part of rest.split(/[\s,，。;；、]+/).filter(Boolean)) {
    if (!place(part, lead)) need.push(part);
  }
  if (need.length) lead.need = need.join(' ');
  return lead;
}

/** Puts a part where it belongs; false when it belongs nowhere. */
function place(part: string, lead: TypedLead): boolean {
  if (lead.company === undefined && (ORGANISATION.test(part) || SHORT_HOSPITAL.test(part))) {
    lead.company = part;
    return true;
  }
  const named = TITLE.exec(part);
  if (lead.contactName === undefined && named?.[1] && named[2]) {
    lead.contactName = /^(先生|女士|老师)$/.test(named[2]) ? part : named[1];
    if (lead.contactName !== part) lead.title = named[2];
    return true;
  }
  // A bare two- or three-character name right behind the company: 市一医院 王敏 138….
  if (
    lead.contactName === undefined &&
    lead.company !== undefined &&
    /^[\p{Script=Han}]{2,3}$/u.test(part) &&
    !/[想要看买询问需求]/.test(part)
  ) {
    lead.contactName = part;
    return true;
  }
  return false;
}
