import { fillCommand } from '../../../../cards/actions.ts';
import type { Card, CardButton, CardSelect } from '../../../../cards/model.ts';
import { toPlainText } from '../../../../cards/plain-text.ts';
import type { RobotPart } from '../../../stores/dingtalk.ts';
import { safeText, shorten, splitBytes } from '../../text.ts';

/** What is seen of a text before clients cut it, and what fits a button. */
const LIMITS = { textBytes: 9_000, title: 60, buttonLabel: 20, buttons: 5 };

/** DingTalk breaks a line only where there are two spaces on both sides. */
const BREAK = '  \n  ';

/**
 * A card for companies without a card template: a message whose buttons are links that send the command as the
 * person's own text. It cannot change later; a button with a list to choose from becomes a link for each choice.
 * What is longer than clients show goes into messages before it.
 */
export function renderPlain(card: Card): RobotPart[] {
  const live = card.buttons.filter((button) => !button.disabled);
  const pressed = live.filter((button) => !placesIn(button).length);
  const chosen = live.filter((button) => placesIn(button).length);
  if (!live.length) return pieces(safeText(toPlainText({ ...card, buttons: [] }))).map(textPart);
  const links = [
    ...chosen.flatMap((button) => choices(button, card.selects ?? [])),
    ...pressed.slice(LIMITS.buttons).map((button) => `- ${link(button.label, button.command)}`),
  ];
  // The links are seen to work, but DingTalk no longer promises them: what they send can be typed.
  const hint = pressed.length ? [`可回复：${pressed.map(({ command }) => command).join('｜')}`] : [];
  const rest = pieces([...linesOf(card), ...hint].map(escapeMarkdown).join('\n'));
  const before = rest.slice(0, -1).map(textPart);
  const lines = [`### ${escapeMarkdown(safeText(card.title))}`, ...(rest.at(-1) ?? '').split('\n'), ...links];
  const text = lines.filter(Boolean).join(BREAK);
  return [...before, actionCard(safeText(card.title), text, pressed.slice(0, LIMITS.buttons))];
}

function linesOf(card: Card): string[] {
  const locked = card.buttons.flatMap(({ label, disabled }) =>
    disabled ? [`🔒 ${label}：${disabled}`] : [],
  );
  return [
    card.emphasis && card.emphasis.text !== card.title ? card.emphasis.text : '',
    card.state ? `【${card.state}】` : '',
    ...card.facts.map(({ name, value }) => `${name}：${value}`),
    card.body ?? '',
    card.quote ? `「${card.quote}」` : '',
    card.tags?.length ? `标签：${card.tags.join('、')}` : '',
    ...locked,
  ]
    .filter(Boolean)
    .flatMap((text) => safeText(text).split('\n'));
}

/** One link for each option, where the command has one place; else how to type it. */
function choices(button: CardButton, selects: readonly CardSelect[]): string[] {
  const places = placesIn(button);
  const [only] = places;
  const select = selects.find(({ id }) => id === only);
  if (select && places.length === 1) {
    const entries = select.options.map(
      ({ id, label }) => `- ${link(label, fillCommand(button.command, { [select.id]: id }))}`,
    );
    return [`**${escapeMarkdown(button.label)}**：`, ...entries];
  }
  const labels = Object.fromEntries(selects.map(({ id, label }) => [id, `〈${label}〉`]));
  const options = selects.map(
    ({ label, options: all }) => `${label}：${all.map((o) => o.label).join(' / ')}`,
  );
  return [...options, `可回复：${fillCommand(button.command, labels)}`].map(escapeMarkdown);
}

function placesIn({ command }: CardButton): string[] {
  return [...command.matchAll(/\{([a-z]+)\}/g)].flatMap(([, id]) => id ?? []);
}

function actionCard(title: string, text: string, buttons: readonly CardButton[]): RobotPart {
  const head = { title: shorten(title, LIMITS.title), text };
  const [first] = buttons;
  if (!first) return { as: 'message', msgKey: 'sampleMarkdown', msgParam: head };
  if (buttons.length === 1) {
    const single = { singleTitle: labelOf(first), singleURL: sendText(first.command) };
    return { as: 'message', msgKey: 'sampleActionCard', msgParam: { ...head, ...single } };
  }
  const entries = buttons.flatMap((button, i) => [
    [`actionTitle${i + 1}`, labelOf(button)],
    [`actionURL${i + 1}`, sendText(button.command)],
  ]);
  const msgKey = `sampleActionCard${buttons.length}`;
  return { as: 'message', msgKey, msgParam: { ...head, ...Object.fromEntries(entries) } };
}

function labelOf({ label }: CardButton): string {
  return shorten(safeText(label), LIMITS.buttonLabel);
}

function link(label: string, command: string): string {
  return `[${escapeMarkdown(safeText(label))}](${sendText(command)})`;
}

/** A link that sends the text as whoever taps it. Spaces as +: the one spelling that has been seen to work. */
export function sendText(command: string): string {
  const content = encodeURIComponent(safeText(command)).replaceAll('%20', '+').replace(/[()]/g, percent);
  return `dtmd://dingtalkclient/sendMessage?content=${content}`;
}

/** A bracket would end the link. */
function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
}

/** Text that stays text: what would make a link, a heading or a style is written wide. */
export function escapeMarkdown(text: string): string {
  const wide = (character: string) => String.fromCharCode(character.charCodeAt(0) + 0xfee0);
  return text.replace(/[[\]*`]/g, wide).replace(/^\s*#+/gm, (marks) => marks.replaceAll('#', '＃'));
}

function textPart(content: string): RobotPart {
  return { as: 'message', msgKey: 'sampleText', msgParam: { content } };
}

function pieces(text: string): string[] {
  return splitBytes(text, LIMITS.textBytes);
}
