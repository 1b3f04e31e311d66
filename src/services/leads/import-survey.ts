import { SheetError } from '../../documents/spreadsheet.ts';
import { bookOf } from '../../domain/intake/book.ts';
import type { ImportBook, ImportPreview, ImportProgress } from '../../domain/intake/import.ts';
import type { Submission } from '../../domain/intake/submission.ts';
import { LEAD_PROPERTIES } from '../../domain/leads/description.ts';
import type { HeaderMapping } from '../../domain/match/headers.ts';
import { truncateText } from '../../domain/normalise/text.ts';
import type { Colleague } from '../../domain/people/person.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { openLeadSheet, readLeadRow } from './lead-sheet.ts';

const SHOWN_ROWS = 3;

/** `客户名称 → 公司`, the table's order left aside. */
function columnsOf({ columns }: HeaderMapping, playbook: Playbook): string[] {
  const labels = new Map(playbook.fields.map(({ id, label }) => [`fields.${id}`, label]));
  return Object.entries(columns).flatMap(([name, found]) => {
    const label = labels.get(name) ?? (name in LEAD_PROPERTIES ? LABELS.get(name) : OWN_LABELS[name]);
    return found.map(({ header }) => (label && label !== header ? `${header} → ${label}` : header));
  });
}

const LABELS = new Map<string, string>(
  Object.entries(LEAD_PROPERTIES).map(([name, { label }]) => [name, label]),
);
const OWN_LABELS: Readonly<Record<string, string>> = {
  owner: '负责人',
  state: '客户状态',
  dealDay: '成交日期',
  dealAmount: '成交金额',
};

/** Numbers of people stand in no preview. */
function wordsOf({ company, contactName, need }: Submission): string {
  const words = [company, contactName, need && truncateText(need, SHOWN_NEED, '…')];
  return words.filter(Boolean).join(' · ') || '只有号码';
}

const SHOWN_NEED = 30;

/**
 * What a list holds, read through once before any row is taken. A list whose owners are ours, or that has closed
 * customers, is a book: it must not be dealt out as new enquiries without a word.
 * @throws SheetError when it breaks off or has no rows
 */
export async function surveyOf(
  bytes: Uint8Array,
  playbook: Playbook,
  people: ReadonlyMap<string, Colleague>,
): Promise<Pick<ImportProgress, 'total' | 'untaken' | 'notes' | 'book' | 'preview'>> {
  const { rows, notes, untaken: cells } = await openLeadSheet(bytes, playbook);
  const owners = new Map<string, number>();
  const count = { total: 0, hidden: 0, closed: 0, untaken: 0 };
  const preview: ImportPreview = { columns: [], rows: [], rejected: 0 };
  for await (const row of rows) {
    count.total++;
    if (row.isHidden) count.hidden++;
    const { owner, stands } = bookOf(row.cells, row.list.mapping);
    if (owner) owners.set(owner, (owners.get(owner) ?? 0) + 1);
    if (stands !== 'going') count.closed++;
    const read = readLeadRow(row, playbook);
    if (!read.ok) preview.rejected++;
    if (count.total === 1) preview.columns = columnsOf(row.list.mapping, playbook);
    if (read.ok && preview.rows.length < SHOWN_ROWS) preview.rows.push(wordsOf(read.submission));
  }
  if (count.total === 0) throw new SheetError('empty', '表头下面没有内容');
  for await (const _cell of cells) count.untaken++;
  const hidden = count.hidden ? [`其中 ${count.hidden} 行在表格里是隐藏或被筛选掉的，也按线索处理`] : [];
  const book = bookFrom(owners, count.closed, people);
  const { total, untaken } = count;
  return { total, untaken, preview, notes: [...notes, ...hidden], ...(book && { book }) };
}

function bookFrom(
  names: ReadonlyMap<string, number>,
  closed: number,
  people: ReadonlyMap<string, Colleague>,
): ImportBook | undefined {
  const active = [...people.values()].filter((person) => person.active);
  const all = [...names].map(([name, rows]) => {
    const [only, ...others] = active.filter((person) => person.name === name || person._id === name);
    return { name, rows, id: only && others.length === 0 ? only._id : undefined };
  });
  const owners = all.flatMap(({ id, name, rows }) => (id === undefined ? [] : [{ id, name, rows }]));
  const strangers = all.flatMap(({ id, name, rows }) => (id === undefined ? [{ name, rows }] : []));
  return owners.length || closed ? { owners, strangers, closed } : undefined;
}
