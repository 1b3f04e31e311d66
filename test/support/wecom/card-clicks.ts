import type { MockCard } from './card-rules.ts';

/** What pressing this label sends. @throws when the card shows no such button */
export function keyOf(card: MockCard, label: string): string {
  if (card.replace_text) throw new Error(`the card is over: ${card.replace_text}`);
  if (!('submit_button' in card || 'button_list' in card)) throw new Error('nothing to press on this card');
  const buttons =
    'button_list' in card
      ? card.button_list
      : [{ text: card.submit_button.text ?? '提交', key: card.submit_button.key }];
  const key = buttons.find((button) => button.text === label)?.key;
  if (key === undefined) throw new Error(`no button ${label}, but ${buttons.map((b) => b.text).join(' ')}`);
  return key;
}

/** What can be chosen on a card, and what is chosen without anybody choosing. */
export function listsOf(
  card: MockCard,
): { question: string; options: { id: string; text: string }[]; preset?: string | undefined }[] {
  if (card.card_type === 'vote_interaction') {
    return [{ question: card.checkbox.question_key, options: card.checkbox.option_list }];
  }
  const lists =
    card.card_type === 'multiple_interaction'
      ? card.select_list
      : 'button_selection' in card && card.button_selection
        ? [card.button_selection]
        : [];
  return lists.map((list) => ({
    question: list.question_key,
    options: list.option_list,
    preset: list.selected_id,
  }));
}
