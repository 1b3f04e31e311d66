import type { Card } from '../../../../cards/model.ts';
import { toPlainText } from '../../../../cards/plain-text.ts';
import type { RobotPart } from '../../../stores/dingtalk.ts';
import { escapeMarkdown, safeText, shorten, splitBytes } from '../../text.ts';
import { linesOf, pageLinks, type Tap, tapsOf } from './say.ts';

/** What is seen of a text before clients cut it, and what fits a button. */
const LIMITS = { textBytes: 9_000, title: 60, buttonLabel: 20, buttons: 5 };

/** DingTalk breaks a line only where there are two spaces on both sides. */
const BREAK = '  \n  ';

/**
 * A card for companies without a card template: a message whose buttons are links that send the command as the
 * person's own text. It cannot change later. What is longer than clients show goes into messages before it.
 */
export function renderPlain(card: Card): RobotPart[] {
  const { buttons, choices, typed } = tapsOf(card);
  const pages = pageLinks(card);
  if (!buttons.length && !choices.length && !typed.length && !pages.length) {
    const text = safeText(toPlainText({ ...card, buttons: [], selects: [] }));
    return splitBytes(text, LIMITS.textBytes).map(textPart);
  }
  // The links are seen to work, but DingTalk no longer promises them: what they send can be typed.
  const hint = buttons.length ? [`可回复：${buttons.map(({ command }) => command).join('｜')}`] : [];
  const { before, last } = splitLast([...linesOf(card), ...typed, ...hint].map(escapeMarkdown).join('\n'));
  const links = [
    ...choices.flatMap(({ heading, taps }) => [
      `**${escapeMarkdown(safeText(heading))}**：`,
      ...taps.map(link),
    ]),
    ...buttons.slice(LIMITS.buttons).map(link),
  ];
  const lines = [`### ${escapeMarkdown(safeText(card.title))}`, ...last.split('\n'), ...pages, ...links];
  const text = lines.filter(Boolean).join(BREAK);
  return [
    ...before,
    actionCard(shorten(safeText(card.title), LIMITS.title), text, buttons.slice(0, LIMITS.buttons)),
  ];
}

/** Long text as plain messages; only its last piece stays for the card. */
export function splitLast(text: string, maxBytes = LIMITS.textBytes): { before: RobotPart[]; last: string } {
  const pieces = splitBytes(text, maxBytes);
  return { before: pieces.slice(0, -1).map(textPart), last: pieces.at(-1) ?? '' };
}

function textPart(content: string): RobotPart {
  return { as: 'message', msgKey: 'sampleText', msgParam: { content } };
}

function actionCard(title: string, text: string, buttons: readonly Tap[]): RobotPart {
  const head = { title, text };
  const [first, ...more] = buttons;
  if (!first) return { as: 'message', msgKey: 'sampleMarkdown', msgParam: head };
  if (!more.length) {
    const single = { singleTitle: labelOf(first), singleURL: sendText(first.command) };
    return { as: 'message', msgKey: 'sampleActionCard', msgParam: { ...head, ...single } };
  }
  const entries = buttons.flatMap((tap, i) => [
    [`actionTitle${i + 1}`, labelOf(tap)],
    [`actionURL${i + 1}`, sendText(tap.command)],
  ]);
  const msgKey = `sampleActionCard${buttons.length}`;
  return { as: 'message', msgKey, msgParam: { ...head, ...Object.fromEntries(entries) } };
}

function labelOf({ label }: Tap): string {
  return shorten(safeText(label), LIMITS.buttonLabel);
}

function link({ label, command }: Tap): string {
  return `- [${escapeMarkdown(safeText(label))}](${sendText(command)})`;
}

/** A link that sends the text as whoever taps it. Spaces as +: the one spelling that has been seen to work. */
export function sendText(command: string): string {
  // A bracket would end the link.
  const percent = (bracket: string) => (bracket === '(' ? '%28' : '%29');
  const content = encodeURIComponent(safeText(command)).replaceAll('%20', '+').replace(/[()]/g, percent);
  return `dtmd://dingtalkclient/sendMessage?content=${content}`;
}
