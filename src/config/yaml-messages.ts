/** The YAML parser's findings in the words of somebody who keeps a sales playbook. */

interface Described {
  message: string;
  suggestion?: string | undefined;
}

const BY_CODE: Record<string, Described> = {
  TAB_AS_INDENT: { message: '缩进用了 Tab', suggestion: '请换成空格，每层两个' },
  BAD_INDENT: { message: '缩进没有对齐', suggestion: '同一层的内容要从同一列开始' },
  BAD_DQ_ESCAPE: { message: '双引号里的反斜杠写法不对', suggestion: '请改用单引号' },
  BAD_SCALAR_START: { message: '文字不能以这个符号开头', suggestion: '请给整段文字加上引号' },
  BLOCK_AS_IMPLICIT_KEY: { message: '这一行有两个冒号', suggestion: '文字里有“: ”时，请给整段文字加上引号' },
  MISSING_CHAR: { message: '少了一个符号，常见的是引号、括号或冒号' },
  MULTILINE_IMPLICIT_KEY: { message: '这里少了半角冒号“: ”' },
  MULTIPLE_DOCS: { message: '一个文件里只能有一份，不能用 --- 分开', suggestion: '请拆成两个文件' },
  NON_STRING_KEY: { message: '冒号前面只能是文字' },
  TAG_RESOLVE_FAILED: { message: '不支持用 ! 开头的类型标记', suggestion: '文字以 ! 开头时请加引号' },
  RESOURCE_EXHAUSTION: { message: '嵌套太深' },
  UNEXPECTED_TOKEN: { message: '这里多了一个符号' },
};

export function describeYamlError(code: string, original: string, lineText: string): Described {
  const hint = lineHint(lineText);
  const known = BY_CODE[code] ?? { message: `这一行看不懂（${original.split('\n')[0]?.slice(0, 120)}）` };
  return hint === undefined ? known : { ...known, suggestion: hint };
}

/** Slips of a Chinese keyboard, seen in the line itself. */
export function lineHint(lineText: string): string | undefined {
  if (/^\s*(- )?["']?[\w.-]+["']?\s*：/.test(lineText))
    return '这一行用了全角冒号“：”，请改成半角冒号加空格“: ”';
  if (/^\s*(- )?[\w.-]+:[^\s:/]/.test(lineText)) return '冒号后面要加一个空格';
  if (/^\s*-[^\s-]/.test(lineText)) return '“-”后面要加一个空格';
  if (/：\s*[“”]|[“”]\s*$/.test(lineText)) return '引号请用半角 " 或 \'';
  return undefined;
}
