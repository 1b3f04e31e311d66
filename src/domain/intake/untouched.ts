import type { Lead } from '../leads/lead.ts';

/**
 * Whether nobody has done anything with a lead since an import made it: no record, no yes, no move, and nothing that
 * came in by another way joined it. What deadlines did is no work.
 */
export function isUntouched(
  { originKey, interactions, applied }: Pick<Lead, 'originKey' | 'interactions' | 'applied'>,
  importId: string,
): boolean {
  const isOurs = (key: string) =>
    [`${importId}:`, `${importId}!`, 'clock:'].some((beginning) => key.startsWith(beginning));
  return originKey.startsWith(`${importId}:`) && interactions === 0 && applied.every(isOurs);
}
