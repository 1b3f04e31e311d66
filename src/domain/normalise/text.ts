/**
 * Text from outside (chat, forms, files, APIs) is brought into one shape before anything else reads it,
 * so that hidden characters can neither break a match nor disguise what a person sees.
 */

/** Unicode spaces, tabs and the Braille blank, which looks like one. */
const SPACES = /[\p{Zs}\t\u2800]+/gu;
const LINE_BREAKS = /\r\n|[\n\r\v\f\u0085\u2028\u2029]/gu;
/** Controls, bidi and other format characters, lone surrogates, fillers: whatever leaves no mark on paper. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Noncharacter_Code_Point}\p{Default_Ignorable_Code_Point}]/gu;
/** Stacks of accents that climb over the lines above. No living script needs more than a few on one letter. */
const MARKS_PER_LETTER = 8;
const EXCESS_MARKS = new RegExp(`(\\p{M}{${MARKS_PER_LETTER}})\\p{M}+`, 'gu');

/** Visible ASCII and Han characters, no spaces: most cells and names. Cleaning would not change them. */
const ALREADY_CLEAN = /^[\x21-\x7E\u4E00-\u9FFF]*$/;

const ENDS_IN_PICTOGRAM = /\p{Extended_Pictographic}(?:\p{Emoji_Modifier}|\uFE0F)*$/u;
const STARTS_WITH_PICTOGRAM = /^\p{Extended_Pictographic}/u;

const graphemes = new Intl.Segmenter('zh', { granularity: 'grapheme' });

export interface CleanTextOptions {
  /** Longest result, in UTF-16 units (what `String.length` counts). */
  max: number;
  /** Keeps line breaks (as `\n`, no more than one empty line between two lines) instead of folding them into spaces. */
  multiline?: boolean;
  /** Keeps full-width characters (，：￥) as they were typed: for words people will read again as their own. */
  keepWidth?: boolean;
}

/**
 * One canonical form of a text from outside: NFKC (full width becomes half width), without control, bidi,
 * zero-width and other invisible characters, white space folded and trimmed, at most `max` units long and
 * never cut inside a character a reader sees as one. Emoji built from several code points stay whole.
 * Cleaning a clean text changes nothing.
 */
export function cleanText(raw: string, options: CleanTextOptions): string {
  if (ALREADY_CLEAN.test(raw)) return truncateText(raw, options.max);
  const form = options.keepWidth ? 'NFC' : 'NFKC';
  const lines = raw.normalize(form).replace(LINE_BREAKS, '\n');
  const visible = dropInvisible(lines).normalize(form).replace(EXCESS_MARKS, '$1');
  return truncateText(options.multiline ? foldKeepingLines(visible) : fold(visible), options.max);
}

/**
 * The longest beginning of `text` that fits into `max` UTF-16 units without breaking a grapheme; a text that
 * was cut ends in `ellipsis`, which counts towards `max`.
 */
export function truncateText(text: string, max: number, ellipsis = ''): string {
  if (text.length <= max) return text;
  const room = max - ellipsis.length;
  if (room <= 0) return '';
  const cut = graphemes.segment(text).containing(room)?.index ?? room;
  return text.slice(0, cut).trimEnd() + ellipsis;
}

/**
 * Full-width letters, digits and punctuation as half width, character for character, so that positions in the
 * result hold in the original. (`cleanText` moves positions: it composes and removes.)
 */
export function halfWidthInPlace(text: string): string {
  return text
    .replace(/[\uFF01-\uFF5E]/g, (char) => String.fromCharCode(char.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, ' ');
}

function fold(text: string): string {
  return text.replace(/\n/g, ' ').replace(SPACES, ' ').trim();
}

function foldKeepingLines(text: string): string {
  return text
    .replace(SPACES, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

function dropInvisible(text: string): string {
  return text.replace(INVISIBLE, (char, offset: number) => {
    if (char === '\n' || char === '\t') return char;
    return holdsEmojiTogether(char, text, offset) ? char : '';
  });
}

/** Joiners and variation selectors are invisible too, but removing them would take an emoji apart. */
function holdsEmojiTogether(char: string, text: string, offset: number): boolean {
  const before = text.slice(Math.max(0, offset - 8), offset);
  if (char === '\u200D') {
    return ENDS_IN_PICTOGRAM.test(before) && STARTS_WITH_PICTOGRAM.test(text.slice(offset + 1, offset + 3));
  }
  if (char !== '\uFE0F') return false;
  const isKeycap = /[0-9#*]$/.test(before) && text[offset + 1] === '\u20E3';
  return isKeycap || /\p{Extended_Pictographic}\p{Emoji_Modifier}?$/u.test(before);
}
