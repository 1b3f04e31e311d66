import { CLAUSE_BREAK, type Stretch } from './prepared-text.ts';

/** The clauses of `text` (prepared), in order; clauses of spaces and signs alone are left out. */
export function clausesOf(text: string): Stretch[] {
  const clauses: Stretch[] = [];
  let start = 0;
  for (let at = 0; at <= text.length; at++) {
    if (at < text.length && !isBreak(text, at)) continue;
    // A question mark belongs to the clause it ends.
    const end = /[?？]/.test(text[at] ?? '') ? at + 1 : at;
    if (text.slice(start, at).trim() !== '') clauses.push({ start, end });
    start = at + 1;
  }
  return clauses;
}

/** A point between digits ends no clause: 12.5万, 15:30. */
function isBreak(text: string, at: number): boolean {
  if (!CLAUSE_BREAK.test(text[at] ?? '')) return false;
  return !(/[.:/,-]/.test(text[at] ?? '') && /\d/.test(text[at - 1] ?? '') && /\d/.test(text[at + 1] ?? ''));
}
