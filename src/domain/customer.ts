import type { Effect } from '../core/effect.ts';
import type { FactChange } from './records/facts.ts';
import type { FieldValue } from './records/field-value.ts';

export interface Contact {
  name: string;
  title?: string | undefined;
  /** Normalised: `+8613812345678`, `+8657112345678`. */
  phone?: string | undefined;
  email?: string | undefined;
}

/** What a record about the customer itself has changed of it, so that it can be taken back. */
export interface CustomerTrace {
  interactionId: string;
  facts: FactChange[];
  tagsAdded: string[];
  tagsRemoved: string[];
}

export interface Purchase {
  product: string;
  at: Date;
  amountFen?: number | undefined;
  /** The lead it came of; of purchases from before there is none. */
  leadId?: string | undefined;
}

/** Who had a lead, or (without one) the customer itself, before a manager gave it to somebody else. */
export interface HandedOver {
  leadId?: string | undefined;
  from: string | undefined;
  to: string;
}

/** What became of a customer as somebody said it: 已搬迁, 已注销, 停业. */
export interface CustomerStanding {
  words: string;
  at: Date;
  by: string;
  /** To go back to. */
  before: {
    lifecycle: Customer['lifecycle'];
    address?: string | undefined;
    standing?: CustomerStanding | undefined;
  };
}

/** A company, hospital, store: what leads, interactions and, later, opportunities belong to. */
export interface Customer {
  /** Short id people can type: `C311`. */
  _id: string;
  rev: number;
  /** Empty for a person nobody knows the company of. */
  name: string;
  aliases: string[];
  contacts: Contact[];
  city?: string | undefined;
  address?: string | undefined;
  region?: string | undefined;
  industry?: string | undefined;
  fields: Record<string, FieldValue>;
  tags: string[];
  /** Who looks after it: the owner of its newest lead. */
  ownerId?: string | undefined;
  /** When the owner got it, so that a late effect never puts an earlier owner back. */
  ownerSince?: Date | undefined;
  /** Exact identities (phone, e-mail, exact name with city). Unique over all customers. */
  identity: string[];
  /** Blocking keys for fuzzy matching; indexed, not unique. */
  matchKeys: string[];
  /** Deals won, newest last: the purchase history on the card. */
  purchases: Purchase[];
  concerns: string[];
  lifecycle: 'active' | 'moved' | 'closed';
  /** The newest word on it; absent while nobody has said anything. */
  standing?: CustomerStanding | undefined;
  /** The customer it is the same as (A5): everything that was its own is read with that one's, and stays its own. */
  mergedInto?: string | undefined;
  /** Customers that may point here by `mergedInto`; what they say themselves decides. */
  absorbed?: string[] | undefined;
  /** Customers somebody said it is not the same as. */
  notSame?: string[] | undefined;
  /** What changed hands while it was merged, to go back when it is parted again. */
  handed?: HandedOver[] | undefined;
  createdAt: Date;
  lastInteractionAt?: Date | undefined;
  /** Of the newest records about the customer itself. */
  traces?: CustomerTrace[] | undefined;
  effects: Effect[];
  effectsAt?: Date | undefined;
  applied: string[];
}
