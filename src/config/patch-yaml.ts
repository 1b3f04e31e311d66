/**
 * Changes of a playbook's text that leave everything else as its author wrote it: order, comments, quotes, line breaks.
 * A change is spliced into the text; where the splice does not read as it should (an unusual way of writing), the
 * parsed document is changed and written out, which keeps comments and order too.
 */
import { isDeepStrictEqual } from 'node:util';
import {
  type Document,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';

export type YamlPath = readonly (string | number)[];

export type YamlEdit =
  /** An item more at the end of a list, or before its item `before`. The list is made where there is none. */
  | { kind: 'append'; path: YamlPath; value: unknown; before?: number }
  /** The value of a key, which is written behind the others where it is not there yet; or an item of a list. */
  | { kind: 'set'; path: YamlPath; value: unknown }
  /** A key with its value, or an item of a list. */
  | { kind: 'remove'; path: YamlPath };

const OPTIONS = { version: '1.2', schema: 'core' } as const;
/** Lists on one line go on in the next from here on. */
const LINE_WIDTH = 110;

/** @param source YAML that can be read. @returns the text with the edits, one after the other */
export function patchYaml(source: string, edits: readonly YamlEdit[]): string {
  return edits.reduce(patchOne, source);
}

/** The plain value of a YAML text, as edits see it. */
export function plainOf(source: string): unknown {
  return parseDocument(source, OPTIONS).toJS();
}

function patchOne(source: string, edit: YamlEdit): string {
  const document = parseDocument(source, OPTIONS);
  const wanted = document.clone() as Document.Parsed;
  changeDocument(wanted, edit);
  const spliced = splice(source, document, edit);
  if (spliced !== undefined && readsAs(spliced, wanted)) return spliced;
  return wanted.toString({ lineWidth: 0 });
}

function readsAs(text: string, wanted: Document): boolean {
  const read = parseDocument(text, OPTIONS);
  return read.errors.length === 0 && isDeepStrictEqual(read.toJS(), wanted.toJS());
}

function changeDocument(document: Document, edit: YamlEdit): void {
  const { path } = edit;
  if (edit.kind === 'remove') {
    document.deleteIn(path);
    return;
  }
  if (edit.kind === 'set') {
    document.setIn(path, document.createNode(edit.value));
    return;
  }
  const list = document.getIn(path);
  if (!isSeq(list)) {
    document.setIn(path, document.createNode([edit.value]));
    return;
  }
  list.items.splice(edit.before ?? list.items.length, 0, document.createNode(edit.value));
}

function splice(source: string, document: Document, edit: YamlEdit): string | undefined {
  const node = document.getIn(edit.path, true);
  switch (edit.kind) {
    case 'set':
      return isNode(node)
        ? replaced(source, node, edit.value)
        : addedKey(source, document, edit.path, edit.value);
    case 'append':
      return isSeq(node)
        ? appended(source, node, edit.value, edit.before)
        : splice(source, document, { kind: 'set', path: edit.path, value: [edit.value] });
    case 'remove':
      return removed(source, document, edit.path);
  }
}

/** A value on one line takes another's place; longer ones are left to the document. */
function replaced(source: string, node: Node, value: unknown): string | undefined {
  if (!node.range) return undefined;
  const [start, end] = node.range;
  const isBlock = isCollection(node) ? !node.flow : isScalar(node) && /^BLOCK_/.test(node.type ?? '');
  if (!isBlock) return source.slice(0, start) + inline(value) + source.slice(end);
  if (!isScalar(node)) return undefined;
  // A text over several lines ends in a line break of its own.
  const indent = indentAt(source, start);
  const ending = source[end - 1] === '\n' ? '\n' : '';
  return (
    source.slice(0, start) +
    indented(stringify({ k: value }).slice(3).trimEnd(), indent) +
    ending +
    source.slice(end)
  );
}

function addedKey(source: string, document: Document, path: YamlPath, value: unknown): string | undefined {
  const key = path.at(-1);
  const map = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const last = isMap(map) ? map.items.at(-1) : undefined;
  const end = last && endOf(last);
  if (!isMap(map) || !map.range || end === undefined || typeof key !== 'string') return undefined;
  if (map.flow) return `${source.slice(0, end)}, ${key}: ${inline(value)}${source.slice(end)}`;
  const at = behindLine(source, end);
  const indent = columnOf(source, map.range[0]);
  const written = stringify({ [key]: value }, { lineWidth: 0 }).trimEnd();
  return insertLines(source, at, indented(`${' '.repeat(indent)}${written}`, indent));
}

function appended(
  source: string,
  list: YAMLSeq,
  value: unknown,
  before: number | undefined,
): string | undefined {
  const items = list.items as Node[];
  const next = before === undefined ? undefined : items[before];
  const last = items.at(-1);
  if (!list.range || !last?.range) return undefined;
  if (list.flow) {
    if (next?.range)
      return `${source.slice(0, next.range[0])}${inline(value)}, ${source.slice(next.range[0])}`;
    const end = last.range[1];
    const lineStart = source.lastIndexOf('\n', end - 1) + 1;
    const text = inline(value);
    if (end - lineStart + text.length + 3 <= LINE_WIDTH)
      return `${source.slice(0, end)}, ${text}${source.slice(end)}`;
    const indent = indentAt(source, end) + (list.range[0] >= lineStart ? 2 : 0);
    return `${source.slice(0, end)},\n${' '.repeat(indent)}${text}${source.slice(end)}`;
  }
  const column = columnOf(source, list.range[0]);
  const at = next?.range ? aboveComments(source, next.range[0]) : behindLine(source, last.range[1]);
  return insertLines(source, at, `${' '.repeat(column)}- ${item(value, last, column + 2)}`);
}

/** In the way of the item before it: on one line, or a line a key. */
function item(value: unknown, like: Node, indent: number): string {
  if (isMap(like) && like.flow) return inline(value);
  return indented(stringify(value, { lineWidth: 0 }).trimEnd(), indent);
}

function removed(source: string, document: Document, path: YamlPath): string | undefined {
  const holder = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const key = path.at(-1);
  if (!isMap(holder) && !isSeq(holder)) return undefined;
  const index = isSeq(holder)
    ? Number(key)
    : (holder as YAMLMap).items.findIndex(({ key: own }) => isScalar(own) && own.value === key);
  const entries = holder.items as (Node | Pair)[];
  const entry = entries[index];
  const [start, end] = [entry && startOf(entry), entry && endOf(entry)];
  if (!entry || start === undefined || end === undefined || entries.length < 2) return undefined;
  if (holder.flow) {
    const before = entries[index - 1];
    const after = entries[index + 1];
    const from = before ? endOf(before) : start;
    const to = before ? end : after && startOf(after);
    return from === undefined || to === undefined ? undefined : source.slice(0, from) + source.slice(to);
  }
  return source.slice(0, source.lastIndexOf('\n', start - 1) + 1) + source.slice(behindLine(source, end));
}

function startOf(entry: Node | Pair): number | undefined {
  return isNode(entry) ? entry.range?.[0] : isNode(entry.key) ? entry.key.range?.[0] : undefined;
}

function endOf(entry: Node | Pair): number | undefined {
  if (isNode(entry)) return entry.range?.[1];
  if (isNode(entry.value) && entry.value.range) return entry.value.range[1];
  return isNode(entry.key) ? entry.key.range?.[1] : undefined;
}

/** On one line, as it may stand within brackets too. */
function inline(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inline).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return bare(value);
  const pairs = Object.entries(value).map(([key, part]) => `${bare(key)}: ${inline(part)}`);
  return `{ ${pairs.join(', ')} }`;
}

function bare(value: unknown): string {
  const list = stringify([value], { collectionStyle: 'flow', lineWidth: 0, flowCollectionPadding: false });
  return list.trimEnd().slice(1, -1);
}

/** Every line but the first as deep as `indent`, deeper ones by as much more. */
function indented(text: string, indent: number): string {
  return text.replace(/\n(?=[^\n])/g, `\n${' '.repeat(indent)}`);
}

function columnOf(source: string, at: number): number {
  return at - (source.lastIndexOf('\n', at - 1) + 1);
}

/** How deep the line begins. */
function indentAt(source: string, at: number): number {
  const start = source.lastIndexOf('\n', at - 1) + 1;
  return /^ */.exec(source.slice(start))?.[0].length ?? 0;
}

/** Where the line after the one that ends here begins. */
function behindLine(source: string, given: number): number {
  let end = given;
  // Empty lines behind a text over several lines belong to what follows.
  while (source[end - 1] === '\n' && source[end - 2] === '\n') end -= 1;
  if (source[end - 1] === '\n') return end;
  const next = source.indexOf('\n', end);
  return next < 0 ? source.length : next + 1;
}

/** Where the line of this place begins, and the comments right above it, which are about it. */
function aboveComments(source: string, at: number): number {
  let start = source.lastIndexOf('\n', at - 1) + 1;
  while (start > 0) {
    const before = source.lastIndexOf('\n', start - 2) + 1;
    if (!/^\s*#/.test(source.slice(before, start))) return start;
    start = before;
  }
  return start;
}

function insertLines(source: string, at: number, lines: string): string {
  const before = source.slice(0, at);
  return `${before}${before === '' || before.endsWith('\n') ? '' : '\n'}${lines}\n${source.slice(at)}`;
}
