import type { Moot } from '../../cards/define.ts';
import type { Card } from '../../cards/model.ts';
import { toPlainText } from '../../cards/plain-text.ts';
import { replyKey } from '../core/event.ts';
import type { OutboxRow, OutboxStore } from '../stores/outbox.ts';

/** No event is answered with more. */
const MOST = 20;

/** The answers to an event as texts, for whoever asked on a page and not in the chat. */
export async function answersTo(
  eventKey: string,
  deps: { outbox: OutboxStore; build(row: OutboxRow): Promise<Card | Moot> },
): Promise<string[]> {
  const texts: string[] = [];
  for (let i = 0; i < MOST; i++) {
    const row = await deps.outbox.get(replyKey(eventKey, i));
    if (!row) break;
    const card = await deps.build(row);
    if (typeof card !== 'string') texts.push(toPlainText(card, { repliable: false }));
  }
  return texts;
}
