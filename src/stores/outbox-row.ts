import { Schema } from 'mongoose';
import type { OutboundMessage } from '../core/message.ts';
import { STRICT } from './database.ts';

export type OutboxState =
  | 'pending'
  | 'sending' // claimed; in doubt once the lease has run out
  | 'sent'
  | 'bundled' // went out as a line of a bundle
  | 'dropped' // had become moot
  | 'dead'; // refused for good

export interface OutboxRow extends OutboundMessage {
  /** Idempotency key: the id of the effect it came from, or of an event's reply. */
  _id: string;
  state: OutboxState;
  /** `edit` rebuilds a card already sent; `target` is that card's row. */
  op: 'send' | 'edit';
  target?: string | undefined;
  /** `lead:L1024`, …: what it is about, for refreshing cards. */
  subjects: string[];
  /** Key of the message it is being bundled into. */
  bundle?: string | undefined;
  rank: number;
  dueAt: Date;
  createdAt: Date;
  attempts: number;
  /** How many of the attempts found the platform taking nothing: they are no reason to give up. */
  waits?: number | undefined;
  /** How often it found that its recipient cannot be reached. */
  held?: number | undefined;
  owner?: string | undefined;
  leaseUntil?: Date | undefined;
  sentAt?: Date | undefined;
  /** The platform it went to and the platform's own id of the message, for later edits. */
  platform?: string | undefined;
  providerId?: string | undefined;
  /** It said that work is under way. */
  underWay?: boolean | undefined;
  /** Digest of what was shown last: an edit that would change nothing is not sent. */
  shown?: string | undefined;
  /** As of when, once it has been changed; until then as of `sentAt`. */
  shownAt?: Date | undefined;
  error?: string | undefined;
  /** Why it was dropped: the auditor holds it against the records. */
  droppedFor?: string | undefined;
  purgeAt: Date;
}

export const outboxSchema = new Schema<OutboxRow>(
  {
    _id: { type: String, required: true },
    channel: { type: String, required: true },
    to: { type: String, required: true },
    kind: { type: String, required: true },
    refs: { type: Schema.Types.Mixed, default: {} },
    params: { type: Schema.Types.Mixed, default: {} },
    urgency: { type: String, required: true },
    notBefore: Date,
    state: { type: String, required: true },
    op: { type: String, required: true },
    target: String,
    subjects: [String],
    bundle: String,
    rank: { type: Number, required: true },
    dueAt: { type: Date, required: true },
    createdAt: { type: Date, required: true },
    attempts: { type: Number, required: true },
    waits: Number,
    held: Number,
    owner: String,
    leaseUntil: Date,
    sentAt: Date,
    platform: String,
    providerId: String,
    underWay: Boolean,
    shown: String,
    shownAt: Date,
    error: String,
    droppedFor: String,
    purgeAt: { type: Date, required: true },
  },
  STRICT,
);
// What may go out, the most urgent first.
outboxSchema.index({ state: 1, rank: 1, dueAt: 1 });
// Cards about a record, to be shown anew.
outboxSchema.index({ subjects: 1, state: 1 });
// What went out as a line of a bundle.
outboxSchema.index({ bundle: 1 }, { sparse: true });
// How much a person got within the hour.
outboxSchema.index({ to: 1, sentAt: -1 });
// A platform's quota of a day or month.
outboxSchema.index({ platform: 1, sentAt: -1 });
// Rows leave when nothing can refer to them any more.
outboxSchema.index({ purgeAt: 1 }, { expireAfterSeconds: 0 });
