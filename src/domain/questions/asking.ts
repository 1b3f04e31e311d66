import type { Answer, QuestionItem } from './item.ts';
import type { Leaving } from './words.ts';

/**
 * What one person has been asked about one record and has not done with. Kept, so that a restart changes nothing: the
 * answer of tomorrow still finds its question. The questions themselves follow from the record each time.
 */
export interface Asking {
  /** Of this person, kind of questions and record: a second asking takes the first one's place. */
  _id: string;
  person: string;
  /** Which kind of questions; see QuestionSet. */
  set: string;
  /** What they are about: `L1024`, `D101`. */
  record: string;
  /** What of the record, where one is asked about more than one thing. */
  detail?: string | undefined;
  open: boolean;
  /** Asked now, as it was shown; absent while the person has put it off. */
  item?: QuestionItem | undefined;
  /** Answers in a row to this item that were none. */
  tries: number;
  /** When `item` was shown. */
  at: Date;
  /** Not asked any more from then on. */
  until: Date;
  /** The last event that moved it, so that the same event again finds what it found. */
  last?: Moved | undefined;
}

export interface Moved {
  /** Key of the event. */
  key: string;
  /** What the person did, and what of it was understood. */
  what: 'answered' | 'unclear' | 'why' | 'chat' | Leaving;
  answers?: Answer[] | undefined;
}

/** Longer ago nobody remembers what was asked. */
const LASTS_MS = 14 * 24 * 3_600_000;

export function askingId({
  person,
  set,
  record,
  detail,
}: Pick<Asking, 'person' | 'set' | 'record' | 'detail'>): string {
  return [person, set, record, ...(detail ? [detail] : [])].join('|');
}

/** Asks this item now. */
export function askedNow(
  about: Pick<Asking, 'person' | 'set' | 'record' | 'detail'>,
  item: QuestionItem,
  last: Moved | undefined,
  now: Date,
): Asking {
  const { person, set, record, detail } = about;
  const until = new Date(now.getTime() + LASTS_MS);
  return {
    _id: askingId(about),
    person,
    set,
    record,
    detail,
    open: true,
    item,
    tries: 0,
    at: now,
    until,
    last,
  };
}

/** Whether a line at this time still counts as the answer to what was shown last. */
export function isFresh({ at, item }: Pick<Asking, 'at' | 'item'>, withinMs: number, now: Date): boolean {
  return item !== undefined && now.getTime() - at.getTime() <= withinMs;
}

/** The newest first. */
export function newestFirst(askings: readonly Asking[]): Asking[] {
  return [...askings].sort((a, b) => b.at.getTime() - a.at.getTime());
}
