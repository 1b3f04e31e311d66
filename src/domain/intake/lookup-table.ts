import { editDistance } from '../../core/suggest.ts';
import { type CompanyName, normaliseCompany } from '../normalise/company.ts';
import { placesAgree, readPlace } from '../normalise/regions.ts';
import { soundsOf } from '../note/sounds.ts';
import { foldWord } from '../tags/word-finder.ts';

/** A row's names, ready to be compared. */
export interface TableColumns {
  name: string;
  aliases?: string | undefined;
  city?: string | undefined;
}

export type TableMatch = { row: number; how: 'exact' | 'alias' | 'fuzzy' };

type Row = Readonly<Record<string, string>>;
type Index = Map<string, number[]>;

/** A typing slip is only believed in names at least this long. */
const SLIP_LENGTH = 8;

/**
 * A table of master data in which companies are found by name (A3). Exactly, by an alias, and fuzzily: the same name in
 * `normaliseCompany`'s spelling (杭州第一人民医院, 市一 in 杭州), one that sounds the same (邵医夫医院), or a long one with a
 * single slip. Sound and slips need the city on both sides. A different number, branch or city is a different house:
 * 第一 never finds 第二, 市一医院 in 宁波 never finds 杭州's. Two rows that fit equally well are no answer.
 */
export class LookupTable {
  private readonly rows: readonly Row[];
  private readonly columns: TableColumns;
  private readonly byName: Index = new Map();
  private readonly byAlias: Index = new Map();
  private likeness: LikenessIndex | undefined;

  constructor(rows: readonly Row[], columns: TableColumns) {
    this.rows = rows;
    this.columns = columns;
    for (const [row, cells] of rows.entries()) {
      push(this.byName, foldName(cells[columns.name] ?? ''), row);
      for (const alias of this.aliasesOf(cells)) push(this.byAlias, foldName(alias), row);
    }
  }

  /** The row of a company, or undefined when none is near enough or several are. */
  find(company: string, city?: string): TableMatch | undefined {
    const written = foldName(company);
    if (written === '') return undefined;
    const exact = this.single(this.byName.get(written), city);
    if (exact !== undefined) return { row: exact, how: 'exact' };
    const alias = this.single(this.byAlias.get(written), city);
    if (alias !== undefined) return { row: alias, how: 'alias' };
    const name = normaliseCompany(withoutCampus(company), city);
    const fuzzy = this.single(this.alike().find(name), city || name.city);
    return fuzzy === undefined ? undefined : { row: fuzzy, how: 'fuzzy' };
  }

  /** Made when it is first needed: taking 10,000 names apart costs the better part of a second, once. */
  private alike(): LikenessIndex {
    if (this.likeness) return this.likeness;
    this.likeness = new LikenessIndex();
    for (const [row, cells] of this.rows.entries()) {
      for (const spelling of [cells[this.columns.name] ?? '', ...this.aliasesOf(cells)]) {
        if (spelling.trim() !== '') this.likeness.add(row, normaliseCompany(spelling, this.cityOf(row)));
      }
    }
    return this.likeness;
  }

  /** The only row of those whose city does not speak against it. */
  private single(found: readonly number[] | undefined, city: string | undefined): number | undefined {
    if (!found) return undefined;
    const place = readPlace(city ?? '');
    const fitting = [...new Set(found)].filter((row) =>
      placesAgree(place, readPlace(this.cityOf(row) ?? '')),
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  private aliasesOf(cells: Row): string[] {
    return (cells[this.columns.aliases ?? ''] ?? '').split(/[；;]/);
  }

  private cityOf(row: number): string | undefined {
    return this.rows[row]?.[this.columns.city ?? ''] || undefined;
  }
}

interface Entry {
  row: number;
  name: CompanyName;
}

/** Rows by the same name in another spelling, by sound and by a slip; the last two within one city. */
class LikenessIndex {
  private readonly byKey: Index = new Map();
  private readonly byCity = new Map<string, Entry[]>();
  private readonly bySound = new Map<string, Index>();

  add(row: number, name: CompanyName): void {
    push(this.byKey, name.key, row);
    if (!name.city) return;
    const there = this.byCity.get(name.city);
    if (there) there.push({ row, name });
    else this.byCity.set(name.city, [{ row, name }]);
  }

  find(name: CompanyName): readonly number[] {
    const sameKey = this.byKey.get(name.key);
    if (sameKey || !name.city) return sameKey ?? [];
    const inCity = this.byCity.get(name.city) ?? [];
    return this.soundsIn(name.city, inCity).get(soundKey(name)) ?? withOneSlip(name, inCity);
  }

  private soundsIn(city: string, entries: readonly Entry[]): Index {
    const known = this.bySound.get(city);
    if (known) return known;
    const sounds: Index = new Map();
    for (const { row, name } of entries) push(sounds, soundKey(name), row);
    this.bySound.set(city, sounds);
    return sounds;
  }
}

function withOneSlip(name: CompanyName, inCity: readonly Entry[]): number[] {
  if (name.core.length < SLIP_LENGTH) return [];
  return inCity.flatMap(({ row, name: other }) => {
    const isComparable =
      Math.abs(other.core.length - name.core.length) <= 1 &&
      other.kind === name.kind &&
      other.branch === name.branch &&
      placeOf(other) === placeOf(name) &&
      numbersIn(other.core) === numbersIn(name.core);
    return isComparable && editDistance(other.core, name.core) === 1 ? [row] : [];
  });
}

function push(index: Index, key: string, row: number): void {
  if (key === '') return;
  const rows = index.get(key);
  if (rows) rows.push(row);
  else index.set(key, [row]);
}

function foldName(name: string): string {
  return foldWord(name).replace(/\s+/g, '');
}

/** A campus is the same house (浙江省中医院湖滨院区), a branch hospital (分院) is not. */
function withoutCampus(name: string): string {
  return name.trim().replace(/[（(]?[\u4e00-\u9fa5]{1,4}院区[）)]?$|[（(]?(?:本部|总院)[）)]?$/, '') || name;
}

/** Equal for names that sound alike in one place; the place as `normaliseCompany` has it (省人民 is not 市人民). */
function soundKey(name: CompanyName): string {
  const { kind, core, branch } = name;
  return [kind, placeOf(name), soundsOf(core).join(' '), numbersIn(core), branch ?? ''].join('|');
}

function placeOf({ key }: CompanyName): string {
  return key.slice(0, key.indexOf('|'));
}

function numbersIn(text: string): string {
  return (text.match(/\d+|[一二三四五六七八九十东西南北中]/g) ?? []).join(' ');
}
