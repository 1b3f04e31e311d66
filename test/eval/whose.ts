/** Measures whose record a line becomes (fixtures/notes/whose): a name outside the book with another customer open. */
import { readFileSync } from 'node:fs';
import { createSegmenter } from '../../src/domain/note/jieba-segmenter.ts';
import type { KnownCustomer, NoteParser } from '../../src/domain/note/parse-note.ts';
import { noteParserOf, type PlaybookWords } from '../../src/domain/note/playbook-parser.ts';

export interface WhoseLine {
  /** What the line names: an organisation outside the book, one of the book, or nobody at all. */
  names: 'stranger' | 'known' | 'nobody';
  book: string;
  /** The customer that was open five minutes ago. */
  open: string;
  text: string;
  /** A customer of the book, or `ask`. */
  expect: string;
}

export interface WhoseResult extends WhoseLine {
  got: string;
}

const NOW = new Date('2026-11-30T10:20:13.457+08:00');
const fixture = (name: string) =>
  readFileSync(new URL(`../../fixtures/notes/whose/${name}`, import.meta.url), 'utf8');
const books: Record<string, KnownCustomer[]> = JSON.parse(fixture('books.json'));

export function whoseLines(part: string): WhoseLine[] {
  return fixture(`${part}.jsonl`)
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

export function whoseCustomers(book: string): KnownCustomer[] {
  return books[book] ?? [];
}

/** @param playbookOf the playbook of the industry, as the product hands it to the parser */
export function evaluateWhose(part: string, playbookOf: (book: string) => PlaybookWords): WhoseResult[] {
  const parsers = new Map<string, NoteParser>();
  return whoseLines(part).map((line) => {
    const parser = parsers.get(line.book) ?? noteParserOf(playbookOf(line.book), createSegmenter);
    parsers.set(line.book, parser);
    const customers = (books[line.book] ?? []).map((customer) =>
      customer.customerId === line.open
        ? { ...customer, lastFocusAt: new Date(NOW.getTime() - 5 * 60_000) }
        : customer,
    );
    const { customer } = parser.parse(line.text, { now: NOW, customers });
    return { ...line, got: customer.best?.customerId ?? customer.status };
  });
}

/** Sure of a customer that is not meant. */
export function wrongAsSure(results: readonly WhoseResult[]): WhoseResult[] {
  return results.filter(({ expect, got }) => got !== expect && got !== 'ask' && got !== 'none');
}

/** Asked, or understood as nobody, though the line says plainly whom it is about. */
export function needless(results: readonly WhoseResult[]): WhoseResult[] {
  return results.filter(({ expect, got }) => expect !== 'ask' && (got === 'ask' || got === 'none'));
}
