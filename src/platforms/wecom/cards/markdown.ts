import type { Card } from '../../../../cards/model.ts';
import { toPlainText } from '../../../../cards/plain-text.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { bytesOf, escapeMarkdown, safeText } from '../../text.ts';

/** Bytes of one message of the app's (path/90236). */
const APP_BYTES = 2_048;
const COLOURS = { info: 'comment', warn: 'warning', danger: 'warning', good: 'info' } as const;

/** A card's lines as the app and group robots show them: its headline and the line that catches the eye set off. */
export function asMarkdown({ title, emphasis }: Pick<Card, 'title' | 'emphasis'>, text: string): string {
  const plain = (line: string) => escapeMarkdown(safeText(line));
  return text
    .split('\n')
    .map((one) => {
      const line = plain(one);
      if (line === plain(title)) return `**${line}**`;
      const tone = emphasis && line === plain(emphasis.text) ? emphasis.tone : undefined;
      return tone ? `<font color="${COLOURS[tone]}">${line}</font>` : line;
    })
    .join('\n');
}

/**
 * A report with nothing to press and a line that says how good or bad it is: that line in its colour.
 * @returns undefined for others, such as what people copy from, and where it would have to be cut
 */
export function renderMarkdown(card: Card): WecomPart | undefined {
  const { emphasis, buttons, selects = [], quote, link, links = [], picture, underWay } = card;
  const speaks = emphasis && emphasis.tone !== 'info' && !underWay;
  if (!speaks || buttons.length || selects.length || quote || link || links.length || picture)
    return undefined;
  const content = asMarkdown(card, toPlainText(card));
  return bytesOf(content) <= APP_BYTES ? { msgtype: 'markdown', markdown: { content } } : undefined;
}
