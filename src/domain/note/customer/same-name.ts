/**
 * Whether a name as it was typed can be a customer's: what stands before and behind the part that was recognised must
 * not say another place, brand, branch or kind (无锡市|中医院 is not 绍兴市中医院, 汇川|北街店 not 汇川南街店).
 */
import { type CompanyName, normaliseCompany } from '../../normalise/company.ts';
import { countyWithin, type Place, placePrefix, placesAgree, readPlace } from '../../normalise/regions.ts';
import { isOnlyIndustry } from '../../normalise/words.ts';
import { soundsOf } from '../sounds.ts';
import type { KnownCustomer } from '../types.ts';
import { splitPlace } from './regions.ts';

export interface TypedName {
  /** What stands directly before the part that was recognised, without words of grammar: 无锡市. */
  before: string;
  /** The part that was recognised: 中医院. */
  known: string;
  /** What stands directly behind it: 检验科, 北街店. */
  after: string;
}

/** `other`: it names somebody else. `unclear`: something stands before it that says neither. */
export type Sameness = 'same' | 'other' | 'unclear';

/** A part of the customer, as people add it to the name: 检验科, 采购中心, 滨江院区. */
const PART_OF_IT =
  /^(?:(?!.*(?:[小中大]学|公司|厂|村|镇))[\p{Script=Han}]{0,4}?(?:科|室|部|处|办|办公室|车间|班组|院区|校区|厂区|园区|病区|病房|仓库|财务|产线|生产线|[东南西北总新老]院)|(?:采购|设备|信息|研发|体检|影像|检验|数据|技术|服务|培训|客服|运营|物流|管理|健康|手术|药学|后勤|物资|装备)中心)$/u;
/** Shorter ones sound alike too easily. */
const MIN_HOMOPHONE = 5;
const ENDS_AS_NAME =
  /(?:店|公司|集团|厂|医院|诊所|门诊|门诊部|卫生院|保健院|分院|研究院|研究所|所|站|大学|学院|中学|药房|药店|药号|分号|分部|实验室|银行|中心)$|^院$/;
/** What else a small house may be: 城南口腔 is not the 城南 health station. */
const FIELD = /^(?:口腔|牙科|眼科|骨科|中医|整形|美容|医美|康复|护理|体检|妇产|儿科|皮肤)/;

/** Whether the typed name, with everything around it, can be this customer's. */
export function sameness(typed: TypedName, customer: KnownCustomer): Sameness {
  const names = [customer.name, ...customer.aliases].map(plain);
  const { before, known, after } = typed;
  if (isAllOf(typed, customer)) return 'same';
  if (after !== '' && saysAnother(known, after, names, customer)) return 'other';
  if (before === '' || names.some((name) => isSubsequence(before + known, name))) {
    return districtLeftOut(known, before, customer) ? 'other' : 'same';
  }
  const place = placeOf(before, customer);
  if (!place) return 'unclear';
  return agrees(place, known, customer) ? 'same' : 'other';
}

/**
 * The name of the customer's that a text begins with by sound: 杭洲市第一人民医院. 泰州 sounds like 台州 and is a place of
 * its own.
 */
export function homophoneOf(typed: string, { name, aliases }: KnownCustomer): string | undefined {
  return [name, ...aliases].map(plain).find((one) => {
    const beginning = typed.slice(0, one.length);
    if (one.length < MIN_HOMOPHONE || beginning.length < one.length || beginning === one) return false;
    if (soundsOf(beginning).join() !== soundsOf(one).join()) return false;
    return (
      !placePrefix(beginning) || placePrefix(one) === undefined || beginning.slice(0, 2) === one.slice(0, 2)
    );
  });
}

/** Whether everything typed stands, in this order, in a name of the customer's. */
export function isAllOf({ before, known, after }: TypedName, { name, aliases }: KnownCustomer): boolean {
  return [name, ...aliases].some((one) => isSubsequence(before + known + after, plain(one)));
}

/** A department, campus or workshop: whose it is stands before it. */
export function isPartOfHouse(text: string): boolean {
  return PART_OF_IT.test(text);
}

function saysAnother(
  known: string,
  after: string,
  names: readonly string[],
  customer: KnownCustomer,
): boolean {
  if (isPartOfHouse(after) || names.some((name) => isSubsequence(known + after, name))) return false;
  if (FIELD.test(after) && !/医院$/.test(customer.name)) return true;
  return ENDS_AS_NAME.test(after) || isOnlyIndustry(after);
}

/** 杭州|第一人民医院 does not say 余杭区, whose hospital it would have to be. */
function districtLeftOut(known: string, before: string, customer: KnownCustomer): boolean {
  const { kind, district } = nameOf(customer);
  if (kind !== 'hospital' || !district || before === '') return false;
  return !(before + known).includes(district.slice(0, -1));
}

function agrees(place: Place, known: string, customer: KnownCustomer): boolean {
  const own = nameOf(customer);
  if (place.city && !own.city) return false;
  if ((!own.city && !own.province) || !placesAgree(place, own)) return false;
  if (own.kind !== 'hospital') return true;
  // The hospital of a district is not the city's, nor another district's.
  const typed =
    place.district ?? (own.district && known.includes(own.district.slice(0, -1)) ? own.district : undefined);
  return typed === own.district;
}

/** The place a text consists of, read where the customer is if it is a county without its ending: 萧山. */
function placeOf(text: string, customer: KnownCustomer): Place | undefined {
  const prefix = placePrefix(text);
  const rest = prefix ? text.slice(prefix.ends.at(-1)) : text;
  if (prefix && rest === '') return prefix.place;
  const city = prefix?.place.city ?? nameOf(customer).city;
  const within = city ? countyWithin(rest, city) : undefined;
  if (city && within?.length === rest.length)
    return { ...readPlace(city), ...prefix?.place, district: within.district };
  const { place, rest: after } = splitPlace(`${text}医院`);
  if (place && after === '医院')
    return {
      ...readPlace(place),
      ...(prefix?.place ?? {}),
      ...(readPlace(place).city ? {} : { district: text }),
    };
  return undefined;
}

const named = new WeakMap<KnownCustomer, CompanyName>();

function nameOf(customer: KnownCustomer): CompanyName {
  let name = named.get(customer);
  if (!name) {
    name = normaliseCompany(customer.name, customer.city);
    named.set(customer, name);
  }
  return name;
}

function plain(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s()]/g, '');
}

function isSubsequence(typed: string, name: string): boolean {
  let at = 0;
  for (const char of name) if (char === typed[at]) at++;
  return at === typed.length;
}
