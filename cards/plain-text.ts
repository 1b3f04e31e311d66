import { type Card, factsOf, pagesOf } from './model.ts';

/**
 * The complete plain-text form of a card: the last resort of every platform, the text of mails and exports, and
 * what the simulator shows beside the card. Buttons become the lines that can be typed instead.
 */
export function toPlainText(card: Card, { repliable = true } = {}): string {
  const lines = [
    card.title,
    card.emphasis && card.emphasis.text !== card.title ? card.emphasis.text : '',
    ...factsOf(card).map((fact) => `${fact.name}：${fact.value}`),
    card.body ?? '',
    card.tags?.length ? `标签：${card.tags.join('、')}` : '',
    ...pageLines(card),
    describePicture(card),
    card.quote ? `「${card.quote}」` : '',
    ...(card.selects ?? []).map((s) => `${s.label}：${s.options.map((o) => o.label).join(' / ')}`),
    card.file ? `附件：${card.file.name}` : '',
    card.state ? `【${card.state}】` : '',
    repliable && card.buttons.length
      ? `可回复：${card.buttons.map((b) => typed(b.command, card)).join('｜')}`
      : '',
  ];
  return lines.filter(Boolean).join('\n');
}

/** Its pages with their addresses, a line each. */
export function pageLines(card: Pick<Card, 'link' | 'links'>): string[] {
  return pagesOf(card).map(({ label, url }) => `${label}：${url}`);
}

/** What its picture shows, and where it is; empty for decoration. */
export function describePicture({ picture }: Pick<Card, 'picture'>): string {
  return picture?.alt ? `图：${picture.alt} ${picture.url}` : '';
}

/** What a person would type: the place of a choice named by its select's label. */
function typed(command: string, card: Card): string {
  return command.replace(
    /\{([a-z]+)\}/g,
    (_, id: string) => `〈${card.selects?.find((s) => s.id === id)?.label ?? id}〉`,
  );
}
