/** The worksheets of an .xlsx, their rows streamed. */
import type { RawSheet } from '../raw-rows.ts';
import { SheetError } from '../sheet-error.ts';
import { Archive } from './archive.ts';
import { sheetRows, type VerticalMerge, verticalMerges } from './sheet.ts';
import { readWorkbook } from './workbook.ts';

/** Unpacked. Sheets are streamed, so this bounds time rather than memory. */
const MAX_SHEET_BYTES = 300_000_000;

/** All worksheets, hidden ones too, none of them read yet. Throws `SheetError`. */
export async function readXlsx(bytes: Uint8Array): Promise<RawSheet[]> {
  const archive = await Archive.open(bytes);
  refuseOtherDocuments(archive);
  const { sheets, context } = await readWorkbook(archive);
  return sheets.map(({ name, isHidden, path }) => {
    const stream = () => archive.read(path, MAX_SHEET_BYTES);
    let merges: VerticalMerge[] | undefined;
    return {
      name,
      isHidden,
      async open() {
        merges ??= await verticalMerges(stream);
        return sheetRows(await stream(), context, merges);
      },
    };
  });
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
