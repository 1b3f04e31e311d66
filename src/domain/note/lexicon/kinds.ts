/**
 * What the actions and objections of any playbook can mean. An entry that names its kinds is understood in the words
 * of `deed-words.ts` and `objection-words.ts` as well as in its own, and what was learned about a kind holds for it.
 */
export const DEED_KINDS = [
  'quoted',
  'visited',
  'called',
  'messaged',
  'material',
  'proposal',
  'sample',
  'contract',
  'demoed',
  'demo-booked',
  'trial',
  'trial-feedback',
  'awaiting',
  'tech',
  'negotiating',
  'tendering',
  'surveyed',
  'trained',
  'licence',
  'campaign',
  'patient-education',
  'ordered',
  'collecting',
  'gsp',
  'cold-chain-intent',
  'no-answer',
] as const;
export type DeedKind = (typeof DEED_KINDS)[number];

export const OBJECTION_KINDS = [
  'price',
  'function',
  'service',
  'training',
  'integration',
  'competitor',
  'brand',
  'timing',
  'budget',
  'decider',
  'process',
  'delivery',
  'payback',
  'payment',
  'turnover',
  'expiry',
  'insurance',
  'evidence',
  'minimum',
  'compliance',
  'security',
  'adoption',
] as const;
export type ObjectionKind = (typeof OBJECTION_KINDS)[number];

/** How things stand, not something done: 等院长签字 needs no 了, and 要技术支持 is no plan. */
export const STATE_KINDS: ReadonlySet<string> = new Set<DeedKind>(['awaiting', 'tech']);
/** Tried, and nobody reached. */
export const ATTEMPT_KINDS: ReadonlySet<string> = new Set<DeedKind>(['no-answer']);
