/**
 * The labelled notes, and the shipped vocabularies they are measured on. Labels name kinds
 * (`src/domain/note/lexicon/kinds.ts`); what a playbook has no entry for cannot be said in it and is left out.
 */
import { readFileSync } from 'node:fs';
import { loadPlaybook } from '../../src/config/load-playbook.ts';
import type { Candidate } from '../../src/domain/note/candidates.ts';
import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import type { KnownCustomer, NoteParser, ParsedNote } from '../../src/domain/note/parse-note.ts';
import { noteParserOf, type PlaybookWords } from '../../src/domain/note/playbook-parser.ts';
import { RULES } from '../../src/domain/note/rules.ts';
import type { Judge } from '../../src/domain/note/statements.ts';
import { playbookSchema } from '../../src/domain/playbook/playbook.ts';

export type Looseness = 'plain' | 'loose' | 'very-loose';

export interface LabelledNote {
  id: string;
  text: string;
  /** Shanghai wall time. */
  now: string;
  customers: string;
  focus?: Record<string, string>;
  looseness: Looseness;
  expect: Expectation;
}

/** A field that is absent was not labelled. */
export interface Expectation {
  customer?: { status: string; customerId?: string };
  /** Kinds, `-` before one said not to have happened. */
  deeds?: string[];
  objections?: string[];
  scenes?: string[];
  amount?: [number, number];
  next?: { at: string; precision: string; deadline: boolean };
  outcome?: string;
  /** Not labelled either way. */
  optional?: string[];
  /** A date is written that does not exist or is not understood: it must be said. */
  unread?: boolean;
}

export interface Part {
  name: string;
  notes: LabelledNote[];
  /** The kinds its labels tell apart; others are neither expected nor counted against the parser. */
  deedKinds: ReadonlySet<string>;
  objectionKinds: ReadonlySet<string>;
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

const customerSets: Record<string, KnownCustomer[]> = JSON.parse(fixture('notes/customers.json'));

/** Which playbook the notes of a set of customers are read with. */
const PLAYBOOKS: Record<string, string> = {
  medical: 'medical-devices',
  industrial: 'industrial-equipment',
  pharma: 'pharma-chain',
};

/** One trade has no shipped playbook: a new one, with few words of its own and the kinds named. */
const NEW_PLAYBOOK: PlaybookWords = playbookSchema
  .pick({ actions: true, objections: true, scenes: true })
  .parse(JSON.parse(fixture('notes/new-playbook.json')));

export const tradeNames = Object.keys(customerSets);

function shipped(name: string): PlaybookWords {
  const folder = `playbooks/${name}`;
  const loaded = loadPlaybook(fixture(`${folder}/playbook.yaml`), {
    fileName: name,
    readFile: (file) => readFileSync(new URL(`../../fixtures/${folder}/${file}`, import.meta.url)),
  });
  if (!loaded.ok) throw new Error(`${name}: ${loaded.problems[0]?.message}`);
  return loaded.playbook;
}

const words = new Map<string, PlaybookWords>();
export function playbookOf(trade: string): PlaybookWords {
  const known = words.get(trade);
  if (known) return known;
  const name = PLAYBOOKS[trade];
  const playbook = name ? shipped(name) : NEW_PLAYBOOK;
  words.set(trade, playbook);
  return playbook;
}

const parsers = new Map<string, NoteParser>();
export function parserOf(trade: string): NoteParser {
  const known = parsers.get(trade);
  if (known) return known;
  const parser = noteParserOf(playbookOf(trade), createSegmenter, process.env.RULES ? RULES : undefined);
  parsers.set(trade, parser);
  return parser;
}

export function parse(note: LabelledNote): ParsedNote {
  return parserOf(note.customers).parse(note.text, { now: instant(note.now), customers: customersOf(note) });
}

/** The labels of the first batches, which were written before kinds had names. */
const OLD_DEEDS: Record<string, string> = {
  materials: 'material',
  sampled: 'sample',
  'need-tech': 'tech',
  waiting: 'awaiting',
  'contract-sent': 'contract',
};
const OLD_DEED_KINDS = new Set(
  'quoted visited called no-answer material proposal demoed sample trial tech awaiting contract'.split(' '),
);
const OLD_OBJECTION_KINDS = new Set('price function service competitor timing budget'.split(' '));
/** Scenes of the first batches that a playbook has as well, by the set of customers. */
export const OLD_SCENES: Record<string, Record<string, string>> = {
  medical: {
    lis: 'lis',
    'or-upgrade': 'or-upgrade',
    tender: 'tender',
    installation: 'installation',
    training: 'installation',
  },
  industrial: { retrofit: 'retrofit', tender: 'tender', plc: 'debugging' },
  pharma: {
    gsp: 'gsp-check',
    'cold-chain': 'cold-chain',
    insurance: 'insurance-link',
    promo: 'promotion',
    delivery: 'delivery',
    stockout: 'delivery',
  },
};

interface OldNote extends Omit<LabelledNote, 'looseness' | 'expect'> {
  expect: Omit<Expectation, 'deeds' | 'objections'> & {
    actions: { id: string; negated: boolean }[];
    objections: { id: string; negated: boolean }[];
  };
}

function linesOf<T>(part: string): T[] {
  return fixture(`notes/${part}.jsonl`)
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}

const signed = ({ id, negated }: { id: string; negated: boolean }) => (negated ? `-${id}` : id);

function oldPart(name: string, looseness: Looseness): Part {
  const notes = linesOf<OldNote>(name).map(({ expect: { actions, objections, ...rest }, ...note }) => ({
    ...note,
    looseness,
    expect: {
      ...rest,
      // The first batches took 没见着 for nothing, the product takes it for an attempt.
      optional: /没见|不在|没在|没碰|没遇|扑|不回|没回/.test(note.text) ? ['no-answer', 'visited'] : [],
      deeds: actions.map(({ id, negated }) => signed({ id: OLD_DEEDS[id] ?? id, negated })),
      objections: objections.map(signed),
    },
  }));
  return { name, notes, deedKinds: OLD_DEED_KINDS, objectionKinds: OLD_OBJECTION_KINDS };
}

function newPart(name: string): Part {
  const notes = linesOf<LabelledNote>(name);
  const all = (list: 'actions' | 'objections') =>
    new Set(tradeNames.flatMap((trade) => playbookOf(trade)[list].flatMap(({ kinds }) => kinds as string[])));
  return { name, notes, deedKinds: all('actions'), objectionKinds: all('objections') };
}

/** What the parser and the trained weights may be tuned on. */
export const developmentParts = (): Part[] => [
  oldPart('development', 'plain'),
  newPart('batch-3'),
  newPart('batch-3-held-back'),
  newPart('batch-4'),
  newPart('batch-5'),
];

/** What is only measured. */
export const heldBackParts = (): Part[] => [
  oldPart('held-back', 'plain'),
  oldPart('held-back-2', 'loose'),
  newPart('held-back-3'),
];

/** The customers of a labelled note as the rep's session has them. */
export function customersOf({ customers, focus = {} }: LabelledNote): KnownCustomer[] {
  return (customerSets[customers] ?? []).map((customer) => {
    const focused = focus[customer.customerId];
    return focused ? { ...customer, lastFocusAt: instant(focused) } : customer;
  });
}

export function instant(wall: string): Date {
  return new Date(`${wall}:00+08:00`);
}

/** A candidate that is said to have happened, and whether the label of its note agrees. */
export interface Judged {
  candidate: Candidate;
  all: readonly Candidate[];
  text: string;
  right: boolean;
}

interface Collector {
  parser: NoteParser;
  seen: Omit<Judged, 'right'>[];
}

const collectors = new Map<string, Collector>();
function collectorOf(trade: string): Collector {
  const known = collectors.get(trade);
  if (known) return known;
  const seen: Collector['seen'] = [];
  const judge: Judge = {
    verify: (candidate, all, text) => {
      seen.push({ candidate, all, text });
      return 1;
    },
    thresholdsOf: () => ({ record: 0, ask: 0 }),
  };
  const made = { parser: noteParserOf(playbookOf(trade), createSegmenter, judge), seen };
  collectors.set(trade, made);
  return made;
}

export function candidatesOf({ deedKinds, objectionKinds }: Part, note: LabelledNote): Judged[] {
  const { parser, seen } = collectorOf(note.customers);
  seen.length = 0;
  parser.parse(note.text, { now: instant(note.now), customers: customersOf(note) });
  return seen.flatMap((one) => {
    const { of, entry } = one.candidate;
    const labels = of === 'action' ? note.expect.deeds : note.expect.objections;
    const told = of === 'action' ? deedKinds : objectionKinds;
    const kinds = entry.kinds ?? [];
    const isTold = kinds.some((kind) => told.has(kind) && !note.expect.optional?.includes(kind));
    return labels && isTold ? [{ ...one, right: kinds.some((kind) => labels.includes(kind)) }] : [];
  });
}
