/** Which column of somebody's table means which field of a lead (requirement A1). */

import { LEAD_PROPERTIES } from '../leads/description.ts';

/** Field name → the column names people use for it, the best first. */
export type HeaderSynonyms = Readonly<Record<string, readonly string[]>>;

export interface MappedColumn {
  header: string;
  /** False when only the end of the header was understood (`客户联系电话` as 联系电话): show it before relying on it. */
  sure: boolean;
}

export interface HeaderMapping {
  /** Field name → its columns, the best first: a field may stand in several (手机, 座机). */
  columns: Record<string, MappedColumn[]>;
  /** Headers that mean no known field, in their order. */
  unknown: string[];
}

/** Column names for what a lead can hold; a playbook adds its own labels. */
export const LEAD_HEADERS: HeaderSynonyms = Object.fromEntries(
  Object.entries(LEAD_PROPERTIES).flatMap(([name, { headers }]) => (headers.length ? [[name, headers]] : [])),
);

/**
 * Understands column names whatever their width, spacing, asterisks and remarks in brackets: first whole names, then
 * names that end in a known one (but 甲医院 is a customer, not a column of hospitals). Of several fields a header could mean, the first in `synonyms` counts.
 */
export function mapHeaders(headers: readonly string[], synonyms: HeaderSynonyms): HeaderMapping {
  const known = knownNames(synonyms);
  const columns: Record<string, MappedColumn[]> = {};
  const unknown: string[] = [];
  const understood = headers.flatMap((header) => {
    const match = understand(header, known);
    if (!match) unknown.push(header);
    return match ? [{ header, ...match }] : [];
  });
  for (const { header, sure, field } of understood.sort(byQuality)) {
    columns[field] = [...(columns[field] ?? []), { header, sure }];
  }
  return { columns, unknown };
}

/** A test for column names, for finding the header row of a table. */
export function headerTest(synonyms: HeaderSynonyms): (text: string) => boolean {
  const names = new Set(knownNames(synonyms).map(({ name }) => name));
  return (text) => spellings(text).some((spelling) => names.has(spelling));
}

interface KnownName {
  field: string;
  name: string;
  /** Its place in the field's list. */
  rank: number;
}

interface Match {
  field: string;
  sure: boolean;
  rank: number;
}

function knownNames(synonyms: HeaderSynonyms): KnownName[] {
  return Object.entries(synonyms).flatMap(([field, names]) =>
    names.map((name, rank) => ({ field, name: plain(name), rank })),
  );
}

function understand(header: string, known: readonly KnownName[]): Match | undefined {
  for (const spelling of spellings(header)) {
    const whole = known.find(({ name }) => name === spelling);
    if (whole) return { field: whole.field, rank: whole.rank, sure: true };
  }
  const [, short = ''] = spellings(header);
  const [longest] = known
    .filter(({ field, name }) => name.length >= (field === 'company' ? 3 : 2) && short.endsWith(name))
    .sort((a, b) => b.name.length - a.name.length);
  return longest && { field: longest.field, rank: longest.rank, sure: false };
}

function byQuality(a: Match, b: Match): number {
  return Number(b.sure) - Number(a.sure) || a.rank - b.rank;
}

/** The header as it stands and without its remark: `预算(万元)*` → `预算(万元)`, `预算`. */
function spellings(header: string): [string, string] {
  const whole = plain(header);
  return [whole, whole.replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, '')];
}

function plain(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_*:：、/-]+/g, '');
}
