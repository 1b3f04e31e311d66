import { fillCommand } from '../../../../cards/actions.ts';
import { type Card, type CardButton, type CardSelect, factsOf, pagesOf } from '../../../../cards/model.ts';
import { escapeMarkdown, safeText } from '../../text.ts';

/** Something to tap: what it says and the command it stands for. */
export interface Tap {
  label: string;
  command: string;
  style: NonNullable<CardButton['style']>;
}

/** What a card says beside its title, line by line; what cannot be used yet, and why (C10), among it. */
export function linesOf(card: Card): string[] {
  const locked = card.buttons.flatMap(({ label, disabled }) =>
    disabled ? [`🔒 ${label}：${disabled}`] : [],
  );
  return [
    card.emphasis && card.emphasis.text !== card.title ? card.emphasis.text : '',
    card.state ? `【${card.state}】` : '',
    ...factsOf(card).map(({ name, value }) => `${name}：${value}`),
    card.body ?? '',
    card.quote ? `「${card.quote}」` : '',
    card.tags?.length ? `标签：${card.tags.join('、')}` : '',
    ...locked,
  ]
    .filter(Boolean)
    .flatMap((text) => safeText(text).split('\n'));
}

/** Its pages and its picture, as markdown. */
export function pageLinks(card: Card): string[] {
  const { picture } = card;
  const address = (url: string) => url.replaceAll('(', '%28').replaceAll(')', '%29');
  const named = (label: string, url: string) => `[${escapeMarkdown(safeText(label))}](${address(url)})`;
  return [
    ...pagesOf(card).map(({ label, url }) => named(label, url)),
    ...(picture ? [`!${named(picture.alt, picture.url)}`] : []),
  ];
}

export interface Taps {
  /** Buttons as they stand. */
  buttons: Tap[];
  /** A button with a list to choose from: its heading, and one tap for each choice. */
  choices: { heading: string; taps: Tap[] }[];
  /** Several lists at once, which neither form of a card has: how to type it. */
  typed: string[];
}

/** What can be tapped on a card. DingTalk's cards have no lists: every choice is a tap of its own. */
export function tapsOf(card: Card): Taps {
  const taps: Taps = { buttons: [], choices: [], typed: [] };
  const selects = card.selects ?? [];
  for (const button of card.buttons) {
    if (button.disabled) continue;
    const { label, command } = button;
    const style = button.style ?? 'default';
    const [place, ...more] = [...command.matchAll(/\{([a-z]+)\}/g)].map(([, id]) => id);
    const select = selects.find(({ id }) => id === place);
    if (!place) taps.buttons.push({ label, command, style });
    else if (select && !more.length) taps.choices.push(choice(button, select));
    else taps.typed.push(...howToType(command, selects));
  }
  return { ...taps, choices: taps.choices.length > 1 ? taps.choices.map(saysWhat) : taps.choices };
}

/** Beside another list of the same choices each tap says what it does: 催办 L1003 王敏. */
function saysWhat({ heading, taps }: Taps['choices'][number]): Taps['choices'][number] {
  return { heading, taps: taps.map((tap) => ({ ...tap, label: `${heading} ${tap.label}` })) };
}

function choice({ label, command }: CardButton, select: CardSelect) {
  const taps = select.options.map((option) => ({
    label: option.label,
    command: fillCommand(command, { [select.id]: option.id }),
    style: 'default' as const,
  }));
  return { heading: label, taps };
}

function howToType(command: string, selects: readonly CardSelect[]): string[] {
  const labels = Object.fromEntries(selects.map(({ id, label }) => [id, `〈${label}〉`]));
  const options = selects.map(
    ({ label, options: all }) => `${label}：${all.map((o) => o.label).join(' / ')}`,
  );
  return [...options, `可回复：${fillCommand(command, labels)}`].map(safeText);
}
