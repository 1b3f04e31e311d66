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

function onPage({ id, card, text, file, page, articles }: Shown): PageMessage {
  if (articles) return { id, text: articles.map(({ title, url }) => `${title}\n${url}`).join('\n') };
  if (page) return { id, title: page.title, text: `${page.description}\n${page.url}` };
  if (!card) return { id, text, file: file?.name };
  const { title, desc: subtitle } = card.main_title;
  const head = { id, title, subtitle, lists: listsOf(card) };
  if ('submit_button' in card) {
    const { text: label = '提交' } = card.submit_button;
    return { ...head, ...pressable(card.replace_text, [label]) };
  }
  const { quote_area: quote, horizontal_content_list: rows = [] } = card;
  const shown = {
    ...head,
    quote: quote?.quote_text,
    rows: rows.map(({ keyname, value = '', url = '' }) => ({
      name: keyname,
      value: `${value} ${url}`.trim(),
    })),
  };
  if ('button_list' in card) {
    const labels = card.button_list.map((button) => button.text);
    return { ...shown, text: card.sub_title_text, ...pressable(card.replace_text, labels) };
  }
  const { card_action: action, jump_list: jumps = [{ title: '', url: action.url }] } = card;
  const below =
    card.card_type === 'news_notice'
      ? (card.vertical_content_list ?? []).map(({ title: line, desc }) =>
          [line, desc].filter(Boolean).join('\n'),
        )
      : [`${card.emphasis_content?.title ?? ''} ${card.emphasis_content?.desc ?? ''}`, card.sub_title_text];
  const said = [...below, ...jumps.map((jump) => `${jump.title} ${jump.url}`)];
  return { ...shown, text: said.filter((line) => line?.trim()).join('\n') };
}

function pressable(over: string | undefined, buttons: string[]): Pick<PageMessage, 'over' | 'buttons'> {
  return over ? { over } : { buttons };
}
