import type { AnyCard } from '../define.ts';
import { answerOrNote } from './answer-or-note.ts';
import { question } from './question.ts';
import { questionHelp } from './question-help.ts';
import { whichQuestion } from './which-question.ts';

/** Every kind of card about questions of any area; a question itself is a card of its area. */
export const QUESTION_CARDS: readonly AnyCard[] = [question, questionHelp, whichQuestion, answerOrNote];
