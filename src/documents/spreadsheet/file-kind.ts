/** What a file really is, by its first bytes: names and extensions lie. */
import { isUtf8 } from 'node:buffer';
import { wideEncoding } from './encoding.ts';
import { SheetError } from './sheet-error.ts';

/** Both kinds of file people send as a table. */
export type TableKind = 'zip' | 'text';

const SIGNATURES: [latin1: string, what: string][] = [
  ['%PDF', 'PDF 文件'],
  ['\xFF\xD8\xFF', 'JPEG 图片'],
  ['\x89PNG', 'PNG 图片'],
  ['GIF8', 'GIF 图片'],
  ['Rar!', 'RAR 压缩包'],
  ['7z\xBC\xAF', '7z 压缩包'],
  ['\x1F\x8B', 'gzip 压缩包'],
  ['{\\rtf', 'RTF 文档'],
  ['#!AMR', '录音'],
  ['#!SILK', '录音'],
];
const OLE = '\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1';
const ADVICE = '请用 Excel 或 WPS 另存为 .xlsx 或 .csv 再发';

/** Throws `SheetError` for everything that is neither a zip archive nor text. */
export function tableKind(bytes: Uint8Array): TableKind {
  if (bytes.length === 0) throw new SheetError('empty', '文件是空的');
  const head = Buffer.from(bytes.subarray(0, 4096)).toString('latin1');
  if (head.startsWith('PK\x03\x04')) return 'zip';
  if (head.startsWith(OLE)) throw oleError(bytes);
  const known = SIGNATURES.find(([signature]) => head.startsWith(signature));
  if (known) throw new SheetError('not-a-table', `这是${known[1]}，不是表格，${ADVICE}`);
  if (isWebPage(head)) {
    throw new SheetError('not-a-table', `这是网页格式的表格（改了扩展名的 HTML/XML），${ADVICE}`);
  }
  if (!looksLikeText(bytes, head)) throw new SheetError('not-a-table', `认不出这种文件，${ADVICE}`);
  return 'text';
}

/** Parts by which an archive is something else than a table, whole or damaged. */
const NO_TABLE = /(?:word|ppt)\/|\.(?:jpe?g|png|pdf|docx?|pptx?|mp4)(?:PK|$)/i;
const OFFICE_BEGINS = /\[Content_Types\]\.xml|_rels\/|docProps\//i;
const OLE_DOCUMENTS = ['WordDocument', 'PowerPoint Document'].map((name) => Buffer.from(name, 'utf16le'));

/**
 * Whether a file is meant as a table, by its content: also one that cannot be read (.xls, a table saved as a web page),
 * so that the advice is right for tables. PDF, pictures and other documents are none.
 */
export function isMeantAsTable(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = buffer.subarray(0, 4096).toString('latin1');
  if (head.startsWith(OLE)) return !OLE_DOCUMENTS.some((name) => buffer.includes(name));
  // Names of an archive's parts stand in its directory, at the end.
  if (head.startsWith('PK\x03\x04')) return isSpreadsheet(buffer);
  if (SIGNATURES.some(([signature]) => head.startsWith(signature)) || bytes.length === 0) return false;
  return isWebPage(head) || looksLikeText(bytes, head);
}

function isSpreadsheet(archive: Buffer): boolean {
  const directory = archive.subarray(-65_536).toString('latin1');
  if (directory.toLowerCase().includes('xl/')) return true;
  // One that is cut off has lost its directory, and still begins as office programs begin theirs.
  const beginning = archive.subarray(0, 4096).toString('latin1');
  return OFFICE_BEGINS.test(beginning) && !NO_TABLE.test(directory);
}

function isWebPage(head: string): boolean {
  return /^\s*(?:\xEF\xBB\xBF)?\s*<(?:!doctype|html|table|meta|\?xml|head)/i.test(head);
}

/** An old .xls and an .xlsx with a password share one container; stream names tell them apart. */
function oleError(bytes: Uint8Array): SheetError {
  const encrypted = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(
    Buffer.from('EncryptedPackage', 'utf16le'),
  );
  return encrypted
    ? new SheetError(
        'encrypted',
        '文件设了打开密码，请去掉密码后再发（Excel：文件 → 信息 → 保护工作簿 → 用密码进行加密，清空密码）',
      )
    : new SheetError('old-excel', `这是旧版 .xls 文件，${ADVICE}`);
}

function looksLikeText(bytes: Uint8Array, head: string): boolean {
  if (/^(?:\xFF\xFE|\xFE\xFF)/.test(head)) return true;
  if (head.includes('\0')) return wideEncoding(bytes) !== undefined;
  // GBK text has no control characters; other binary data soon has.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return isUtf8(bytes) || !/[\x01-\x08\x0E-\x1A\x1C-\x1F]/.test(head);
}
