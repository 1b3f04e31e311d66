/**
 * Keys under which customers are stored and looked up, so that the database returns the few that `findDuplicates`
 * should compare: whatever it finds shares a key with the candidate.
 */
import { type CompanyName, coreWithoutCounty, normaliseCompany } from '../normalise/company.ts';
import { isGeneralHospital } from '../normalise/hospital.ts';
import { normalisePhone } from '../normalise/phone.ts';
import { CERTAIN_BEGINNING, LONG_NAME } from './company-similarity.ts';
import type { DuplicateCandidate } from './duplicates.ts';

const SHORT_STEM = 4;

/**
 * The keys of a record, for storing (under each of its names) as well as for looking up: equal strings in both sets
 * make a pair worth comparing. Keys hold normalised names and phone numbers, so they are personal data.
 */
export function duplicateKeys(record: DuplicateCandidate): string[] {
  const names = [...(record.company ? [record.company] : []), ...(record.aliases ?? [])];
  const phones = (record.phones ?? []).map((phone) => normalisePhone(phone).key).filter((key) => key !== '');
  return [
    ...new Set([
      ...(record.externalIds ?? []).map((id) => `x:${id}`),
      ...phones.map((key) => `p:${key}`),
      ...names.flatMap((name) => nameKeys(normaliseCompany(name, record.region))),
    ]),
  ];
}

function nameKeys(name: CompanyName): string[] {
  if (name.core === '') return [];
  // Branches agree only when one name ends in the other, so their last characters do.
  const branch = name.branch ? `#${name.branch.slice(-2)}` : '';
  const keys = name.kind === 'hospital' ? hospitalKeys(name) : firmKeys(name);
  // A hospital's campus may be known by the whole house.
  return [...keys.map((key) => key + branch), ...(branch && name.kind === 'hospital' ? wholeKeys(name) : [])];
}

function wholeKeys(name: CompanyName): string[] {
  const { branch, isOwnHouse, key } = name;
  return branch && !isOwnHouse ? hospitalKeys({ ...name, key: key.slice(0, -(branch.length + 1)) }) : [];
}

function hospitalKeys(name: CompanyName): string[] {
  return [
    isGeneralHospital(name.core) ? `n:${name.key}` : `n:${name.core}`,
    ...slipKeys(name.core, name.city),
  ];
}

function firmKeys(name: CompanyName): string[] {
  const core = coreWithoutCounty(name);
  const beginnings = [core, name.core]
    .filter(({ length }) => length >= 3)
    .map((text) => `s:${text.slice(0, 3)}`);
  return [`n:${core}`, ...beginnings, ...slipKeys(core, name.city)];
}

function slipKeys(core: string, city: string | undefined): string[] {
  const characters = [...core];
  const short = characters.slice(0, SHORT_STEM).join('');
  const long = characters.slice(0, LONG_NAME).join('');
  const inCity = [
    // A name shorter than the stem is what a longer one becomes when it loses a character.
    ...(core.length < SHORT_STEM ? [core] : []),
    ...(core.length <= LONG_NAME ? withOneMissing(short, 0) : []),
    ...(core.length >= LONG_NAME ? withOneMissing(long, 0) : []),
  ];
  return [
    ...(city ? inCity.map((stem) => `c:${city}:${stem}`) : []),
    ...(core.length >= LONG_NAME ? withOneMissing(long, CERTAIN_BEGINNING).map((stem) => `l:${stem}`) : []),
  ];
}

/** Two texts that differ by one slip at `from` or later have one of these in common. */
function withOneMissing(text: string, from: number): string[] {
  const characters = [...text];
  return characters.slice(from).map((_, index) => characters.toSpliced(from + index, 1).join(''));
}
