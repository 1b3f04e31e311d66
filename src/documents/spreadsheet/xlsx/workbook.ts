/** The parts of an .xlsx around its sheets: which sheets there are, number formats, shared strings. */
import { posix } from 'node:path';
import type { Archive } from './archive.ts';
import { type NumberStyle, numberStyle, unescapeControls, type WorkbookContext } from './cell.ts';
import { parseWholeXml, type XmlHandlers } from './xml-stream.ts';

/** Unpacked. Shared strings stay in memory while the file is read. */
const MAX_PART_BYTES = 60_000_000;

export interface Workbook {
  /** Worksheets in their order. */
  sheets: SheetPart[];
  context: WorkbookContext;
}

export interface SheetPart {
  name: string;
  path: string;
  isHidden: boolean;
}

interface Relation {
  id: string;
  type: string;
  path: string;
}

/** Throws `SheetError`. */
export async function readWorkbook(archive: Archive): Promise<Workbook> {
  const root = (await relations(archive, '')).find(({ type }) => type === 'officeDocument');
  const path = root?.path ?? 'xl/workbook.xml';
  const parts = await relations(archive, path);
  const partOf = (type: string) => parts.find((part) => part.type === type && archive.has(part.path))?.path;
  const { sheets, date1904 } = await readSheetList(archive, path);
  return {
    sheets: sheets.flatMap(({ name, isHidden, relationId }) => {
      const part = parts.find(({ id, type }) => id === relationId && type === 'worksheet');
      return part ? [{ name, isHidden, path: part.path }] : [];
    }),
    context: {
      date1904,
      styles: await readStyles(archive, partOf('styles')),
      sharedStrings: await readSharedStrings(archive, partOf('sharedStrings')),
    },
  };
}

/** The relations of a part (of the whole package for ''), with paths from the root of the archive. */
async function relations(archive: Archive, part: string): Promise<Relation[]> {
  const folder = posix.dirname(part || 'x');
  const path = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  const found: Relation[] = [];
  if (!archive.has(path)) return found;
  await readPart(archive, path, {
    open(name, { Id = '', Type = '', Target = '' }) {
      if (name !== 'Relationship') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), path: target });
    },
  });
  return found;
}

async function readSheetList(
  archive: Archive,
  path: string,
): Promise<{ sheets: (Omit<SheetPart, 'path'> & { relationId: string })[]; date1904: boolean }> {
  const sheets: (Omit<SheetPart, 'path'> & { relationId: string })[] = [];
  let date1904 = false;
  await readPart(archive, path, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.date1904 ?? '');
      if (name !== 'sheet') return;
      const isHidden = (attributes.state ?? 'visible') !== 'visible';
      const relationId = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '';
      sheets.push({ name: attributes.name ?? '', isHidden, relationId });
    },
  });
  return { sheets, date1904 };
}

async function readStyles(archive: Archive, path: string | undefined): Promise<NumberStyle[]> {
  const formats = new Map<number, string>();
  const styles: NumberStyle[] = [];
  let inCellStyles = false;
  if (!path) return styles;
  await readPart(archive, path, {
    open(name, attributes) {
      if (name === 'cellXfs') inCellStyles = true;
      if (name === 'numFmt') formats.set(Number(attributes.numFmtId), attributes.formatCode ?? '');
      if (name !== 'xf' || !inCellStyles) return;
      const id = Number(attributes.numFmtId ?? 0);
      styles.push(numberStyle(id, formats.get(id)));
    },
    close(name) {
      if (name === 'cellXfs') inCellStyles = false;
    },
  });
  return styles;
}

/** Rich text is joined; phonetic guides (`rPh`) are not part of the text. */
async function readSharedStrings(archive: Archive, path: string | undefined): Promise<string[] | undefined> {
  const strings: string[] = [];
  let current = '';
  let inText = false;
  let inPhonetic = false;
  if (!path) return undefined;
  await readPart(archive, path, {
    open(name) {
      if (name === 'si') current = '';
      if (name === 't') inText = true;
      if (name === 'rPh') inPhonetic = true;
    },
    text(text) {
      if (inText && !inPhonetic) current += text;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name === 'si') strings.push(unescapeControls(current));
    },
  });
  return strings;
}

async function readPart(archive: Archive, path: string, handlers: XmlHandlers): Promise<void> {
  await parseWholeXml(await archive.read(path, MAX_PART_BYTES), handlers);
}
