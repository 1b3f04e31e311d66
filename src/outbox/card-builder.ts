import type { AnyCard, CardReader, Moot } from '../../cards/define.ts';
import { goneCard } from '../../cards/leads/gone.ts';
import type { Card } from '../../cards/model.ts';
import type { Colleague } from '../domain/people/person.ts';
import { SendError } from '../platforms/platform.ts';
import type { OutboxRow } from '../stores/outbox.ts';
import { recipientOf } from './groups.ts';

export interface CardBuilderDeps {
  /** Who is who. */
  colleagues(): Promise<ReadonlyMap<string, Colleague>>;
  cards: ReadonlyMap<string, AnyCard>;
  /** What cards to this person may read. */
  read(to: Colleague): Promise<CardReader>;
}

/**
 * Builds the card of a message as things are now.
 * @returns a function that answers why there is nothing left to say, when there is not. @throws SendError permanent
 */
export function createCardBuilder({ colleagues, cards, read }: CardBuilderDeps) {
  return async (row: OutboxRow, now: Date): Promise<Card | Moot> => {
    const definition = cards.get(row.kind);
    if (!definition) throw new SendError(`No card of kind ${row.kind}`, true);
    const to = recipientOf(row.to, await colleagues());
    if (!to) throw new SendError(`No person ${row.to}`, true);
    const request = { now, to, refs: row.refs, params: row.params, read: await read(to) };
    const card = await definition.build(request);
    // Not yet sent, there is nothing to say; already sent, it must not go on showing what may no longer be seen.
    return typeof card === 'string' && row.params.sent === true ? goneCard(row.kind, request) : card;
  };
}
