import { type Card, factsOf, pagesOf } from '../../../../cards/model.ts';
import { bytesOf, safeText } from '../../text.ts';
import { type CardLimits, URL_BYTES } from './limits.ts';
import type { TemplateCard } from './template-card.ts';

/**
 * A card with nothing to press as a 文本通知: its figure large, its rows, and the page it opens.
 * @returns undefined where something would be cut or has no place
 */
export function renderTextNotice(card: Card, limits: CardLimits): TemplateCard | undefined {
  const opening = openingOf(card, limits);
  if (!opening || card.picture?.alt) return undefined;
  const { title, emphasis, figure, facts } = card;
  const main_title = titleOf(title, emphasis, limits);
  const rows = rowsOf(facts, limits);
  const lead = figure && { title: safeText(figure.value), desc: safeText(figure.name) };
  const body = linesOf(card).join('\n');
  const fits =
    main_title !== undefined &&
    rows.length === facts.length &&
    body.length <= limits.body &&
    (lead === undefined || (lead.title.length <= limits.figure && lead.desc.length <= limits.figureName));
  if (!fits) return undefined;
  return {
    card_type: 'text_notice',
    main_title,
    ...(lead && { emphasis_content: lead }),
    ...(body && { sub_title_text: body }),
    ...(rows.length > 0 && { horizontal_content_list: rows }),
    ...opening,
  };
}

/**
 * A card with a picture and nothing to press as a 图文展示.
 * @returns undefined where something would be cut or has no place
 */
export function renderNewsNotice(card: Card, limits: CardLimits): TemplateCard | undefined {
  const { picture, title, emphasis } = card;
  const opening = openingOf(card, limits);
  if (!opening || !picture || picture.alt || bytesOf(picture.url) > URL_BYTES) return undefined;
  const { least, most } = limits.pictureRatio;
  if (picture.ratio < least || picture.ratio > most) return undefined;
  const main_title = titleOf(title, emphasis, limits);
  const all = factsOf(card);
  const rows = rowsOf(all, limits);
  const beside = all
    .slice(rows.length)
    .map(({ name, value }) => ({ title: safeText(name), desc: safeText(value) }));
  const below = [...beside, ...linesOf(card).map((line) => ({ title: line }))];
  const fits =
    below.length <= limits.verticals &&
    below.every(
      ({ title: head, desc = '' }: { title: string; desc?: string }) =>
        head.length <= limits.verticalTitle && desc.length <= limits.verticalText,
    );
  if (!main_title || !fits) return undefined;
  return {
    card_type: 'news_notice',
    main_title,
    card_image: { url: picture.url, aspect_ratio: picture.ratio },
    ...(rows.length > 0 && { horizontal_content_list: rows }),
    ...(below.length > 0 && { vertical_content_list: below }),
    ...opening,
  };
}

/** What tapping it opens, and its quote; undefined for cards of another kind. */
function openingOf(card: Card, limits: CardLimits) {
  const { buttons, selects = [], quote } = card;
  const pages = pagesOf(card);
  const [first] = pages;
  if (!first || buttons.length || selects.length) return undefined;
  const jumps = pages.map(({ label, url }) => ({ type: 1 as const, title: safeText(label), url }));
  const fits =
    jumps.length <= limits.jumps &&
    jumps.every(({ title, url }) => title.length <= limits.jumpTitle && bytesOf(url) <= URL_BYTES) &&
    (quote === undefined || quote.length <= limits.quote);
  if (!fits) return undefined;
  return {
    ...(quote && { quote_area: { type: 0 as const, title: '', quote_text: safeText(quote) } }),
    jump_list: jumps,
    card_action: { type: 1 as const, url: first.url },
  };
}

function titleOf(title: string, emphasis: Card['emphasis'], limits: CardLimits) {
  const desc = emphasis && emphasis.text !== title ? safeText(emphasis.text) : '';
  if (title.length > limits.title || desc.length > limits.subtitle) return undefined;
  return { title: safeText(title), ...(desc && { desc }) };
}

/** The first of them, as long as each fits. */
function rowsOf(facts: Card['facts'], { rows, rowName, rowValue }: CardLimits) {
  const odd = facts.findIndex(({ name, value }) => name.length > rowName || value.length > rowValue);
  return facts
    .slice(0, Math.min(rows, odd < 0 ? rows : odd))
    .map(({ name, value }) => ({ keyname: safeText(name), value: safeText(value), type: 0 as const }));
}

function linesOf({ body = '', tags = [], state }: Card): string[] {
  const lines = [body, tags.length ? `标签：${tags.join('、')}` : '', state ? `【${state}】` : ''];
  return safeText(lines.filter(Boolean).join('\n')).split('\n').filter(Boolean);
}
