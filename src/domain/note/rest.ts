import { CLAUSE_BREAK, type Stretch } from './prepared-text.ts';

/** Fewer characters than this between what was understood are particles: 了, 就定, 说. */
const MIN_MEANINGFUL = 3;

/** What of `raw` no stretch accounts for, clause by clause. Stretches count UTF-16 units of `raw`. */
export function restOf(raw: string, understood: readonly Stretch[]): string {
  const isUnderstood = new Uint8Array(raw.length);
  for (const { start, end } of understood) isUnderstood.fill(1, start, end);
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
