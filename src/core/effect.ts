import type { FactsBody } from './fact.ts';
import type { OutboundMessage } from './message.ts';
import type { RecordRef } from './records.ts';

/**
 * What a change causes beyond its own document. Effects ride in the `effects` array of the document they come
 * from, written in the same atomic update, and are moved on by the relay. Every effect is
 * idempotent on its id, so moving one twice is harmless.
 */
export type EffectBody =
  | { type: 'send'; message: OutboundMessage }
  | { type: 'audit'; entry: AuditFact }
  /** Cards already sent about this subject (`lead:L1024`) are rebuilt and edited in place, but for some kinds. */
  | { type: 'refresh'; subject: string; except?: string[] | undefined }
  /** The lead's place is taken at its owner and nowhere else; at nobody once it is closed. */
  | { type: 'settle-slots'; leadId: string }
  /** What the lead's journey waits for may be there now, or what it went by may be gone. */
  | { type: 'journey'; leadId: string }
  /** Something the playbook's rules may be about happened to the lead, at this stage. */
  | { type: 'lead-event'; leadId: string; event: 'stage.entered'; stage: string }
  /** The promised contact has changed, or whose it is: the calendars of these people follow. */
  | { type: 'calendar'; leadId: string; people: string[] }
  /** The customer follows its newest lead's owner. */
  | { type: 'own-customer'; customerId: string; ownerId: string; since: Date }
  /** A won lead is in its customer's purchase history and its owner's experience; one opened again is in neither. */
  | { type: 'settle-deal'; leadId: string }
  /** What figures are computed from. */
  | FactsBody
  /** What the lead knows of this order, and what follows from its end. */
  | { type: 'note-order'; orderId: string }
  /** Orders the playbook opens on what happened to the lead. */
  | { type: 'open-orders'; leadId: string; on: OrderEvent }
  /** The lead changed hands, or was closed: its open orders follow. */
  | { type: 'settle-orders'; leadId: string };

/** What opens orders by itself. */
export type OrderEvent =
  | { when: 'stage.entered'; stage: string }
  | { when: 'document.filed'; documents: string[] };

/** An effect as stored: with its id, when it was decided, by whom, from which message. */
export type Effect = EffectBody & {
  id: string;
  at: Date;
  by: string;
  via?: string | undefined;
  card?: string | undefined;
};

/** One line of the append-only audit log (G3): who changed what, when, from which card. */
export interface AuditFact {
  /** What happened, as `lead.assigned`, `interaction.recorded`, … */
  kind: string;
  /** The record it happened to, where that is no lead or the line must say. */
  record?: RecordRef | undefined;
  /** The lead and the customer in whose timeline it stands. */
  leadId?: string | undefined;
  customerId?: string | undefined;
  /** One Chinese sentence for the timeline. */
  text: string;
  before?: Record<string, unknown> | undefined;
  after?: Record<string, unknown> | undefined;
}

/** Who does something, when, and why it may safely be repeated. */
export interface Op {
  /** Idempotency key: an operation already applied to a document is not applied again. */
  key: string;
  now: Date;
  /** Person id, or the part of the product that acted: `routing`, `clock:first-touch`, `api`, `import`. */
  by: string;
  /** Inbox key of the message or card click it came from. */
  via?: string | undefined;
  /** Key of the card that was tapped, when it was a tap. */
  card?: string | undefined;
}

/**
 * Whether an earlier run of this operation, cut off by a crash, got as far as this document. Then what the document
 * says now is the operation's own work, and no reason to refuse it.
 */
export function wasBegun(doc: { applied: readonly string[] }, op: Op): boolean {
  return doc.applied.some((key) => key === op.key || key.startsWith(`${op.key}/`));
}

/** The id of an operation's effect: its key and the effect's place. An outbox row goes by it. */
export function effectId(op: Pick<Op, 'key'>, place: number): string {
  return `${op.key}#${place}`;
}

/** The same operation's next step: a key of its own under the same cause. */
export function step(op: Op, name: string): Op {
  return { ...op, key: `${op.key}/${name}` };
}
