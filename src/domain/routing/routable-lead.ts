import type { Lead } from '../leads/lead.ts';

/** What routing looks at: a lead of the store, or a line somebody tries the rules on. */
export type RoutableLead = Pick<Lead, '_id' | 'categories' | 'source'> &
  Partial<Pick<Lead, 'region' | 'industry' | 'budget'>>;
