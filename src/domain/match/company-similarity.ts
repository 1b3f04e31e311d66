/** How likely two names belong to one customer. Weights and limits come from fixtures/duplicates/development.jsonl. */
import { type CompanyName, coreWithoutCounty } from '../normalise/company.ts';
import { isGeneralHospital, namesParent } from '../normalise/hospital.ts';
import { placesAgree } from '../normalise/regions.ts';
import { type Edit, easilyConfused, fewEdits, isTelling } from './typo.ts';

export interface Similarity {
  /** 0 … 1 */
  score: number;
  exact: boolean;
  /** Chinese, for people: why. */
  because: string;
}

/** Names of this many characters are rarely given to two companies, slips included. */
export const LONG_NAME = 6;
/** Without a common city the first characters must be right: too many names share the rest. */
export const CERTAIN_BEGINNING = 2;

type Where = 'same city' | 'same province' | 'unknown' | 'elsewhere';
type Scores = Readonly<Record<Where, number>>;

const SAME_NAME: Scores = { 'same city': 0.98, 'same province': 0.94, unknown: 0.92, elsewhere: 0 };
/** Owner and name agree: 杭州 | 第1医院. */
const SAME_HOSPITAL: Scores = { 'same city': 0.97, 'same province': 0.97, unknown: 0.97, elsewhere: 0.97 };
/** 华山医院, 中山医院: there may be one in another city. */
const NAMED_HOSPITAL: Scores = { 'same city': 0.96, 'same province': 0.92, unknown: 0.88, elsewhere: 0 };
const SHORT_NAME: Scores = { 'same city': 0.86, 'same province': 0.8, unknown: 0.78, elsewhere: 0 };
const ONE_CONFUSED: Scores = { 'same city': 0.86, 'same province': 0.78, unknown: 0.74, elsewhere: 0 };
const ONE_DIFFERENT: Scores = { 'same city': 0.8, 'same province': 0.72, unknown: 0.7, elsewhere: 0 };

const PLACE_WORDS: Record<Where, string> = {
  'same city': '城市相同',
  'same province': '省份相同',
  unknown: '城市不明',
  elsewhere: '城市不同',
};

/** Compares two normalised names; names of different kinds (a hospital, a company) never match. */
export function compareCompanies(a: CompanyName, b: CompanyName): Similarity {
  if (a.core === '' || b.core === '') return none('没有名称');
  if ((a.kind === 'hospital') !== (b.kind === 'hospital')) return none('性质不同');
  const isPart = a.kind === 'hospital' && (a.branch === undefined) !== (b.branch === undefined);
  const campus = isPart && !a.isOwnHouse && !b.isOwnHouse;
  // A campus is the hospital; two campuses may have two buyers.
  if (campus) return compareCompanies(wholeHospital(a), wholeHospital(b));
  if (!branchesAgree(a.branch, b.branch)) return none('分店、院区或分公司不同');
  const where = compareWhere(a, b);
  return a.kind === 'hospital' ? compareHospitals(a, b, where) : compareFirms(a, b, where);
}

function wholeHospital({ branch, ...name }: CompanyName): CompanyName {
  return branch === undefined ? name : { ...name, key: name.key.slice(0, -(branch.length + 1)) };
}

function compareFirms(a: CompanyName, b: CompanyName, where: Where): Similarity {
  if (where === 'elsewhere') return none('城市不同');
  const [left, right] = [coreWithoutCounty(a), coreWithoutCounty(b)];
  if (left === right) return found(SAME_NAME, where, '名称相同', true);
  const [shorter, longer] = a.core.length <= b.core.length ? [a, b] : [b, a];
  if (isSpokenShort(shorter, longer)) {
    return found(SHORT_NAME, where, '是另一名称的简称');
  }
  const edits = fewEdits(left, right);
  if (!edits || edits.some(isTelling)) return none('名称不同');
  return slips(edits, Math.min(left.length, right.length), commonName(a, b), where);
}

/** A name without its legal form that begins the other one: 海康威视, 新松机器人; two characters alone are too few. */
function isSpokenShort(shorter: CompanyName, longer: CompanyName): boolean {
  return !shorter.suffix && shorter.core.length >= 3 && longer.core.startsWith(shorter.core);
}

function slips(edits: Edit[], length: number, name: string, where: Where): Similarity {
  if (where !== 'same city' && (length < LONG_NAME || edits.some(({ index }) => index < CERTAIN_BEGINNING))) {
    return none('名称不同');
  }
  const confused = edits.every(({ kind, from, to }) => kind === 'substituted' && easilyConfused(from, to));
  if (confused && edits.length === 1) {
    return found(ONE_CONFUSED, where, '名称只差一个近音或近形字');
  }
  // In a short name another character is another company: 恒通科技, 恒达科技.
  const inName = edits.some(({ index }) => index < name.length);
  if (edits.length > 1 || (inName && name.length < 4)) return none('名称不同');
  return found(ONE_DIFFERENT, where, '名称只差一个字');
}

/** The longer of the two trade names: the part in which a difference counts. */
function commonName(a: CompanyName, b: CompanyName): string {
  return a.short.length >= b.short.length ? a.short : b.short;
}

function compareHospitals(a: CompanyName, b: CompanyName, where: Where): Similarity {
  if (a.core === b.core) {
    if (a.key === b.key && a.key !== `|${a.core}`) return found(SAME_HOSPITAL, where, '名称相同', true);
    if (namesParent(a.core)) return { score: SAME_HOSPITAL['same city'], exact: true, because: '名称相同' };
    if (where === 'elsewhere' || districtsDiffer(a, b)) return none('地区不同');
    if (isGeneralHospital(a.core)) return generalHospital(a, b);
    // Of neither is a place known: the same words mean the same house.
    const scores = a.province || b.province ? NAMED_HOSPITAL : SAME_NAME;
    return found(scores, where, '名称相同', true);
  }
  if (where !== 'same city') return none('名称不同');
  const edits = fewEdits(a.core, b.core);
  const [edit] = edits ?? [];
  if (!edit || edits?.length !== 1 || isTelling(edit) || edit.kind !== 'substituted') return none('名称不同');
  if (!easilyConfused(edit.from, edit.to)) return none('名称不同');
  return found(ONE_CONFUSED, where, '名称只差一个近音或近形字');
}

/** 人民医院 says nothing without its owner: province, city or county. */
function generalHospital(a: CompanyName, b: CompanyName): Similarity {
  const owners = [a, b].map(({ key }) => key.slice(0, key.indexOf('|')));
  if (owners.includes('')) return { score: 0.5, exact: false, because: '名称相同，但不知道是哪个地区的' };
  return none('地区或级别不同');
}

function compareWhere(a: CompanyName, b: CompanyName): Where {
  if (!placesAgree(a, b)) return 'elsewhere';
  if (a.city && b.city) return 'same city';
  return a.province && b.province ? 'same province' : 'unknown';
}

function districtsDiffer(a: CompanyName, b: CompanyName): boolean {
  return a.district !== undefined && b.district !== undefined && a.district !== b.district;
}

function branchesAgree(a: string | undefined, b: string | undefined): boolean {
  if (a === b) return true;
  return (
    a !== undefined && b !== undefined && a.length > 1 && b.length > 1 && (a.endsWith(b) || b.endsWith(a))
  );
}

function found(scores: Scores, where: Where, because: string, exact = false): Similarity {
  return { score: scores[where], exact, because: `${because}，${PLACE_WORDS[where]}` };
}

function none(because: string): Similarity {
  return { score: 0, exact: false, because };
}
