import { truncateText } from '../domain/normalise/text.ts';

/** Controls (but line break and tab), bidirectional and zero-width marks, lone surrogates: refused, or misused. */
const UNSAFE = /(?![\n\t])[\p{Cc}\p{Cs}\u200B\u200E\u200F\u202A-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/gu;

/**
 * Text as it may go out: without what platforms refuse (WeCom 40033, 82004), and unable to form a link or a tag, which text
 * and cards would interpret.
 */
export function safeText(text: string): string {
  return text.replace(/\r\n?/g, '\n').replace(UNSAFE, '').replaceAll('<', '＜').replaceAll('>', '＞');
}

/** Text that stays text: what would make a link, a heading or a style is written wide. */
export function escapeMarkdown(text: string): string {
  const wide = (character: string) => String.fromCharCode(character.charCodeAt(0) + 0xfee0);
  return text.replace(/[[\]*`]/g, wide).replace(/^\s*#+/gm, (marks) => marks.replaceAll('#', '＃'));
}

/** At most `max` characters, never cut inside one. */
export function shorten(text: string, max: number): string {
  return truncateText(text, max, '…');
}

/**
 * Cuts into pieces of at most `max` bytes of UTF-8, at the end of a line where there is one, else between
 * characters. Nothing is lost.
 */
export function splitBytes(text: string, max: number): string[] {
  const pieces: string[] = [];
  let piece = '';
  const add = (part: string, glue: string) => {
    const joined = piece ? `${piece}${glue}${part}` : part;
    if (bytesOf(joined) <= max) piece = joined;
    else {
      if (piece) pieces.push(piece);
      piece = part;
    }
  };
  for (const line of text.split('\n')) {
    if (bytesOf(line) <= max) add(line, '\n');
    else for (const [i, part] of cutLine(line, max).entries()) add(part, i === 0 ? '\n' : '');
  }
  if (piece) pieces.push(piece);
  return pieces;
}

export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

function cutLine(line: string, max: number): string[] {
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const { segment } of graphemes.segment(line)) {
    // One "character" of hundreds of joined marks is taken apart rather than lost.
    for (const unit of bytesOf(segment) > max ? [...segment] : [segment]) {
      const more = bytesOf(unit);
      if (size + more > max) {
        parts.push(part);
        [part, size] = ['', 0];
      }
      part += unit;
      size += more;
    }
  }
  return part ? [...parts, part] : parts;
}
