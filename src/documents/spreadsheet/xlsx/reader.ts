/** Rows of the first visible worksheet of an .xlsx that has any, streamed. */
import type { RawRow } from '../raw-rows.ts';
import { SheetError } from '../sheet-error.ts';
import { Archive } from './archive.ts';
import { sheetRows, verticalMerges } from './sheet.ts';
import { readWorkbook } from './workbook.ts';

/** Unpacked. Sheets are streamed, so this bounds time rather than memory. */
const MAX_SHEET_BYTES = 300_000_000;

export interface XlsxSheet {
  name: string;
  /** Visible sheets that were not read. */
  otherSheets: string[];
  rows: AsyncGenerator<RawRow>;
}

/** Throws `SheetError`; so does iterating `rows`. */
export async function readXlsx(bytes: Uint8Array): Promise<XlsxSheet> {
  const archive = await Archive.open(bytes);
  refuseOtherDocuments(archive);
  const { sheets, context } = await readWorkbook(archive);
  for (const sheet of sheets) {
    const open = () => archive.read(sheet.path, MAX_SHEET_BYTES);
    const merges = await verticalMerges(open);
    const rows = sheetRows(await open(), context, merges);
    const first = await rows.next();
    if (first.done) continue;
    const otherSheets = sheets.filter((other) => other !== sheet).map(({ name }) => name);
    return { name: sheet.name, otherSheets, rows: startingWith(first.value, rows) };
  }
  throw new SheetError('empty', '表格里没有内容');
}

async function* startingWith(first: RawRow, rest: AsyncGenerator<RawRow>): AsyncGenerator<RawRow> {
  try {
    yield first;
    yield* rest;
  } finally {
    await rest.return(undefined);
  }
}

const OTHER_DOCUMENTS: [folder: string, what: string][] = [
  ['word', 'Word 文档'],
  ['ppt', 'PPT 演示文稿'],
  ['Index', 'Numbers 表格'],
];

function refuseOtherDocuments(archive: Archive): void {
  if (archive.hasFolder('xl')) return;
  const other = OTHER_DOCUMENTS.find(([folder]) => archive.hasFolder(folder))?.[1];
  const what = other ?? (archive.has('content.xml') ? 'ODS 文档' : 'ZIP 压缩包');
  throw new SheetError('not-a-table', `这是${what}，不是 Excel 表格，请用 Excel 或 WPS 另存为 .xlsx 再发`);
}
