import type { Card } from '../../../../cards/model.ts';
import { digest } from '../../../core/ids.ts';
import type { CardPart, RobotPart } from '../../../stores/dingtalk.ts';
import { escapeMarkdown, safeText, shorten } from '../../text.ts';
import { splitLast } from './plain.ts';
import { linesOf, pageLinks, type Tap, tapsOf } from './say.ts';

/** Longer cards have been seen to come out blank (some 3,000 characters). */
const LIMITS = { markdownBytes: 6_000, title: 60, buttonLabel: 20, buttons: 12 };

/** A template DingTalk itself provides, usable without building one; see the guide for what it does not promise. */
export const PUBLIC_TEMPLATE = '382e4302-551d-4880-bf29-a30acfab2e71.schema';

export interface RenderedCard {
  /** Text that has no room on the card, sent before it. */
  before: RobotPart[];
  card: CardPart;
  /** Commands by the ids their buttons carry: ids are short, and say nothing to whoever reads the traffic. */
  actions: Record<string, string>;
}

/** A card in the variables of a card template; all values are text, as DingTalk wants them. */
export function renderTemplate(card: Card, templateId: string): RenderedCard {
  const { buttons, choices, typed } = tapsOf(card);
  const all = [...choices.flatMap(({ taps }) => taps), ...buttons];
  const shown = all.slice(0, LIMITS.buttons);
  const rest = all.slice(LIMITS.buttons);
  const more = rest.length ? [`还可回复：${rest.map(({ command }) => command).join('｜')}`] : [];
  const said = [...linesOf(card), ...typed, ...more].map(escapeMarkdown);
  const { before, last } = splitLast([...said, ...pageLinks(card)].join('\n'), LIMITS.markdownBytes);
  const title = shorten(safeText(card.title), LIMITS.title);
  // On cards, unlike in messages, this breaks a line.
  const variables = { title, markdown: last.replaceAll('\n', '<br>'), buttons: shown.map(buttonOf) };
  const actions = Object.fromEntries(shown.map(({ command }) => [actionId(command), command]));
  return { before, card: { as: 'card', title, data: dataFor(templateId, variables) }, actions };
}

interface Variables {
  title: string;
  markdown: string;
  buttons: ReturnType<typeof buttonOf>[];
}

function dataFor(templateId: string, { title, markdown, buttons }: Variables): Record<string, string> {
  if (templateId !== PUBLIC_TEMPLATE) return { title, markdown, buttons: JSON.stringify(buttons) };
  const order = ['msgTitle', 'staticMsgContent', 'msgButtons'];
  const sys_full_json_obj = JSON.stringify({ order, msgButtons: buttons });
  return { flowStatus: '3', msgTitle: title, staticMsgContent: markdown, sys_full_json_obj };
}

const COLORS = { primary: 'blue', default: 'gray', danger: 'red' } as const;

function buttonOf({ label, command, style }: Tap) {
  const text = shorten(safeText(label), LIMITS.buttonLabel);
  return { id: actionId(command), text, color: COLORS[style], request: true };
}

/** The same command has the same id for ever: a client that shows an older state of the card means the same. */
function actionId(command: string): string {
  return `a${digest(command).slice(0, 10)}`;
}
