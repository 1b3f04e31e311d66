import type { Card } from '../../cards/model.ts';
import type { OutboxRow } from '../stores/outbox.ts';

/** What a bundle shows: a line for each message that still has something to say; null when none has. */
export async function linesOf(
  rows: readonly OutboxRow[],
  build: (row: OutboxRow) => Promise<Card | null>,
): Promise<{ lines: string[]; leads: string[] } | null> {
  const lines: string[] = [];
  const leads = new Set<string>();
  for (const row of rows) {
    const card = await build(row);
    if (!card) continue;
    lines.push(`· ${card.title}${card.emphasis ? `：${card.emphasis.text}` : ''}`);
    if (row.refs.lead) leads.add(row.refs.lead);
  }
  return lines.length ? { lines, leads: [...leads] } : null;
}
