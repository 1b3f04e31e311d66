/**
 * One definition per figure: chat, API, page and spreadsheet show what it answers, and nothing else computes it. A
 * figure is a list of rows; its value, its parts and what stands behind them all come from that list.
 */
import type { FactKind } from '../../core/fact.ts';
import type { Fact } from '../facts/fact.ts';
import type { Lead } from '../leads/lead.ts';
import type { MetricSettings } from '../playbook/metrics.ts';
import type { PlaybookVersion } from '../playbook/playbook.ts';

export const DIMENSIONS = ['person', 'team', 'region', 'source', 'product', 'stage', 'day', 'month'] as const;
export type Dimension = (typeof DIMENSIONS)[number];
export type Unit = '%' | '小时' | '天' | '个' | '次' | '条' | '元';

/** One thing that is counted, frozen with whom and where it belongs to. */
export interface FigureRow {
  /** Of the thing, the same in every way to compute it: `L1024`, `L1024#2`. */
  id: string;
  lead: string;
  person?: string | undefined;
  team?: string | undefined;
  region?: string | undefined;
  source?: string | undefined;
  products?: string[] | undefined;
  stage?: string | undefined;
  /** The local day it counts for. */
  day: string;
  /** What it adds below and above the line. */
  of: number;
  hit: number;
  /** Of a median its value in the figure's unit, of an amount its 元. */
  value?: number | undefined;
  /** Chinese: why it counts as it does. */
  says: string;
}

/** What a figure is computed from: the facts of its window, what answers them by lead, leads as they stand. */
export interface Found {
  base: readonly Fact[];
  answers: ReadonlyMap<string, readonly Fact[]>;
  leads: readonly Lead[];
}

export interface AskedFigure {
  /** Local days, both included. */
  from: string;
  to: string;
  now: Date;
  /** The playbook a fact was stated under: its calendar and limits are the fact's, for ever. */
  version(v: number): PlaybookVersion;
  /** The one in force; for leads as they stand. */
  current: PlaybookVersion;
  teamOf(person: string | undefined): string | undefined;
}

/** `pending`: not decided yet; beside the figure, never in it. */
export interface Counted {
  rows: FigureRow[];
  pending: number;
}

export interface FigureDefinition {
  id: string;
  title: string;
  /** Other words people use for it. */
  words: readonly string[];
  unit: Unit;
  /**
   * `share`, `mean`: what is above the line through what is below; `median`: of the rows' values; `count`: what is
   * above the line; `amount`: the sum of the rows' values.
   */
  sums: 'share' | 'mean' | 'median' | 'count' | 'amount';
  isLessBetter?: true;
  formula(metrics: MetricSettings): string;
  /** In the figure's own measure: a share from 0 to 1. */
  target?(metrics: MetricSettings): number;
  reads: {
    base?: readonly FactKind[];
    answers?: readonly FactKind[];
    /** `now`: open leads as they stand, so there is no past period; `window`: those open at some time in it. */
    leads?: 'now' | 'window';
  };
  count(found: Found, asked: AskedFigure): Counted;
}

/** What some rows come to. `value` is null where nothing is below the line. */
export interface Sum {
  /** A share from 0 to 1; else in the figure's unit. */
  value: number | null;
  numerator: number;
  denominator: number;
}

export function sumOf({ sums }: Pick<FigureDefinition, 'sums'>, rows: readonly FigureRow[]): Sum {
  const numerator = round(rows.reduce((sum, { hit }) => sum + hit, 0));
  const denominator = round(rows.reduce((sum, { of }) => sum + of, 0));
  switch (sums) {
    case 'count':
      return { value: numerator, numerator, denominator };
    case 'amount':
      return { value: round(rows.reduce((sum, { value = 0 }) => sum + value, 0)), numerator, denominator };
    case 'median':
      return { value: quantile(rows, 0.5), numerator, denominator };
    default:
      return { value: denominator ? numerator / denominator : null, numerator, denominator };
  }
}

/** Exact, of the rows that have a value; between two values their mean. */
export function quantile(rows: readonly FigureRow[], q: number): number | null {
  const values = rows.flatMap(({ value }) => value ?? []).sort((a, b) => a - b);
  if (!values.length) return null;
  const place = (values.length - 1) * q;
  const [low = 0, high = 0] = [values[Math.floor(place)], values[Math.ceil(place)]];
  return round(low + (high - low) * (place - Math.floor(place)));
}

/** Sums of many small parts, free of what computers add to them. */
function round(n: number): number {
  return Math.round(n * 1e6) / 1e6;
}

/** The part of the rows a row belongs to; empty where it is not known. */
export function sliceOf(row: FigureRow, by: Dimension): string {
  switch (by) {
    case 'product':
      return row.products?.join('、') ?? '';
    case 'month':
      return row.day.slice(0, 7);
    default:
      return row[by] ?? '';
  }
}

export interface Group extends Sum {
  key: string;
}

/** The rows in parts that add up to the whole, the biggest first; of days and months the earliest first. */
export function groupsOf(
  definition: Pick<FigureDefinition, 'sums'>,
  rows: readonly FigureRow[],
  by: Dimension,
): Group[] {
  const parts = new Map<string, FigureRow[]>();
  for (const row of rows) {
    const key = sliceOf(row, by);
    const part = parts.get(key);
    if (part) part.push(row);
    else parts.set(key, [row]);
  }
  const groups = [...parts].map(([key, part]) => ({ key, ...sumOf(definition, part) }));
  const inTime = by === 'day' || by === 'month';
  return groups.sort(
    (a, b) => (inTime ? 0 : b.denominator - a.denominator) || (a.key < b.key ? -1 : a.key > b.key ? 1 : 0),
  );
}
