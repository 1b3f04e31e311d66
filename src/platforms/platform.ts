import type Router from '@koa/router';
import type { Card } from '../../cards/model.ts';
import type { InboundEvent, PlatformName } from '../core/event.ts';
import type { DirectoryMember } from '../domain/directory.ts';

/** What a platform can do; decides which form of a card is used and how hard it may be driven. */
export interface Capabilities {
  /** Cards can be changed after they were sent. */
  editsCards: boolean;
  /** Sending the same message key twice shows one message. */
  idempotentSend: boolean;
  limits: Limits;
}

/** How hard a platform may be driven. Data for the send policy; what is over waits, nothing is dropped. */
export interface Limits {
  /** Messages to one person within a minute and an hour, answers not counted before they are sent. */
  perPersonMinute: number;
  perPersonHour: number;
  /** Messages to everybody together; its last tenth is kept for answers and what is urgent. */
  quota?: { per: 'day' | 'month'; messages: number } | undefined;
  /** Minutes of the hour at which everybody's digests go out, and ours should not. */
  avoidMinutes?: readonly number[] | undefined;
}

export interface Delivery {
  /** The outbox key; platforms that can use it to recognise a repeated send. */
  key: string;
  /** The person's id on this platform. */
  userId: string;
  card: Card;
  text: string;
  at: Date;
}

/** Temporary: try again later. Permanent: never will. Everything else a sender throws counts as temporary. */
export class SendError extends Error {
  readonly permanent: boolean;
  /**
   * The platform takes nothing at all for this long: it is away, over its limits, or an administrator has to act.
   * Waiting for it is no failed attempt, so the message is never given up for it.
   */
  readonly waitMs: number | undefined;

  constructor(message: string, permanent: boolean, waitMs?: number) {
    super(message);
    this.name = 'SendError';
    this.permanent = permanent;
    this.waitMs = waitMs;
  }
}

/** The sending half of a platform. */
export interface Sender {
  readonly name: PlatformName;
  readonly capabilities: Capabilities;
  /** Answers the platform's id of the message, for later edits. @throws SendError */
  send(delivery: Delivery): Promise<string>;
  /** Shows a new state of a card sent before. @throws SendError */
  edit(providerId: string, delivery: Delivery): Promise<void>;
  /** Was this key delivered? For sends in doubt, where `idempotentSend` is false. */
  wasDelivered?(key: string): Promise<'yes' | 'no' | 'unknown'>;
}

/** How a platform hands over what came in; resolves when the event is stored, so that it may be acknowledged. */
export interface Ingress {
  /**
   * Stores the event and starts handling it.
   * @returns `first` false for a redelivery; `handled` resolves when this event and all before it in its lane are
   * through, or at once for a redelivery. It never rejects.
   */
  accept(event: InboundEvent): Promise<{ first: boolean; handled: Promise<void> }>;
}

export interface RemoteFile {
  /** Where the platform tells it only now. */
  name?: string | undefined;
  mediaType: string;
  bytes: Uint8Array;
}

export interface Platform {
  readonly name: PlatformName;
  readonly sender: Sender;
  /** HTTP routes of its own, mounted by the app. */
  readonly router?: Router | undefined;
  /** Reads what it needs to know before the first request; called in every process. */
  prepare?(): Promise<void>;
  /** Opens sockets and the like; called when everything else stands, only where the engine runs. */
  start?(): Promise<void>;
  stop?(): Promise<void>;
  /**
   * Fetches a file that an event only named (`remote`), while it is handled.
   * @throws GenjinError `invalid` when it is gone for good
   */
  download?(remote: string): Promise<RemoteFile>;
  /** Who works here, as the platform knows it; absent where it does not. */
  members?(): Promise<DirectoryMember[]>;
  /** For /readyz and the doctor: null when well, else what is wrong and how to mend it. */
  check(): Promise<string | null>;
}
