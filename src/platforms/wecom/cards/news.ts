import type { Card } from '../../../../cards/model.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { bytesOf, safeText } from '../../text.ts';
import { URL_BYTES } from './limits.ts';

/** Articles of one message, and bytes of a title (path/90236). */
const ARTICLES = 8;
const TITLE_BYTES = 128;

/**
 * Several pages to choose from as 图文: the headline with the picture, and below it a line for each page. WeCom shows
 * no more than their titles.
 * @returns undefined for a card that says more, and where something would be cut
 */
export function renderNews({ title, picture, links = [], ...card }: Card): WecomPart | undefined {
  const [first] = links;
  const { link, emphasis, figure, facts, body, tags, quote, selects, buttons, state, file } = card;
  const more = [
    link,
    emphasis,
    figure,
    body,
    tags?.length,
    quote,
    selects?.length,
    state,
    file,
    picture?.alt,
  ];
  if (!first || more.some(Boolean) || facts.length || buttons.length) return undefined;
  const head = { title: safeText(title), url: first.url, ...(picture && { picurl: picture.url }) };
  const articles = [head, ...links.map(({ label, url }) => ({ title: safeText(label), url }))];
  const fits =
    articles.length <= ARTICLES &&
    bytesOf(picture?.url ?? '') <= URL_BYTES &&
    articles.every((one) => bytesOf(one.title) <= TITLE_BYTES && bytesOf(one.url) <= URL_BYTES);
  return fits ? { msgtype: 'news', news: { articles } } : undefined;
}
