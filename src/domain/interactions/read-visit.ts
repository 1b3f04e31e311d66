/** What a typed line says of a visit, by the playbook's words for pain points and ticks, denials heard (没带样品). */
import { calendarOf } from '../clocks/clock-rules.ts';
import type { NoteParser } from '../note/parse-note.ts';
import { parseWhen } from '../note/parse-note.ts';
import { noteParserOf, noteVocabularyOf } from '../note/playbook-parser.ts';
import type { Segment } from '../note/types.ts';
import type { Playbook } from '../playbook/playbook.ts';
import { NO_VISIT, type Todo, type VisitSaid } from './visit.ts';

const MAX_TODOS = 10;
const MAX_TODO = 100;
/** What stands behind 待办, until another part of the line begins. */
const STILL_TO_DO = /待办(?:事项)?[:：,，\s]*([\s\S]*?)(?=(?:下次|痛点|已定|已解决|再约|预约)|待办|$)/g;

export interface VisitParser {
  /** Linear in the text. @param now what the dates of to-dos are counted from */
  parse(text: string, now: Date): VisitSaid;
}

/** Make one per playbook. `segmenterFor` is asked for the words of the playbook's notes, so that the two share one. */
export function visitParserOf(
  playbook: Playbook,
  segmenterFor: (words: readonly string[]) => Segment,
): VisitParser {
  const { pains, ticks } = playbook.visits;
  const calendar = calendarOf(playbook);
  const vocabulary = noteVocabularyOf(playbook);
  const words = [...vocabulary.actions, ...vocabulary.objections, ...vocabulary.scenes].flatMap(
    (entry) => entry.words,
  );
  const parser: NoteParser = noteParserOf(
    {
      actions: ticks.map(({ id, label, words: own }) => ({
        ...{ id, label, words: [label, ...own] },
        ...{ kinds: [], touch: true, rulesOut: [], answers: false },
      })),
      objections: pains.map(({ id, label, words: own }) => ({
        id,
        label,
        words: [label, ...own],
        kinds: [],
      })),
      scenes: [],
    },
    () => segmenterFor(words),
  );
  return {
    parse(text, now) {
      if (!text.trim()) return NO_VISIT;
      const todos = todosIn(text, now, (at) => calendar.dayKey(at));
      const line = withoutTodos(text);
      const parsed = parser.parse(line, { now, customers: [] });
      const positive = <T extends { negated: boolean }>(said: readonly T[]) =>
        said.filter(({ negated }) => !negated);
      const named = new Set(positive(parsed.actions).map(({ id }) => id));
      const felt = new Set(positive(parsed.objections).map(({ id }) => id));
      return {
        pains: pains.filter(({ id }) => felt.has(id)).map(({ id, label }) => ({ id, label })),
        ticks: ticks
          .filter(({ id }) => named.has(id))
          .map(({ id, label, counts }) => ({ id, label, of: counts })),
        todos,
        denied: [...parsed.actions, ...parsed.objections]
          .filter(({ id, negated }) => negated && !named.has(id) && !felt.has(id))
          .map(({ id }) => id),
      };
    },
  };
}

/** The line without its to-dos: what is still to be done was not done there. */
export function withoutTodos(text: string): string {
  return text.replace(STILL_TO_DO, ' ').trim();
}

function todosIn(text: string, now: Date, dayOf: (at: Date) => string): Todo[] {
  const parts = [...text.matchAll(STILL_TO_DO)].flatMap(([, said = '']) => said.split(/[;；、,，。\n]+/));
  return parts
    .map((part) => part.trim().slice(0, MAX_TODO))
    .filter(Boolean)
    .slice(0, MAX_TODOS)
    .map((part) => {
      const when = parseWhen(part, now);
      return { text: part, ...(when ? { by: dayOf(when.at) } : {}) };
    });
}
