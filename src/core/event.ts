/**
 * What comes in. Every platform decodes its own callbacks and frames into this one type; handlers never see a
 * vendor's JSON.
 */
export type PlatformName = 'simulator' | 'wecom' | 'dingtalk';

interface EventBase {
  /** The platform's own exact id of this event: durable, the same on a redelivery, never shared by two events. */
  id: string;
  platform: PlatformName;
  /** The person on that platform. */
  userId: string;
  /** Group chat, when the event comes from one. */
  chatId?: string | undefined;
  at: Date;
}

export interface MessageEvent extends EventBase {
  kind: 'message';
  payload: { text: string };
}

/** A click on a card. `command` is the text form of the button's action (see cards/actions.ts). */
export interface ActionEvent extends EventBase {
  kind: 'action';
  payload: { command: string; messageId: string; values: Record<string, string> };
}

export interface FileEvent extends EventBase {
  kind: 'file';
  payload: {
    name: string;
    mediaType: string;
    size: number;
    /** Key in the file store; empty while the platform still holds the file. */
    fileId: string;
    /** The platform's own name for a file not fetched yet: fetching must not delay the acknowledgement. */
    remote?: string | undefined;
  };
}

export interface LocationEvent extends EventBase {
  kind: 'location';
  payload: { latitude: number; longitude: number; label: string };
}

/** Somebody from outside became a contact of this person on the platform. */
export interface ContactEvent extends EventBase {
  kind: 'contact';
  payload: {
    /** The platform's id of the contact. */
    externalId: string;
    /** What the QR code or link they came by was marked with. */
    channel?: string | undefined;
    /** Read while the event is handled, not before it is acknowledged. */
    about?: ContactDetails | undefined;
  };
}

/** A contact as the platform knows them. */
export interface ContactDetails {
  name: string;
  company?: string | undefined;
  title?: string | undefined;
  phone?: string | undefined;
  /** What the person wrote about them, and the tags they were given there. */
  remark?: string | undefined;
  tags: string[];
}

/**
 * A person joined, left, was changed, opened the chat, sent a sticker or whatever else has no words (`unreadable`), said
 * something that the platform does not pass on (`unheard`); anything the platform tells that nobody typed.
 */
export interface LifecycleEvent extends EventBase {
  kind: 'lifecycle';
  payload: {
    what: 'joined' | 'left' | 'changed' | 'opened' | 'unreadable' | 'unheard' | 'other';
    detail: Record<string, string>;
  };
}

export type InboundEvent =
  | MessageEvent
  | ActionEvent
  | FileEvent
  | LocationEvent
  | ContactEvent
  | LifecycleEvent;

/** So often an event may fail before it lets the others of its person pass. */
export const LETS_PASS = 2;
/** A longer text is cut, and the answer says so. Characters. */
export const MAX_TYPED = 2_000;
/** A bigger file is refused. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** The inbox key: unique over platforms. Everything an event causes derives its idempotency keys from it. */
export function eventKey(event: Pick<InboundEvent, 'platform' | 'id'>): string {
  return `${event.platform}:${event.id}`;
}

/** Outbox key of an event's n-th answer, from 0. */
export function replyKey(eventKey: string, n: number): string {
  return `${eventKey}/reply/${n}`;
}
