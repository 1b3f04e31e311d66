import { type SheetColumn, writeTwoSheets } from '../../documents/spreadsheet.ts';
import type { RowPlace } from '../../domain/intake/import.ts';
import type { Playbook } from '../../domain/playbook/playbook.ts';
import { type LeadRow, type LeadSheet, readLeadRow, UNTAKEN_SHEET } from './lead-sheet.ts';

interface RejectedRow {
  row: LeadRow;
  reason: string;
}

/** The cells of one row that were not taken, by column. */
interface UntakenRow {
  sheet: string | undefined;
  row: number;
  cells: Record<string, string>;
}

/**
 * A workbook of everything an import left: the rejected rows with their reasons, and the cells that were not read with
 * row and column. A row that cannot be read is found again here, so none is missing however many were rejected.
 * @param rejected why rows were refused that could be read
 */
export async function leftOverFile(
  sheet: LeadSheet,
  rejected: readonly (RowPlace & { reason: string })[],
  playbook: Playbook,
): Promise<Buffer> {
  const reasons = new Map(rejected.map(({ row, sheet: name, reason }) => [`${name ?? ''}|${row}`, reason]));
  const rows: RejectedRow[] = [];
  for await (const row of sheet.rows) {
    const read = readLeadRow(row, playbook);
    const reason = reasons.get(`${row.sheet ?? ''}|${row.row}`) ?? (read.ok ? undefined : read.reason);
    if (reason !== undefined) rows.push({ row, reason });
  }
  const { untaken, columns, hasSheets } = await untakenRows(sheet);
  const sheetColumn: SheetColumn<{ sheet?: string | undefined }> = {
    header: '工作表',
    value: (item) => item.sheet ?? '',
  };
  return writeTwoSheets(
    {
      name: '未导入的行',
      columns: [
        { header: '行号', value: ({ row }: RejectedRow) => row.row, width: 8 },
        { header: '原因', value: ({ reason }: RejectedRow) => reason, width: 40 },
        ...sheet.headers.map((header) => ({
          header,
          value: ({ row }: RejectedRow) => row.cells[header] ?? '',
        })),
      ],
      rows,
    },
    {
      name: UNTAKEN_SHEET,
      columns: [
        ...(hasSheets ? [sheetColumn] : []),
        { header: '行号', value: ({ row }: UntakenRow) => row, width: 8 },
        ...columns.map((header) => ({ header, value: ({ cells }: UntakenRow) => cells[header] ?? '' })),
      ],
      rows: untaken,
    },
  );
}

async function untakenRows(sheet: LeadSheet) {
  const columns = new Set<string>();
  const untaken: UntakenRow[] = [];
  for await (const { sheet: name, row, column, text } of sheet.untaken) {
    columns.add(column);
    const last = untaken.at(-1);
    if (last && last.sheet === name && last.row === row) last.cells[column] = text;
    else untaken.push({ sheet: name, row, cells: { [column]: text } });
  }
  return { untaken, columns: [...columns], hasSheets: untaken.some((row) => row.sheet !== undefined) };
}
