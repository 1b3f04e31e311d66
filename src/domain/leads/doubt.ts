import type { LeadDescription } from './description.ts';

/** A wish that joined a lead though it may be a project of its own: its owner is asked (A5). */
export interface ProjectDoubt {
  /** Counts a lead's doubts. */
  n: number;
  at: Date;
  wish: LeadDescription & { tags: string[] };
  /** What joining changed on the lead, to be taken back. */
  changed: { property: string; before: unknown; after: unknown }[];
  /** `own`: a lead of its own was made of it. */
  answer?: 'same' | 'own' | undefined;
}
