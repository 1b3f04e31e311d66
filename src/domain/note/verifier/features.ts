/** What is known of a candidate, as numbers of features. Names, digits and phones do not enter: they say nothing of deeds. */
import type { Candidate } from '../candidates.ts';
import { CLAUSE_BREAK } from '../prepared-text.ts';

/** Features share this many weights. */
export const BUCKETS = 1 << 15;

/** Bucket numbers, each once. */
export function featuresOf(candidate: Candidate, text: string, all: readonly Candidate[]): number[] {
  return [...new Set(namesOf(candidate, text, all).map(bucketOf))];
}

/** What is read around a candidate, so that a line without end costs no more than a long clause. */
const REACH = 16;
const OTHERS = 12;

function namesOf(candidate: Candidate, text: string, all: readonly Candidate[]): string[] {
  const { of, source, start, end, clause } = candidate;
  const kind = kindOf(candidate);
  const names = ['bias', `of ${of}`, `source ${source}`, `kind ${kind}`, `${source} ${kind}`];
  const word = plain(candidate.word);
  names.push(`word ${kind} ${word}`, `long ${source} ${Math.min(word.length, 4)}`);
  const own = text.slice(Math.max(clause.start, start - REACH), Math.min(clause.end, end + REACH));
  for (const gram of grams(plain(own))) names.push(`in ${of} ${gram}`, `in ${kind} ${gram}`);
  const before = plain(text.slice(Math.max(0, start - 3), start));
  const after = plain(text.slice(end, end + 3));
  names.push(`before ${of} ${before.slice(-1)}`, `before ${of} ${before.slice(-2)}`);
  names.push(`after ${of} ${after.slice(0, 1)}`, `after ${of} ${after.slice(0, 2)}`);
  names.push(`after ${kind} ${after.slice(0, 1)}`, `before ${kind} ${before.slice(-1)}`);
  const previous = text.slice(Math.max(0, clause.start - REACH), clause.start);
  for (const gram of grams(plain(lastClause(previous)))) names.push(`previous ${of} ${gram}`);
  const next = text.slice(clause.end + 1, clause.end + 1 + REACH);
  for (const gram of grams(plain(firstClause(next)))) names.push(`next ${of} ${gram}`);
  names.push(`first ${of} ${clause.start === 0}`, `last ${of} ${clause.end >= text.length}`);
  for (const other of all.slice(0, OTHERS)) {
    if (other === candidate) continue;
    const where = other.clause.start === clause.start ? 'beside' : 'else';
    names.push(`${where} ${kind} ${kindOf(other)} ${other.aspect}`, `${where} ${source} ${other.source}`);
    if (other.entry.id === candidate.entry.id && other.of === of) names.push(`again ${other.aspect}`);
  }
  return names;
}

function firstClause(text: string): string {
  return text.trimStart().split(CLAUSE_BREAK)[0] ?? '';
}

function lastClause(text: string): string {
  return (
    text
      .trimEnd()
      .replace(/[,，。;；!！]$/, '')
      .split(CLAUSE_BREAK)
      .at(-1) ?? ''
  );
}

/** The first kind an entry names; a playbook's own action without one stands for itself. */
export function kindOf({ entry, of }: Pick<Candidate, 'entry' | 'of'>): string {
  return entry.kinds?.[0] ?? `own ${of}`;
}

function plain(text: string): string {
  return text.replace(/[\d一二三四五六七八九十]+/g, '0').replace(/\uFFFC/g, '');
}

function grams(text: string): string[] {
  const found: string[] = [];
  for (let at = 0; at < text.length; at++) {
    if (at + 2 <= text.length) found.push(text.slice(at, at + 2));
    if (at + 3 <= text.length) found.push(text.slice(at, at + 3));
  }
  return found;
}

/** FNV-1a: the same on every machine. */
function bucketOf(name: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < name.length; at++) {
    hash ^= name.charCodeAt(at);
    hash = Math.imul(hash, 0x01000193);
  }
  return (hash >>> 0) % BUCKETS;
}
