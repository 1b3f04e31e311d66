/** Radicals that compatibility forms do not cover, as text layers of some producers have them. */
const RADICALS: Record<string, string> = {
  '⻓': '长',
  '⻣': '骨',
  '⻚': '页',
  '⺠': '民',
  '⻢': '马',
  '⻋': '车',
  '⻔': '门',
};

/** One character in the spelling everything else uses: ⽤ and ： become 用 and :. Control characters become nothing. */
export function normaliseCharacter(c: string): string {
  if (/[\p{Cc}\p{Cf}\uFFFD\uFFFE]/u.test(c)) return '';
  return RADICALS[c] ?? c.normalize('NFKC');
}

const TICKED = new Set('☑☒✓✔√■●◼🗹');
const EMPTY = new Set('□☐○◻');

/** What a character of a text layer says about a box to tick; undefined for any other character. */
export function tickOf(c: string): 'ticked' | 'empty' | undefined {
  if (TICKED.has(c)) return 'ticked';
  return EMPTY.has(c) ? 'empty' : undefined;
}
