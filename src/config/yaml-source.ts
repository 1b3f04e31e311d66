/**
 * YAML 1.2 (core schema) to a plain value that remembers where everything stood. Written by people and possibly
 * hostile: size, depth and number of tokens are limited before the parser sees the text, and anchors, tags,
 * repeated keys and several documents in one file are refused.
 */
import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Pair,
  parseDocument,
  type Scalar,
  visit,
  type YAMLSeq,
} from 'yaml';
import { type ConfigProblem, inOrder, type Path, pathText } from './problems.ts';
import { decodeText, hasHiddenCharacter } from './text-source.ts';
import { describeYamlError, lineHint } from './yaml-messages.ts';

export interface YamlSource {
  fileName: string;
  text: string;
  value: unknown;
  /** Whether something is written there. */
  has(path: Path): boolean;
  /** The problem at a path: at the value, at its key, or where its parent begins when nothing is written there. */
  problem(path: Path, message: string, suggestion?: string, at?: 'key' | 'value'): ConfigProblem;
}

const MAX_TOKENS = 250_000;
const MAX_FLOW_DEPTH = 20;
/** Deep nesting shows as a long run of indentation and dashes, whatever the text is. */
const MAX_LEAD = /^[ \-?:\t]{100}/;
const RESERVED_KEYS = new Set(['__proto__', 'constructor', 'prototype']);

/** Never throws on bad input. */
export function readYaml(
  input: string | Uint8Array,
  fileName: string,
): { ok: true; source: YamlSource } | { ok: false; problems: ConfigProblem[] } {
  const decoded = decodeText(input, fileName);
  if (!decoded.ok) return decoded;
  const { text } = decoded;
  const tooMuch = findExcess(text, fileName);
  if (tooMuch) return { ok: false, problems: [tooMuch] };

  const lines = new LineCounter();
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    lineCounter: lines,
    prettyErrors: false,
    // Its own check compares every key with every other; ours is in `findForbidden`.
    uniqueKeys: false,
    stringKeys: true,
    logLevel: 'error',
  });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { file: fileName, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const problems = [...syntaxProblems(document, text, at), ...findForbidden(document, at)];
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) };
  return { ok: true, source: { ...createSource(document, fileName, at), text } };
}

type At = (offset: number) => Pick<ConfigProblem, 'file' | 'line' | 'column'>;

function findExcess(text: string, file: string): ConfigProblem | undefined {
  const deepLine = text.split('\n').findIndex((line) => MAX_LEAD.test(line));
  if (deepLine >= 0) {
    return { file, line: deepLine + 1, column: 1, path: '', message: '缩进或嵌套太深' };
  }
  let depth = 0;
  let tokens = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    tokens += 1;
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    else if (token.includes('\n')) line += token.split('\n').length - 1;
    if (depth > MAX_FLOW_DEPTH) return { file, line, column: 1, path: '', message: '括号嵌套太深' };
    if (tokens > MAX_TOKENS)
      return { file, line, column: 1, path: '', message: '内容太多，超出一份打法的规模' };
  }
  return undefined;
}

/**
 * One mistake often breaks the rest of the file: the first few lines say enough, and when some of them show a slip we
 * know (a tab, a full-width colon), those alone.
 */
function syntaxProblems(document: Document, text: string, at: At): ConfigProblem[] {
  const lineTexts = text.split('\n');
  const byLine = new Map<number, { problem: ConfigProblem; sure: boolean }>();
  for (const error of [...document.errors, ...document.warnings]) {
    const where = at(error.pos[0]);
    const lineText = lineTexts[where.line - 1] ?? '';
    const described = describeYamlError(error.code, error.message, lineText);
    const sure = error.code === 'TAB_AS_INDENT' || lineHint(lineText) !== undefined;
    if (sure || !byLine.has(where.line)) {
      byLine.set(where.line, { problem: { ...where, path: '', ...described }, sure });
    }
  }
  const found = [...byLine.values()];
  const sure = found.filter((one) => one.sure);
  return (sure.length > 0 ? sure : found).slice(0, 3).map((one) => one.problem);
}

/** What the core schema would let pass and we do not. */
function findForbidden(document: Document, at: At): ConfigProblem[] {
  const problems: ConfigProblem[] = [];
  const say = (offset: number, message: string, suggestion?: string) =>
    problems.push({ ...at(offset), path: '', message, suggestion });
  visit(document, {
    Node(_, node) {
      const start = node.range?.[0] ?? 0;
      if (isAlias(node)) say(start, `不支持引用“*${node.source}”`, '请直接写出内容；文字以 * 开头时请加引号');
      else if (node.anchor) say(start, `不支持锚点“&${node.anchor}”`, '文字以 & 开头时请加引号');
      if (isScalar(node) && typeof node.value === 'string' && hasHiddenCharacter(node.value)) {
        say(start, '这里有看不见的字符');
      }
    },
    Map(_, map) {
      const seen = new Map<string, number>();
      for (const pair of map.items) {
        const key = keyText(pair);
        const start = isNode(pair.key) ? (pair.key.range?.[0] ?? 0) : 0;
        const before = seen.get(key);
        if (before !== undefined) say(start, `“${key}”写了两次，第 ${at(before).line} 行已经有了`);
        if (RESERVED_KEYS.has(key)) say(start, `不能用“${key}”作名字`);
        seen.set(key, start);
      }
    },
  });
  return problems;
}

function keyText(pair: Pair): string {
  return isScalar(pair.key) ? String(pair.key.value) : '';
}

/** A value on the line of its key; blocks and empty values are better found by the key. */
function standsBesideKey(node: unknown): node is Scalar | YAMLSeq {
  return (isScalar(node) && node.value !== null) || (isSeq(node) && node.flow === true);
}

function createSource(document: Document, fileName: string, at: At): Omit<YamlSource, 'text'> {
  /** Follows the path as far as it goes. `offsets` are those of each step's key and value. */
  function follow(path: Path) {
    let node: unknown = document.contents;
    const start = isNode(node) ? (node.range?.[0] ?? 0) : 0;
    let key = start;
    let value = start;
    for (const [depth, step] of path.entries()) {
      if (isMap(node)) {
        const pair: Pair | undefined = node.items.find((item) => keyText(item) === String(step));
        if (!pair) return { key, value, depth };
        key = isNode(pair.key) ? (pair.key.range?.[0] ?? value) : value;
        node = pair.value;
        value = (standsBesideKey(node) ? node.range?.[0] : undefined) ?? key;
      } else if (isSeq(node)) {
        const item = node.items[Number(step)];
        if (!isNode(item)) return { key, value, depth };
        node = item;
        value = item.range?.[0] ?? value;
        key = value;
      } else return { key, value, depth };
    }
    return { key, value, depth: path.length };
  }

  return {
    fileName,
    value: document.toJS({ maxAliasCount: 0 }),
    has: (path) => follow(path).depth === path.length,
    problem(path, message, suggestion, where = 'value') {
      const found = follow(path);
      const offset = where === 'key' || found.depth < path.length ? found.key : found.value;
      return { ...at(offset), file: fileName, path: pathText(path), message, suggestion };
    },
  };
}
