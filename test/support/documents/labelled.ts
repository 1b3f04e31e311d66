import type { Truth } from './forms.ts';

/** What happened to a form on its way to the bot. */
export const VARIANTS = [
  'clean',
  'scan',
  'photo',
  'seal',
  'small',
  'mixed',
  'unticked',
  'double-ticked',
  'handwriting',
] as const;
export type Variant = (typeof VARIANTS)[number];

/** A line of fixtures/documents/labels.jsonl. */
export interface LabelledForm {
  /** Below fixtures/documents. */
  file: string;
  template: string;
  variant: Variant;
  /** `development` is tuned on, `held-back` only measured. */
  part: 'development' | 'held-back';
  values: Truth;
}
