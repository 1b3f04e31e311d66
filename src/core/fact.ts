/** What kinds of business facts there are: what figures are computed from, and nothing else. */
export type FactKind =
  | 'lead.created'
  | 'lead.assigned'
  /** The customer was reached for the first time. */
  | 'lead.reached'
  /** A record of having reached the customer, or of having tried to. */
  | 'contact'
  /** A next contact that was agreed on, at the moment it is due. */
  | 'promise'
  | 'stage.moved'
  | 'lead.closed'
  /** A deadline that went by. */
  | 'clock.overdue'
  | 'document.filed';

/** What an aggregate says happened, frozen as it was known then. */
export interface StatedFact {
  /** Of its document: what happened, told from everything else that happened to it. Holds no `@`. */
  key: string;
  kind: FactKind;
  /** When it happened. */
  at: Date;
  lead: string;
  customer: string;
  /** Whose figure it is: who held the lead then; absent while nobody did. */
  person?: string | undefined;
  /** Who did it, when that is somebody else. */
  actor?: string | undefined;
  region?: string | undefined;
  source?: string | undefined;
  products?: string[] | undefined;
  stage?: string | undefined;
  /** Few and small, by kind. */
  values?: Record<string, unknown> | undefined;
}

/** What one change makes so, and what it makes not so: ids of facts stated before. */
export interface FactsBody {
  type: 'facts';
  post: (StatedFact & { id: string })[];
  reverse: string[];
}
