import { type LeadFacts, type LeadPath, type LeadValues, leadPath, valueAt } from '../lead-fields.ts';
import type { LookupTables, Playbook } from '../playbook.ts';
import { propertyShape } from '../playbook-options.ts';
import { foldWord } from '../tags/word-finder.ts';
import { readFieldValue } from './field-value.ts';

type Lookup = Playbook['lookups'][number];
type Row = Record<string, string>;

export interface LookupMatch {
  /** The lookup's id. */
  lookup: string;
  /** Number of the row in the table, from 0. */
  row: number;
  how: 'exact' | 'alias' | 'fuzzy';
}

/**
 * Master data for a lead (A3): each lookup's row for the lead's company, and what that row fills in where the lead has
 * nothing yet. Cells are read by the type of what they fill; an empty cell fills nothing.
 */
export function fillFromLookups(
  lead: LeadFacts,
  playbook: Playbook,
  tables: LookupTables,
): { set: LeadValues; matched: LookupMatch[] } {
  const set: LeadValues = {};
  const matched: LookupMatch[] = [];
  for (const lookup of playbook.lookups) {
    const rows = Object.hasOwn(tables, lookup.id) ? tables[lookup.id] : undefined;
    const match = rows && findRow(lead, lookup, rows);
    const row = match && rows?.[match.row];
    if (!match || !row) continue;
    matched.push({ lookup: lookup.id, ...match });
    for (const [path, value] of Object.entries(cellsOf(row, lookup, playbook))) {
      const isFree = valueAt(lead, path as LeadPath) === undefined && !Object.hasOwn(set, path);
      if (isFree) Object.assign(set, { [path]: value });
    }
  }
  return { set, matched };
}

function findRow(
  lead: LeadFacts,
  lookup: Lookup,
  rows: readonly Row[],
): Omit<LookupMatch, 'lookup'> | undefined {
  const name = foldWord(lead.company ?? '');
  const exact = rows.findIndex((r) => foldWord(r[lookup.nameColumn] ?? '') === name);
  if (exact >= 0) return { row: exact, how: 'exact' };
  const alias = rows.findIndex((r) =>
    (r[lookup.aliasColumn ?? ''] ?? '').split('；').map(foldWord).includes(name),
  );
  return alias >= 0 ? { row: alias, how: 'alias' } : undefined;
}

function cellsOf(row: Row, lookup: Lookup, playbook: Playbook): LeadValues {
  const values: LeadValues = {};
  for (const [name, column] of Object.entries(lookup.fill)) {
    const path = leadPath(name, playbook);
    const shape = propertyShape(playbook, name);
    const read = path && shape && readFieldValue(row[column], shape);
    if (read?.ok && read.value !== undefined) Object.assign(values, { [path as string]: read.value });
  }
  return values;
}
