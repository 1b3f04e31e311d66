/** Measures the note parser on the labelled notes in fixtures/notes (its README says what the labels mean). */
import { readFileSync } from 'node:fs';
import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import {
  createNoteParser,
  type KnownCustomer,
  type NoteParserOptions,
  type NoteVocabulary,
  type ParsedNote,
} from '../../src/domain/note/parse-note.ts';
import type { EvalReport, EvalSuite, Figure, Floors, Miss } from './suite.ts';

interface LabelledNote {
  id: string;
  text: string;
  /** Shanghai wall time. */
  now: string;
  customers: string;
  focus?: Record<string, string>;
  expect: {
    customer: { status: string; customerId?: string };
    actions: { id: string; negated: boolean }[];
    amount?: [number, number];
    objections: { id: string; negated: boolean }[];
    scenes: string[];
    next?: { at: string; precision: string; deadline: boolean };
    outcome?: string;
  };
}

const FIELDS: Record<
  string,
  { expected: (note: LabelledNote) => unknown; got: (parsed: ParsedNote) => unknown }
> = {
  customer: {
    expected: ({ expect: { customer } }) =>
      customer.status === 'sure' ? customer.customerId : customer.status,
    got: ({ customer }) => customer.best?.customerId ?? customer.status,
  },
  actions: { expected: ({ expect }) => signs(expect.actions), got: ({ actions }) => signs(actions) },
  amount: {
    expected: ({ expect }) => expect.amount,
    got: ({ amount }) => amount && [amount.minFen, amount.maxFen],
  },
  objections: {
    expected: ({ expect }) => signs(expect.objections),
    got: ({ objections }) => signs(objections),
  },
  scenes: {
    expected: ({ expect }) => sorted(expect.scenes),
    got: ({ scenes }) => sorted(scenes.map(({ id }) => id)),
  },
  next: {
    expected: ({ expect: { next } }) => next && [next.at, next.precision, next.deadline],
    got: ({ next }) => next && [wallTime(next.at), next.precision, next.deadline],
  },
  outcome: { expected: ({ expect }) => expect.outcome, got: ({ outcome }) => outcome?.kind },
};

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/notes/${name}`, import.meta.url), 'utf8');

export const vocabulary: NoteVocabulary = JSON.parse(fixture('vocabulary.json'));
const customerSets: Record<string, KnownCustomer[]> = JSON.parse(fixture('customers.json'));

export const vocabularyWords = [
  ...vocabulary.actions,
  ...vocabulary.objections,
  ...vocabulary.scenes,
].flatMap(({ words }) => words);

export const notesSuite: EvalSuite = {
  name: 'notes',
  floors: JSON.parse(fixture('floors.json')) as Floors,
  run: () => evaluateNotes({ segment: createSegmenter(vocabularyWords) }),
};

export function labelledNotes(part: string): LabelledNote[] {
  const lines = fixture(`${part}.jsonl`).split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line));
}

/** The customers of a labelled note as the rep's session has them. */
export function customersOf({ customers, focus = {} }: LabelledNote): KnownCustomer[] {
  return (customerSets[customers] ?? []).map((customer) => {
    const focused = focus[customer.customerId];
    return focused ? { ...customer, lastFocusAt: instant(focused) } : customer;
  });
}

export function evaluateNotes(options: NoteParserOptions): EvalReport {
  const parser = createNoteParser(vocabulary, options);
  const report: EvalReport = { figures: [], errors: [], misses: [] };
  for (const part of ['development', 'held-back', 'held-back-2']) {
    const results = labelledNotes(part).map((note) => ({
      note,
      parsed: parser.parse(note.text, { now: instant(note.now), customers: customersOf(note) }),
    }));
    for (const [field, { expected, got }] of Object.entries(FIELDS)) {
      const pairs = results.map(({ note, parsed }) => ({ note, expected: expected(note), got: got(parsed) }));
      report.figures.push(figureOf(part, field, pairs));
      report.misses.push(...missesOf(part, field, pairs));
    }
    const wrongAsSure = results.filter(
      ({ note, parsed }) =>
        parsed.customer.best && parsed.customer.best.customerId !== note.expect.customer.customerId,
    );
    report.errors.push({ part, name: 'wrong customer as sure', count: wrongAsSure.length });
  }
  return report;
}

interface Pair {
  note: LabelledNote;
  expected: unknown;
  got: unknown;
}

function figureOf(part: string, field: string, pairs: readonly Pair[]): Figure {
  const present = pairs.filter(({ expected, got }) => !isEmpty(expected) || !isEmpty(got));
  return {
    part,
    field,
    right: pairs.filter(isRight).length,
    of: pairs.length,
    rightWherePresent: present.filter(isRight).length,
    present: present.length,
  };
}

function missesOf(part: string, field: string, pairs: readonly Pair[]): Miss[] {
  return pairs
    .filter((pair) => !isRight(pair))
    .map(({ note: { id, text }, expected, got }) => ({ part, id, field, text, expected, got }));
}

function isRight({ expected, got }: Pair): boolean {
  return JSON.stringify(expected) === JSON.stringify(got);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === 'none' || (Array.isArray(value) && value.length === 0);
}

function signs(mentions: readonly { id: string; negated: boolean }[]): string[] {
  return sorted(mentions.map(({ id, negated }) => (negated ? `-${id}` : id)));
}

function sorted(values: readonly string[]): string[] {
  return [...values].sort();
}

function instant(wall: string): Date {
  return new Date(`${wall}:00+08:00`);
}

function wallTime(at: Date): string {
  return new Date(at.getTime() + 8 * 3_600_000).toISOString().slice(0, 16);
}
