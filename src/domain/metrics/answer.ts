import type { Group, Sum } from './figure.ts';
import type { Days } from './period.ts';

export interface FigureAnswer extends Days, Sum {
  id: string;
  title: string;
  formula: string;
  unit: string;
  /** In the measure of `value`; null where the figure has none. */
  target: number | null;
  isLessBetter: boolean;
  /** Not decided yet, and in no number here. */
  pending: number;
  /** Of a median. */
  p90?: number | null;
  groups: (Group & { label: string })[];
}

/** An answer as a card shows it. */
export interface FigureShown extends FigureAnswer {
  /** Of leads as they stand: it has no period. */
  isNow: boolean;
  /** Names of the parts it was narrowed to. */
  of: string[];
  /** The words it was asked in. */
  asked: string;
  /** `n`: what stood below the line. */
  before?: (Days & { value: number | null; n: number }) | undefined;
}
