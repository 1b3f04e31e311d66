import type { Card } from '../../../../cards/model.ts';
import type { WecomPart } from '../../../stores/wecom.ts';
import { AIBOT_LIMITS, APP_LIMITS } from './limits.ts';
import { renderMarkdown } from './markdown.ts';
import { renderNews } from './news.ts';
import { renderNewsNotice, renderTextNotice } from './notice.ts';
import type { TemplateCard } from './template-card.ts';
import { renderTextCard } from './text-card.ts';

type Form = (card: Card) => WecomPart | undefined;

/** What the app has for cards with nothing to press, the best first. Each takes only what it shows whole. */
const APP_FORMS: readonly Form[] = [
  renderNews,
  (card) => asPart(renderNewsNotice(card, APP_LIMITS)),
  (card) => (isBare(card) ? undefined : asPart(renderTextNotice(card, APP_LIMITS))),
  renderTextCard,
  renderMarkdown,
];
/** The bot has neither text cards nor news, and no colours. */
const BOT_FORMS: readonly Form[] = [
  (card) => asPart(renderNewsNotice(card, AIBOT_LIMITS)),
  (card) => asPart(renderTextNotice(card, AIBOT_LIMITS)),
];

/** @returns undefined where a card is best read as text */
export const appForm: Form = (card) => firstOf(APP_FORMS, card);
export const botForm: Form = (card) => firstOf(BOT_FORMS, card);

function firstOf(forms: readonly Form[], card: Card): WecomPart | undefined {
  for (const form of forms) {
    const part = form(card);
    if (part) return part;
  }
  return undefined;
}

/** A headline and a page at most: a text card has more room for words. */
function isBare({ facts, figure, emphasis, links = [] }: Card): boolean {
  return !facts.length && !figure && !emphasis && !links.length;
}

function asPart(card: TemplateCard | undefined): WecomPart | undefined {
  return card && { msgtype: 'template_card', template_card: card };
}
