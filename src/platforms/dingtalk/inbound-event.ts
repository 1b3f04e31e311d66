import { parseCommand } from '../../../cards/actions.ts';
import type { InboundEvent } from '../../core/event.ts';
import { digest } from '../../core/ids.ts';
import type { OrgEvent } from './org-event.ts';
import type { RobotMessage, RobotPart } from './robot-message.ts';

/** The product's events for a message to the robot: one for its words, one for each file in it. */
export function messageEvents(message: RobotMessage, userId: string): InboundEvent[] {
  return message.parts.map((part, i) => ({
    // The id follows from the message alone, so that a redelivery is recognised whatever frame it comes in.
    id:
      part.kind === 'over-quota'
        ? onceADay(message, userId)
        : digest(message.msgId, ...(i ? [String(i)] : [])),
    platform: 'dingtalk' as const,
    userId,
    chatId: message.chatId,
    at: message.at,
    ...content(part),
  }));
}

/** Nobody is told more often that nothing they say arrives. */
function onceADay({ at }: RobotMessage, userId: string): string {
  const inChina = new Date(at.getTime() + 8 * 3_600_000);
  return digest('over-quota', userId, inChina.toISOString().slice(0, 10));
}

function content(part: RobotPart) {
  switch (part.kind) {
    case 'text':
      return { kind: 'message' as const, payload: { text: typed(part.text) } };
    case 'file': {
      const { name, mediaType, downloadCode } = part;
      return {
        kind: 'file' as const,
        payload: { name, mediaType, size: 0, fileId: '', remote: downloadCode },
      };
    }
    case 'over-quota':
      return lifecycle('unheard', { what: 'over quota', reason: part.reason });
    case 'unknown':
      return lifecycle('unreadable', { what: 'unknown message', type: part.type });
  }
}

function lifecycle(what: 'unreadable' | 'unheard', detail: Record<string, string>) {
  return { kind: 'lifecycle' as const, payload: { what, detail } };
}

/** A link that sends text writes spaces as +, and not every client has been seen to turn them back. */
function typed(text: string): string {
  const line = text.trim();
  if (!line.includes('+') || line.includes(' ') || parseCommand(line)) return line;
  const spaced = line.replaceAll('+', ' ');
  return parseCommand(spaced) ? spaced : line;
}

/** Joined, changed, left: the directory is read again, and decides. One event for each person named. */
export function orgEvents({ id, what, userIds, at, type }: OrgEvent): InboundEvent[] {
  return userIds.map((userId) => ({
    id: digest(id, userId),
    platform: 'dingtalk' as const,
    userId,
    at,
    kind: 'lifecycle' as const,
    payload: { what, detail: { what: type } },
  }));
}
