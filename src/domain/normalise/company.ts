/** Names of customers in one spelling, so that the same company is found again however somebody wrote it (A5). */
import { isHospital, namesParent, normaliseHospital } from './hospital.ts';
import { type Front, LEGAL_FORM, takeInnerPlace, takePlace, withoutBrackets } from './place-in-name.ts';
import { type Place, placePrefix, placesAgree, readPlace, shortCountyPrefix } from './regions.ts';
import { cleanText } from './text.ts';
import { smallNumber, splitIndustry } from './words.ts';

export interface CompanyName extends Place {
  /** Equal for spellings of one name: place, core and branch. Empty for an empty name. */
  key: string;
  /** The name without place, legal form and remarks, in half width and lower case: `海康威视数字技术`. */
  core: string;
  /** What people call it: the core without its words of trade (`海康威视`). */
  short: string;
  /** Words of trade at the end of the core (`数字技术`). */
  industry: string;
  /** Legal form as written: `股份有限公司`. */
  suffix?: string;
  /** A store, campus or branch office, without place and ending: `文三路`, `余杭`, `12`. */
  branch?: string;
  /** See `HospitalName`. */
  isOwnHouse?: true;
  kind: 'company' | 'hospital' | 'store';
  /** For hospitals: whose hospital a general name such as 人民医院 means. */
  level?: '省' | '市' | '县';
}

const MAX_NAME = 120;
const STORE = /大药房|药房|药店|药号|医药连锁|便利店|专卖店|门店|.店$/;
const STORE_NAME = /^(.+(?:大药房|药房|药店|药号|连锁|堂))(.+店)$/;
const BRANCH_ENDING = /(?:分店|门店|店|分公司|供电公司|公司|分行|支行|分部|办事处|营业部|院区|分院)$/;

/**
 * Takes a name apart. `region` (free text such as `浙江省杭州市`) tells the place where the name does not: 市一医院 with
 * 杭州 is 杭州市第一人民医院. Traditional characters are left as they are.
 */
export function normaliseCompany(name: string, region = ''): CompanyName {
  const hint = readPlace(region);
  const { text, place: bracketPlace } = withoutBrackets(canonicalText(name));
  const front = takePlace(text, hint);
  const named = { ...bracketPlace, ...front.place };
  const place = placesAgree(named, hint) ? { ...hint, ...named } : named;
  return isHospital(front.rest) ? hospital(front, place) : company(front.rest, place);
}

/** The core without a county in front that may as well be missing (昆山沪光… and 昆山市沪光… are one). */
export function coreWithoutCounty({ core, ...place }: CompanyName): string {
  const county = shortCountyPrefix(core);
  const mayGo = county && placesAgree(county, place) && core.length - county.length >= 4;
  return mayGo ? core.slice(county.length) : core;
}

function canonicalText(name: string): string {
  return cleanText(name, { max: MAX_NAME })
    .toLowerCase()
    .replace(/[[{【〔<《「]/g, '(')
    .replace(/[\]}】〕>》」]/g, ')')
    .replace(/[\s.·•,，、。;:'"’“”*_&\-—/\\]+/g, '');
}

function hospital(front: Front, outerPlace: Place): CompanyName {
  const { core: wholeCore, level: spokenLevel, branch, isOwnHouse, city } = normaliseHospital(front.rest);
  const known = { ...(city ? readPlace(city) : {}), ...outerPlace };
  const inner = takePlace(wholeCore, {});
  const isInside = inner.rest !== wholeCore && !namesParent(wholeCore) && placesAgree(inner.place, known);
  const core = isInside ? inner.rest : wholeCore;
  const place = { ...(isInside ? inner.place : {}), ...known };
  const level = spokenLevel === '区' ? '县' : (spokenLevel ?? front.level ?? (place.city ? '市' : undefined));
  const owner = { 省: place.province && `${place.province}省`, 市: place.city, 县: place.district };
  return {
    ...place,
    key: keyOf(namesParent(core) ? '' : level && owner[level], core, branch),
    core,
    short: core.replace(/医院$/, '') || core,
    industry: '',
    kind: 'hospital',
    ...(branch ? { branch } : {}),
    ...(isOwnHouse && { isOwnHouse }),
    ...(level ? { level } : {}),
  };
}

function company(rest: string, outerPlace: Place): CompanyName {
  const { body, suffix, tail } = splitLegalForm(rest);
  const inner = takeInnerPlace(body);
  const place = placesAgree(inner.place, outerPlace) ? { ...inner.place, ...outerPlace } : outerPlace;
  const trimmed = inner.core.replace(/(?<=.{3})中国$/, '').replace(/(?<=.{2})连锁$/, '');
  const core = trimmed || body;
  const { name: short, industry } = splitIndustry(core);
  const branch = tail === '' ? undefined : branchName(tail);
  return {
    ...place,
    key: keyOf(place.city ?? place.province, core, branch),
    core,
    short,
    industry,
    kind: STORE.test(rest) ? 'store' : 'company',
    ...(suffix ? { suffix } : {}),
    ...(branch ? { branch } : {}),
  };
}

/** The name before its legal form and what stands behind: a branch, or nothing. */
function splitLegalForm(rest: string): { body: string; suffix?: string; tail: string } {
  const form = LEGAL_FORM.exec(rest);
  if (form && form.index > 0) {
    return {
      body: rest.slice(0, form.index),
      suffix: form[0],
      tail: rest.slice(form.index + form[0].length),
    };
  }
  const store = STORE_NAME.exec(rest);
  return store?.[1] && store[2] ? { body: store[1], tail: store[2] } : { body: rest, tail: '' };
}

/** `西湖区文三路店` → `文三路`, `第12分店` → `12`, `杭州分公司` → `杭州`; undefined for a mere place without an ending. */
function branchName(tail: string): string | undefined {
  const named = tail.replace(BRANCH_ENDING, '').replace(/^第/, '');
  const end = placePrefix(named)?.ends.at(-1) ?? 0;
  if (end === named.length && named === tail) return undefined;
  const own = named.slice(end) || named.replace(/[市区县]$/, '');
  return String(smallNumber(own) ?? own) || undefined;
}

function keyOf(place: string | undefined, core: string, branch: string | undefined): string {
  return core === '' ? '' : [place ?? '', core, branch ?? ''].join('|').replace(/\|$/, '');
}
