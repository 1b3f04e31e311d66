/**
 * Regular expressions written by people (playbook, chat) run on re2js: time linear in the text, whatever was
 * written. A pattern it cannot run is refused with words its author can act on, in Chinese and English.
 */
import { RE2JS, RE2JSException } from 're2js';
import { halfWidthInPlace } from './normalise/text.ts';

/** Longest pattern, in UTF-16 units. */
export const MAX_PATTERN_LENGTH = 1000;
/** Longest text a pattern is run on, in UTF-16 units. With the program limit this keeps one run under about 0.3 s. */
export const MAX_PATTERN_TEXT = 50_000;
/** Compiled size as re2js counts it; `a{1000}` is about 1,000, a line of a form about 20. */
const MAX_PROGRAM_SIZE = 500;
/** Each further match may cost another run over the rest of the text. */
const MAX_MATCHES = 20;

export interface PatternMatch {
  /** The whole match as it stands in the text. */
  text: string;
  start: number;
  end: number;
  /** Groups from 1 on (index 0 is group 1); `undefined` where a group took no part. */
  groups: (string | undefined)[];
  named: Record<string, string | undefined>;
}

export interface Pattern {
  source: string;
  /** Whether the pattern occurs anywhere in the text. Throws `RangeError` over `MAX_PATTERN_TEXT`. */
  test(text: string): boolean;
  /** The first occurrence, or null. Throws `RangeError` over `MAX_PATTERN_TEXT`. */
  exec(text: string): PatternMatch | null;
  /** Occurrences from left to right, at most `limit` (never more than 20). */
  all(text: string, limit?: number): PatternMatch[];
}

export type PatternErrorCode = 'empty' | 'too-long' | 'too-large' | 'unsupported' | 'syntax';

/** Why a pattern was refused. `message` holds both languages; `suggestion` is a pattern that would work, if we know one. */
export class PatternError extends Error {
  override readonly name = 'PatternError';
  readonly code: PatternErrorCode;
  readonly zh: string;
  readonly en: string;
  readonly suggestion: string | undefined;

  constructor(code: PatternErrorCode, zh: string, en: string, suggestion?: string) {
    super(`${zh} / ${en}`);
    this.code = code;
    this.zh = zh;
    this.en = en;
    this.suggestion = suggestion;
  }
}

/**
 * Compiles a pattern written by a person. Full and half width are the same thing in pattern and text (`：` matches
 * `:`); `\uXXXX` is understood as well as `\x{XXXX}`. Throws `PatternError`.
 */
export function compilePattern(source: string): Pattern {
  if (source.trim() === '') throw new PatternError('empty', '表达式是空的', 'the pattern is empty');
  if (source.length > MAX_PATTERN_LENGTH) {
    throw new PatternError(
      'too-long',
      `表达式有 ${source.length} 个字符，最多 ${MAX_PATTERN_LENGTH} 个`,
      `the pattern has ${source.length} characters, at most ${MAX_PATTERN_LENGTH} are allowed`,
    );
  }
  refuseUnsupported(source);
  const program = compileProgram(source);
  if (program.programSize() > MAX_PROGRAM_SIZE) {
    throw new PatternError(
      'too-large',
      '表达式展开后太大，请减小 {n} 里的重复次数',
      'the pattern is too large once repetitions are expanded; use smaller {n}',
    );
  }
  return {
    source,
    test: (text) => program.test(prepare(text)),
    exec: (text) => matches(program, text, 1)[0] ?? null,
    all: (text, limit = MAX_MATCHES) => matches(program, text, Math.min(limit, MAX_MATCHES)),
  };
}

function prepare(text: string): string {
  if (text.length > MAX_PATTERN_TEXT) {
    throw new RangeError(`text has ${text.length} characters, a pattern runs on at most ${MAX_PATTERN_TEXT}`);
  }
  return halfWidthInPlace(text);
}

function matches(program: RE2JS, text: string, limit: number): PatternMatch[] {
  const matcher = program.matcher(prepare(text));
  const names = Object.entries(program.namedGroups());
  const found: PatternMatch[] = [];
  const slice = (group: number) =>
    matcher.start(group) < 0 ? undefined : text.slice(matcher.start(group), matcher.end(group));
  while (found.length < limit && matcher.find()) {
    found.push({
      text: slice(0) ?? '',
      start: matcher.start(0),
      end: matcher.end(0),
      groups: Array.from({ length: program.groupCount() }, (_, index) => slice(index + 1)),
      named: Object.fromEntries(names.map(([name, group]) => [name, slice(group)])),
    });
  }
  return found;
}

function compileProgram(source: string): RE2JS {
  try {
    return RE2JS.compile(toRe2Syntax(source));
  } catch (error) {
    if (!(error instanceof RE2JSException)) throw error;
    const detail = error.message.replace('error parsing regexp: ', '');
    throw new PatternError(
      'syntax',
      `表达式写得不对：${explainSyntax(detail)}`,
      `invalid pattern: ${detail}`,
    );
  }
}

const SYNTAX_IN_CHINESE: [fragment: string, zh: string][] = [
  ['missing closing )', '少了右括号 )'],
  ['unexpected )', '多了右括号 )，要匹配括号本身请写 \\)'],
  ['missing closing ]', '少了右方括号 ]'],
  ['invalid character class range', '方括号或 \\p{…} 里的范围不对（汉字可写 \\p{Han}）'],
  ['missing argument to repetition operator', '* + ? 前面没有可重复的内容'],
  ['invalid nested repetition operator', '重复符号不能叠用（如 ++、**）'],
  ['invalid repeat count', '重复次数不对，{n,m} 最大 1000 且 n 不大于 m'],
  ['invalid named capture', '分组名只能用英文字母、数字和下划线，如 (?<concern>…)'],
  ['duplicate capture group name', '分组名重复'],
  ['trailing backslash', '末尾多了一个反斜杠 \\'],
  ['invalid escape sequence', '不认识的转义'],
];

function explainSyntax(detail: string): string {
  const known = SYNTAX_IN_CHINESE.find(([fragment]) => detail.startsWith(fragment));
  const place = /`(.*)`$/s.exec(detail)?.[1];
  return `${known?.[1] ?? '无法解析'}${place ? `（在 ${place}）` : ''}`;
}

/** One escape, or one character outside of escapes, so that `\\(?=` is not taken for a lookahead. */
const TOKEN = /\\u\{([0-9a-f]{1,6})\}|\\u([0-9a-f]{4})|\\x\{([0-9a-f]{1,6})\}|\\?./gisu;

/** JavaScript's `\u` escapes in RE2's spelling, and full-width characters as half width. */
function toRe2Syntax(source: string): string {
  return source.replace(TOKEN, (token, braced?: string, four?: string, hex?: string) => {
    const code = braced ?? four ?? hex;
    if (code === undefined) return foldToken(token);
    const point = Number.parseInt(code, 16);
    const folded = point <= 0xffff ? halfWidthInPlace(String.fromCharCode(point)).charCodeAt(0) : point;
    return `\\x{${folded.toString(16)}}`;
  });
}

function foldToken(token: string): string {
  const folded = halfWidthInPlace(token);
  const becameSyntax = folded !== token && folded.length === 1 && /[\\^$.*+?()[\]{}|-]/.test(folded);
  return becameSyntax ? `\\${folded}` : folded;
}

interface Unsupported {
  construct: RegExp;
  zh: string;
  en: string;
}

/** Looked for in the source with escapes and character classes blanked out. */
const UNSUPPORTED: Unsupported[] = [
  {
    construct: /\(\?<[=!]/,
    zh: '不支持后行断言 (?<=…)：请直接写出前面的文字，把要取的内容放进括号分组',
    en: 'lookbehind (?<=…) is not supported: write the leading text itself and put what you want into a group',
  },
  {
    construct: /\(\?[=!]/,
    zh: '不支持先行断言 (?=…)：请把后面的文字写成 (?:…)，把要取的内容放进括号分组',
    en: 'lookahead (?=…) is not supported: write what follows as (?:…) and put what you want into a group',
  },
  { construct: /\(\?>/, zh: '不支持原子分组 (?>…)', en: 'atomic groups (?>…) are not supported' },
  {
    construct: /\(\?[#(R]/,
    zh: '不支持注释、条件和递归分组',
    en: 'comments, conditionals and recursion are not supported',
  },
  { construct: /\\[1-9k]/, zh: '不支持反向引用 \\1', en: 'backreferences such as \\1 are not supported' },
];

function refuseUnsupported(source: string): void {
  const skeleton = source.replace(/\\[^1-9k]|\[(?:\\.|[^\]\\])*\]/gs, '  ');
  const found = UNSUPPORTED.find(({ construct }) => construct.test(skeleton));
  if (!found) return;
  const suggestion = withoutLookaround(source);
  const [zh, en] = suggestion ? [`，例如 ${suggestion}`, `, e.g. ${suggestion}`] : ['', ''];
  throw new PatternError('unsupported', found.zh + zh, found.en + en, suggestion);
}

/** `(?<=a)b(?=c)` says the same as `a(b)(?:c)` with the value in the group; other uses have no mechanical rewrite. */
function withoutLookaround(source: string): string | undefined {
  const inner = '((?:\\\\.|[^()\\\\])*)';
  const parts = new RegExp(`^(?:\\(\\?<=${inner}\\))?(.*?)(?:\\(\\?=${inner}\\))?$`, 's').exec(source);
  if (!parts) return undefined;
  const [, before = '', value = '', after] = parts;
  const hasGroup = /(?<!\\)\((?!\?[:<])/.test(value);
  const rewritten = `${before}${hasGroup ? value : `(${value})`}${after === undefined ? '' : `(?:${after})`}`;
  try {
    RE2JS.compile(toRe2Syntax(rewritten));
    return rewritten;
  } catch {
    return undefined;
  }
}
