/** The stages a note says in their own words: 德清 约好演示 周五. */
import { findDates } from '../note/dates/find-dates.ts';
import { wallOf } from '../note/dates/wall-time.ts';
import { clauseBefore, prepareText, type Stretch } from '../note/prepared-text.ts';
import { isAsked, isNegated } from '../note/said-of.ts';
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
const SENTENCE_END = /[,，。.;；!！?？\n]/;
const WISHED_FOR = /(?:[等待想]|准备|打算|计划|争取|力争|希望|预计|再)[^了,，。;；\s]{0,6}$/;

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
  const { day: today } = wallOf(now);
  const ahead = findDates(searched, now).filter(({ day }) => day > today);
  return finderOf(playbook)
    .find(searched, {})
    .filter(
      (hit) => !isAsked(searched, hit.start) && !isNegated(searched, hit) && !isWished(searched, hit, ahead),
    )
    .map(({ entry, start, end }) => ({ id: entry.id, said: searched.slice(start, end) }));
}

/** 等过会, 争取下月过会; 约好演示 itself is no wish, whatever day it names. */
function isWished(text: string, { start, end }: Stretch, ahead: readonly Stretch[]): boolean {
  if (WISHED_FOR.test(clauseBefore(text, start, 12))) return true;
  if (ARRANGES.test(text.slice(start, end))) return false;
  return ahead.some((date) => date.end <= start && !SENTENCE_END.test(text.slice(date.end, start)));
}
