/** Where the name of an organisation says where it is: 杭州…, …(中国)…, …上海连锁…. */
import { isHospital } from './hospital.ts';
import { countyWithin, type Place, placePrefix, placesAgree, shortCountyPrefix } from './regions.ts';
import { isOnlyIndustry, startsWithIndustry } from './words.ts';

export const LEGAL_FORM = /(?:[股服][份分])?(?:有[限线现])?(?:责任)?公[司可私](?:公?司)*/;
const BRANCH_IN_BRACKETS = /(?:店|分公司|分行|支行|院区|分院|校区)$/;
/** Words in brackets that belong to the name. */
const KEPT_IN_BRACKETS = /^(?:集团|控股|股份)$/;
/** What follows a place that is itself part of the name: 浙江大学, 杭州银行. */
const PLACE_IS_NAME = /^(?:[\u4e00-\u9fa5]{0,6}?(?:大学|学院)|银行|农商|日报|海关|机场|地铁)/;

/** Places, remarks and groups in brackets; a branch in brackets moves to the end. */
export function withoutBrackets(text: string): { text: string; place: Place } {
  let place: Place = {};
  let branch = '';
  const outside = text.replace(/\(([^()]*)\)?/g, (_, inside: string) => {
    if (KEPT_IN_BRACKETS.test(inside)) return inside;
    const prefix = placePrefix(inside);
    if (prefix && prefix.ends.at(-1) === inside.length) place = { ...place, ...prefix.place };
    else if (BRANCH_IN_BRACKETS.test(inside)) branch = inside;
    return '';
  });
  const plain = outside.replace(/[()]/g, '') + branch;
  return plain === '' ? { text: text.replace(/[()]/g, ''), place: {} } : { text: plain, place };
}

export interface Front {
  rest: string;
  place: Place;
  /** What the name itself says before the rest: `浙江省` | 人民医院. */
  level?: '省' | '市' | '县';
}

/** Takes the place off the beginning, as much of it as leaves something that tells companies apart. */
export function takePlace(text: string, hint: Place): Front {
  const prefix = placePrefix(text);
  if (!prefix) return takeCounty(text, hint) ?? { rest: text, place: {} };
  const { place, ends } = prefix;
  const end = ends.findLast((position) => isIdentifying(text.slice(position)));
  if (end === undefined) {
    const where = placeOfUniversityHospital(text) ?? place;
    return { rest: text, place: placesAgree(where, hint) ? where : {} };
  }
  const rest = text.slice(end);
  const inner =
    end === ends.at(-1) && place.city && !place.district ? countyWithin(rest, place.city) : undefined;
  if (inner && isIdentifying(rest.slice(inner.length))) {
    return { rest: rest.slice(inner.length), place: { ...place, district: inner.district }, level: '县' };
  }
  return { rest, place, level: place.district ? '县' : place.city ? '市' : '省' };
}

/**
 * 北京大学|深圳医院 is in Shenzhen, and its university's place says nothing. In (复旦大学)附属中山医院 the word is a
 * name: behind 附属 a place counts only with its ending.
 */
function placeOfUniversityHospital(text: string): Place | undefined {
  const [whole, affiliated] = /^[\u4e00-\u9fa5]{2,10}?大学(?:医学院)?(附属)?(?=.{4,}$)/.exec(text) ?? [];
  const prefix = whole === undefined ? undefined : placePrefix(text.slice(whole.length));
  const end = prefix?.ends.at(-1) ?? 0;
  if (!prefix || whole === undefined || !/^(?:[\u4e00-\u9fa5]{0,6})医院/.test(text.slice(whole.length + end)))
    return undefined;
  return affiliated && !/[市区县]$/.test(text.slice(0, whole.length + end)) ? undefined : prefix.place;
}

/**
 * A county without its ending and without its city before it (昆山沪光…, 萧山一院). Too many brands sound like one, so
 * only hospitals lose it from their name.
 */
function takeCounty(text: string, hint: Place): Front | undefined {
  const within = hint.city ? countyWithin(text, hint.city) : undefined;
  const county = within ? { ...hint, ...within } : shortCountyPrefix(text);
  if (!county || (hint.city && county.city && county.city !== hint.city)) return undefined;
  const { length, ...place } = county;
  const rest = text.slice(length);
  return isHospital(rest) && isIdentifying(rest) ? { rest, place, level: '县' } : undefined;
}

function isIdentifying(rest: string): boolean {
  if (PLACE_IS_NAME.test(rest)) return false;
  if (isHospital(rest)) return !/^(?:医院|院)/.test(rest);
  const core = rest.replace(LEGAL_FORM, '');
  return core.length >= 2 && !isOnlyIndustry(core);
}

/** A place inside the name, in front of a word of trade or written in full: 强生上海医疗器材, 国网浙江省电力. */
export function takeInnerPlace(core: string): { core: string; place: Place } {
  for (let index = 2; index < core.length - 1; index++) {
    const prefix = placePrefix(core.slice(index));
    const end = prefix?.ends.at(-1) ?? 0;
    if (!prefix || prefix.place.district) continue;
    const rest = core.slice(index + end);
    const isWrittenInFull = /[省市]$/.test(core.slice(index, index + end));
    if (rest !== '' && !startsWithIndustry(rest) && !isWrittenInFull) continue;
    return { core: core.slice(0, index) + rest, place: prefix.place };
  }
  return { core, place: {} };
}
