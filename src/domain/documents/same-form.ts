import type { SentDocument } from './document.ts';

type Read = Pick<SentDocument, 'template' | 'leadId' | 'by' | 'values'>;

/** Fewer equal values may be chance: two forms of one trial share hospital and dates. */
const LEAST_EQUAL = 3;

/**
 * Whether two documents look like two pictures of the same paper: of one type and one customer, with the same values
 * wherever both were read clearly. People decide (D1): a second paper may well say the same.
 */
export function looksSame(one: Read, other: Read): boolean {
  if (!one.template || one.template !== other.template) return false;
  if (one.leadId !== other.leadId || (!one.leadId && one.by !== other.by)) return false;
  let equal = 0;
  for (const value of one.values) {
    const same = other.values.find(({ field }) => field === value.field);
    if (!same?.value || !value.value) continue;
    if (plain(same.value) === plain(value.value)) equal++;
    else if (same.sure && value.sure) return false;
  }
  return equal >= LEAST_EQUAL;
}

function plain(text: string): string {
  return text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();
}
