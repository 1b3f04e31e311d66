import type { Moot } from '../../cards/define.ts';
import type { Card } from '../../cards/model.ts';
import { subjectOf } from '../core/message.ts';
import type { OutboxRow } from '../stores/outbox.ts';
import { GATHERED_AS } from './gathering.ts';

export interface BundleContent {
  /** The messages the bundle speaks for. */
  said: OutboxRow[];
  /** Those that had nothing left to say, and why. */
  moot: [row: OutboxRow, why: Moot][];
  params: Record<string, unknown>;
  /** The leads it is shown anew for. */
  alsoAbout: string[];
}

/** What a bundle of these messages shows: a line for each that still has something to say. */
export async function linesOf(
  kind: string,
  rows: readonly OutboxRow[],
  build: (row: OutboxRow) => Promise<Card | Moot>,
): Promise<BundleContent> {
  const content: BundleContent = { said: [], moot: [], params: {}, alsoAbout: [] };
  const lines: string[] = [];
  for (const row of rows) {
    const card = await build(row);
    if (typeof card === 'string') content.moot.push([row, card]);
    else {
      content.said.push(row);
      lines.push(`· ${card.title}${card.emphasis ? `：${card.emphasis.text}` : ''}`);
    }
  }
  const leads = [...new Set(content.said.flatMap(({ refs }) => refs.lead ?? []))];
  // A list finds what it shows by itself.
  if (kind === 'bundle') content.params = { lines, leads };
  if (kind === GATHERED_AS) {
    content.params = {
      items: content.said.map((row) => ({ kind: row.kind, lead: row.refs.lead, params: row.params })),
    };
    content.alsoAbout = leads.map((id) => subjectOf('lead', id));
  }
  return content;
}
