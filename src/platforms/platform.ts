import type Router from '@koa/router';
import type { Card } from '../../cards/model.ts';
import type { ContactDetails, InboundEvent, PlatformName } from '../core/event.ts';
import type { Unreached } from '../core/message.ts';
import type { DirectoryMember } from '../domain/people/directory.ts';

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
  /**
   * Messages to everybody together; its last tenth is kept for answers and what is urgent. Where digests have times
   * (`17:40`, China's), what is no hurry waits for them while the quota is used up faster than its period passes.
   */
  quota?: { per: 'day' | 'month'; messages: number; digestsAt?: readonly string[] } | undefined;
  /** Minutes of the hour at which everybody's digests go out, and ours should not. */
  avoidMinutes?: readonly number[] | undefined;
}

/** What a company may use of a platform in the running month, in the platform's own units. */
export interface Quota {
  /** Chinese, for administrators: 接口调用. */
  name: string;
  used: number;
  limit: number;
}

export interface Delivery {
  /** The outbox key; platforms that can use it to recognise a repeated send. */
  key: string;
  /** The person's id on this platform. */
  userId: string;
  card: Card;
  text: string;
  at: Date;
  /** An earlier try was cut off here: it may have arrived. */
  inDoubt?: boolean;
}

/** Temporary: try again later. Permanent: never will. Everything else a sender throws counts as temporary. */
export class SendError extends Error {
  readonly permanent: boolean;
  /**
   * The platform takes nothing at all for this long: it is away, over its limits, or an administrator has to act.
   * Waiting for it is no failed attempt, so the message is never given up for it.
   */
  readonly waitMs: number | undefined;
  /**
   * Why nothing reaches this person whatever is said, in Chinese, and what an administrator has to do about it. Such a
   * message waits until they can be reached.
   */
  readonly unreached: Unreached | undefined;

  constructor(message: string, permanent: boolean, waitMs?: number, unreached?: Unreached) {
    super(message);
    this.name = 'SendError';
    this.permanent = permanent;
    this.waitMs = waitMs;
    this.unreached = unreached;
  }
}

/** A group chat of our own making, as it should be. */
export interface Gathering {
  /** Of this group alone, for ever. */
  id: string;
  title: string;
  /** At least two, as the platform knows them; it belongs to the first. */
  members: string[];
}

export interface Announcement {
  key: string;
  /** The group's name. */
  group: string;
  /** Made, and completed, before anything is said in it. */
  gathering?: Gathering | undefined;
  /** Without buttons and telephone numbers. */
  card: Card;
  text: string;
  at: Date;
}

/** Group chats that are announced to: one way, and nothing can be changed afterwards. */
export interface GroupSender {
  /** Per group, in the place of a person. */
  readonly limits: Limits;
  knows(group: string): boolean;
  /** Makes groups of our own, too. */
  readonly gathers?: boolean;
  /** @throws SendError */
  announce(announcement: Announcement): Promise<void>;
}

/** An entry in somebody's calendar. */
export interface CalendarEntry {
  /** The same for all that becomes of this entry, and in no other. */
  key: string;
  userId: string;
  title: string;
  note: string;
  begins: Date;
  ends: Date;
}

/** Members' calendars, as far as a platform lets us write into them. Every call may throw SendError. */
export interface Calendar {
  /** @returns the platform's id of the entry */
  add(entry: CalendarEntry): Promise<string>;
  /** The id of an entry whose adding was cut off; null when that came to nothing. */
  find(entry: Pick<CalendarEntry, 'key' | 'userId'>): Promise<string | null>;
  /** Makes it say what `entry` says. @returns false when it is no longer there */
  change(id: string, entry: CalendarEntry): Promise<boolean>;
  /** One that is no longer there is removed. */
  remove(id: string, userId: string): Promise<void>;
}

/** The sending half of a platform. */
export interface Sender {
  readonly name: PlatformName;
  readonly capabilities: Capabilities;
  /** Answers the platform's id of the message, for later edits. @throws SendError */
  send(delivery: Delivery): Promise<string>;
  /** Shows a new state of a card sent before. @returns false for a message that cannot be changed. @throws SendError */
  edit(providerId: string, delivery: Delivery): Promise<boolean>;
  /** Absent: any process can send. False while only another process can: it leaves this message to that one. */
  sendsHere?(key: string, userId: string): boolean;
  /** Whether another process is answering a click on the card of this key: that answer brings the card's change. */
  isAnsweredElsewhere?(key: string): Promise<boolean>;
  /** What was used of `limits.quota` since `since`, where one message is not one unit; else messages are counted. */
  usedSince?(since: Date): Promise<number>;
  /** Absent: no groups are announced to. */
  readonly groups?: GroupSender | undefined;
  /** Absent: its members' calendars are out of reach. */
  readonly calendar?: Calendar | undefined;
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

/** How the platform tells our pages who is looking at them. */
export interface Login {
  /** Whether this browser is the platform's own client: with several platforms it decides which one is asked. */
  isOwnClient(userAgent: string): boolean;
  /**
   * Where the browser goes to be recognised. It must come back to `returnTo` with `state` unchanged and a `code` (or
   * `authCode`).
   */
  authorizeUrl(request: { returnTo: string; state: string; userAgent: string }): string;
  /**
   * @returns the person's id on this platform; null for somebody from outside
   * @throws GenjinError for a code that is stale or used; whatever the platform's calls throw
   */
  identify(code: string): Promise<string | null>;
  /**
   * Path of a browser module that lends pages what the chat client can do (`ChatBridge` in
   * web/pages/shared/bridge.js).
   */
  bridge?: string | undefined;
  /** What the bridge has to show the client before it lends anything, for one of our own pages. @throws as `identify` */
  sign?: ((path: string) => Promise<object>) | undefined;
}

export interface Platform {
  readonly name: PlatformName;
  readonly sender: Sender;
  /** Absent: nobody of this platform can open the pages that ask who is there. */
  readonly login?: Login | undefined;
  /** HTTP routes of its own, mounted by the app. */
  readonly router?: Router | undefined;
  /** Reads what it needs to know before the first request; called in every process. */
  prepare?(): Promise<void>;
  /** Opens sockets and the like; called when everything else stands, only where the engine runs. */
  start?(): Promise<void>;
  /** What every process has to do each second, such as keeping a connection; called only where the engine runs. */
  beat?(): Promise<void>;
  stop?(): Promise<void>;
  /**
   * Fetches a file that an event only named (`remote`), while it is handled.
   * @throws GenjinError `invalid` when it is gone for good
   */
  download?(remote: string): Promise<RemoteFile>;
  /**
   * Reads what the platform knows of a contact from outside, while the event is handled.
   * @returns null when there is no such relation any more
   */
  contact?(externalId: string, userId: string): Promise<ContactDetails | null>;
  /** What the company has used of its month; absent where nothing is limited. */
  quotas?(now: Date): Promise<Quota[]>;
  /** Who works here, as the platform knows it; absent where it does not. */
  members?(): Promise<DirectoryMember[]>;
  /** For /readyz and the doctor: null when well, else what is wrong and how to mend it. */
  check(): Promise<string | null>;
}
