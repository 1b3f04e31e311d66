import type { RecordKind } from './records.ts';

/**
 * What goes out. A service names a kind and ids; the card or text is built when it is sent, so that it shows the
 * state at that moment, and is dropped when it has become moot.
 */
export type Urgency =
  | 'reply' // the answer to something the person just did: never held back
  | 'urgent' // somebody is waiting: a new lead, a clock that ran out
  | 'normal'
  | 'digest';

export const URGENCY_ORDER: Record<Urgency, number> = { reply: 0, urgent: 1, normal: 2, digest: 3 };

/** `calendar`: nothing is said; an entry in the person's calendar is made to agree with the record. */
export type Channel = 'chat' | 'mail' | 'calendar';

export interface OutboundMessage {
  channel: Channel;
  /** The person's id in our directory, or a group (see group.ts). */
  to: string;
  /** The card file that builds it (`lead-assigned`, `text`, …); what the entry is about, for a calendar. */
  kind: string;
  /** Ids the card is built from. Cards that share a ref are refreshed together when it changes. */
  refs: Record<string, string>;
  /** Further subjects (`lead:L1024`) it is shown anew for; it is not built from them. */
  alsoAbout?: string[] | undefined;
  /** Small facts that belong to this message and not to a record (a reason, a typed text). */
  params: Record<string, unknown>;
  urgency: Urgency;
  /** Not before this time; absent means at once. */
  notBefore?: Date | undefined;
}

/** `lead:L1024`: how an outbox row names a record it is about. */
export function subjectOf(kind: RecordKind, id: string): string {
  return `${kind}:${id}`;
}

/** Why nothing reaches a person, in Chinese. */
export interface Unreached {
  /** 不在企业微信应用的可见范围. */
  reason: string;
  /** 请在管理后台…. */
  mend: string;
}
