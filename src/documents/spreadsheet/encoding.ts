/** In which encoding a text file was written, although some of its bytes may be broken. */
import { isUtf8 } from 'node:buffer';

export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030';

const SAMPLE_BYTES = 4096;
/** Characters of tables in China: ASCII, punctuation, Han, full width. */
const USUAL = /[\t\n\r\x20-\x7e\u2010-\u2030\u3000-\u301f\u4e00-\u9fa5\uff00-\uffef]/g;
const MOSTLY = 0.9;
/** A field cut in the middle of a character breaks one sequence among many; text of another encoding breaks most. */
const FEW = 0.2;

/**
 * A byte order mark decides. Without one UTF-16 shows by its zero bytes, and UTF-8 by its sequences, a few of which may
 * be broken; the rest is GBK, read as its superset GB18030.
 */
export function textEncoding(bytes: Uint8Array): TextEncoding {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return 'utf-16le';
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return 'utf-8';
  const wide = wideEncoding(bytes);
  if (wide) return wide;
  return isUtf8(bytes) || isNearlyUtf8(bytes) ? 'utf-8' : 'gb18030';
}

/** UTF-16 without a mark; undefined when the bytes are not that. */
export function wideEncoding(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  const head = bytes.subarray(0, SAMPLE_BYTES - (SAMPLE_BYTES % 2));
  if (head.length < 4 || !head.includes(0)) return undefined;
  return (['utf-16le', 'utf-16be'] as const).find((encoding) => {
    const text = new TextDecoder(encoding).decode(head);
    return (text.match(USUAL)?.length ?? 0) >= text.length * MOSTLY;
  });
}

function isNearlyUtf8(bytes: Uint8Array): boolean {
  const text = new TextDecoder('utf-8').decode(bytes);
  const broken = text.match(/\ufffd/g)?.length ?? 0;
  const whole = text.match(/[^\p{ASCII}\ufffd]/gu)?.length ?? 0;
  return broken < whole * FEW;
}
