import type { PageHost, PageMessage } from '../mock-page.ts';
import { listsOf } from './card-clicks.ts';
import type { Shown } from './mock-app.ts';
import type { MockWecom } from './mock-wecom.ts';

const BOT_CHAT = 'bot:';
const GROUP = 'group:';

/** The mock as its page wants it. */
export function pageOf(mock: MockWecom): PageHost {
  const { app, bot } = mock;
  // Without an app's callback everything goes through the bot.
  const isBot = () => mock.callbackUrl === '';
  // With both, the bot is another chat of everybody's.
  const chatOf = (id: string) => ({
    userId: id.replace(BOT_CHAT, ''),
    isBot: isBot() || id.startsWith(BOT_CHAT),
  });
  const shownTo = (id: string) => {
    const { userId, isBot } = chatOf(id);
    return isBot ? bot.messages.filter(({ to }) => to === userId) : app.of(userId);
  };
  /** The bot is told once a day. */
  const opened = new Set<string>();
  const people = () =>
    [...app.company.members.values()].map(({ userid, name }) => ({ userId: userid, name }));
  return {
    platform: 'WeCom',
    members: people,
    places: () => [
      ...(!isBot() && bot.isConnected
        ? people().map(({ userId, name }) => ({ userId: BOT_CHAT + userId, name: `${name} · 机器人` }))
        : []),
      ...[...app.groups.said.keys()].map((group) => ({ userId: GROUP + group, name: `群 ${group}` })),
    ],
    messages(id) {
      const said = app.groups.said.get(id.replace(GROUP, ''));
      if (id.startsWith(GROUP)) return (said ?? []).map(({ text }, i) => ({ id: `${i}`, text }));
      return shownTo(id).map(onPage);
    },
    async says(id, text) {
      const { userId, isBot } = chatOf(id);
      return isBot ? bot.says(userId, text) : mock.says(userId, text);
    },
    async clicks(id, message, label, chosen) {
      const { userId, isBot } = chatOf(id);
      const shown = shownTo(id).find((one) => one.id === message);
      if (!shown) throw new Error(`${id} has no message ${message}`);
      return isBot ? bot.clicks(userId, message, label, chosen) : mock.clicks(userId, shown, label, chosen);
    },
    async sendsFile(id, name, bytes) {
      const { userId, isBot } = chatOf(id);
      if (isBot) return bot.sendsFile(userId, name, bytes);
      return /\.(jpe?g|png)$/i.test(name)
        ? mock.sendsPicture(userId, name, bytes)
        : mock.sendsFile(userId, name, bytes);
    },
    async opens(id) {
      const { userId, isBot } = chatOf(id);
      if (id.startsWith(GROUP) || (isBot && opened.has(userId))) return;
      if (isBot) opened.add(userId);
      return isBot ? bot.opens(userId) : mock.event(userId, 'enter_agent', { EventKey: '' });
    },
    menu: () => app.company.menuEntries(),
    pressesMenu: (id, EventKey) => mock.event(chatOf(id).userId, 'click', { EventKey }),
    login: app.login,
  };
}

function onPage({ id, card, text, file, page, articles }: Shown): PageMessage {
  if (articles) return { id, text: articles.map(({ title, url }) => `${title}\n${url}`).join('\n') };
  if (page)
    return { id, title: page.title, text: `${page.description.replaceAll('<br>', '\n')}\n${page.url}` };
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
