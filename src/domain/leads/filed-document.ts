import type { RunningClock } from '../records/clock.ts';
import type { FieldValue } from '../records/field-value.ts';

/** What a lead remembers of a document filed under it. */
export interface FiledDocument {
  id: string;
  /** What stages ask for: `document:<name>`. */
  names: string[];
  at: Date;
  /** What it replaced; null where there was nothing. */
  before: Record<string, FieldValue | null>;
  written: Record<string, FieldValue>;
  clocks: RunningClock[];
  tags: string[];
}
