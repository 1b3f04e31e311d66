/**
 * Provinces, prefecture-level cities and counties, and how to find them in names and addresses. The table (2023,
 * after the national statistics' area codes) gives province → city → counties; county-level units that belong to no
 * prefecture stand beside the cities with their full name (仙桃市).
 */
import table from './regions.json' with { type: 'json' };

export interface Place {
  /** Without 省 / 自治区: 浙江, 内蒙古. */
  province?: string;
  /** Without 市 / 州 / 地区: 杭州, 恩施; the full name of a unit of its own: 仙桃市. */
  city?: string;
  /** With its ending: 西湖区, 昆山市, 长兴县. */
  district?: string;
}

export interface PlacePrefix {
  place: Place;
  /** Where each part of the place ends in the text: after the province, the city, the district. */
  ends: number[];
}

const PROVINCE_ENDING = /^(?:省|市|壮族自治区|回族自治区|维吾尔自治区|自治区|特别行政区)/;
const CITY_ENDING =
  /^(?:市(?!立|属|直)|地区|盟|州|[\u4e00-\u9fa5]{1,12}族自治州|(?:蒙古|哈萨克|柯尔克孜)自治州)/;
const ZONE =
  /^[\u4e00-\u9fa5]{0,4}?(?:经济技术开发区|高新技术产业开发区|高新技术开发区|经济开发区|高新区|经开区|工业园区)/;

interface City {
  name: string;
  province: string;
  counties: readonly string[];
}

const provinces = Object.keys(table);
const cities: City[] = Object.entries(table as Record<string, Record<string, string>>).flatMap(
  ([province, rows]) =>
    Object.entries(rows).map(([name, counties]) => ({
      name,
      province,
      counties: counties.split(' ').filter(Boolean),
    })),
);
const municipalities = new Set(
  Object.entries(table as Record<string, object>).flatMap(([province, rows]) =>
    Object.keys(rows).join() === province ? [province] : [],
  ),
);
const cityByName = new Map(cities.map((city) => [city.name, city]));
const citiesByCounty = new Map<string, City[]>();
for (const city of cities) {
  for (const county of city.counties)
    citiesByCounty.set(county, [...(citiesByCounty.get(county) ?? []), city]);
}
/** 昆山 → 昆山市: only cities and counties; districts (朝阳, 新华) share their short names with half the world. */
const countyByShortName = new Map(
  [...citiesByCounty.keys()]
    .filter((county) => /[市县]$/.test(county) && county.length >= 3)
    .map((county) => [county.slice(0, -1), county]),
);

const shortDistricts = new Set(
  [...citiesByCounty.keys()].filter((county) => county.length >= 3).map((county) => county.slice(0, -1)),
);

/** Whether a text is the name of a county or district without its ending: 西湖, 萧山; brands may sound the same (和平). */
export function isDistrict(text: string): boolean {
  return shortDistricts.has(text);
}

/** The place a free text names at its beginning (`浙江省杭州市西湖区文三路 1 号`, `杭州`, `昆山`), as far as it is certain. */
export function readPlace(text: string): Place {
  const prefix = placePrefix(text.normalize('NFKC').replace(/[\s,、/-]+/g, ''));
  if (prefix) return prefix.place;
  const name = text.trim();
  const unit = cityByName.get(`${name}市`);
  if (unit) return { province: unit.province, city: unit.name };
  const county = countyByShortName.get(name);
  return county ? countyPlace(county, undefined) : {};
}

/** The place a text begins with; undefined when it begins with none. */
export function placePrefix(text: string): PlacePrefix | undefined {
  const ends: number[] = [];
  const rest = () => text.slice(ends.at(-1) ?? 0);
  let place: Place = {};
  const take = (part: (Place & { length: number }) | undefined) => {
    if (!part) return;
    const { length, ...found } = part;
    ends.push((ends.at(-1) ?? 0) + length);
    place = { ...place, ...found };
  };
  take(provincePrefix(rest()));
  if (place.province && isMunicipality(place.province)) place.city = place.province;
  else take(cityPrefix(rest(), place.province));
  take(districtPrefix(rest(), place.city, place.province));
  return ends.length > 0 ? { place, ends } : undefined;
}

/** A county of `city` whose name, with or without its ending, begins the text (`顺德…` in 佛山). */
export function countyWithin(text: string, city: string): { district: string; length: number } | undefined {
  for (const county of cityByName.get(city)?.counties ?? []) {
    if (text.startsWith(county)) return { district: county, length: county.length };
    const short = county.slice(0, -1);
    if (short.length >= 2 && text.startsWith(short)) return { district: county, length: short.length };
  }
  return undefined;
}

/** The county-level city or county whose name without its ending begins the text (昆山沪光… → 昆山市). */
export function shortCountyPrefix(text: string): (Place & { length: number }) | undefined {
  for (const length of [4, 3, 2]) {
    const county = countyByShortName.get(text.slice(0, length));
    if (county) return { ...countyPlace(county, undefined), length };
  }
  return undefined;
}

/** Whether two places can be the same: what both name agrees. */
export function placesAgree(a: Place, b: Place): boolean {
  if (a.city && b.city && a.city !== b.city) return false;
  return !(a.province && b.province && a.province !== b.province);
}

function provincePrefix(text: string): (Place & { length: number }) | undefined {
  const province = provinces.find((name) => text.startsWith(name));
  if (!province) return undefined;
  const rest = text.slice(province.length);
  // 吉林市 is a city, 海南州 lies in Qinghai.
  if (cityByName.has(province) && !isMunicipality(province) && rest.startsWith('市')) return undefined;
  if (province === '海南' && rest.startsWith('州')) return undefined;
  return { province, length: province.length + (PROVINCE_ENDING.exec(rest)?.[0].length ?? 0) };
}

function cityPrefix(text: string, province: string | undefined): (Place & { length: number }) | undefined {
  const city = [9, 8, 7, 6, 5, 4, 3, 2]
    .map((length) => cityByName.get(text.slice(0, length)))
    .find((other) => other && (!province || other.province === province));
  if (!city) return undefined;
  const ending = CITY_ENDING.exec(text.slice(city.name.length))?.[0] ?? '';
  return { province: city.province, city: city.name, length: city.name.length + ending.length };
}

function districtPrefix(
  text: string,
  cityName: string | undefined,
  province: string | undefined,
): (Place & { length: number }) | undefined {
  const zone = ZONE.exec(text)?.[0];
  if (zone && cityName) return { length: zone.length };
  for (let length = 2; length <= Math.min(15, text.length); length++) {
    const county = text.slice(0, length);
    const candidates = citiesByCounty.get(county);
    if (!candidates || /^[^区]+[市县]立/.test(text.slice(0, length + 1))) continue;
    const inside = candidates.filter(
      (city) => (!cityName || city.name === cityName) && (!province || city.province === province),
    );
    if (inside.length > 0 || !cityName) return { ...countyPlace(county, inside), length };
  }
  return undefined;
}

/** A county's city is only certain when there is one of that name. */
function countyPlace(county: string, within: City[] | undefined): Place {
  const possible = within && within.length > 0 ? within : (citiesByCounty.get(county) ?? []);
  const [only] = possible;
  return possible.length === 1 && only
    ? { province: only.province, city: only.name, district: county }
    : { district: county };
}

/** 北京, 香港: a province that is one city. (吉林 is also a city of 吉林.) */
function isMunicipality(province: string): boolean {
  return municipalities.has(province);
}
