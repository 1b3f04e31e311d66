/** Which customer a note is about, and whether that is beyond doubt (C1). */
import { CLAUSE_BREAK, type Stretch } from '../prepared-text.ts';
import type { CustomerCandidate, CustomerMatch, KnownCustomer } from '../types.ts';
import { bestOfEach, type Evidence, type FoundEvidence, findEvidence } from './evidence.ts';
import { type Head, readNames, type Stranger, type Understood } from './strangers.ts';

export interface MatchedCustomer extends Omit<CustomerMatch, 'stranger' | 'parts'> {
  /** Where the note names its customer or contact, whoever that is. */
  stretches: Stretch[];
  stranger?: Stretch;
  parts?: (Pick<CustomerCandidate, 'customerId' | 'leadId'> & Stretch)[];
}

/** A candidate is meant from this score on, and this far before the next. */
export const SURE_FROM = 70;
export const SURE_LEAD = 25;
/** Of whom the rep had open within the hour: 嘉兴那边 is enough. */
const SURE_FROM_OPEN = 60;
const FRESH_BONUS = 30;
const FRESH_MS = 3_600_000;
const RECENT_MS = 24 * 3_600_000;
const MAX_CANDIDATES = 5;

/**
 * A wrong customer is worse than a question: `sure` needs good evidence and a clear lead, and nobody else may be named
 * where a note names its customer. Without any name, the customer whom the rep had open within the hour is meant;
 * several such, or older ones, are asked about.
 */
export function matchCustomer(
  text: string,
  customers: readonly KnownCustomer[],
  now: Date,
  understood: Understood = { explained: [] },
): MatchedCustomer {
  return chooseCustomer(text, findEvidence(text, customers), customers, now, understood);
}

/** `matchCustomer` for a text whose evidence has been found already. */
export function chooseCustomer(
  text: string,
  found: FoundEvidence,
  customers: readonly KnownCustomer[],
  now: Date,
  understood: Understood,
): MatchedCustomer {
  const { evidence, stretches, stranger, heads } = readNames(text, found, customers, understood);
  const counted = bestOfEach(evidence);
  const candidates = scoreAll(counted, customers, now)
    .sort((a, b) => b.score - a.score)
    .slice(0, MAX_CANDIDATES);
  const [best, second] = candidates;
  const parts = partsOf(text, heads, customers);
  if (parts) return { status: 'ask', candidates, stretches, parts };
  const named = stranger && { stranger: { start: stranger.start, end: stranger.end } };
  if (!best) return { ...byFocus(customers, now, stranger !== undefined), stretches, ...named };
  const enough = isOpened(best, customers, now) ? SURE_FROM_OPEN : SURE_FROM;
  const isClear = best.score >= enough && best.score - (second?.score ?? 0) >= SURE_LEAD;
  const isSure = isClear && !isAboutStranger(stranger, counted, customers, best);
  return {
    status: isSure ? 'sure' : 'ask',
    ...(isSure && { best }),
    candidates,
    stretches,
    ...(!isSure && named),
  };
}

function scoreAll(
  evidence: readonly Evidence[],
  customers: readonly KnownCustomer[],
  now: Date,
): CustomerCandidate[] {
  const pieces = new Map<number, Evidence[]>();
  for (const piece of evidence) pieces.set(piece.customer, [...(pieces.get(piece.customer) ?? []), piece]);
  return [...pieces].flatMap(([at, own]): CustomerCandidate[] => {
    const customer = customers[at];
    if (!customer) return [];
    // A name contains its place; counting both would count it twice.
    const counted = own.some(({ kind }) => kind === 'organisation')
      ? own.filter(({ kind }) => kind !== 'place')
      : own;
    const age = focusAge(customer, now);
    // Whom the rep had open decides between those who fit, it makes nobody fit.
    const isFresh = age <= FRESH_MS && own.some(({ isDoubtful }) => !isDoubtful);
    return [
      {
        ...idsOf(customer),
        score: counted.reduce((sum, { points }) => sum + points, isFresh ? FRESH_BONUS : 0),
        because: [...counted.map(({ because }) => because), ...(isFresh ? [focusReason(age)] : [])],
      },
    ];
  });
}

function byFocus(
  customers: readonly KnownCustomer[],
  now: Date,
  hasStranger: boolean,
): Omit<MatchedCustomer, 'stretches'> {
  const recent = customers
    .map((customer) => ({ customer, age: focusAge(customer, now) }))
    .filter(({ age }) => age <= RECENT_MS)
    .sort((a, b) => a.age - b.age);
  const candidates = recent.slice(0, MAX_CANDIDATES).map(({ customer, age }) => ({
    ...idsOf(customer),
    score: age <= FRESH_MS ? FRESH_BONUS : 10,
    because: [focusReason(age)],
  }));
  const [best] = candidates;
  if (!best) return { status: 'none', candidates };
  const fresh = recent.filter(({ age }) => age <= FRESH_MS);
  return fresh.length === 1 && !hasStranger
    ? { status: 'sure', best, candidates, byContext: true }
    : { status: 'ask', candidates };
}

/** 海拓 已报价30万；汇智 已拜访: each customer with what is said from its name to the next. */
function partsOf(
  text: string,
  heads: readonly Head[],
  customers: readonly KnownCustomer[],
): MatchedCustomer['parts'] {
  const named = heads.filter((head, i) => head.customer !== heads[i - 1]?.customer);
  if (new Set(named.map(({ customer }) => customer)).size < 2) return undefined;
  const starts = named.map(({ start }, i) => (i === 0 ? 0 : clauseStart(text, start)));
  const ends = named.map(
    (_, i) => starts.slice(i + 1).find((start) => start > (starts[i] ?? 0)) ?? text.length,
  );
  // 海拓、汇智 都已拜访: a bare name shares what is said of the next.
  for (let i = named.length - 2; i >= 0; i--) {
    const rest = text.slice(named[i]?.end, ends[i]);
    if (!/[\p{L}\p{N}]/u.test(rest)) ends[i] = ends[i + 1] ?? text.length;
  }
  return named.flatMap(({ customer }, i) => {
    const known = customers[customer];
    return known ? [{ ...idsOf(known), start: starts[i] ?? 0, end: ends[i] ?? text.length }] : [];
  });
}

function clauseStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && !CLAUSE_BREAK.test(text[start - 1] ?? '')) start--;
  return start;
}

/**
 * Whether somebody unknown is named where the note says whom it is about: before the customer, or anywhere when only a
 * contact of theirs is named (市三院 王主任 is not the 王主任 of another hospital). Behind the customer's own name it is
 * a competitor, a dealer, a reference.
 */
function isAboutStranger(
  stranger: Stranger | undefined,
  evidence: readonly Evidence[],
  customers: readonly KnownCustomer[],
  best: CustomerCandidate,
): boolean {
  if (!stranger?.isOrganisation) return false;
  const own = evidence.filter(
    ({ customer, kind }) => customers[customer]?.customerId === best.customerId && kind !== 'place',
  );
  const names = own.filter(({ kind }) => kind === 'organisation' || kind === 'phone');
  if (names.length === 0) return true;
  return names.every(({ start }) => stranger.start < start);
}

/** Whether the person had this one open within the hour. */
function isOpened(
  { customerId, leadId }: CustomerCandidate,
  customers: readonly KnownCustomer[],
  now: Date,
): boolean {
  return customers.some(
    (known) => known.customerId === customerId && known.leadId === leadId && focusAge(known, now) <= FRESH_MS,
  );
}

function focusAge({ lastFocusAt }: KnownCustomer, now: Date): number {
  return lastFocusAt ? Math.max(0, now.getTime() - lastFocusAt.getTime()) : Number.POSITIVE_INFINITY;
}

function focusReason(age: number): string {
  const minutes = Math.round(age / 60_000);
  if (minutes < 1) return '刚刚打开过';
  return minutes < 60 ? `${minutes}分钟前打开过` : `${Math.round(minutes / 60)}小时前打开过`;
}

function idsOf({ customerId, leadId }: KnownCustomer): Pick<CustomerCandidate, 'customerId' | 'leadId'> {
  return leadId === undefined ? { customerId } : { customerId, leadId };
}
