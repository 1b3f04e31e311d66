import { sourceOf } from '../leads/sources.ts';
import { type HeaderMapping, type HeaderSynonyms, LEAD_HEADERS } from '../match/headers.ts';
import type { Playbook } from '../playbook/playbook.ts';

/** Column names an import understands: the usual ones, and the labels of the playbook's own fields. */
export function importHeaders(playbook: Playbook): HeaderSynonyms {
  const own = playbook.fields.map((field) => [`fields.${field.id}`, [field.label, field.id, ...field.words]]);
  return { ...LEAD_HEADERS, ...Object.fromEntries(own) };
}

/** What stands below a table. */
const SUMMARY = /^(?:合计|总计|小计|汇总|总数|共\d+条?)[:：]?$/;

/** A row of sums, which is no lead. */
export function isSummaryRow(cells: Readonly<Record<string, string>>, mapping: HeaderMapping): boolean {
  const cellOf = (name: string) => mapping.columns[name]?.map(({ header }) => cells[header]).find(Boolean);
  const [first = ''] = Object.values(cells).filter(Boolean);
  return SUMMARY.test(first.replace(/\s/g, '')) && !cellOf('phone') && !cellOf('email');
}

const LISTS = new Set(['products', 'categories']);

/** One row as an item of `POST /api/leads`: the first filled column of each field, lists cut at 、，; and /. */
export function rowToItem(
  cells: Readonly<Record<string, string>>,
  mapping: HeaderMapping,
): Record<string, unknown> {
  const item: Record<string, unknown> = {};
  const fields: Record<string, string> = {};
  for (const [name, columns] of Object.entries(mapping.columns)) {
    const text = columns.map(({ header }) => cells[header]).find((cell) => cell);
    if (!text) continue;
    if (name.startsWith('fields.')) fields[name.slice('fields.'.length)] = text;
    else
      item[name] = LISTS.has(name)
        ? text
            .split(/[、，,;；/]/)
            .map((part) => part.trim())
            .filter(Boolean)
        : text;
  }
  // A source nobody knows is still worth reading: it goes where it can be seen, and the row is not lost for it.
  const written = typeof item.source === 'string' ? item.source : '';
  const source = sourceOf(written) ?? 'import';
  const channel = item.channel ?? (written && !sourceOf(written) ? written : undefined);
  const known = { ...item, source, ...(channel ? { channel } : {}) };
  return Object.keys(fields).length ? { ...known, fields } : known;
}
