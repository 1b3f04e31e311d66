import { fillCommand, unpackAction } from '../../../cards/actions.ts';
import type { InboundEvent, LifecycleEvent } from '../../core/event.ts';
import { digest } from '../../core/ids.ts';
import type { CardClick, WecomInbound } from './messages.ts';

/**
 * The exact id of an event: the same on every redelivery, never shared by two. WeCom's own advice (MsgId; sender and
 * second) is too coarse: it swallows the second of two clicks, and MsgIds have been seen to repeat.
 */
export function dedupeKey(identity: readonly string[]): string {
  const [by, from = ''] = identity;
  return `${by === BY_BOT ? saidToBotBy(from) : ''}${digest('wecom', ...identity)}`;
}

/** How the identity, and the id, of what was said to the bot alone begins. */
export const BY_BOT = 'bot-';
/** In a group: the bot may not know who asks in a chat of their own, so its answer goes the way of any message. */
export const BY_BOT_IN_GROUP = 'bot group';

/** Who said it stands in the id: what follows from it for others is no answer, and they may never have met the bot. */
function saidToBotBy(userId: string): string {
  return `${BY_BOT}${digest(userId.toLowerCase())}-`;
}

/** Whether this message of the outbox answers something that its recipient said to the bot alone. */
export function answersBot(outboxKey: string, userId: string): boolean {
  return outboxKey.startsWith(`wecom:${saidToBotBy(userId)}`);
}

/** Looks up what a click on a card stands for; see `WecomCardStore`. */
export interface ClickReader {
  /** The command behind a key that was too long for WeCom; undefined when it is not known. */
  longText(taskId: string, reference: string): Promise<string | undefined>;
}

/** Media of these kinds carry no name of their own. */
const MEDIA = {
  image: { name: '图片.jpg', mediaType: 'image/jpeg' },
  voice: { name: '语音.amr', mediaType: 'audio/amr' },
  video: { name: '视频.mp4', mediaType: 'video/mp4' },
  file: { name: '', mediaType: 'application/octet-stream' },
} as const;

/** Confirmed by the member, or not yet. */
const ADDED = new Set(['add_external_contact', 'add_half_external_contact']);

/** The product's event for a WeCom callback. */
export async function toInboundEvent(message: WecomInbound, cards: ClickReader): Promise<InboundEvent> {
  const { from: userId, at, chatId } = message;
  const base = { id: dedupeKey(message.identity), platform: 'wecom', userId, chatId, at } as const;
  const lifecycle = (
    what: LifecycleEvent['payload']['what'],
    detail: Record<string, string> = {},
    userId: string = message.from,
  ): InboundEvent => ({ ...base, userId, kind: 'lifecycle', payload: { what, detail } });
  switch (message.kind) {
    case 'text':
    case 'spoken':
      return { ...base, kind: 'message', payload: { text: message.content } };
    case 'menu':
      // Menu keys are commands, so that the menu does what typing does.
      return { ...base, kind: 'message', payload: { text: message.key } };
    case 'media': {
      const { name, mediaType } = MEDIA[message.type];
      const payload = { name: message.name ?? name, mediaType, size: 0, fileId: '', remote: message.mediaId };
      return { ...base, kind: 'file', payload };
    }
    case 'location': {
      const { latitude, longitude, label } = message;
      return { ...base, kind: 'location', payload: { latitude, longitude, label } };
    }
    case 'click': {
      const action = await readClick(message, cards);
      return action
        ? { ...base, kind: 'action', payload: action }
        : lifecycle('other', { what: 'unknown button', key: message.key });
    }
    case 'opened':
      // The bot welcomes people itself: it has five seconds for it, and may not write to who has not written yet.
      return message.identity[0] === BY_BOT ? lifecycle('other', { what: 'opened' }) : lifecycle('opened');
    case 'visible':
      // Leaving the app's visible range may be an administrator's slip: the directory decides what it means.
      return lifecycle(message.visible ? 'joined' : 'changed');
    case 'member':
      return lifecycle(
        message.change,
        message.newUserId ? { newUserId: message.newUserId } : {},
        message.userId,
      );
    case 'external-contact': {
      const { change, externalUserId: externalId, state: channel } = message;
      if (!ADDED.has(change)) return lifecycle('other', { what: change, externalId }, message.userId);
      return { ...base, userId: message.userId, kind: 'contact', payload: { externalId, channel } };
    }
    case 'link':
      return lifecycle('unreadable', { what: 'link', title: message.title, url: message.url });
    case 'unknown':
      return lifecycle(message.isEvent ? 'other' : 'unreadable', { what: message.type });
  }
}

async function readClick(click: CardClick, cards: ClickReader) {
  const whole = (text: string) => (text.startsWith('#') ? cards.longText(click.taskId, text) : text);
  const packed = await whole(click.key);
  const action = packed === undefined ? null : unpackAction(packed);
  if (!action) return null;
  const values: Record<string, string> = {};
  for (const [question, [chosen]] of Object.entries(click.values)) {
    const value = chosen === undefined || chosen === NOT_CHOSEN ? undefined : await whole(chosen);
    if (value !== undefined) values[question] = value;
  }
  // A choice that was not made is left out: the command then asks for it.
  const command = fillCommand(action.command, values)
    .replace(/\{[a-z]+\}/g, '')
    .trim();
  return { command, messageId: action.messageId, values };
}

/** The neutral first entry of a dropdown: WeCom's have no empty state. */
export const NOT_CHOSEN = '-';
