/** The note parser of a playbook: its own words, and the built-in ones of the kinds its entries name. */
import type { Playbook } from '../playbook/playbook.ts';
import { DEFAULT_OUTCOMES } from './outcome.ts';
import { createNoteParser, type NoteParser } from './parse-note.ts';
import type { Judge } from './statements.ts';
import type { NoteVocabulary, Segment } from './types.ts';
import { type TrainedWeights, trainedJudge } from './verifier/verifier.ts';
import weights from './verifier/weights.json' with { type: 'json' };

const TRAINED = trainedJudge(weights as TrainedWeights);

/** What a playbook says about the words people type; the evaluation measures parsers made from nothing else. */
export type PlaybookWords = Pick<Playbook, 'actions' | 'objections' | 'scenes'> &
  Partial<Pick<Playbook, 'products'>>;

/** The same playbook gives the same parser. `segmenterFor` is given the words that must not be cut (`createSegmenter`). */
export function noteParserOf(
  playbook: PlaybookWords,
  segmenterFor: (words: readonly string[]) => Segment,
  judge: Judge = TRAINED,
): NoteParser {
  const vocabulary = noteVocabularyOf(playbook);
  const words = [...vocabulary.actions, ...vocabulary.objections, ...vocabulary.scenes].flatMap(
    (entry) => entry.words,
  );
  return createNoteParser(vocabulary, { segment: segmenterFor(words), judge });
}

export function noteVocabularyOf({
  actions,
  objections,
  scenes,
  products = [],
}: PlaybookWords): NoteVocabulary {
  const said = (kind: 'won' | 'lost') =>
    actions.filter((action) => action.closes === kind).flatMap((action) => action.words);
  return {
    // How a deal ended is read with more care than other words: 试用确认书签了 is no deal.
    actions: actions.filter((action) => !action.closes),
    objections,
    scenes,
    ours: products.flatMap(({ category, items }) => [category, ...items.map(({ value }) => value)]),
    outcomes: {
      won: [...DEFAULT_OUTCOMES.won, ...said('won')],
      lost: [...DEFAULT_OUTCOMES.lost, ...said('lost')],
    },
  };
}
