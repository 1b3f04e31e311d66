import { parseCommand } from '../../cards/actions.ts';
import type { Handler, HandlerContext } from '../../handlers/context.ts';
import type { Clock } from '../core/clock.ts';
import { errorText, isGenjinError } from '../core/errors.ts';
import {
  type ContactEvent,
  eventKey,
  type FileEvent,
  type InboundEvent,
  MAX_TYPED,
  replyKey,
} from '../core/event.ts';
import type { Logger } from '../core/logger.ts';
import { cleanText } from '../domain/normalise/text.ts';
import type { Asking } from '../domain/questions/asking.ts';
import { type Reply, sentence } from '../services/messages.ts';
import type { Services } from '../services/services.ts';
import type { InboxStore } from '../stores/inbox.ts';
import type { OutboxStore } from '../stores/outbox.ts';

export interface DispatchDeps {
  services: Services;
  handlers: readonly Handler[];
  inbox: InboxStore;
  outbox: OutboxStore;
  clock: Clock;
  /** Brings a file that a platform still holds into the file store. @throws GenjinError when it cannot be had */
  fetchFile(event: FileEvent, now: Date): Promise<FileEvent>;
  /** Adds what the platform knows of a contact. */
  fetchContact(event: ContactEvent): Promise<ContactEvent>;
  answerStranger(event: InboundEvent, log: Logger): Promise<void>;
  /** Tells the sender that an answer is waiting. */
  onQueued: () => void;
}

/** A second tap on the same button this soon is an impatient finger, or a platform that sends taps twice. */
const DOUBLE_TAP_MS = 5_000;

/**
 * The dispatcher: finds the person and what they may see, runs the first handler that recognises the event, queues
 * its replies. Idempotent as a whole: every key derives from the event's.
 */
export function createDispatcher(deps: DispatchDeps) {
  async function handle(event: InboundEvent, log: Logger): Promise<void> {
    const key = eventKey(event);
    const person = await deps.services.directory.byAccount(event.platform, event.userId);
    if (!person?.active) {
      log.warn('event of somebody who is not in the directory');
      if (person) return;
      await deps.services.directorySync.want(event.platform);
      await deps.answerStranger(event, log);
      return;
    }
    if (person.unreachable && showsLife(event)) await deps.services.reach.found(person, deps.clock.now());
    if (event.kind === 'action' && (await deps.inbox.repeatsTap(event, DOUBLE_TAP_MS))) {
      log.info('the same button again at once: one tap');
      return;
    }
    const now = deps.clock.now();
    const typed =
      event.kind === 'message' ? event.payload.text : event.kind === 'action' ? event.payload.command : '';
    const tapped = await tappedCard(event);
    const text = cleanText(typed, { max: MAX_TYPED, multiline: true, keepWidth: true });
    const context = {
      event,
      text,
      asOf: assignmentOf(tapped),
      tapped,
      command: text ? parseCommand(text) : null,
      asked: await askedOf(event, person._id, now),
      person,
      scope: await deps.services.directory.scope(person),
      version: await deps.services.playbooks.current(),
      op: {
        key,
        now,
        by: person._id,
        via: key,
        card: event.kind === 'action' ? event.payload.messageId : undefined,
      },
      now,
      services: deps.services,
      log,
    };
    const replies = await answered(context, deps);
    const cut = typed.length > MAX_TYPED ? [sentence(`内容太长，只读取了前 ${MAX_TYPED} 个字。`)] : [];
    for (const [i, reply] of [...cut, ...replies].entries()) {
      const message = { ...reply, channel: 'chat', to: person._id, urgency: 'reply' } as const;
      await deps.outbox.add(replyKey(key, i), message, now);
    }
    deps.onQueued();
  }

  /** What the person has been asked and may be answering; a place or a change of the directory answers nothing. */
  async function askedOf(event: InboundEvent, personId: string, now: Date): Promise<Asking[]> {
    if (!['message', 'action', 'file'].includes(event.kind)) return [];
    return deps.services.questions.of(personId, { key: eventKey(event), now });
  }

  /** The card that was tapped; undefined for typed text. */
  async function tappedCard(event: InboundEvent): Promise<Reply | undefined> {
    if (event.kind !== 'action') return undefined;
    return (await deps.outbox.get(event.payload.messageId)) ?? undefined;
  }

  return { handle };
}

/** Which assignment a card spoke of; undefined for cards without one. */
function assignmentOf(card: Reply | undefined): number | undefined {
  const n = card?.params.assignment;
  return typeof n === 'number' ? n : undefined;
}

/** Did they do something in our chat themselves, or come into its sight? */
function showsLife(event: InboundEvent): boolean {
  return event.kind !== 'lifecycle' || ['joined', 'opened', 'unreadable'].includes(event.payload.what);
}

/** A mistake of the person is an answer, not a failure; anything else is tried again. */
async function answered(given: HandlerContext, deps: DispatchDeps): Promise<Reply[]> {
  let name = 'none';
  try {
    const context = { ...given, event: await complete(given, deps) };
    const handler = deps.handlers.find((candidate) => candidate.recognises(context));
    if (!handler) return [];
    name = handler.name;
    return await handler.run(context);
  } catch (error) {
    const expected = isGenjinError(error) && !['conflict', 'unavailable', 'config'].includes(error.code);
    if (!expected) throw error;
    given.log.info({ handler: name, reason: errorText(error) }, 'refused');
    return [sentence(error.userText)];
  }
}

/** Handlers see files and contacts, whoever held them until now. */
async function complete({ event, now }: HandlerContext, deps: DispatchDeps): Promise<InboundEvent> {
  if (event.kind === 'contact') return deps.fetchContact(event);
  return event.kind === 'file' && event.payload.remote !== undefined ? deps.fetchFile(event, now) : event;
}
