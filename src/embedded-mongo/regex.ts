/** Regular expressions in time linear in the text, whoever wrote them. */
import { RE2JS } from 're2js';
import { notSupported } from './errors.ts';

const FLAGS: Record<string, number> = {
  i: RE2JS.CASE_INSENSITIVE,
  m: RE2JS.MULTILINE,
  s: RE2JS.DOTALL,
};

/** `$regex` with `$options`. Throws on a pattern that the linear-time engine cannot run. */
export function compileRegex(pattern: string, options: string): (text: string) => boolean {
  let flags = 0;
  for (const option of options) {
    const flag = FLAGS[option];
    if (flag === undefined) throw notSupported(`Regular expression option ${JSON.stringify(option)}`);
    flags |= flag;
  }
  try {
    const re = RE2JS.compile(options.includes('m') ? pattern : endOfText(pattern), flags);
    return (text) => re.test(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw notSupported(`Regular expression /${pattern}/ (${why})`);
  }
}

/** MongoDB's `$` also matches before a final line break, RE2's only at the very end. */
function endOfText(pattern: string): string {
  let out = '';
  let inClass = false;
  for (let i = 0; i < pattern.length; i++) {
    const c = pattern[i] as string;
    if (c === '\\') {
      out += c + (pattern[++i] ?? '');
      continue;
    }
    if (c === '[') inClass = true;
    else if (c === ']') inClass = false;
    out += c === '$' && !inClass ? '(?:\\n?\\z)' : c;
  }
  return out;
}
