import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Row } from './judge/outcome.ts';

export interface Goal {
  title: string;
  standing: 'hard' | 'goal';
  allow?: number;
  most?: number;
}

export interface Goals {
  within: number;
  rows: Record<string, Goal>;
}

export const GOALS: Goals = parse(readFileSync(join(import.meta.dirname, 'goals.yaml'), 'utf8'));

export interface Verdict extends Row, Goal {
  met: boolean;
}

export function verdictOn(row: Row): Verdict {
  const goal = GOALS.rows[row.id];
  if (!goal) throw new Error(`goals.yaml says nothing of ${row.id}`);
  return { ...row, ...goal, met: isMet(row, goal) };
}

function isMet({ of, wrong, value }: Row, { allow = 0, most }: Goal): boolean {
  if (most !== undefined) return (value ?? 0) <= most;
  return wrong.length <= (allow < 1 ? allow * of : allow);
}

/** Whether the run as a whole is in order: every hard row is. */
export function holds(verdicts: readonly Verdict[]): boolean {
  return verdicts.every(({ met, standing }) => met || standing === 'goal');
}

export function cells({ title, of, wrong, value, most, allow, met, standing }: Verdict): string[] {
  const found = value === undefined ? `${wrong.length} of ${of}` : String(value);
  const goal =
    most === undefined ? (allow ? (allow < 1 ? `≤ ${allow * 100} %` : `≤ ${allow}`) : '0') : `≤ ${most}`;
  return [title, found, goal, met ? 'met' : standing === 'hard' ? 'FAILED' : 'not yet met'];
}

const HEAD = ['', 'found', 'goal', ''];

/** For the terminal. */
export function asText(verdicts: readonly Verdict[]): string {
  const rows = [HEAD, ...verdicts.map(cells)];
  const widths = HEAD.map((_, i) => Math.max(...rows.map((row) => (row[i] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** For a document. */
export function asMarkdown(verdicts: readonly Verdict[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  return [
    line(['what', 'found', 'goal', 'verdict']),
    line(['---', '---', '---', '---']),
    ...verdicts.map((v) => line(cells(v))),
  ].join('\n');
}

/** The differences themselves, a few of each row. */
export function details(verdicts: readonly Verdict[], most: number): string {
  return verdicts
    .filter(({ met, wrong }) => !met && wrong.length)
    .map(({ title, wrong }) =>
      [
        `${title}:`,
        ...wrong.slice(0, most).map((one) => `  ${one}`),
        ...(wrong.length > most ? [`  … ${wrong.length - most} more`] : []),
      ].join('\n'),
    )
    .join('\n\n');
}
