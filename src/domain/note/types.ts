/** What the note parser is given and what it returns. Every span is `[start, end)` in UTF-16 units of the text as typed. */
export type Span = readonly [start: number, end: number];

export interface VocabularyEntry {
  id: string;
  label: string;
  /**
   * What people type. `…` stands for up to eight characters of the same clause (`电话…没接`), or twice for up to five
   * each, `(a|b)` for either, `{sum}` at the end for a sum of money (`报{sum}`).
   */
  words: readonly string[];
  /** Further words that are enough to ask about and never to record. */
  hints?: readonly string[];
  /** Those of `words` that the playbook itself has, where built-in ones were added. */
  own?: ReadonlySet<string>;
  /** What it means in general (`lexicon/kinds.ts`): the built-in words of these kinds are understood as well. */
  kinds?: readonly string[];
}

export interface ActionEntry extends VocabularyEntry {
  /** A contact with the customer that took place (已报价), as opposed to a state of things (等待决策). */
  touch?: boolean;
  /** Actions that did not take place when this one is stated: who was not reached (未联系上) was not called either. */
  rulesOut?: readonly string[];
}

/**
 * What a clause is, as far as contact with the customer goes:
 * `deed` an action that took place, `attempt` one made in vain (没接, 不在), `plan` still to come or only asked for,
 * `denial` said not to have happened, `question`, `past-mention` spoken of from an earlier time (国庆后那批货),
 * `state` how things stand (等院长签字, 需要工程师), `remark` anything else, objections, sums and dates included.
 */
export type ClauseKind =
  | 'deed'
  | 'attempt'
  | 'plan'
  | 'denial'
  | 'question'
  | 'past-mention'
  | 'state'
  | 'remark';

export interface Clause {
  kind: ClauseKind;
  /** Ids of the playbook's actions the kind comes from; empty for a plan or denial in other words (明天再联系). */
  actions: string[];
  span: Span;
}

/** The playbook's words (C1). */
export interface NoteVocabulary {
  actions: readonly ActionEntry[];
  objections: readonly VocabularyEntry[];
  scenes: readonly VocabularyEntry[];
  /** Names of what the company sells: a maker among them is no competitor. */
  ours?: readonly string[];
  /** Replaces the built-in words for a deal that was won or lost. */
  outcomes?: { won: readonly string[]; lost: readonly string[] };
}

export interface KnownContact {
  name: string;
  title?: string;
  phone?: string;
}

export interface KnownCustomer {
  leadId?: string;
  customerId: string;
  name: string;
  aliases: readonly string[];
  contacts: readonly KnownContact[];
  /** Where it is, if its name does not say so. */
  city?: string;
  /** When the rep last had this customer open, called them or got a card about them. */
  lastFocusAt?: Date;
}

export interface CustomerCandidate {
  customerId: string;
  leadId?: string;
  /** Points of evidence; only comparable within one note. */
  score: number;
  /** Why, in Chinese, for the card. */
  because: string[];
}

export interface CustomerMatch {
  /** `sure`: `best` is meant. `ask`: let the rep choose among `candidates`. `none`: nothing points to a customer. */
  status: 'sure' | 'ask' | 'none';
  best?: CustomerCandidate;
  /** Best first, at most five. */
  candidates: CustomerCandidate[];
  /** Where the note names somebody whom the customers given do not account for. Never with `sure`. */
  stranger?: Span;
  /** Nothing in the note names a customer; `best` is whom the rep had open. */
  byContext?: boolean;
  /** Several customers named beyond doubt, each at the head of what is said of it, with that part of the note. */
  parts?: { customerId: string; leadId?: string; span: Span }[];
}

export interface Mention {
  id: string;
  label: string;
  span: Span;
}

export interface NegatableMention extends Mention {
  /** The note says that it did not happen or does not hold: 还没报价, 不嫌贵. */
  negated: boolean;
}

/** To be asked, never recorded by itself. */
export interface Doubt extends Mention {
  of: 'action' | 'objection';
}

export interface MoneyMention {
  /** Fen. Both ends are equal unless a range was typed. */
  minFen: number;
  maxFen: number;
  span: Span;
  /** A competitor's price. */
  rivals?: true;
}

/** `half-day`: 下周二下午; `week` and `month`: `at` is the first day of the period, or its last for a deadline. */
export type WhenPrecision = 'time' | 'half-day' | 'day' | 'week' | 'month';

export interface When {
  /** Without a time of day: the start of the working day, which on the day of the note may lie before `now`. */
  at: Date;
  precision: WhenPrecision;
  /** To be done by then (周五前, 3天内), not at that moment. */
  deadline: boolean;
  span: Span;
}

/** `no-such-date`: 11月31日, 25点. `not-understood`: 初八. `over`: named for the next step, and behind us. */
export interface UnreadDate {
  span: Span;
  why: 'no-such-date' | 'not-understood' | 'over';
}

export interface ParsedNote {
  customer: CustomerMatch;
  /** Done, or said not to have been done. */
  actions: NegatableMention[];
  /** Touches that are still to come or were only asked for: 下周三演示, 客户要报价. */
  planned: Mention[];
  /** What our offer or the deal is worth; never a budget, a competitor's price, a difference or part of a sum. */
  amount?: MoneyMention;
  /** Further sums: the customer's budget beside our price, a competitor's price. */
  otherAmounts: MoneyMention[];
  objections: NegatableMention[];
  scenes: Mention[];
  next?: When;
  /** Past dates and future ones that are not the next step, in the order typed. */
  otherDates: When[];
  /** How the deal ended, as the note has it: to be asked, never recorded by itself. */
  outcome?: { kind: 'won' | 'lost'; span: Span };
  /** Read, but not surely enough to be recorded; the likeliest first, at most `MAX_DOUBTFUL`. */
  doubtful: Doubt[];
  /** What is written like a date and is none, in the order typed. */
  unread: UnreadDate[];
  /** The note clause by clause, in the order typed. */
  clauses: Clause[];
  /** What nothing above accounts for, including a tail that was too long to read. */
  rest: string;
  /** The note was longer than `MAX_NOTE_LENGTH`; only its beginning was read. */
  truncated: boolean;
}

export interface NoteContext {
  now: Date;
  customers: readonly KnownCustomer[];
  /** `HH:mm`, 09:00 by default: the time of a date typed without one. */
  workdayStart?: string;
}

export interface NoteParserOptions {
  /**
   * Cuts a text into words that join up to the text (see `createSegmenter`). With it, words are not found inside other
   * words (贵 in 贵州) and homophones of the vocabulary are understood (爆价); without it, neither.
   */
  segment?: Segment;
}

/** Cuts a text into words that join up to the text. */
export type Segment = ((text: string) => string[]) & {
  /** Whether the dictionary has a word as the name of a person, place, organisation or brand. */
  isProperName?: (word: string) => boolean;
};
