import { CLAUSE_BREAK } from './prepared-text.ts';
import type { Span } from './types.ts';

/** Fewer characters than this between what was understood are particles: 了, 就定, 说. */
const MIN_MEANINGFUL = 3;

/** What of `raw` none of the spans accounts for, clause by clause. */
export function restOf(raw: string, understood: readonly Span[]): string {
  const isUnderstood = new Uint8Array(raw.length);
  for (const [start, end] of understood) isUnderstood.fill(1, start, end);
  const clauses: string[] = [];
  let clause = '';
  let isWhole = true;
  const close = () => {
    const meaningful = clause.replace(/[^\p{L}\p{N}]/gu, '');
    if (isWhole ? meaningful !== '' : meaningful.length >= MIN_MEANINGFUL) clauses.push(clause.trim());
    clause = '';
    isWhole = true;
  };
  for (let i = 0; i < raw.length; i++) {
    const char = raw[i] ?? '';
    if (isUnderstood[i]) isWhole = false;
    else if (CLAUSE_BREAK.test(char)) close();
    else clause += char;
  }
  close();
  return clauses.join(' ');
}
