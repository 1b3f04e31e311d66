import type { Card } from '../../../../cards/model.ts';
import { toPlainText } from '../../../../cards/plain-text.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { bytesOf, safeText } from '../../text.ts';
import { URL_BYTES } from './limits.ts';

/** Characters, and bytes of the address (path/90236). */
const TITLE = 128;
const DESCRIPTION = 512;
const BUTTON = 4;
const OPEN = '打开';

/**
 * A card whose one use is to open a page, as WeCom's 文本卡片: the whole of it is the link.
 * @returns undefined where it would have to be cut: then it is better read as text
 */
export function renderTextCard(card: Card): WecomPart | undefined {
  const { link, links = [], title } = card;
  if (!link || links.length || card.buttons.length) return undefined;
  const rest = toPlainText({ ...card, title: '', link: undefined }, { repliable: false });
  const isShort = link.label.length <= BUTTON;
  const said = [rest, ...(isShort && rest ? [] : [link.label])];
  const textcard = {
    title: safeText(title),
    // Its own sign for a new line; what people wrote cannot form one.
    description: safeText(said.filter(Boolean).join('\n')).replaceAll('\n', '<br>'),
    url: link.url,
    btntxt: isShort ? safeText(link.label) : OPEN,
  };
  const fits =
    textcard.title.length <= TITLE &&
    textcard.description.length <= DESCRIPTION &&
    bytesOf(link.url) <= URL_BYTES;
  return fits ? { msgtype: 'textcard', textcard } : undefined;
}
