/** From bytes or a string to text that is fit to be parsed, or the reason why not. */
import type { ConfigProblem } from './problems.ts';

export const MAX_TEXT_BYTES = 1_000_000;

/**
 * What no playbook needs and what makes two texts look alike: control characters, bidirectional overrides,
 * zero-width characters (the joiner in emoji excepted), and the sign of a wrongly decoded file.
 */
const HIDDEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what we look for
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffd]/;
const WIDE_INDENT = /^[ ]*[\u00a0\u3000]/;

export function hasHiddenCharacter(text: string): boolean {
  return HIDDEN.test(text);
}

/** UTF-8 with or without a byte order mark; anything else is refused with a hint how to save it. */
export function decodeText(
  input: string | Uint8Array,
  fileName: string,
  maxBytes = MAX_TEXT_BYTES,
): { ok: true; text: string } | { ok: false; problems: ConfigProblem[] } {
  const refuse = (message: string, suggestion?: string, line = 1, column = 1) => ({
    ok: false as const,
    problems: [{ file: fileName, line, column, path: '', message, suggestion }],
  });
  const bytes = typeof input === 'string' ? Buffer.byteLength(input) : input.byteLength;
  if (bytes > maxBytes) {
    return refuse(`文件太大：${(bytes / 1e6).toFixed(1)} MB，最多 ${maxBytes / 1e6} MB`);
  }
  const decoded = typeof input === 'string' ? input : utf8(input);
  if (decoded === undefined) {
    return input.includes(0 as never)
      ? refuse('这不是文本文件', '请用文本编辑器另存为 UTF-8')
      : refuse('文字编码不是 UTF-8（可能是 GBK）', '请用文本编辑器或 Excel 另存为 UTF-8');
  }
  const text = decoded.replace(/^\ufeff/, '');
  if (text.trim() === '') return refuse('文件是空的');
  const bad = firstBadLine(text);
  if (bad) return refuse(bad.message, bad.suggestion, bad.line, bad.column);
  return { ok: true, text };
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function firstBadLine(text: string) {
  if (!HIDDEN.test(text) && !/[\u00a0\u3000]/.test(text)) return undefined;
  for (const [index, line] of text.split('\n').entries()) {
    const hidden = HIDDEN.exec(line);
    const position = { line: index + 1, column: (hidden?.index ?? 0) + 1 };
    if (hidden) {
      const code = (hidden[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
      return {
        ...position,
        message: `这一行有看不见的字符（U+${code}）`,
        suggestion: '请删掉这一处后重新输入',
      };
    }
    if (WIDE_INDENT.test(line)) {
      return { ...position, message: '行首用了全角空格', suggestion: '请换成半角空格' };
    }
  }
  return undefined;
}
