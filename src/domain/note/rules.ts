/** The judge without trained weights: words that are sure are recorded, hints are asked about. */
import type { Judge } from './statements.ts';

export const RULES: Judge = {
  verify: ({ source }) => (source === 'hint' ? 0.4 : 0.9),
  thresholdsOf: () => ({ record: 0.5, ask: 0.2 }),
};
