import type { PageHost, PageMessage } from '../mock-page.ts';
import { listsOf } from './card-clicks.ts';
import type { Shown } from './mock-app.ts';
import type { MockWecom } from './mock-wecom.ts';

/** The mock as its page wants it. */
export function pageOf(mock: MockWecom): PageHost {
  const { app, bot } = mock;
  // Without an app's callback everything goes through the bot.
  const isBot = () => mock.callbackUrl === '';
  const shownTo = (userId: string) =>
    isBot() ? bot.messages.filter(({ to }) => to === userId) : app.of(userId);
  return {
    platform: 'WeCom',
    members: () => [...app.company.members.values()].map(({ userid, name }) => ({ userId: userid, name })),
    messages: (userId) => shownTo(userId).map(onPage),
    says: async (userId, text) => (isBot() ? bot.says(userId, text) : mock.says(userId, text)),
    async clicks(userId, id, label, chosen) {
      const shown = shownTo(userId).find((message) => message.id === id);
      if (!shown) throw new Error(`${userId} has no message ${id}`);
      return isBot() ? bot.clicks(userId, id, label, chosen) : mock.clicks(userId, shown, label, chosen);
    },
    login: app.login,
  };
}

function onPage({ id, card, text, file, page }: Shown): PageMessage {
  if (page) return { id, title: page.title, text: `${page.description}\n${page.url}` };
  if (!card) return { id, text, file: file?.name };
  const { title, desc: subtitle } = card.main_title;
  const head = { id, title, subtitle, lists: listsOf(card) };
  if (card.card_type !== 'button_interaction') {
    const { text: label = '提交' } = card.submit_button;
    return { ...head, ...pressable(card.replace_text, [label]) };
  }
  return {
    ...head,
    quote: card.quote_area?.quote_text,
    text: card.sub_title_text,
    rows: (card.horizontal_content_list ?? []).map(({ keyname, value = '' }) => ({ name: keyname, value })),
    ...pressable(
      card.replace_text,
      card.button_list.map((button) => button.text),
    ),
  };
}

function pressable(over: string | undefined, buttons: string[]): Pick<PageMessage, 'over' | 'buttons'> {
  return over ? { over } : { buttons };
}
