import type { Asking } from '../../domain/questions/asking.ts';
import type { QuestionItem } from '../../domain/questions/item.ts';
import type { AskingStore } from '../../stores/askings.ts';
import type { NoteReader } from '../interactions/note-reader.ts';
import type { Reply } from '../messages.ts';
import type { PageLinks } from '../page-links.ts';
import type { OpenQuestions, QuestionSet } from './question-set.ts';

export interface ListenerDeps {
  askings: AskingStore;
  notes: Pick<NoteReader, 'read' | 'makesRecord'>;
  pages: Pick<PageLinks, 'questions'>;
}

/** What came of it; null where it is no answer; `about` the record it is a note about, where that is plain. */
export type Heard = Reply[] | null | { about: string };

/** Where a line was found to belong: the asking, its questions as they are by now, and the one it answers. */
export interface Aim {
  asking: Asking;
  set: QuestionSet;
  open: OpenQuestions;
  current: QuestionItem | undefined;
}
