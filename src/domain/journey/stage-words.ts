/** The stages a note says in their own words: 德清 约好演示 周五. */
import { findDates } from '../note/dates/find-dates.ts';
import { prepareText } from '../note/prepared-text.ts';
import { isAsked, isNegated, isStillToCome } from '../note/said-of.ts';
import { WordFinder } from '../note/vocabulary.ts';
import type { Playbook } from '../playbook/playbook.ts';

interface StageWords {
  id: string;
  label: string;
  words: string[];
}

/** A single character is no name of a stage inside a sentence. */
const SHORTEST = 2;
/** 约好演示 周五: an appointment is made now, whatever day it names. */
const ARRANGES = /约|排|定/;

const finders = new WeakMap<Playbook, WordFinder<StageWords>>();

function finderOf(playbook: Playbook): WordFinder<StageWords> {
  const known = finders.get(playbook);
  if (known) return known;
  const entries = playbook.stages
    .filter(({ end }) => end === undefined)
    .map(({ id, label, words }) => ({
      id,
      label,
      words: [...new Set([label, ...words])].filter((word) => word.length >= SHORTEST),
    }));
  const finder = new WordFinder(entries, false);
  finders.set(playbook, finder);
  return finder;
}

/**
 * Ids of stages and the words that name them, as typed and in order. What is asked, denied or still to come (还没过会,
 * 周五再演示) is none; the end of a deal is said otherwise.
 */
export function stagesSaid(text: string, playbook: Playbook, now: Date): { id: string; said: string }[] {
  const { text: searched } = prepareText(text);
  const dates = findDates(searched, now);
  return finderOf(playbook)
    .find(searched, {})
    .filter(({ start, end }) => {
      const word = searched.slice(start, end);
      const ahead = ARRANGES.test(word) ? [] : dates;
      return (
        !isAsked(searched, start) &&
        !isNegated(searched, { start, end }) &&
        !(isStillToCome(searched, { start, end }, ahead, []) && !ARRANGES.test(word))
      );
    })
    .map(({ entry, start, end }) => ({ id: entry.id, said: searched.slice(start, end) }));
}
