import type { DocumentValue, SentDocument } from './document.ts';
import type { DocumentTemplate } from './template.ts';

/** How often a field of a template was read rightly, of the last times people looked at it. */
export interface Standing {
  right: number;
  wrong: number;
}

/** Of one field: earlier ones say nothing about the form as it is now. */
const WINDOW = 20;
/** From so many on, and so large a share of them put right, a field is asked every time. */
const LEAST_TO_DOUBT = 5;
const DOUBT_FROM = 0.2;
/** So many in a row without a correction make what is only hard to read sure. */
const LEAST_TO_TRUST = 10;
/** Doubts that a good record outweighs; what speaks against the value itself stays a doubt. */
const OUTWEIGHED = /^(?:字迹不清|不能确定写到哪里为止)$/;
const TRUSTED = 0.94;

/**
 * Per field of one template, from documents people have looked at. A value that was confirmed, or filed as it stood, was
 * read rightly; one that was put right was not. What was not read at all counts for neither.
 * @param documents of that template, the newest first
 */
export function standingsOf(
  documents: readonly Pick<SentDocument, 'state' | 'values'>[],
): Map<string, Standing> {
  const all = new Map<string, Standing>();
  for (const { state, values } of documents) {
    for (const value of values) {
      const right = wasRight(value, state);
      const standing = all.get(value.field) ?? { right: 0, wrong: 0 };
      if (right === undefined || standing.right + standing.wrong >= WINDOW) continue;
      all.set(value.field, {
        right: standing.right + (right ? 1 : 0),
        wrong: standing.wrong + (right ? 0 : 1),
      });
    }
  }
  return all;
}

function wasRight({ read, value, sure }: DocumentValue, state: SentDocument['state']): boolean | undefined {
  if (read) return read.value === '' ? undefined : plain(read.value) === plain(value);
  return state === 'filed' && sure && value !== '' ? true : undefined;
}

const plain = (text: string): string => text.normalize('NFKC').replace(/\s+/g, '').toUpperCase();

/** Whether a field is asked every time, because it was put right too often. */
export function isDistrusted({ right, wrong }: Standing): boolean {
  return right + wrong >= LEAST_TO_DOUBT && wrong / (right + wrong) >= DOUBT_FROM;
}

/** Values as sure as their field of the template has proved to be; a tick is never made sure by it. */
export function byStanding<T extends DocumentValue>(
  values: readonly T[],
  template: Pick<DocumentTemplate, 'fields'> | undefined,
  standings: ReadonlyMap<string, Standing>,
): T[] {
  return values.map((value) => {
    const standing = standings.get(value.field);
    if (!standing || !value.value || value.read) return value;
    const { right, wrong } = standing;
    if (isDistrusted(standing) && value.sure) {
      const doubt = `这一栏最近 ${right + wrong} 次改过 ${wrong} 次`;
      return {
        ...value,
        sure: false,
        confidence: Math.min(value.confidence, right / (right + wrong)),
        doubt,
      };
    }
    const isChoice = template?.fields.find(({ id }) => id === value.field)?.type === 'choice';
    const isTrusted = right >= LEAST_TO_TRUST && wrong === 0 && OUTWEIGHED.test(value.doubt ?? '');
    if (value.sure || isChoice || !isTrusted) return value;
    const { doubt: _, ...rest } = value;
    return { ...rest, sure: true, confidence: Math.max(value.confidence, TRUSTED) } as T;
  });
}
