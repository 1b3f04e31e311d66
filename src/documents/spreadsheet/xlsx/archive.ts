/** The zip archive that an .xlsx is, opened without trusting it. */
import type { Readable } from 'node:stream';
import { type Entry, fromBufferPromise, type ZipFile } from 'yauzl';
import { SheetError } from '../sheet-error.ts';

/** A workbook has some dozens of parts. */
const MAX_ENTRIES = 5_000;

export class Archive {
  private readonly zip: ZipFile;
  private readonly entries: ReadonlyMap<string, Entry>;

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>) {
    this.zip = zip;
    this.entries = entries;
  }

  // Part names are equal without regard to case (ECMA-376 part 2); writers of ERP systems make use of it.
  private static key(path: string): string {
    return path.toLowerCase();
  }

  /** Throws `SheetError`. */
  static async open(bytes: Uint8Array): Promise<Archive> {
    try {
      const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      const zip = await fromBufferPromise(buffer, { validateEntrySizes: true });
      if (zip.entryCount > MAX_ENTRIES) throw new Error(`${zip.entryCount} entries`);
      const entries = new Map<string, Entry>();
      for await (const entry of zip.eachEntry()) entries.set(Archive.key(entry.fileName), entry);
      return new Archive(zip, entries);
    } catch (error) {
      throw corrupt(error);
    }
  }

  has(path: string): boolean {
    return this.entries.has(Archive.key(path));
  }

  /** Whether any part lies in that folder. */
  hasFolder(folder: string): boolean {
    return [...this.entries.keys()].some((path) => path.startsWith(`${Archive.key(folder)}/`));
  }

  /**
   * A part as a stream. More than `maxBytes` unpacked is refused before unpacking begins; an entry that unpacks to
   * another size than it claims makes the stream fail.
   */
  async read(path: string, maxBytes: number): Promise<Readable> {
    const entry = this.entries.get(Archive.key(path));
    if (!entry) throw corrupt(new Error(`no part ${path}`));
    if (entry.isEncrypted()) throw new SheetError('encrypted', '压缩包设了密码，请去掉密码后再发');
    if (entry.uncompressedSize > maxBytes) {
      throw new SheetError('too-large', '表格解压后太大，请删掉多余的行列或拆成几个文件再发');
    }
    try {
      return await this.zip.openReadStreamPromise(entry);
    } catch (error) {
      throw corrupt(error);
    }
  }
}

export function corrupt(cause: unknown): SheetError {
  if (cause instanceof SheetError) return cause;
  return new SheetError('corrupt', '表格文件已损坏，请用 Excel 或 WPS 打开后重新保存再发', { cause });
}
