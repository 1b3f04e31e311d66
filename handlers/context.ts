import type { Command } from '../cards/actions.ts';
import type { Op } from '../src/core/effect.ts';
import type { InboundEvent } from '../src/core/event.ts';
import type { Logger } from '../src/core/logger.ts';
import type { Person } from '../src/domain/people/person.ts';
import type { Scope } from '../src/domain/people/scope.ts';
import type { PlaybookVersion } from '../src/domain/playbook/playbook.ts';
import type { Asking } from '../src/domain/questions/asking.ts';
import type { Reply } from '../src/services/messages.ts';
import type { Asker } from '../src/services/questions/question-set.ts';
import type { Services } from '../src/services/services.ts';

/** What a handler is given. Nothing is added to it on the way. */
export interface HandlerContext {
  event: InboundEvent;
  /**
   * The line the person typed, or that their tap stands for, in its own punctuation; empty for files and lifecycle
   * events.
   */
  text: string;
  /** Of a tap: the assignment its card was made for, so that an old card can be told from a new one. */
  asOf: number | undefined;
  /** Of a tap: the card it was made on. It is shown anew, so what it shows needs no second message. */
  tapped: Reply | undefined;
  /** The text as a command, when it is one. */
  command: Command | null;
  person: Person;
  /** What the person has been asked and has not done with, the newest first; empty for what answers nothing. */
  asked: readonly Asking[];
  scope: Scope;
  version: PlaybookVersion;
  /** Idempotency key, time and author of everything the handler does. */
  op: Op;
  now: Date;
  services: Services;
  log: Logger;
}

/**
 * One behaviour. The first handler of the table that recognises an event runs, and its replies go to the person.
 * Running twice for the same event must do no more than running once: everything written derives its key from
 * `context.op`.
 */
export interface Handler {
  name: string;
  recognises(context: HandlerContext): boolean;
  run(context: HandlerContext): Promise<Reply[]>;
}

/** The person as somebody who is asked questions. */
export function askerOf({ person, scope, version, now, event }: HandlerContext): Asker {
  return { person, scope, version, now, platform: event.platform };
}
