import { type LeadFacts, type LeadPath, type LeadValues, leadPath, valueAt } from '../leads/lead-fields.ts';
import type { LookupTables } from '../playbook/fields.ts';
import { propertyShape } from '../playbook/options.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { readFieldValue } from './field-value.ts';
import { LookupTable, type TableMatch } from './lookup-table.ts';

type Lookup = Playbook['lookups'][number];
type Row = Record<string, string>;

export interface LookupMatch extends TableMatch {
  /** The lookup's id; `row` is its row's number, from 0. */
  lookup: string;
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
    const match = rows && lead.company ? tableOf(lookup, rows).find(lead.company, lead.city) : undefined;
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

const built = new WeakMap<readonly Row[], Map<string, LookupTable>>();

/** Tables are part of a published playbook version and never change: each is indexed once. */
function tableOf(lookup: Lookup, rows: readonly Row[]): LookupTable {
  const columns = { name: lookup.nameColumn, aliases: lookup.aliasColumn, city: lookup.fill.city };
  const key = JSON.stringify(columns);
  const tables = built.get(rows) ?? new Map<string, LookupTable>();
  built.set(rows, tables);
  const table = tables.get(key) ?? new LookupTable(rows, columns);
  tables.set(key, table);
  return table;
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
