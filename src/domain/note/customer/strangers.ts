/** Names in a note that are not the book's, and names of the book that turn out to be somebody else's. */
import { isOnlyIndustry } from '../../normalise/words.ts';
import { overlaps, type Stretch } from '../prepared-text.ts';
import type { KnownCustomer, Segment } from '../types.ts';
import { wordsOf } from '../vocabulary.ts';
import { abbreviates } from './abbreviation.ts';
import type { Evidence, FoundEvidence } from './evidence.ts';
import { isUnexplained, nameLikeness } from './name-likeness.ts';
import { type NameSpan, nameSpans } from './name-spans.ts';
import { POINTS } from './organisation-names.ts';
import { addressedPeople, personBehind } from './people.ts';
import { homophoneOf, isAllOf, isPartOfHouse, sameness, type TypedName } from './same-name.ts';
import { isOnlyPlace, isPlace, pointsThere, thereabouts } from './typed-place.ts';

/** What is understood of a note apart from whom it names. */
export interface Understood {
  /** Dates, sums and the playbook's words. */
  explained: readonly Stretch[];
  /** Of these, what may be a competitor's name. */
  objections?: readonly Stretch[];
  segment?: Segment | undefined;
}

export interface Stranger extends Stretch {
  /** A person of the customer's may be meant; an organisation is another customer. */
  isOrganisation: boolean;
}

export interface ReadNames {
  /** The evidence, less what names somebody else, and with names shortened word by word. */
  evidence: Evidence[];
  stretches: Stretch[];
  /** The first whom none of the evidence accounts for. */
  stranger?: Stranger;
  /** Customers named where a clause begins, in the order of the text. */
  heads: Head[];
}

export interface Head extends Stretch {
  /** Its place among the known customers. */
  customer: number;
}

/** From here on the words are taken for a name; see the figures in fixtures/notes/whose/README.md. */
const NAME_FROM = 0.15;
const GOES_ON_FROM = 0.2;
/** Further back in a note names are rarer: competitors, references, things. */
const LATER_NAME_FROM = 0.7;
/** What is left of evidence that may belong to somebody else: a reason to ask. */
const DOUBTFUL = 40;
const ABBREVIATED = 78;
const HEARD = 85;
const ALONE = 72;
const CLEAR_LEAD = 15;
/** A note names few; what is longer is no note. */
const MAX_SPANS = 24;

/** 钱主任, typed qian zhuren. */
const IN_PINYIN =
  /\b[a-z]{2,12} ?(?:zhuren|yuanzhang|kezhang|chuzhang|buzhang|jingli|zong|laoshi|yisheng|huzhang)\b/g;

export function readNames(
  text: string,
  found: FoundEvidence,
  customers: readonly KnownCustomer[],
  { explained, objections = [], segment }: Understood,
): ReadNames {
  const organisations = found.evidence.filter(({ kind }) => kind === 'organisation' || kind === 'place');
  const people = [
    ...found.evidence.filter(({ kind }) => kind === 'person' || kind === 'phone'),
    ...addressedPeople(text),
  ];
  // 恩泽 is a name before it is anything the playbook says.
  const heading = objections.find((stretch) => segment && isHeading(text, stretch, segment));
  const said = explained.filter(
    (stretch) => ![...organisations, ...(heading ? [heading] : [])].some((other) => overlaps(other, stretch)),
  );
  const spans = nameSpans(text, [...said, ...people], wordsOf(text, segment));
  const stretches = [...found.stretches];
  const evidence = found.evidence
    .filter(({ kind }) => kind === 'person' || kind === 'phone')
    .map((piece) =>
      goesOnAsName(text, piece, segment) ? { ...piece, points: DOUBTFUL, isDoubtful: true } : piece,
    );
  const strangers: Stranger[] = [];
  const judged = new Set<Evidence>();
  const heads: Head[] = [];
  for (const span of spans.slice(0, MAX_SPANS)) {
    const inside = found.evidence.filter((piece) => piece.kind === 'organisation' && overlaps(piece, span));
    for (const piece of inside) judged.add(piece);
    const read = readSpan(text, span, inside, customers, segment);
    evidence.push(...read.evidence);
    const isName = read.evidence.some(({ isDoubtful }) => !isDoubtful);
    if (isName) stretches.push(span);
    const [clearest] = read.evidence.filter(isClear).sort((a, b) => b.points - a.points);
    const rivals = read.evidence.filter((piece) => isClear(piece) && piece.customer !== clearest?.customer);
    const last = heads.at(-1);
    // 海拓和汇智都拜访了: what is said of the one is said of the other.
    const isJoined = last !== undefined && /^(?:和|跟|与|及|以及)$/.test(text.slice(last.end, span.start));
    if (
      clearest &&
      (span.isFirst || isJoined) &&
      rivals.every(({ points }) => clearest.points - points >= CLEAR_LEAD)
    )
      heads.push({ start: span.start, end: span.end, customer: clearest.customer });
    // 宁波 in the name of one says nothing of the others there.
    const inSpan = found.evidence.filter((piece) => piece.kind === 'place' && overlaps(piece, span));
    for (const piece of inSpan) judged.add(piece);
    const own = new Set(read.evidence.map(({ customer }) => customer));
    const isNamed = (isName || read.isStranger) && !isOnlyPlace(span, read.evidence, inSpan);
    evidence.push(...inSpan.filter(({ customer }) => (isNamed ? own.has(customer) : true)));
    const there = read.evidence.length || inSpan.length ? [] : thereabouts(text, span, customers);
    evidence.push(...there);
    if (read.isStranger && isNamed) strangers.push(organisationOf(text, span));
    // 宁波那边, and nobody of the book is there.
    const isElsewhere = !found.evidence.length && !there.length && pointsThere(text, span);
    if (isElsewhere) strangers.push({ start: span.start, end: span.end, isOrganisation: false });
  }
  const isLeft = (piece: Evidence) => piece.kind === 'organisation' || piece.kind === 'place';
  evidence.push(...found.evidence.filter((piece) => isLeft(piece) && !judged.has(piece)));
  const person = unknownPerson(text, stretches);
  const [stranger = person] = strangers;
  return { evidence, stretches, heads, ...(stranger && { stranger }) };
}

/** 齐鲁医院 of 齐鲁医院孙明处长. */
function organisationOf(text: string, { start, end }: NameSpan): Stranger {
  const person = personBehind(text.slice(start, end), endsAsOrganisation);
  return { start, end: person === undefined ? end : start + person, isOrganisation: true };
}

function isClear({ kind, points, isDoubtful }: Evidence): boolean {
  return kind === 'organisation' && points >= POINTS.levelOnly && !isDoubtful;
}

/** 汇川技术 已拜访: a competitor's name that stands for itself at the head of a note is a customer's. */
function isHeading(text: string, { start, end }: Stretch, segment: Segment): boolean {
  const clause = /^\s*(\p{Script=Han}{2,10})(?=[\s,，、:：]\S)/u.exec(text);
  if (!clause?.[1] || start !== clause[0].length - clause[1].length || end > clause[0].length) return false;
  const after = text.slice(end, clause[0].length);
  const isName =
    isUnexplained(text.slice(start, end), segment) ||
    nameLikeness(text.slice(start, end), segment) >= LATER_NAME_FROM;
  return (
    isName &&
    (after === '' ||
      isOnlyIndustry(after) ||
      endsAsOrganisation(clause[1]) ||
      nameLikeness(clause[1], segment) >= LATER_NAME_FROM)
  );
}

/** 李建|国 is not 李建. */
function goesOnAsName(text: string, { kind, start, end }: Evidence, segment: Segment | undefined): boolean {
  if (kind !== 'person' || end - start !== 2 || !segment) return false;
  const longer = text.slice(start, end + 1);
  const word = wordsOf(text, segment)?.[start];
  return /^\p{Script=Han}{3}$/u.test(longer) && word?.start === start && word.end === end + 1;
}

interface ReadSpan {
  evidence: Evidence[];
  isStranger: boolean;
}

function readSpan(
  text: string,
  span: NameSpan,
  inside: readonly Evidence[],
  customers: readonly KnownCustomer[],
  segment: Segment | undefined,
): ReadSpan {
  const typed = text.slice(span.start, span.end);
  const evidence = inside.map((piece) => judged(text, span, inside, piece, customers, segment));
  const shortened = customers.flatMap((customer, i): Evidence[] => {
    const name = abbreviationIn(typed, customer);
    if (name === undefined) return [];
    const place = { start: span.start, end: span.start + name.length };
    return [
      { customer: i, kind: 'organisation', points: ABBREVIATED, because: `客户简称“${name}”`, ...place },
    ];
  });
  const heard = customers.flatMap((customer, i): Evidence[] => {
    const name = homophoneOf(typed, customer);
    if (name === undefined) return [];
    const place = { start: span.start, end: span.start + name.length };
    return [{ customer: i, kind: 'organisation', points: HEARD, because: `读音像“${name}”`, ...place }];
  });
  const all = [...evidence, ...shortened, ...heard];
  if (all.some(({ isDoubtful }) => !isDoubtful)) return { evidence: all, isStranger: false };
  const likeness = segment ? nameLikeness(typed, segment) : 0;
  const isLeading = span.clause === 0 && span.isFirst;
  const isWord = isLeading && span.isWhole && segment !== undefined && isUnexplained(typed, segment);
  if (all.length === 0 && (isBareDepartment(typed, segment) || isPlace(typed)))
    return { evidence: all, isStranger: false };
  const isName = isWord || likeness >= (isLeading ? NAME_FROM : LATER_NAME_FROM) || endsAsOrganisation(typed);
  return { evidence: all, isStranger: all.length > 0 || isName };
}

/** 财政局, 药剂科: words of the dictionary before the ending, so nobody's name (罗博特科 has none). */
function isBareDepartment(typed: string, segment: Segment | undefined): boolean {
  if (!segment || typed.length > 4 || !/[科室部处办局]$/.test(typed)) return false;
  return segment(typed)
    .slice(0, -1)
    .every((word) => word.length > 1);
}

const ORGANISATION =
  /^(.{2,})(?:医院|卫生院|保健院|卫生服务中心|服务站|疾控中心|体检中心|检验所|厂|血站|诊所|门诊部|大药房|药房|药店|街道|有限公司|集团|研究所|研究院|大学)$/u;
const NO_NAME =
  /(?:他们?|我们|你们|这家?|那家?|该|贵|整个|几家|各|哪家|总部|下属|所有|隔壁|附近|其他|别的|一家|两家|三家|县级|基层|民营|公立|私立|社区|三甲|二甲)$/;

/** Words that end as organisations do, with more than a pronoun before that. */
function endsAsOrganisation(typed: string): boolean {
  const name = ORGANISATION.exec(typed)?.[1];
  return name !== undefined && !NO_NAME.test(name);
}

/** A piece of evidence as far as what stands around it leaves it: 中医院 in 无锡市中医院 says little of 绍兴市中医院. */
function judged(
  text: string,
  span: NameSpan,
  inside: readonly Evidence[],
  piece: Evidence,
  customers: readonly KnownCustomer[],
  segment: Segment | undefined,
): Evidence {
  const customer = customers[piece.customer];
  if (!customer) return piece;
  const own = inside.filter((other) => other.customer === piece.customer);
  const start = Math.min(...own.map((other) => other.start));
  const end = Math.max(...own.map((other) => other.end));
  const typed = {
    before: text.slice(span.start, Math.max(start, span.start)),
    known: text.slice(start, end),
    after: text.slice(end, Math.max(span.end, end)),
  };
  const fits = sameness(typed, customer);
  // 正泰|安能: the name goes on in a way that only names do.
  const goesOn =
    segment &&
    typed.after !== '' &&
    !isPartOfHouse(typed.after) &&
    nameLikeness(typed.after, segment) >= GOES_ON_FROM;
  const same = fits === 'same' && goesOn && !isAllOf(typed, customer) ? 'other' : fits;
  const isLoose = piece.points < POINTS.levelOnly && same === 'same' && !accountsFor(typed);
  if (same === 'same' && !isLoose) return isWhole(piece, typed) ? { ...piece, points: ALONE } : piece;
  const isName = segment ? nameLikeness(text.slice(span.start, span.end), segment) >= NAME_FROM : false;
  // A good name keeps its weight where what stands before it reads like a sentence.
  if (same === 'unclear' && piece.points >= POINTS.short && !isName) return piece;
  return { ...piece, points: Math.min(piece.points, DOUBTFUL), isDoubtful: true };
}

/** 海康 for 海康威视, 胡庆余堂 for its one shop: all that was typed, so nobody else was meant that the book has. */
function isWhole({ points }: Evidence, { before, after }: TypedName): boolean {
  return points === POINTS.partial && before === '' && after === '';
}

/** Whether nothing but a part of the house stands around a name that many could have. */
function accountsFor({ before, after }: TypedName): boolean {
  return before === '' && (after === '' || isPartOfHouse(after));
}

/** The longest beginning of a span that is the customer's name, shortened. */
function abbreviationIn(typed: string, { name, aliases }: KnownCustomer): string | undefined {
  const names = [name, ...aliases].map((one) =>
    one
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\s()]/g, ''),
  );
  for (let length = typed.length; length >= 3; length--) {
    const beginning = typed.slice(0, length);
    if (!names.some((one) => abbreviates(beginning, one))) continue;
    const after = typed.slice(length);
    return sameness(
      { before: '', known: beginning, after },
      { customerId: '', name, aliases, contacts: [] },
    ) === 'same'
      ? beginning
      : undefined;
  }
  return undefined;
}

/** The first addressed by surname and title, or in pinyin, whom the book does not have. */
function unknownPerson(text: string, known: readonly Stretch[]): Stranger | undefined {
  const inPinyin = [...text.matchAll(IN_PINYIN)].map(({ index, 0: typed }) => ({
    start: index,
    end: index + typed.length,
  }));
  const person = [...addressedPeople(text), ...inPinyin].find(
    (addressed) => !known.some((other) => overlaps(other, addressed)),
  );
  return person && { start: person.start, end: person.end, isOrganisation: false };
}
