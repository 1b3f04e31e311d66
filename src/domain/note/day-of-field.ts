/** A day as the value of a field: 2026-12-10, 下周五. */
import type { FieldValue } from '../records/field-value.ts';
import { parseWhen } from './parse-note.ts';

const ISO_DAY = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?/;

/** The day the clause begins with, and how many characters it takes; a week or a month is none. */
export function dayIn(clause: string, now: Date): { value: FieldValue; length: number } | undefined {
  const iso = ISO_DAY.exec(clause);
  if (iso) {
    const day = [iso[1], iso[2]?.padStart(2, '0'), iso[3]?.padStart(2, '0')].join('-');
    const isReal = new Date(`${day}T00:00:00Z`).toJSON()?.startsWith(day);
    return isReal ? { value: day, length: iso[0].length } : undefined;
  }
  const when = parseWhen(clause, now);
  if (!when || when.span[0] > 2 || when.precision === 'month' || when.precision === 'week') return undefined;
  const day = new Date(when.at.getTime() + SHANGHAI_MS).toISOString().slice(0, 10);
  return { value: day, length: when.span[1] };
}

/** Dates in notes are Asia/Shanghai, which has no summer time. */
const SHANGHAI_MS = 8 * 3_600_000;
