/** Which customer a note is about, and whether that is beyond doubt (C1). */
import { overlaps, type Stretch } from '../prepared-text.ts';
import type { CustomerCandidate, CustomerMatch, KnownCustomer } from '../types.ts';
import { type Evidence, findEvidence } from './evidence.ts';
import { addressedPeople } from './people.ts';

export interface MatchedCustomer extends CustomerMatch {
  /** Where the note names its customer or contact, whoever that is. */
  stretches: Stretch[];
  /** Names typed in full; no date or word is to be read out of them. */
  names: Stretch[];
}

const SURE_FROM = 70;
const SURE_LEAD = 25;
const FRESH_BONUS = 30;
const FRESH_MS = 3_600_000;
const RECENT_MS = 24 * 3_600_000;
const MAX_CANDIDATES = 5;

/**
 * A wrong customer is worse than a question: `sure` needs good evidence and a clear lead. Without any, the customer
 * whom the rep had open within the hour is meant; several such, or older ones, are asked about.
 */
export function matchCustomer(text: string, customers: readonly KnownCustomer[], now: Date): MatchedCustomer {
  const { evidence, stretches, names } = findEvidence(text, customers);
  const scored = scoreAll(evidence, customers, now).sort((a, b) => b.score - a.score);
  const stranger = strangerIn(text, stretches);
  const candidates = scored.slice(0, MAX_CANDIDATES);
  const [best, second] = candidates;
  if (!best) return { ...byFocus(customers, now, stranger !== undefined), stretches, names };
  const isClear = best.score >= SURE_FROM && best.score - (second?.score ?? 0) >= SURE_LEAD;
  const isSure = isClear && !(stranger?.isOrganisation && onlyPeopleAfter(evidence, stranger.at));
  return { status: isSure ? 'sure' : 'ask', ...(isSure && { best }), candidates, stretches, names };
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
    const isFresh = age <= FRESH_MS;
    return [
      {
        ...idsOf(customer),
        score: counted.reduce((sum, { points }) => sum + points, isFresh ? FRESH_BONUS : 0),
        because: [...counted.map(({ because }) => because), ...(isFresh ? [focusReason(age)] : [])],
      },
    ];
  });
}

function byFocus(customers: readonly KnownCustomer[], now: Date, hasStranger: boolean): CustomerMatch {
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
    ? { status: 'sure', best, candidates }
    : { status: 'ask', candidates };
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

/** 市三院 王主任 is not the 王主任 of another hospital. */
function onlyPeopleAfter(evidence: readonly Evidence[], at: number): boolean {
  return evidence.every(({ kind, start }) => (kind === 'person' && start > at) || kind === 'place');
}

interface Stranger {
  isOrganisation: boolean;
  at: number;
}

const ORGANISATION =
  /([\p{Script=Han}]{2,8}?)(?:人民医院|中医院|中心医院|医院|卫生院|诊所|门诊部|大药房|药房|药店|有限公司|集团|机械|科技|医疗|药业)|[市省县区]?[一二三四五六七八九]院(?!长)/gu;
const NO_NAME =
  /(?:他们?|我们|你们|这家?|那家?|该|贵|去了?|拜访了?|整个|等|三家|几家|对接|客户|跟|和|让|由|总部|下属|所有|回|到|隔壁|附近|其他|别的)$/;

/** 钱主任, typed qian zhuren. */
const IN_PINYIN =
  /\b[a-z]{2,12} ?(?:zhuren|yuanzhang|kezhang|chuzhang|buzhang|jingli|zong|laoshi|yisheng|huzhang)\b/g;

/** The first whom none of the evidence accounts for. */
function strangerIn(text: string, known: readonly Stretch[]): Stranger | undefined {
  const isKnown = (stretch: Stretch) => known.some((other) => overlaps(other, stretch));
  for (const match of text.matchAll(ORGANISATION)) {
    const stretch = { start: match.index, end: match.index + match[0].length };
    if (!NO_NAME.test(match[1] ?? '') && !isKnown(stretch))
      return { isOrganisation: true, at: stretch.start };
  }
  const inPinyin = [...text.matchAll(IN_PINYIN)].map(({ index, 0: typed }) => ({
    start: index,
    end: index + typed.length,
  }));
  const person = [...addressedPeople(text), ...inPinyin].find((addressed) => !isKnown(addressed));
  return person && { isOrganisation: false, at: person.start };
}
