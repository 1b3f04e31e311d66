/** What a file really is, by its first bytes: names and extensions lie. */
import { DocumentError } from './document-error.ts';

export type DocumentKind = 'pdf' | 'jpeg' | 'png' | 'webp' | 'gif';

/** The same limit as for every file people send. */
const MAX_BYTES = 10 * 1024 * 1024;
const ADVICE = '请发 PDF，或 JPG、PNG 照片';

/** A signature, and where it stands. */
type Signature = readonly [at: number, latin1: string];

const READABLE: [Signature, DocumentKind][] = [
  [[0, '\xFF\xD8\xFF'], 'jpeg'],
  [[0, '\x89PNG\r\n\x1A\n'], 'png'],
  [[8, 'WEBP'], 'webp'],
  [[0, 'GIF8'], 'gif'],
];

const HEIC = '这是 HEIC 照片，目前读不了；请在手机相机设置里选“兼容性最佳”，或转成 JPG 再发';
const VIDEO = '这是视频，看不了；请发照片或 PDF';
const SOUND = '这是录音，听不了；请打字，或用输入法的语音输入';
const TIFF = '这是 TIFF 图片，目前读不了；请转成 JPG 或 PDF 再发';
const PACKED = '这是压缩包；请解压后发 PDF，或 JPG、PNG 照片';
const REFUSED: [Signature, string][] = [
  [[4, 'ftyphe'], HEIC],
  [[4, 'ftypmif1'], HEIC],
  [[4, 'ftypmsf1'], HEIC],
  [[4, 'ftypM4A'], SOUND],
  [[4, 'ftyp'], VIDEO],
  [[0, '#!AMR'], SOUND],
  [[0, '#!SILK'], SOUND],
  [[1, '#!SILK'], SOUND],
  [[0, 'ID3'], SOUND],
  [[0, 'OggS'], SOUND],
  [[0, 'II*\0'], TIFF],
  [[0, 'MM\0*'], TIFF],
  [
    [0, 'PK\x03\x04'],
    `这是压缩包或 Office 文件，不是表单的照片或 PDF；${ADVICE}。表格请用 Excel 或 WPS 另存为 .xlsx 再发`,
  ],
  [[0, '\xD0\xCF\x11\xE0'], '这是旧版 Office 文件；请另存为 PDF 再发'],
  [[0, 'Rar!'], PACKED],
  [[0, '7z\xBC\xAF'], PACKED],
  [[0, '\x1F\x8B'], PACKED],
];

/** @throws DocumentError for whatever cannot be read, with what to do instead */
export function documentKind(bytes: Uint8Array): DocumentKind {
  if (bytes.length === 0) throw new DocumentError('empty', '文件是空的，请重新发送');
  if (bytes.length > MAX_BYTES) throw new DocumentError('too-large', '文件超过 10 MB，请压缩或拆分后再发');
  const head = Buffer.from(bytes.subarray(0, 1100)).toString('latin1');
  // An archive may hold a PDF near its beginning: what stands first counts.
  const stands = ([[at, signature]]: readonly [Signature, string]) => head.startsWith(signature, at);
  const refused = REFUSED.find(stands);
  if (refused) throw new DocumentError('unsupported', refused[1]);
  const readable = READABLE.find(stands);
  if (readable) return readable[1];
  // Readers of PDF look for its beginning within the first thousand bytes.
  if (head.slice(0, 1024).includes('%PDF-')) return 'pdf';
  throw new DocumentError('not-a-document', `认不出这种文件；${ADVICE}`);
}
