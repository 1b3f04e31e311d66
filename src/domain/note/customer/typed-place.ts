/** A place typed where a note says whom it is about: 温岭金主任, 台州那边. */
import { placePrefix, readPlace } from '../../normalise/regions.ts';
import type { Stretch } from '../prepared-text.ts';
import type { KnownCustomer } from '../types.ts';
import type { Evidence } from './evidence.ts';
import type { NameSpan } from './name-spans.ts';
import { POINTS } from './organisation-names.ts';

/** 宁波那边: where it was, not who. */
export function isPlace(typed: string): boolean {
  return placePrefix(typed)?.ends.at(-1) === typed.length;
}

/** 温岭金主任: the place in the name of a customer, and no name of its own. */
export function isOnlyPlace(span: Stretch, names: readonly Evidence[], places: readonly Evidence[]): boolean {
  return names.length === 0 && places.some(({ start, end }) => start <= span.start && end >= span.end);
}

/** 宁波那边, 宁波那家: a place at the head of a note that stands for whoever is there. */
export function pointsThere(text: string, span: NameSpan): boolean {
  const isHead = span.clause === 0 && span.isFirst && isPlace(text.slice(span.start, span.end));
  return isHead && /^(?:那边|那家|那个|这家|这个(?!月|季)|客户)/.test(text.slice(span.end));
}

/** 台州那边 at the head of a note speaks for the customers of that city, and for nobody who was open elsewhere. */
export function thereabouts(text: string, span: NameSpan, customers: readonly KnownCustomer[]): Evidence[] {
  const typed = text.slice(span.start, span.end);
  if (span.clause !== 0 || !span.isFirst || !isPlace(typed)) return [];
  const { city } = readPlace(typed);
  if (!city) return [];
  return customers.flatMap((customer, i): Evidence[] =>
    customer.city && readPlace(customer.city).city === city
      ? [
          {
            customer: i,
            kind: 'place',
            points: POINTS.place,
            because: `在${typed}`,
            start: span.start,
            end: span.end,
          },
        ]
      : [],
  );
}
