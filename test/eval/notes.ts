/** Measures the note parser on the labelled notes in fixtures/notes (its README says what the labels mean). */
import { readFileSync } from 'node:fs';
import type { NoteVocabulary, ParsedNote } from '../../src/domain/note/parse-note.ts';
import { developmentParts, heldBackParts, type LabelledNote, type Part, parse } from './labelled-notes.ts';
import { type Read, retrievalOf, wallTime } from './retrieval.ts';
import type { EvalReport, EvalSuite, Figure, Floors, Miss } from './suite.ts';

const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/notes/${name}`, import.meta.url), 'utf8');

export const notesSuite: EvalSuite = {
  name: 'notes',
  floors: JSON.parse(fixture('floors.json')) as Floors,
  run: evaluateNotes,
};

/** Where a note says one thing only, it is right or wrong. */
const FIELDS: Record<
  string,
  { expected: (note: LabelledNote) => unknown; got: (parsed: ParsedNote) => unknown }
> = {
  customer: {
    expected: ({ expect: { customer } }) =>
      customer?.status === 'sure' ? customer.customerId : customer?.status,
    got: ({ customer }) => customer.best?.customerId ?? customer.status,
  },
  next: {
    expected: ({ expect: { next } }) => next && [next.at, next.precision, next.deadline],
    got: ({ next }) => next && [wallTime(next.at), next.precision, next.deadline],
  },
  outcome: { expected: ({ expect }) => expect.outcome, got: ({ outcome }) => outcome?.kind },
};

export function evaluateNotes(): EvalReport {
  const report: EvalReport = { figures: [], errors: [], misses: [], retrieval: [] };
  for (const part of [...developmentParts(), ...heldBackParts()]) {
    const reads = part.notes.map((note) => ({ note, parsed: parse(note) }));
    addFigures(report, part, reads);
    const { figures, misses } = retrievalOf(part, reads);
    report.retrieval?.push(...figures);
    for (const { field, id, text, said, recorded, offered } of misses)
      report.misses.push({ part: part.name, id, field, text, expected: said, got: { recorded, offered } });
    const asked = reads.filter(({ parsed }) => parsed.doubtful.length).length;
    report.errors.push({ part: part.name, name: `asked, of ${reads.length} lines`, count: asked });
  }
  return report;
}

function addFigures(report: EvalReport, { name, notes }: Part, reads: readonly Read[]): void {
  if (!notes.some(({ expect }) => expect.customer)) return;
  for (const [field, { expected, got }] of Object.entries(FIELDS)) {
    const pairs = reads.map(({ note, parsed }) => ({ note, expected: expected(note), got: got(parsed) }));
    report.figures.push(figureOf(name, field, pairs));
    report.misses.push(...missesOf(name, field, pairs));
  }
  const wrongAsSure = reads.filter(
    ({ note, parsed }) =>
      parsed.customer.best && parsed.customer.best.customerId !== note.expect.customer?.customerId,
  );
  report.errors.push({ part: name, name: 'wrong customer as sure', count: wrongAsSure.length });
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

/** A small vocabulary for the unit tests of the parser. */
export const vocabulary: NoteVocabulary = JSON.parse(fixture('vocabulary.json'));
export const vocabularyWords = [
  ...vocabulary.actions,
  ...vocabulary.objections,
  ...vocabulary.scenes,
].flatMap(({ words }) => words);
