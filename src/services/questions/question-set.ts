import type { Op } from '../../core/effect.ts';
import type { PlatformName } from '../../core/event.ts';
import type { Person } from '../../domain/people/person.ts';
import type { Scope } from '../../domain/people/scope.ts';
import type { PlaybookVersion } from '../../domain/playbook/playbook.ts';
import type { Asking } from '../../domain/questions/asking.ts';
import type { Answer, QuestionItem } from '../../domain/questions/item.ts';
import { type ReadAnswer, readAnswer } from '../../domain/questions/read-answer.ts';
import type { Leaving } from '../../domain/questions/words.ts';
import type { Reply } from '../messages.ts';

/** Who is asked, and what they may see. */
export interface Asker {
  person: Person;
  scope: Scope;
  version: PlaybookVersion;
  now: Date;
  platform: PlatformName;
}

/** What the questions are about: a record, and what of it where that is not clear by itself. */
export type AskedAbout = Pick<Asking, 'record' | 'detail'>;

export interface OpenQuestions {
  /** Whose or which: 杭州市第一人民医院（L1001）. */
  title: string;
  /** In the order in which they are asked. What is known, or not to be asked any more, is not among them. */
  items: QuestionItem[];
}

/**
 * One kind of questions an area asks. How they are asked, answered, put off and found again is the same for all
 * (`Questions`); the area says which are open, writes the answers, and has the card.
 */
export interface QuestionSet {
  name: string;
  /** How long a bare line counts as the answer to the question shown last; ms of wall time. */
  withinMs: number;
  /** They can be answered all at once on a page, too. */
  page: boolean;
  /** Read from the record each time. Null: the record is gone, or not for this person. */
  open(about: AskedAbout, asker: Asker): Promise<OpenQuestions | null>;
  /**
   * Writes answers; repeating it with the same `op` changes nothing. @returns what is to be said besides the next card
   * @throws GenjinError `invalid` with what is wrong
   */
  answer(about: AskedAbout, answers: readonly Answer[], asker: Asker, op: Op): Promise<Reply[]>;
  /** The card shows the first open item by itself: once one is answered elsewhere, the next counts as asked. */
  follows?: boolean;
  /** 就这些 ends them before all is answered; others are put off by it. */
  ends?: boolean;
  /**
   * The card that asks for `item`, or, without one, shows what has become of the whole; null: nothing is to be shown.
   */
  card(about: AskedAbout, item: QuestionItem | undefined, asker: Asker): Promise<Reply | null> | Reply | null;
  /** What a typed answer says, where this area reads its own way. */
  read?(text: string, item: QuestionItem, about: AskedAbout, asker: Asker): Promise<ReadAnswer>;
  /** Which item comes next; the first open one where absent. */
  next?(open: readonly QuestionItem[], answered: readonly Answer[]): QuestionItem | undefined;
  /** What follows when a person leaves them. @returns what is said; the usual sentence where absent */
  leave?(about: AskedAbout, how: Leaving, asker: Asker, op: Op): Promise<Reply[]>;
}

/** Reads a line as the answer to one item, in the set's own way where it has one. */
export function readOne(
  text: string,
  item: QuestionItem,
  set: QuestionSet,
  about: AskedAbout,
  asker: Asker,
): Promise<ReadAnswer> {
  const context = { playbook: asker.version.playbook, now: asker.now };
  return set.read ? set.read(text, item, about, asker) : Promise.resolve(readAnswer(text, item, context));
}
